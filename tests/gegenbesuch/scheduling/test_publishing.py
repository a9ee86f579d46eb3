from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import icalendar
import pypdf
import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from gegenbesuch.core.errors import ActionError
from gegenbesuch.directory.models import ContactPoint
from gegenbesuch.letters.models import OutboxMessage
from gegenbesuch.matchmaking import services as matchmaking
from gegenbesuch.matchmaking.models import Request
from gegenbesuch.scheduling import publishing, services, solving
from gegenbesuch.scheduling.agenda_ics import render_calendar
from gegenbesuch.scheduling.agendas import agenda_of, published_agenda_of
from gegenbesuch.scheduling.models import Meeting, Placement, Publication
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from gegenbesuch.accounts.models import User
    from tests.gegenbesuch.scheduling.conftest import Forum

AT = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def computed(forum: Forum) -> Forum:
    """The forum with its best schedule, and a mail address on one side only."""
    solving.compute_schedule(services.start_run(forum.session, actor=None, at=AT))
    for profile, address in (
        (forum.home[0], "weber@analytik-a.example"),
        (forum.partners[0], "tanaka@kasou.example"),
    ):
        make.ContactPointFactory(
            target=profile.people.get(),
            kind=ContactPoint.Kind.EMAIL,
            value=address,
        )
    return forum


def publish(forum: Forum, state: str = "preliminary", **options: Any) -> Publication:
    return services.publish_schedule(
        forum.session, state=state, actor=None, at=AT, **options
    )


def move(meeting: Meeting, slot: Any, table: Any) -> None:
    meeting.slot, meeting.table, meeting.sequence = slot, table, meeting.sequence + 1
    meeting.save()


def free_place(forum: Forum, meeting: Meeting) -> tuple[Any, Any]:
    """A place at which neither company of a meeting has another one."""
    for slot in forum.slots:
        for table in forum.tables:
            at = Meeting.objects.filter(slot=slot).exclude(pk=meeting.pk)
            if at.filter(table=table).exists() or slot == meeting.slot:
                continue
            return slot, table
    raise AssertionError


# --- Versions ----------------------------------------------------------------


def test_companies_see_nothing_before_the_first_version(computed: Forum) -> None:
    agenda = published_agenda_of(computed.home[0])

    assert len(agenda_of(computed.home[0]).items) == 2
    assert (agenda.items, agenda.unplaced) == ([], [])


def test_companies_see_the_newest_version_and_not_what_the_office_tries(
    computed: Forum,
) -> None:
    publish(computed)
    meeting = Meeting.objects.filter(request=computed.requests[0]).get()
    before = meeting.slot
    move(meeting, *free_place(computed, meeting))

    shown = published_agenda_of(computed.home[0]).items
    now_at = {i.meeting.pk: i.slot for i in agenda_of(computed.home[0]).items}

    assert {i.meeting.pk: i.slot for i in shown}[meeting.pk] == before
    assert now_at[meeting.pk] != before

    publish(computed)
    shown = published_agenda_of(computed.home[0]).items
    assert {i.meeting.pk: i.slot for i in shown}[meeting.pk] == meeting.slot


def test_a_version_never_changes(computed: Forum) -> None:
    first = publish(computed)
    kept = list(Placement.objects.filter(publication=first).values())
    meeting = Meeting.objects.filter(request=computed.requests[0]).get()
    move(meeting, *free_place(computed, meeting))

    second = publish(computed, "final")

    assert list(Placement.objects.filter(publication=first).values()) == kept
    assert (first.number, second.number) == (1, 2)


def test_final_schedule_is_frozen_until_it_is_opened_again(computed: Forum) -> None:
    publish(computed, "final")

    computed.session.refresh_from_db()
    with pytest.raises(ActionError, match="endgültig"):
        services.start_run(computed.session, actor=None, at=AT)
    with pytest.raises(ActionError, match="endgültig"):
        publish(computed)

    services.reopen_schedule(computed.session, actor=None, at=AT)
    run = services.start_run(computed.session, actor=None, at=AT)
    assert run.status == "waiting"


def test_publish_refuses_what_would_tell_nobody_anything(forum: Forum) -> None:
    with pytest.raises(ActionError, match="Noch kein Gespräch"):
        publish(forum)


def test_publish_refuses_the_same_version_twice(computed: Forum) -> None:
    publish(computed)

    with pytest.raises(ActionError, match="nichts geändert"):
        publish(computed)


def test_publish_refuses_while_a_computation_is_on_its_way(computed: Forum) -> None:
    make.SolverRunFactory(session=computed.session)

    with pytest.raises(ActionError, match="gerade berechnet"):
        publish(computed)


# --- Who is told what --------------------------------------------------------


def test_publish_writes_to_each_company_in_its_language(computed: Forum) -> None:
    publish(computed, feedback_until=AT + timedelta(days=3))

    german, japanese = OutboxMessage.objects.order_by("to_email").reverse()
    assert (german.language, japanese.language) == ("de", "ja")
    assert (german.to_email, japanese.to_email) == (
        "weber@analytik-a.example",
        "tanaka@kasou.example",
    )
    assert "Analytik A GmbH" in german.subject
    assert german.body.count("Neu: ") == 2
    assert "Kasou Kikai KK" in german.body
    assert "MESZ" in german.body or "MEZ" in german.body
    assert "JST" in german.body
    assert "04.10.2026" in german.body or "4. Oktober 2026" in german.body
    assert "Analytik A GmbH" in japanese.body
    assert "/my/agenda/" in japanese.body


def test_publish_again_writes_only_to_those_for_whom_something_changed(
    computed: Forum,
) -> None:
    publish(computed)
    OutboxMessage.objects.all().delete()
    meeting = Meeting.objects.filter(request=computed.requests[3]).get()
    move(meeting, *free_place(computed, meeting))

    publish(computed)

    assert not OutboxMessage.objects.exists()  # the two companies have no address
    assert publishing.companies_of(computed.session) != []


def test_final_version_is_sent_to_everybody(computed: Forum) -> None:
    publish(computed)
    OutboxMessage.objects.all().delete()

    publish(computed, "final")

    bodies = OutboxMessage.objects.values_list("body", flat=True)
    assert len(bodies) == 2
    assert any("Es hat sich nichts geändert." in body for body in bodies)


def test_withdraw_request_gives_back_the_place_at_once(computed: Forum) -> None:
    publish(computed)
    gone = Meeting.objects.filter(slot__isnull=False).first()
    sequence = gone.sequence
    request = Request.objects.select_related(
        "sender__mission__office", "recipient__mission__office"
    ).get(pk=gone.request_id)

    matchmaking.withdraw_request(request, party=request.recipient, at=AT, actor=None)

    gone.refresh_from_db()
    assert (gone.status, gone.slot, gone.table) == ("cancelled", None, None)
    assert gone.sequence == sequence + 1
    assert not gone.seats.exists()


def test_withdrawn_request_becomes_a_cancelled_meeting(computed: Forum) -> None:
    publish(computed)
    OutboxMessage.objects.all().delete()
    gone = computed.requests[0]
    Request.objects.filter(pk=gone.pk).update(status="withdrawn")
    solving.compute_schedule(services.start_run(computed.session, actor=None, at=AT))

    publish(computed)

    meeting = Meeting.objects.get(request=gone)
    assert (meeting.status, meeting.slot) == ("cancelled", None)
    german = OutboxMessage.objects.get(language="de")
    assert german.body.count("Abgesagt: ") == 1
    agenda = published_agenda_of(computed.home[0])
    assert [item.meeting.pk for item in agenda.cancelled] == [meeting.pk]
    assert meeting.pk not in {item.meeting.pk for item in agenda.items}
    with translation.override("de"):
        events = icalendar.Calendar.from_ical(render_calendar(agenda)).walk("VEVENT")
    status = {str(e["uid"]).partition("@")[0]: str(e["status"]) for e in events}
    assert status[meeting.code] == "CANCELLED"


def test_calendar_of_a_moved_meeting_has_a_higher_sequence(computed: Forum) -> None:
    publish(computed)
    meeting = Meeting.objects.filter(request=computed.requests[0]).get()

    def sequence() -> int:
        calendar = icalendar.Calendar.from_ical(
            render_calendar(published_agenda_of(computed.home[0]))
        )
        found = {str(e["uid"]): int(e["sequence"]) for e in calendar.walk("VEVENT")}
        return next(n for uid, n in found.items() if uid.startswith(meeting.code))

    before = sequence()
    move(meeting, *free_place(computed, meeting))
    assert sequence() == before
    publish(computed)
    assert sequence() == before + 1


def test_news_of_some_companies_is_their_part_of_all_news(computed: Forum) -> None:
    first = publishing.News(computed.session)
    assert first.companies == publishing.companies_of(computed.session)
    for company in first.companies:
        mine = [move for move in first.moves if company in move[:2]]
        assert sorted(first.moves_of([company])) == sorted(mine) != []
    assert {pk for move in first.moves for pk in move[:2]} == {*first.companies}

    publish(computed)
    assert publishing.News(computed.session).moves == []
    meeting = Meeting.objects.get(request=computed.requests[3])
    there = meeting.slot_id, meeting.table_id, meeting.interpreter_id
    move(meeting, *free_place(computed, meeting))

    since = publishing.News(computed.session)
    sides = meeting.request.sender_id, meeting.request.recipient_id
    here = meeting.slot.pk, meeting.table.pk, meeting.interpreter_id
    assert since.moves == [publishing.Move(*sides, there, here)]
    assert sorted(since.companies) == sorted(sides)
    assert since.moves_of([sides[0]]) == since.moves
    assert since.moves_of([computed.home[0].pk]) == []


# --- Page and command --------------------------------------------------------


def test_publish_page_says_who_is_told_and_who_must_be_called(
    computed: Forum, alba: User
) -> None:
    client = signed_in(alba)

    page = client.get(f"/sessions/{computed.session.code}/publish/").content.decode()

    assert page.count("Neu: ") == 8
    assert "Telefonisch zu benachrichtigen" in page
    assert "Analytik B GmbH" in page


def test_publish_from_the_page(computed: Forum, alba: User) -> None:
    later = datetime(2098, 6, 3, 8, 0, tzinfo=UTC) - computed.slots[0].starts_at
    for slot in computed.slots:
        slot.starts_at += later
        slot.ends_at = slot.starts_at + timedelta(minutes=20)
        slot.save()

    response = signed_in(alba).post(
        f"/sessions/{computed.session.code}/publish/",
        {"state": "preliminary", "feedback_day": "2098-06-01"},
        follow=True,
    )

    version = Publication.objects.get()
    assert version.feedback_until == datetime(2098, 6, 1, 16, 0, tzinfo=UTC)
    assert "Fassung 1" in response.content.decode()


@pytest.mark.parametrize("day", ["2099-01-01", "2019-01-01"])
def test_publish_refuses_a_window_that_is_over_or_too_long(
    computed: Forum, alba: User, day: str
) -> None:
    response = signed_in(alba).post(
        f"/sessions/{computed.session.code}/publish/",
        {"state": "preliminary", "feedback_day": day},
    )

    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {"feedback_day"}
    assert not Publication.objects.exists()


def test_publish_schedule_command(
    computed: Forum, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("publish_schedule", computed.session.code, "--state", "final")

    assert "Version 1 (final) with 4 meetings." in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("publish_schedule", computed.session.code, "--state", "final")
    with pytest.raises(CommandError, match="no session"):
        call_command("publish_schedule", "nothing", "--state", "final")


@pytest.mark.parametrize(("kind", "count"), [("pdf", 5), ("ics", 4), ("json", 4)])
def test_export_agendas_writes_a_file_for_each_company(
    computed: Forum, tmp_path: Path, kind: str, count: int
) -> None:
    publish(computed)

    call_command(
        *("export_agendas", computed.session.code, "--format", kind),
        *("--language", "ja", "--out", str(tmp_path)),
    )

    files = sorted(path.name for path in tmp_path.iterdir())
    assert len(files) == count
    if kind == "pdf":
        whole = pypdf.PdfReader(tmp_path / "all-agendas.pdf")
        assert len(whole.pages) == 4
        text = "".join(whole.pages[0].extract_text().split())
        assert "日程" in text or "面談" in text
    if kind == "json":
        found = [json.loads(path.read_bytes()) for path in tmp_path.iterdir()]
        assert sum(len(each["meetings"]) for each in found) == 8


def test_export_agendas_needs_a_version(computed: Forum, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="not been published"):
        call_command(
            *("export_agendas", computed.session.code, "--format", "ics"),
            *("--out", str(tmp_path)),
        )
