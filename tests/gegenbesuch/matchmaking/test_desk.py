"""The pages of a company: by personal link, by an agent, by the office on its behalf."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils.timezone import now

from gegenbesuch.accounts.services import link_token
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.matchmaking.models import Profile, Request, Suggestion
from gegenbesuch.matchmaking.services.profiles import snapshot
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.missions.models import Mission

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission(office: Office) -> Mission:
    made: Mission = make.MissionFactory(office=office, code="forum")
    return made


@pytest.fixture
def profile(mission: Mission) -> Profile:
    made: Profile = make.ProfileFactory(mission=mission, code="ours")
    return made


@pytest.fixture
def desk(profile: Profile) -> str:
    """The address of the company's pages by personal link."""
    link = make.PersonalLinkFactory(
        target=profile, office=profile.mission.office, holder_name="Anke Vogel"
    )
    return f"/my/company/{link_token(link)}/ours/"


@pytest.fixture
def client() -> Client:
    return Client()


def partner_of(profile: Profile, **values: Any) -> Profile:
    made: Profile = make.ProfileFactory(mission=profile.mission, side=1, **values)
    make.StatementFactory(profile=made, language="ja", text="センサー")
    made.shown = snapshot(made)
    made.save()
    return made


def asks(partner: Profile, profile: Profile, **values: Any) -> Request:
    made: Request = make.RequestFactory(
        sender=partner, recipient=profile, status="sent", **values
    )
    return made


# --- Queries -----------------------------------------------------------------


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize(
    ("page", "count"),
    [
        ("", 9),
        ("market/", 9),
        ("profile/fields/", 7),
        ("profile/people/", 4),
    ],
)
def test_pages_take_as_many_queries_for_many(
    page: str,
    count: int,
    n: int,
    desk: str,
    profile: Profile,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(n):
        partner = partner_of(profile)
        partner.sectors.add(make.SectorFactory())
        profile.sectors.add(make.SectorFactory())
        make.RepresentativeFactory(profile=profile)
        make.StatementFactory(profile=profile, kind="need")
        Suggestion.objects.create(
            profile=profile, partner=partner_of(profile), rank=number, score=0.1
        )
        asks(partner_of(profile), profile)
    client.get(f"{desk}{page}")

    with django_assert_num_queries(count):
        answer = client.get(f"{desk}{page}")

    assert answer.status_code == 200


@pytest.mark.parametrize("n", [1, 3])
def test_marketplace_takes_as_many_queries_for_many(
    n: int,
    mission: Mission,
    bruno: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _number in range(n):
        asks(make.ProfileFactory(mission=mission, side=1), partner_of_home(mission))
        make.AgentFactory(mission=mission).profiles.add(partner_of_home(mission))
    few = [[profile.code, 0] for profile in mission.profiles.all()]
    fairness = {"full": [], "full_count": 0, "few": few, "few_count": len(few)}
    make.MarketplaceFactory(mission=mission, suggested_at=now(), fairness=fairness)
    client = signed_in(bruno)
    client.get("/missions/forum/matchmaking/")

    with django_assert_num_queries(18):
        answer = client.get("/missions/forum/matchmaking/")

    assert answer.status_code == 200


def partner_of_home(mission: Mission) -> Profile:
    made: Profile = make.ProfileFactory(mission=mission)
    return made


def test_a_company_that_is_suggested_no_more_comes_back(
    desk: str, client: Client, profile: Profile
) -> None:
    other = make.ProfileFactory(mission=profile.mission, side=1)
    page = f"{desk}market/{other.code}/"

    client.post(page, {"verb": "avoid"})
    avoided = list(profile.avoided.all())
    offered = client.get(page).content.decode()
    client.post(page, {"verb": "suggest"})

    assert avoided == [other]
    assert 'value="suggest"' in offered
    assert not profile.avoided.exists()
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["matchmaking.profile.avoided", "matchmaking.profile.allowed"]


# --- The profile -------------------------------------------------------------


def test_a_step_goes_on_to_the_next(desk: str, client: Client) -> None:
    answer = client.post(
        f"{desk}profile/offers/",
        {"text_0": "Sensoren", "language_0": "de", "then": "next"},
    )

    assert answer["Location"] == f"{desk}profile/needs/"


def test_a_step_gives_one_more_row_without_scripts(
    desk: str, client: Client, profile: Profile
) -> None:
    answer = client.post(
        f"{desk}profile/offers/",
        {"text_0": "Sensoren", "language_0": "de", "then": "more"},
    )
    page = client.get(answer["Location"].partition("#")[0]).content.decode()

    assert [s.text for s in profile.statements.all()] == ["Sensoren"]
    assert 'name="text_1"' in page


def test_autosave_keeps_what_can_be_read(
    desk: str, client: Client, profile: Profile
) -> None:
    answer = client.post(
        f"{desk}profile/contact/",
        {
            "contact_name": "Anke",
            "contact_email": "anke@",
            "contact_language": "de",
        },
        headers={"X-Autosave": "true"},
    )

    profile.refresh_from_db()
    assert (answer.status_code, answer.content) == (204, b"")
    assert (profile.contact_name, profile.contact_email) == ("Anke", "")


def test_a_step_names_the_field_that_is_wrong(desk: str, client: Client) -> None:
    answer = client.post(
        f"{desk}profile/contact/", {"contact_email": "anke@", "contact_language": "de"}
    )

    assert answer.status_code == 422
    assert "kern-form-input--error" in answer.content.decode()


def test_the_record_names_the_holder_of_the_link(desk: str, client: Client) -> None:
    client.post(f"{desk}profile/offers/", {"text_0": "Sensoren", "language_0": "de"})

    entry = AuditEntry.objects.get(verb="matchmaking.profile.updated")
    assert (entry.actor, entry.actor_label) == (None, "Anke Vogel")
    assert entry.changes == {"offer": [[], ["Sensoren"]]}


# --- Other companies ---------------------------------------------------------


def test_market_shows_the_other_side_only(
    desk: str, client: Client, profile: Profile
) -> None:
    there = partner_of(profile)
    here = make.ProfileFactory(mission=profile.mission)
    hidden = partner_of(profile, status="draft")

    page = client.get(f"{desk}market/").content.decode()

    assert str(there) in page
    assert str(here) not in page
    assert str(hidden) not in page


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("words=センサー", True),
        ("words=Pumpe", False),
        ("kind=offer", True),
        ("kind=need", False),
        ("language=ja", True),
        ("language=en", False),
        ("country=JP", True),
        ("country=DE", True),  # no company is from there: it filters nothing
        ("sector=unbekannt", True),
    ],
)
def test_market_filters(
    query: str,
    is_found: bool,  # noqa: FBT001 -- a value of the table
    desk: str,
    client: Client,
    profile: Profile,
) -> None:
    there = partner_of(profile, organisation__country="JP")

    page = client.get(f"{desk}market/?{query}").content.decode()

    assert (str(there) in page) == is_found


def test_market_marks_the_language_of_a_text(
    desk: str, client: Client, profile: Profile
) -> None:
    partner_of(profile)

    page = client.get(f"{desk}market/?lang=de").content.decode()

    assert '<p lang="ja">センサー <span class="tag" lang="de">Japanisch' in page


def test_a_company_asks_another(desk: str, client: Client, profile: Profile) -> None:
    there = partner_of(profile)

    answer = client.post(
        f"{desk}market/{there.code}/",
        {"verb": "send", "message": "Guten Tag", "language": "de", "priority": "2"},
    )

    request = Request.objects.get()
    assert answer["Location"] == f"{desk}requests/{request.code}/"
    assert (request.sender, request.recipient) == (profile, there)
    assert request.priority == 2


def test_a_company_sees_no_partner_that_is_not_published(
    desk: str, client: Client, profile: Profile
) -> None:
    hidden = partner_of(profile, status="review")

    assert client.get(f"{desk}market/{hidden.code}/").status_code == 404


# --- Requests ----------------------------------------------------------------


def test_a_link_of_the_mail_asks_before_it_accepts(
    desk: str, client: Client, profile: Profile
) -> None:
    request = asks(partner_of(profile), profile)
    address = f"{desk}requests/{request.code}/"

    page = client.get(f"{address}?answer=accept").content.decode()
    request.refresh_from_db()
    assert request.status == "sent"
    assert "answer-box--chosen" in page

    client.post(address, {"verb": "accept"})
    request.refresh_from_db()
    assert request.status == "accepted"


@pytest.mark.parametrize(
    ("data", "status", "waits_for"),
    [
        ({"verb": "decline", "reason": "no_time"}, "declined", "recipient"),
        ({"verb": "propose", "proposal": "Dienstag"}, "sent", "sender"),
        (
            {
                "verb": "hand-over",
                "name": "Mika",
                "email": "mika@company.example",
                "language": "ja",
            },
            "sent",
            "recipient",
        ),
    ],
)
def test_a_company_answers_in_other_ways(
    data: dict[str, str],
    status: str,
    waits_for: str,
    desk: str,
    client: Client,
    profile: Profile,
) -> None:
    request = asks(partner_of(profile), profile)

    client.post(f"{desk}requests/{request.code}/", data)

    request.refresh_from_db()
    assert (request.status, request.waits_for) == (status, waits_for)


def test_declining_without_a_reason_asks_for_one(
    desk: str, client: Client, profile: Profile
) -> None:
    request = asks(partner_of(profile), profile)

    answer = client.post(f"{desk}requests/{request.code}/", {"verb": "decline"})

    request.refresh_from_db()
    assert (answer.status_code, request.status) == (422, "sent")


def test_a_company_can_not_answer_its_own_request(
    desk: str, client: Client, profile: Profile
) -> None:
    request = make.RequestFactory(
        sender=profile, recipient=partner_of(profile), status="sent"
    )

    client.post(f"{desk}requests/{request.code}/", {"verb": "accept"})

    request.refresh_from_db()
    assert request.status == "sent"


def test_nobody_opens_the_request_of_others(
    desk: str, client: Client, mission: Mission
) -> None:
    strange = make.RequestFactory(sender__mission=mission, status="sent")

    assert client.get(f"{desk}requests/{strange.code}/").status_code == 404


def test_company_reads_until_when_on_both_clocks(
    desk: str, client: Client, profile: Profile
) -> None:
    profile.organisation.place = make.PlaceFactory()
    profile.organisation.save()
    until = datetime(2131, 5, 1, 8, 0, tzinfo=UTC)
    request = asks(partner_of(profile), profile, expires_at=until)

    for address in (desk, f"{desk}requests/{request.code}/"):
        page = client.get(f"{address}?lang=de").content.decode()
        assert 'class="both-times"' in page
        assert "17:00\N{NO-BREAK SPACE}Uhr</time>" in page
        assert "(japanische Zeit, JST)" in page


def test_too_late_is_told_in_friendly_words(
    desk: str, client: Client, profile: Profile
) -> None:
    request = asks(
        partner_of(profile), profile, expires_at=now() - timedelta(minutes=1)
    )
    address = f"{desk}requests/{request.code}/"

    client.post(address, {"verb": "accept"}, headers={"Referer": "http://testserver/"})

    request.refresh_from_db()
    assert request.status == "sent"
    assert "neu anfragen" in client.get(f"{address}?lang=de").content.decode()


# --- On behalf ---------------------------------------------------------------


def test_the_office_answers_on_behalf(profile: Profile, bruno: User) -> None:
    request = asks(partner_of(profile), profile)

    signed_in(bruno).post(
        f"/profiles/ours/on-behalf/requests/{request.code}/", {"verb": "accept"}
    )

    entry = AuditEntry.objects.get(verb="matchmaking.request.accepted")
    assert (entry.actor, entry.on_behalf_of) == (bruno, str(profile))


def test_an_agent_works_through_its_list_of_companies(
    mission: Mission, client: Client
) -> None:
    companies = make.ProfileFactory.create_batch(10, mission=mission)
    strange = make.ProfileFactory(mission=mission)
    agent = make.AgentFactory(mission=mission, name="Generalkonsulat")
    agent.profiles.set(companies)
    token = link_token(
        make.PersonalLinkFactory(
            target=agent, office=mission.office, holder_name=agent.name
        )
    )
    waiting = [asks(partner_of(company), company) for company in companies]

    page = client.get(f"/my/companies/{token}/").content.decode()
    for company, request in zip(companies, waiting, strict=True):
        address = f"/my/company/{token}/{company.code}/"
        assert address in page
        client.post(f"{address}requests/{request.code}/", {"verb": "accept"})

    entries = AuditEntry.objects.filter(verb="matchmaking.request.accepted")
    assert {e.actor_label for e in entries} == {"Generalkonsulat"}
    assert {e.on_behalf_of for e in entries} == {str(c) for c in companies}
    assert client.get(f"/my/company/{token}/{strange.code}/").status_code == 404


def test_a_link_opens_no_other_company(
    desk: str, client: Client, mission: Mission
) -> None:
    other = make.ProfileFactory(mission=mission)

    assert client.get(desk.replace("/ours/", f"/{other.code}/")).status_code == 404


# --- Everybody ---------------------------------------------------------------


def test_offers_name_no_company(client: Client, profile: Profile) -> None:
    there = partner_of(profile)
    make.MarketplaceFactory(mission=profile.mission, is_public=True)

    for page in ("/offers/forum/", f"/offers/forum/{there.code}/"):
        text = client.get(page).content.decode()
        assert "センサー" in text
        assert str(there) not in text


def test_offers_are_not_there_unless_the_office_wants_it(
    client: Client, profile: Profile
) -> None:
    make.MarketplaceFactory(mission=profile.mission)

    assert client.get("/offers/forum/").status_code == 404
