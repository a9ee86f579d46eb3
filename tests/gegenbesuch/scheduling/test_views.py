from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils.timezone import now

from gegenbesuch.directory.models import Person
from gegenbesuch.matchmaking.models import Profile, Request
from gegenbesuch.scheduling import grids, overviews, services, solving
from gegenbesuch.scheduling.models import Meeting, SolverRun
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import (
        DjangoAssertNumQueries,
        DjangoCaptureOnCommitCallbacks,
    )

    from gegenbesuch.accounts.models import Office, User
    from tests.gegenbesuch.scheduling.conftest import Forum

URL = "/sessions/forum-session/"


@pytest.fixture
def client(bruno: User) -> Client:
    return signed_in(bruno)


def compute(forum: Forum) -> SolverRun:
    run = services.start_run(forum.session, actor=None, at=now())
    return solving.compute_schedule(run)


@pytest.mark.parametrize("n", [1, 3])
def test_sessions_takes_as_many_queries_for_many(
    n: int,
    client: Client,
    office: Office,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    mission = make.MissionFactory(office=office, code="forum")
    for _number in range(n):
        make.SlotFactory(session__mission=mission)

    with django_assert_num_queries(5):
        page = client.get("/missions/forum/sessions/")

    assert page.status_code == 200


def place(session: Any, position: int) -> None:
    make.MeetingFactory(
        session=session,
        status="preliminary",
        slot=make.SlotFactory(session=session, position=position),
        table=make.TableFactory(session=session, position=position),
        interpreter=make.InterpreterFactory(session=session),
    )


@pytest.mark.parametrize(
    ("page", "queries", "encounters"),
    [("", 23, 0), ("tables/", 13, 1), ("companies/", 14, 2), ("unplaced/", 7, 0)],
)
@pytest.mark.parametrize("n", [1, 3])
def test_session_takes_as_many_queries_for_many(
    n: int,
    page: str,
    queries: int,
    encounters: int,
    client: Client,
    office: Office,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    session = make.SessionFactory(mission__office=office)
    for position in range(n):
        place(session, position)
        make.MeetingFactory(session=session)
    ContentType.objects.get_for_models(Meeting, Profile, Person)  # kept for good

    with django_assert_num_queries(queries):
        answer = client.get(f"{session.get_absolute_url()}{page}")

    assert answer.content.count(b'class="encounter"') == encounters * n


@pytest.mark.parametrize("n", [1, 3])
def test_publish_takes_as_many_queries_for_many(
    n: int,
    alba: User,
    office: Office,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    session = make.SessionFactory(mission__office=office)
    for position in range(n):
        place(session, position)
    for meeting in session.meetings.select_related("request__sender", "slot"):
        make.SeatFactory(meeting=meeting, slot=meeting.slot)
    # Kept for the life of the process.
    ContentType.objects.get_for_models(Meeting, Person, Profile)
    client = signed_in(alba)

    with django_assert_num_queries(19):
        answer = client.get(f"{session.get_absolute_url()}publish/")

    assert answer.content.count(b"unplaced__who") == n


def test_session_does_not_count_what_meets_in_another_one(
    client: Client, forum: Forum
) -> None:
    other = make.SessionFactory(mission=forum.session.mission)
    make.MeetingFactory(
        session=other,
        request=forum.requests[0],
        status="preliminary",
        slot=make.SlotFactory(session=other),
        table=make.TableFactory(session=other),
    )

    overview = overviews.overview_of(forum.session)

    assert len(overview.asked) == overview.new_requests == 3


def test_session_shows_the_proof_and_both_grids(client: Client, forum: Forum) -> None:
    compute(forum)

    page = client.get(URL).content.decode()
    tables = client.get(f"{URL}tables/").content.decode()
    companies = client.get(f"{URL}companies/").content.decode()

    assert "certificate--proven" in page
    assert "etwas geändert" not in page
    Request.objects.filter(pk=forum.requests[0].pk).update(status="withdrawn")
    assert "etwas geändert" in client.get(URL).content.decode()
    assert 'class="invented"' in page
    assert tables.count('class="encounter"') == 4
    assert "<span>Analytik A GmbH</span> <span>Kasou Kikai KK</span>" in tables
    assert companies.count('class="encounter"') == 8
    assert companies.count("2/2") == 4


def test_companies_are_shown_some_at_a_time(
    client: Client, forum: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    compute(forum)
    monkeypatch.setattr(grids, "COMPANIES_A_PAGE", 3)

    first = client.get(f"{URL}companies/").content.decode()
    second = client.get(f"{URL}companies/?page=2").content.decode()

    assert (first.count("2/2"), second.count("2/2")) == (3, 1)
    assert "?page=2" in first
    assert client.get(f"{URL}companies/?page=x").status_code == 404


def test_unplaced_lists_all_with_their_cures(client: Client, forum: Forum) -> None:
    forum.tables[1].delete()
    compute(forum)

    page = client.get(f"{URL}unplaced/").content.decode()

    assert page.count("unplaced__who") == 1
    assert 'name="cure"' in page


def test_session_gives_the_reasons_in_the_language_of_the_page(
    client: Client, forum: Forum
) -> None:
    for slot in forum.slots:
        make.AbsenceFactory(profile=forum.home[0], slot=slot)
    compute(forum)
    reasons = Meeting.objects.filter(slot=None).first().reasons

    for language in ("de", "en", "ja"):
        page = client.get(f"{URL}?lang={language}").content.decode()
        assert reasons[0]["text"][language] in page


def test_run_schedule_leads_back_to_the_session(
    client: Client,
    forum: Forum,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(f"{URL}run-schedule/")

    assert response["Location"] == f"{URL}#run-status"
    assert Meeting.objects.filter(slot__isnull=False).count() == 4


def test_session_shows_a_running_computation_with_a_way_to_stop(
    client: Client, forum: Forum
) -> None:
    run = services.start_run(forum.session, actor=None, at=now())

    page = client.get(URL).content.decode()

    assert f'action="/runs/{run.code}/cancel/"' in page
    assert f'hx-get="{URL}"' in page
    assert "run-schedule/" not in page


def test_run_status_is_polled_until_the_run_has_ended(
    client: Client, forum: Forum
) -> None:
    run = services.start_run(forum.session, actor=None, at=now())
    waiting = client.get(URL, headers={"HX-Request": "true"})
    solving.compute_schedule(run)
    ended = client.get(URL, headers={"HX-Request": "true"})

    assert waiting.content.decode().strip().startswith('<section class="run"')
    assert "HX-Refresh" not in waiting.headers
    assert ended.headers["HX-Refresh"] == "true"


def test_cancel_run_answers_htmx_with_the_state(client: Client, forum: Forum) -> None:
    run = services.start_run(forum.session, actor=None, at=now())

    response = client.post(f"/runs/{run.code}/cancel/", headers={"HX-Request": "true"})

    assert 'id="run-status"' in response.content.decode()
    run.refresh_from_db()
    assert run.status == "cancelled"


def test_viewer_sees_the_session_without_the_button(chloe: User, forum: Forum) -> None:
    client = signed_in(chloe)

    assert "run-schedule/" not in client.get(URL).content.decode()
    assert client.post(f"{URL}run-schedule/").status_code == 403


def test_other_office_finds_nothing(dario: User, forum: Forum) -> None:
    client = signed_in(dario)

    assert client.get(URL).status_code == 404
    assert client.post(f"{URL}run-schedule/").status_code == 404


@pytest.mark.parametrize("number", [0, 2])
def test_meeting_shows_both_sides(number: int, client: Client, forum: Forum) -> None:
    compute(forum)
    meeting = Meeting.objects.get(request=forum.requests[number])

    page = client.get(f"{meeting.get_absolute_url()}?lang=de").content.decode()

    assert str(forum.requests[number].sender.organisation.name) in page
    assert str(forum.requests[number].recipient.organisation.name) in page
    assert ("佐藤健" in page) == (number == 2)


def test_session_offers_to_start_anew_when_the_worker_is_gone(
    client: Client, forum: Forum
) -> None:
    make.SolverRunFactory(session=forum.session, status="running")
    SolverRun.objects.update(updated_at=now() - timedelta(hours=1))

    page = client.get(URL).content.decode()

    assert f'action="{URL}run-schedule/"' in page
    assert "message--error" in page
