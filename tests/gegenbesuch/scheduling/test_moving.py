from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation
from django.utils.timezone import now

from gegenbesuch.core.errors import ActionError
from gegenbesuch.scheduling import convene_bridge, moving, services, solving
from gegenbesuch.scheduling import options as options_for
from gegenbesuch.scheduling.models import Meeting, Seat, SolverRun
from gegenbesuch.scheduling.storing import key_of
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import User
    from tests.gegenbesuch.scheduling.conftest import Forum

AT = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def computed(forum: Forum) -> Forum:
    """The forum with its best schedule and a free slot at its end."""
    forum.slots.append(make.SlotFactory(session=forum.session, position=3))
    solving.compute_schedule(services.start_run(forum.session, actor=None, at=AT))
    return forum


def meeting_of(forum: Forum, number: int) -> Meeting:
    found = Meeting.objects.select_related(
        "session__mission",
        "request__sender__organisation",
        "request__recipient__organisation",
    )
    return found.get(request=forum.requests[number])


def free_place(meeting: Meeting) -> tuple[Any, Any]:
    """Another slot without anything in the way, and a table in it."""
    return next(
        (option.slot, option.tables[0])
        for option in options_for.options_of(meeting)
        if not option.reasons and not option.is_current
    )


def seats_are_right(forum: Forum) -> bool:
    """Whether each placed meeting has exactly its two chairs in its slot."""
    rows = Meeting.objects.filter(session=forum.session).select_related("request")
    wanted = {
        (m.pk, p, m.slot_id)
        for m in rows
        if m.slot_id
        for p in (m.request.sender_id, m.request.recipient_id)
    }
    return wanted == set(Seat.objects.values_list("meeting", "profile", "slot"))


# --- Options -----------------------------------------------------------------


def test_options_agree_with_the_validator(computed: Forum) -> None:
    problem = convene_bridge.read_problem(computed.session)
    for number in range(4):
        meeting = meeting_of(computed, number)
        view = options_for.View(meeting)
        for option in options_for.options_of(meeting):
            for table in computed.tables:
                person = view.interpreter(option.slot) if view.pairs else None
                key = option.slot.pk, table.pk, person.pk if person else None
                broken = convene_bridge.broken_by(problem, meeting, key)
                is_offered = not option.reasons and table in option.tables
                assert is_offered == (not broken), (option, broken)


def test_options_name_what_is_in_the_way(computed: Forum) -> None:
    meeting = meeting_of(computed, 2)
    make.AbsenceFactory(profile=computed.home[0], slot=computed.slots[3])
    computed.session.max_per_day = 1
    computed.session.save()
    computed.interpreter.closed_slots.add(computed.slots[3])

    reasons = options_for.options_of(meeting_of(computed, 2))[3].reasons

    assert "Analytik A GmbH kann nicht." in reasons
    assert any("Deutsch–Japanisch" in reason for reason in reasons)
    assert any("hat schon" in reason for reason in reasons)
    assert meeting.slot_id != computed.slots[3].pk


# --- Moving ------------------------------------------------------------------


def test_move_meeting_takes_its_chairs_and_interpreter_along(computed: Forum) -> None:
    meeting = meeting_of(computed, 2)
    slot, table = free_place(meeting)

    moving.move_meeting(meeting, slot, table, actor=None, at=AT)

    moved = meeting_of(computed, 2)
    assert (moved.slot, moved.table) == (slot, table)
    assert moved.interpreter == computed.interpreter
    assert moved.sequence == meeting.sequence + 1
    assert moved.is_locked
    assert seats_are_right(computed)


def test_move_meeting_refuses_what_breaks_a_rule_and_changes_nothing(
    computed: Forum,
) -> None:
    meeting = meeting_of(computed, 0)
    other = meeting_of(computed, 1)

    with pytest.raises(ActionError) as error:
        moving.move_meeting(meeting, other.slot, other.table, actor=None, at=AT)

    assert "Kasou" in str(error.value.message)
    assert meeting_of(computed, 0).slot == meeting.slot
    assert seats_are_right(computed)


@pytest.mark.parametrize("state", ["final", "running"])
def test_move_meeting_waits_for_its_turn(computed: Forum, state: str) -> None:
    meeting = meeting_of(computed, 0)
    slot, table = free_place(meeting)
    if state == "final":
        services.publish_schedule(computed.session, state="final", actor=None, at=AT)
    else:
        make.SolverRunFactory(session=computed.session, status="running")

    with pytest.raises(ActionError):
        moving.move_meeting(meeting, slot, table, actor=None, at=AT)


def test_computations_leave_a_locked_meeting_where_it_is(computed: Forum) -> None:
    meeting = meeting_of(computed, 2)
    moving.move_meeting(meeting, *free_place(meeting), actor=None, at=AT)
    before = key_of(meeting_of(computed, 2))

    solving.compute_schedule(services.start_run(computed.session, actor=None, at=AT))

    assert key_of(meeting_of(computed, 2)) == before


def test_run_that_keeps_what_is_placed_moves_nothing(computed: Forum) -> None:
    late = make.RequestFactory(sender=computed.home[1], recipient=computed.home[0])
    keys = {n: key_of(meeting_of(computed, n)) for n in range(4)}

    run = services.start_run(computed.session, actor=None, at=AT, mode="keep")
    solving.compute_schedule(run)

    assert {n: key_of(meeting_of(computed, n)) for n in range(4)} == keys
    assert Meeting.objects.get(request=late).slot_id


def test_undo_puts_a_meeting_back_once(computed: Forum) -> None:
    meeting = meeting_of(computed, 2)
    before = key_of(meeting)
    moving.move_meeting(meeting, *free_place(meeting), actor=None, at=AT)

    moving.undo_move(meeting, actor=None, at=AT)

    assert key_of(meeting_of(computed, 2)) == before
    assert seats_are_right(computed)
    with pytest.raises(ActionError):
        moving.undo_move(meeting, actor=None, at=AT)


def test_undo_is_refused_when_the_place_is_taken(computed: Forum) -> None:
    meeting, other = meeting_of(computed, 2), meeting_of(computed, 0)
    slot, table = meeting.slot, meeting.table
    moving.move_meeting(meeting, *free_place(meeting), actor=None, at=AT)
    moving.take_out(meeting_of(computed, 1), actor=None, at=AT)
    moving.take_out(other, actor=None, at=AT)
    moving.move_meeting(other, slot, table, actor=None, at=AT)

    with pytest.raises(ActionError):
        moving.undo_move(meeting, actor=None, at=AT)

    assert seats_are_right(computed)


def test_take_out_and_place_again(computed: Forum) -> None:
    meeting = meeting_of(computed, 0)

    moving.take_out(meeting, actor=None, at=AT)

    assert meeting_of(computed, 0).status == "unscheduled"
    assert seats_are_right(computed)
    with pytest.raises(ActionError):
        moving.take_out(meeting, actor=None, at=AT)


# --- Pages -------------------------------------------------------------------


def test_move_page_offers_what_is_free_and_moves(bruno: User, computed: Forum) -> None:
    client = signed_in(bruno)
    meeting = meeting_of(computed, 0)
    slot, table = free_place(meeting)
    place = f"{slot.pk}-{table.pk}"

    page = client.get(f"/meetings/{meeting.code}/move/?place={place}").content.decode()
    response = client.post(f"/meetings/{meeting.code}/move/", {"place": place})

    assert f'value="{place}" required checked' in page
    assert response.status_code == 302
    moved = meeting_of(computed, 0)
    assert (moved.slot, moved.is_locked) == (slot, False)
    client.post(f"/meetings/{meeting.code}/lock/", {"lock": "on"})
    assert meeting_of(computed, 0).is_locked
    client.post(f"/meetings/{meeting.code}/undo-move/")
    assert meeting_of(computed, 0).slot == meeting.slot
    client.post(f"/meetings/{meeting.code}/take-out/")
    assert meeting_of(computed, 0).slot is None


@pytest.mark.parametrize("place", ["", "1", "x-y", "999999-1", "9" * 40 + "-1"])
def test_move_page_refuses_a_place_that_is_none(
    bruno: User, computed: Forum, place: str
) -> None:
    meeting = meeting_of(computed, 0)

    response = signed_in(bruno).post(
        f"/meetings/{meeting.code}/move/", {"place": place}
    )

    assert response.status_code == 404


def test_all_meetings_of_a_company_are_locked_at_once(
    bruno: User, computed: Forum
) -> None:
    client = signed_in(bruno)
    address = f"/sessions/{computed.session.code}/lock/{computed.home[0].code}/"

    client.post(address, {"lock": "on"})
    assert Meeting.objects.filter(is_locked=True).count() == 2
    client.post(address)
    assert not Meeting.objects.filter(is_locked=True).exists()


def test_button_places_only_what_has_no_slot(bruno: User, computed: Forum) -> None:
    make.RequestFactory(sender=computed.home[1], recipient=computed.home[0])
    client = signed_in(bruno)

    page = client.get(f"/sessions/{computed.session.code}/").content.decode()
    client.post(f"/sessions/{computed.session.code}/run-schedule/", {"mode": "keep"})

    assert 'name="mode" value="keep"' in page
    assert SolverRun.objects.latest("pk").mode == "keep"


# --- In the grid -------------------------------------------------------------


def test_places_of_names_what_is_in_the_way_of_each_cell(computed: Forum) -> None:
    make.ClosureFactory(table=computed.tables[1], slot=computed.slots[2])
    make.AbsenceFactory(profile=computed.home[0], slot=computed.slots[1])
    meeting = Meeting.objects.filter(request__sender=computed.home[0]).first()
    assert meeting

    with translation.override("en"):
        found = options_for.places_of(meeting)["slots"]

    slots = [found[str(slot.pk)] for slot in computed.slots]
    assert "Analytik A GmbH can't meet." in slots[1]["reasons"]
    assert (
        slots[2]["blocked"][str(computed.tables[1].pk)] == "Table 2 can't be used then."
    )
    others = Meeting.objects.filter(slot=computed.slots[0]).exclude(pk=meeting.pk)
    assert {str(m.table_id) for m in others} <= set(slots[0]["blocked"])


def test_places_of_heeds_half_days_that_a_company_has_closed(computed: Forum) -> None:
    meeting = Meeting.objects.filter(request__sender=computed.home[0]).first()
    assert meeting
    zone = computed.session.zone
    computed.home[0].closed_halves = [computed.slots[1].half_day(zone)]
    computed.home[0].save()

    with translation.override("en"):
        slots = options_for.places_of(meeting)["slots"].values()

    assert all("Analytik A GmbH can't meet." in slot["reasons"] for slot in slots)


def test_last_moved_is_what_the_grid_can_undo(computed: Forum) -> None:
    meeting = Meeting.objects.exclude(slot=None).first()
    assert meeting
    assert moving.last_moved(computed.session) is None
    moving.take_out(meeting, actor=None, at=now())

    assert moving.last_moved(computed.session) == meeting

    moving.undo_move(meeting, actor=None, at=now())
    assert moving.last_moved(computed.session) is None
