from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from gegenbesuch.matchmaking.models import Profile, Request
from gegenbesuch.matchmaking.times import half_of, to_json
from tests.cast import signed_in
from tests.factories import (
    MissionFactory,
    PersonFactory,
    ProfileFactory,
    RequestFactory,
    SectorFactory,
    StatementFactory,
)

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.missions.models import Mission


@pytest.fixture
def mission(office: Office) -> Mission:
    return MissionFactory(office=office, code="forum")


@pytest.fixture
def client(bruno: User) -> Client:
    return signed_in(bruno)


@pytest.mark.parametrize("n", [1, 3])
def test_profiles_takes_as_many_queries_for_many(
    n: int,
    client: Client,
    mission: Mission,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _number in range(n):
        RequestFactory(sender__mission=mission)

    with django_assert_num_queries(7):
        page = client.get("/missions/forum/profiles/")

    assert page.status_code == 200


@pytest.mark.parametrize("n", [1, 3])
def test_requests_takes_as_many_queries_for_many(
    n: int,
    client: Client,
    mission: Mission,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _number in range(n):
        RequestFactory(sender__mission=mission, status="sent")

    with django_assert_num_queries(8):
        page = client.get("/missions/forum/requests/")

    assert page.content.count(b"request-row-") == 2 * n


def test_profiles_lists_whom_requests_wait_for_with_their_phones(
    client: Client, mission: Mission
) -> None:
    RequestFactory(sender__mission=mission)
    request = RequestFactory(
        sender__mission=mission, status="sent", recipient__contact_phone="+81 78 1"
    )

    page = client.get("/missions/forum/profiles/?status=waiting").content.decode()

    assert page.count('<th scope="row">') == 1
    assert f'href="{request.recipient.get_absolute_url()}"' in page
    assert 'href="tel:+81 78 1"' in page


def test_requests_names_the_other_time_and_who_has_to_answer(
    client: Client, mission: Mission
) -> None:
    request = RequestFactory(
        sender__mission=mission,
        status="sent",
        waits_for="sender",
        spans=to_json([half_of("2131-06-05/pm", ZoneInfo("Europe/Berlin"))]),
    )

    page = client.get("/missions/forum/requests/?lang=en").content.decode()

    assert "Another time was proposed: Tuesday, 5 June 2131, afternoon" in page
    assert f"{request.sender} has to answer" in page
    answer = f"/profiles/{request.sender.code}/on-behalf/requests/{request.code}/"
    assert f'href="{answer}"' in page
    assert client.get(answer).status_code == 200


@pytest.mark.parametrize("n", [1, 3])
def test_profile_takes_as_many_queries_for_many(
    n: int,
    client: Client,
    mission: Mission,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    profile = ProfileFactory(mission=mission)
    for _number in range(n):
        StatementFactory(profile=profile)
        profile.people.add(PersonFactory(office=mission.office))
        profile.sought_sectors.add(SectorFactory())
        RequestFactory(sender=profile, status="sent")

    with django_assert_num_queries(17):
        page = client.get(f"/profiles/{profile.code}/")

    assert page.status_code == 200


def test_profile_marks_the_language_of_each_statement(
    client: Client, mission: Mission
) -> None:
    profile = ProfileFactory(mission=mission)
    StatementFactory(profile=profile, language="ja", kind="need", text="販売代理店")

    page = client.get(f"/profiles/{profile.code}/?lang=de").content.decode()

    assert '<li lang="ja">販売代理店' in page


def test_requests_filters_by_status(client: Client, mission: Mission) -> None:
    sent = RequestFactory(sender__mission=mission, status="sent")
    declined = RequestFactory(sender__mission=mission, status="declined")

    page = client.get("/missions/forum/requests/?status=declined").content.decode()

    assert f"request-row-{declined.code}" in page
    assert f"request-row-{sent.code}" not in page


def test_requests_finds_those_of_a_company(client: Client, mission: Mission) -> None:
    asked = RequestFactory(sender__mission=mission, status="sent")
    other = RequestFactory(sender__mission=mission, status="sent")

    for company in (asked.sender, asked.recipient):
        page = client.get("/missions/forum/requests/", {"q": str(company)})
        assert f"request-row-{asked.code}" in page.content.decode()
        assert f"request-row-{other.code}" not in page.content.decode()


def test_viewer_gets_no_buttons(chloe: User, mission: Mission) -> None:
    request = RequestFactory(sender__mission=mission, status="sent")

    page = signed_in(chloe).get("/missions/forum/requests/").content.decode()

    assert f"request-row-{request.code}" in page
    assert f"/requests/{request.code}/accept/" not in page


def test_send_request_goes_back_to_the_company(
    client: Client, mission: Mission
) -> None:
    sender = ProfileFactory(mission=mission)
    recipient = ProfileFactory(mission=mission, side=Profile.Side.PARTNER)

    response = client.post(
        f"/profiles/{sender.code}/send-request/",
        {
            "recipient": recipient.code,
            "message": "Guten Tag",
            "language": "de",
            "priority": "2",
        },
    )

    assert response["Location"] == f"/profiles/{sender.code}/"
    request = Request.objects.get()
    assert (request.recipient, request.priority) == (recipient, 2)


def test_send_request_shows_what_is_missing(client: Client, mission: Mission) -> None:
    sender = ProfileFactory(mission=mission)

    response = client.post(f"/profiles/{sender.code}/send-request/", {})

    assert response.status_code == 422
    assert not Request.objects.exists()


def test_accept_request_answers_htmx_with_the_row(
    client: Client, mission: Mission
) -> None:
    request = RequestFactory(sender__mission=mission, status="sent")

    response = client.post(
        f"/requests/{request.code}/accept/", headers={"HX-Request": "true"}
    )

    page = response.content.decode()
    assert page.strip().startswith(f'<tr id="request-row-{request.code}">')
    assert "/decline/" not in page


def test_accept_request_twice_says_why_not(client: Client, mission: Mission) -> None:
    request = RequestFactory(sender__mission=mission, status="accepted")

    response = client.post(
        f"/requests/{request.code}/accept/", headers={"HX-Request": "true"}
    )

    assert response.status_code == 422
