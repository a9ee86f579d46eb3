"""Whose place goes to whom, who is there, and what that closes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from gegenbesuch.core.errors import ActionError
from gegenbesuch.letters.models import OutboxMessage
from gegenbesuch.matchmaking.models import Request
from gegenbesuch.matchmaking.services.acting import Holder
from gegenbesuch.onsite import selectors, services, talks
from gegenbesuch.onsite.charts import charts_of
from gegenbesuch.onsite.figures import figures_of
from gegenbesuch.onsite.models import Course
from gegenbesuch.onsite.offers import shut_in
from gegenbesuch.scheduling.models import Absence, Closure, Meeting, Publication, Seat
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import User
    from gegenbesuch.matchmaking.models import Profile
    from tests.gegenbesuch.onsite.conftest import Day


def address(profile: Profile) -> str:
    return f"{profile.code}@company.example"


def missed(day: Day) -> Course:
    """Analytik A did not come; Kasou waits at the table."""
    return services.set_verdict(day.meeting, "no_sender", actor=None, at=day.at)


def fill(day: Day, waiting: Meeting, **more: Any) -> Meeting:
    place = {"slot": day.slots[0], "table": day.tables[0], "instead_of": day.meeting}
    return services.fill_place(
        day.session, waiting.request, actor=None, at=day.at, **(place | more)
    )


# --- Offers ------------------------------------------------------------------


def test_board_offers_the_place_to_who_meets_the_one_that_waits(day: Day) -> None:
    other = make.RequestFactory(
        sender=day.profile("Andere GmbH", 0),
        recipient=day.profile("Andere Inc.", 1),
        priority=3,
    )
    waiting = day.waiting()
    missed(day)

    board = selectors.board(day.session, at=day.at)

    (talk,) = board.trouble
    assert list(talk.offers) == [waiting.request, other]
    assert talk.best == waiting.request
    assert {row.request for row in board.waiting} == {waiting.request, other}


def test_board_offers_nothing_to_those_who_can_not_come(day: Day) -> None:
    waiting = day.waiting()
    busy = make.RequestFactory(
        sender=waiting.request.sender, recipient=day.profile("Besetzt Inc.", 1)
    )
    make.AbsenceFactory(profile=waiting.request.sender, slot=day.slots[0])
    missed(day)

    board = selectors.board(day.session, at=day.at)

    assert [list(talk.offers) for talk in board.trouble] == [[]]
    places = {row.request: row.place for row in board.waiting}
    assert {p.slot.position for p in places.values() if p} == {1}
    assert busy in places


def test_fill_place_tells_all_four_companies(day: Day) -> None:
    waiting = day.waiting()
    missed(day)
    OutboxMessage.objects.all().delete()

    meeting = fill(day, waiting)

    assert (meeting.slot, meeting.table) == (day.slots[0], day.tables[0])
    before = Meeting.objects.get(pk=day.meeting.pk)
    assert (before.status, before.slot_id) == ("unscheduled", None)
    assert Course.objects.get(meeting=before).state == "no_show"
    told = set(OutboxMessage.objects.values_list("to_email", flat=True))
    asked = waiting.request
    parties = (day.home[0], day.partners[0], asked.sender)
    assert told == {address(profile) for profile in parties}
    last = Publication.objects.order_by("number").last()
    assert last is not None
    assert (last.number, last.state) == (2, "final")
    assert set(Seat.objects.values_list("profile", flat=True)) == {
        asked.sender_id,
        asked.recipient_id,
    }


def test_missed_meeting_shows_on_the_phone_that_its_place_is_gone(day: Day) -> None:
    waiting = day.waiting()
    missed(day)
    fill(day, waiting)

    ours = talks.day_of(day.home[0], at=day.at)
    theirs = talks.day_of(waiting.request.sender, at=day.at)

    assert [talk.item.meeting.status for talk in ours.over] == ["cancelled"]
    assert [talk.code for talk in theirs.now] == [waiting.code]


def test_place_goes_to_one_only(day: Day) -> None:
    first = day.waiting()
    second = make.MeetingFactory(
        session=day.session,
        request=make.RequestFactory(
            sender=day.profile("Zweite GmbH", 0), recipient=day.partners[0]
        ),
    )
    missed(day)
    fill(day, first)

    with pytest.raises(ActionError):
        fill(day, second)
    with pytest.raises(ActionError):
        fill(day, first, instead_of=None, slot=day.slots[1])
    assert Meeting.objects.filter(slot=day.slots[0]).count() == 1


def test_nobody_loses_a_place_that_is_held_after_all(day: Day) -> None:
    waiting = day.waiting()
    missed(day)
    services.set_verdict(day.meeting, "held", actor=None, at=day.at)

    with pytest.raises(ActionError):
        fill(day, waiting)

    day.meeting.refresh_from_db()
    assert day.meeting.slot == day.slots[0]
    assert Publication.objects.count() == 1


def test_broken_rule_leaves_everything_as_it_was(day: Day) -> None:
    waiting = day.waiting()
    make.AbsenceFactory(profile=waiting.request.sender, slot=day.slots[0])
    missed(day)

    with pytest.raises(ActionError, match="Warte GmbH"):
        fill(day, waiting)

    day.meeting.refresh_from_db()
    assert (day.meeting.slot, day.meeting.seats.count()) == (day.slots[0], 2)


def test_slot_that_is_over_is_given_to_nobody(day: Day) -> None:
    waiting = day.waiting()
    missed(day)
    day.at += timedelta(hours=1)

    with pytest.raises(ActionError):
        fill(day, waiting)


def test_missed_meeting_can_have_another_date(day: Day) -> None:
    waiting = day.waiting()
    missed(day)
    fill(day, waiting)

    again = fill(day, day.meeting, slot=day.slots[1], instead_of=None)

    assert again.pk == day.meeting.pk
    assert Course.objects.get(meeting=again).state == "planned"


# --- Walk-ins ----------------------------------------------------------------


def test_request_on_site_is_open_for_half_an_hour(day: Day) -> None:
    sender, recipient = day.profile("Neu GmbH", 0), day.profile("Neu Inc.", 1)

    asked = services.ask_on_site(
        day.session,
        sender,
        recipient,
        message="Ventile",
        language="de",
        actor=Holder("Anna Weber"),
        at=day.at,
    )

    assert asked.expires_at == day.at + timedelta(minutes=30)
    assert selectors.board(day.session, at=day.at).asked == [asked]


def test_two_who_agree_at_the_desk_get_a_place_at_once(day: Day, bruno: User) -> None:
    sender, recipient = day.profile("Neu GmbH", 0), day.profile("Neu Inc.", 1)

    signed_in(bruno).post(
        f"/sessions/{day.session.code}/day/ask/",
        {"sender": sender.code, "recipient": recipient.code, "is_agreed": "on"},
    )

    meeting = Meeting.objects.get(request=Request.objects.get(sender=sender))
    assert meeting.slot == day.slots[0]
    assert meeting.status == "final"


# --- Presence ----------------------------------------------------------------


def absent(profile: Profile) -> list[int]:
    rows = Absence.objects.filter(profile=profile).order_by("slot__position")
    return list(rows.values_list("slot__position", flat=True))


def broken(day: Day) -> int:
    return selectors.count_broken(day.slots, shut_in(day.slots))


def test_who_comes_late_can_not_meet_until_then(day: Day) -> None:
    company = day.home[0]
    make.AbsenceFactory(profile=company, slot=day.slots[2])

    services.set_presence(
        day.session, company, "late", minutes=25, at=day.at, actor=None
    )
    assert absent(company) == [0, 1, 2]
    assert broken(day) == 1

    services.set_presence(day.session, company, "arrived", at=day.at, actor=None)
    assert absent(company) == [2]
    assert broken(day) == 0


def test_who_is_away_can_not_meet_any_more(day: Day) -> None:
    at = day.slots[1].starts_at

    services.set_presence(day.session, day.home[0], "away", at=at, actor=None)

    assert absent(day.home[0]) == [1, 2]


def test_nobody_is_late_by_nothing(day: Day) -> None:
    with pytest.raises(ActionError):
        services.set_presence(day.session, day.home[0], "late", at=day.at, actor=None)


def test_closed_table_breaks_what_is_still_ahead(day: Day) -> None:
    at = day.slots[1].starts_at

    services.close_table(day.tables[0], is_closed=True, at=at, actor=None)

    positions = Closure.objects.values_list("slot__position", flat=True)
    assert sorted(positions) == [1, 2]
    services.close_table(day.tables[0], is_closed=False, at=at, actor=None)
    assert not Closure.objects.exists()


def test_a_missed_meeting_gets_a_new_date_and_both_are_told(
    day: Day, alba: User
) -> None:
    services.set_verdict(day.meeting, "no_recipient", actor=alba, at=day.at)

    moved = services.give_new_date(
        day.meeting, day.slots[2], day.tables[1], actor=alba, at=day.at
    )

    moved.refresh_from_db()
    assert (moved.slot, moved.table) == (day.slots[2], day.tables[1])
    course = Course.objects.get(meeting=moved)
    assert (course.state, course.told_state) == ("planned", "")
    placement = moved.placements.order_by("publication__number").last()
    assert placement.slot == day.slots[2]
    told = set(OutboxMessage.objects.values_list("to_email", flat=True))
    assert {address(day.home[0]), address(day.partners[0])} <= told

    services.set_verdict(moved, "held", actor=alba, at=day.slots[2].ends_at)
    after = figures_of(day.session, at=day.slots[2].ends_at)
    assert dict(after.outcomes) == {"held": 1, "no_show": 1}
    assert (dict(after.missing), after.second_dates) == ({"partner": 1}, 1)
    chart = next(c for c in charts_of(after, day.session) if c.key == "outcomes")
    assert "1 wurde versäumt" in chart.says
    assert [bar.url.rpartition("=")[2] for bar in chart.bars if bar.count] == [
        "held",
        "no_show",
    ]


def test_results_list_a_meeting_missed_once_and_held_later_in_both_states(
    day: Day, alba: User
) -> None:
    make.CourseFactory(meeting=day.meeting, desk_says="held")
    make.MissedDateFactory(meeting=day.meeting, slot=day.slots[1])
    path = f"/sessions/{day.session.code}/day/results/"

    held, missed, disputed = (
        signed_in(alba).get(f"{path}?state={state}").content.decode()
        for state in ("held", "no_show", "disputed")
    )

    assert "Jemand kam nicht (1)" in held
    told = "Kasou Kikai KK ist nicht gekommen."
    assert [told in page for page in (held, missed, disputed)] == [True, True, False]
    assert "deutsche Zeit, MESZ" in missed


def test_only_a_missed_meeting_gets_a_new_date_and_none_that_is_over(
    day: Day, alba: User
) -> None:
    place = day.slots[2], day.tables[1]

    with pytest.raises(ActionError, match="fehlt niemand"):
        services.give_new_date(day.meeting, *place, actor=alba, at=day.at)
    missed(day)
    with pytest.raises(ActionError, match="vorbei"):
        services.give_new_date(
            day.meeting, *place, actor=alba, at=day.at + timedelta(days=1)
        )


def test_new_date_page_offers_slots_ahead_that_are_free_for_both(
    day: Day, bruno: User
) -> None:
    missed(day)
    day.slots[1].absences.create(profile=day.home[0])
    desk = signed_in(bruno)
    path = f"/meetings/{day.meeting.code}/new-date/"

    page = desk.get(path)
    free = [option.slot for option in page.context["options"]]
    place = page.context["options"][0].places[0]["value"]
    desk.post(path, {"place": place})

    assert free == [day.slots[2]]
    day.meeting.refresh_from_db()
    assert day.meeting.slot == day.slots[2]
