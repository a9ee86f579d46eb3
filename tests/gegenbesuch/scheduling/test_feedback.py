from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.messages import get_messages
from django.utils.timezone import now

from gegenbesuch.accounts.services import link_token
from gegenbesuch.core.errors import ActionError
from gegenbesuch.letters.models import OutboxMessage
from gegenbesuch.matchmaking.models import Request
from gegenbesuch.scheduling import feedback, services, solving
from gegenbesuch.scheduling.models import Absence, ChangeRequest, Meeting
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoCaptureOnCommitCallbacks

    from gegenbesuch.accounts.models import User
    from tests.gegenbesuch.scheduling.conftest import Forum

AT = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def published(forum: Forum) -> Forum:
    """The forum with a preliminary version and a window of three days."""
    forum.slots.append(make.SlotFactory(session=forum.session, position=3))
    solving.compute_schedule(services.start_run(forum.session, actor=None, at=AT))
    services.publish_schedule(
        forum.session,
        state="preliminary",
        actor=None,
        at=AT,
        feedback_until=now() + timedelta(days=3),
    )
    return forum


def meeting_of(forum: Forum, number: int) -> Meeting:
    found = Meeting.objects.select_related("session__mission", "request")
    return found.get(request=forum.requests[number])


def wish(forum: Forum, kind: str = "other_time", **options: Any) -> ChangeRequest:
    return feedback.ask_for_change(
        meeting_of(forum, 0),
        forum.home[0],
        kind=kind,
        text="Unser Zug kommt erst um elf an.",
        at=options.pop("at", now()),
        **options,
    )


def mailed(forum: Forum) -> Any:
    """Give the company an open link, by which it hears of answers."""
    return make.PersonalLinkFactory(
        target=forum.home[0], office=forum.session.mission.office, language="de"
    )


def test_ask_for_change_is_open_as_long_as_the_window(published: Forum) -> None:
    asked = wish(published)

    assert asked.status == ChangeRequest.Status.OPEN
    with pytest.raises(ActionError):
        wish(published)
    feedback.withdraw_change(asked, at=now())
    with pytest.raises(ActionError):
        wish(published, at=now() + timedelta(days=4))
    wish(published)


def test_ask_for_change_is_over_with_the_final_version(published: Forum) -> None:
    services.publish_schedule(published.session, state="final", actor=None, at=AT)

    with pytest.raises(ActionError):
        wish(published)


def test_accept_change_notes_when_the_company_can_not_come(published: Forum) -> None:
    mailed(published)
    asked = wish(published)
    slot = meeting_of(published, 0).slot_id

    feedback.accept_change(
        asked, answer="Gern.", cannot_come=True, actor=None, at=now()
    )

    absence = Absence.objects.get()
    assert (absence.profile, absence.slot_id) == (published.home[0], slot)
    letter = OutboxMessage.objects.get(kind="answer_change")
    assert "Wir stimmen zu: Andere Zeit." in letter.body
    assert "Gern." in letter.body
    assert "Kasou Kikai KK" in letter.body
    with pytest.raises(ActionError):
        feedback.decline_change(asked, answer="Doch nicht.", actor=None, at=now())


def test_accept_change_calls_the_meeting_off(published: Forum) -> None:
    asked = wish(published, kind="call_off")

    feedback.accept_change(asked, answer="", cannot_come=False, actor=None, at=now())

    meeting = meeting_of(published, 0)
    assert meeting.status == Meeting.Status.CANCELLED
    assert meeting.request.status == Request.Status.WITHDRAWN


def test_decline_change_wants_a_reason_and_tells_it(published: Forum) -> None:
    mailed(published)
    asked = wish(published)

    with pytest.raises(ActionError):
        feedback.decline_change(asked, answer=" ", actor=None, at=now())
    feedback.decline_change(asked, answer="Alles ist belegt.", actor=None, at=now())

    letter = OutboxMessage.objects.get(kind="answer_change")
    assert "Das geht nicht: Andere Zeit." in letter.body
    assert "Alles ist belegt." in letter.body


def test_company_asks_on_its_agenda_and_reads_the_answer_there(
    client: Client, published: Forum
) -> None:
    token = link_token(mailed(published))
    meeting = meeting_of(published, 0)
    agenda = f"/my/agenda/{token}/"
    assert f"meetings/{meeting.code}/change/" in client.get(agenda).content.decode()

    client.post(
        f"{agenda}meetings/{meeting.code}/change/",
        {"kind": "other_time", "text": "Bitte nach elf Uhr."},
    )
    asked = ChangeRequest.objects.get()
    page = client.get(agenda).content.decode()
    assert f"changes/{asked.code}/withdraw/" in page
    feedback.decline_change(asked, answer="Alles ist belegt.", actor=None, at=now())

    assert "Alles ist belegt." in client.get(agenda).content.decode()


def test_company_can_not_ask_about_meetings_of_others(
    client: Client, published: Forum
) -> None:
    token = link_token(mailed(published))
    foreign = meeting_of(published, 1)
    other = make.ChangeRequestFactory(meeting=foreign)

    asked = client.post(
        f"/my/agenda/{token}/meetings/{foreign.code}/change/",
        {"kind": "other", "text": "x"},
    )
    taken = client.post(f"/my/agenda/{token}/changes/{other.code}/withdraw/")

    assert (asked.status_code, taken.status_code) == (404, 404)
    other.refresh_from_db()
    assert other.status == "open"


@pytest.mark.parametrize(
    ("does", "leads_to"),
    [("move", "/move/"), ("repair", "#run-status"), ("agree", "/changes/")],
)
def test_answer_change_leads_on_to_where_the_meeting_is_moved(
    does: str,
    leads_to: str,
    published: Forum,
    bruno: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    asked = wish(published)
    client = signed_in(bruno)
    page = client.get(f"/sessions/{published.session.code}/changes/").content.decode()
    assert "Unser Zug kommt erst um elf an." in page

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(f"/changes/{asked.code}/answer/", {"does": does})

    assert response["Location"].endswith(leads_to)
    (told,) = get_messages(response.wsgi_request)
    assert str(told) == "Das Unternehmen erfährt es per Mail."
    if does == "repair":
        run = published.session.runs.latest("pk")
        assert (run.mode, run.status) == ("repair", "done")
