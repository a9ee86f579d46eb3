"""
What sessions of a mission collide with: programmes, other sessions, holidays.

Inside a session nothing is booked twice; the database sees to that. But interpreters
and people of companies are on programmes too, here and in other missions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import permutations
from typing import TYPE_CHECKING, Any

from django.db.models import Q, Value
from django.utils.translation import gettext as _

from gegenbesuch.core.rows import kept, rows_of
from gegenbesuch.directory.models import Person
from gegenbesuch.matchmaking.models import Profile
from gegenbesuch.missions import rules
from gegenbesuch.missions.conflicts import Kind
from gegenbesuch.missions.findings import Finding, of_parts
from gegenbesuch.missions.models import Booking, Group, ProgrammeItem
from gegenbesuch.missions.needs import NAMED
from gegenbesuch.missions.public_holidays import holiday_on
from gegenbesuch.missions.timed import Timed, days_around, timed_items
from gegenbesuch.scheduling.models import Interpreter, Meeting, Seat, Session, Slot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from gegenbesuch.core.values.partial_date import PartialDate
    from gegenbesuch.missions.models import Mission


def finds(missions: Sequence[Mission]) -> Iterator[Finding]:
    """
    Yield what collides with the sessions of missions, those of other missions too.

    One question where there is no session and nobody interprets elsewhere.
    """
    keys = [mission.pk for mission in missions]
    sessions = {row.pk: row for row in _sessions(keys) if _is_ahead(row)}
    if not sessions:
        return
    found = _gather(frozenset(keys), sessions)
    yield from _holidays(found)
    yield from _beside_programme(found)
    yield from _interpreting_and_needed(found)
    yield from _interpreting_twice(found)
    yield from _meeting_and_needed(found)


def findings_of(session: Session) -> list[Finding]:
    """Return what a session clashes with, and what its whole mission lacks, by day."""
    page = session.get_absolute_url()
    rows = of_parts([session.mission])
    mine = [
        row
        for row in rows
        if page == row.page or session == row.other or row.kind == Kind.PAPER
    ]
    return sorted(mine, key=lambda row: (row.first, row.reason))


# --- What is known -----------------------------------------------------------


@dataclass
class _Found:
    """
    The sessions, when they are, and what is on programmes on these days.

    Attributes:
        asked: Keys of the missions that are asked about.
        people: Keys of those whom an item names, by the key of the item; None stands
            for a group that is still empty. An item for everybody is not in it.
        booked: Keys of the interpreters who are booked for it.
    """

    asked: frozenset[int]
    sessions: dict[int, Session]
    interpreters: list[Interpreter]
    slots: dict[int, list[Slot]]
    closed: dict[int, set[int]]
    timed: list[Timed] = field(default_factory=list)
    people: dict[int, set[int | None]] = field(default_factory=dict)
    booked: dict[int, set[int | None]] = field(default_factory=dict)

    def days(self, session: Session) -> list[date]:
        """Return the days of a session, on the clock of its place."""
        slots = self.slots.get(session.pk, [])
        days = (slot.starts_at.astimezone(session.zone).date() for slot in slots)
        return list(dict.fromkeys(days))

    def open_slots(self, row: Interpreter) -> list[Slot]:
        """Return the slots in which somebody can be asked to interpret."""
        slots = self.slots.get(row.session_id, [])
        return [slot for slot in slots if slot.pk not in self.closed[row.pk]]

    def needed(self, item: ProgrammeItem) -> set[int | None]:
        """Return the keys of those who are named for an item or interpret at it."""
        return self.people.get(item.pk, set()) | self.booked.get(item.pk, set())

    def concerns(self, *missions: int) -> bool:
        """Tell whether it is about one of the missions that are asked about."""
        return not self.asked.isdisjoint(missions)


@kept
def _sessions(missions: Any) -> QuerySet[Session]:
    """Return the sessions of missions, and where people of theirs interpret besides."""
    here = Interpreter.objects.filter(session__mission__in=missions)
    named = ProgrammeItem.people.through.objects.filter(
        programmeitem__mission__in=missions
    )
    besides = Interpreter.objects.filter(
        Q(person__in=here.values("person")) | Q(person__in=named.values("person"))
    )
    return Session.objects.filter(
        Q(mission__in=missions) | Q(pk__in=besides.values("session"))
    ).select_related("mission", "place")


def _is_ahead(session: Session) -> bool:
    return session.mission.status not in rules.OFF | rules.HELD


def _gather(asked: frozenset[int], sessions: dict[int, Session]) -> _Found:
    interpreters = rows_of(Interpreter, session=sessions)
    people = {row.person_id for row in interpreters}
    known = {row.pk: row for row in rows_of(Person, pk=people)}
    for row in interpreters:
        row.person, row.session = known[row.person_id], sessions[row.session_id]
    slots = defaultdict(list)
    for slot in sorted(rows_of(Slot, session=sessions), key=lambda s: s.starts_at):
        slots[slot.session_id].append(slot)
    closed: dict[int, set[int]] = defaultdict(set)
    keys = [row.pk for row in interpreters]
    for link in rows_of(Interpreter.closed_slots.through, interpreter=keys):
        closed[link.interpreter_id].add(link.slot_id)
    found = _Found(asked, sessions, interpreters, slots, closed)
    _add_programme(found)
    return found


def _add_programme(found: _Found) -> None:
    """Ask what is on programmes on the days of the sessions, and who is on it."""
    days = days_around(
        day for session in found.sessions.values() for day in found.days(session)
    )
    items = {row.pk: row for row in _items(found, days)} if days else {}
    found.timed = timed_items(list(items.values()), {})
    if not found.timed:
        return
    direct = ProgrammeItem.people.through.objects.filter(programmeitem__in=items)
    grouped = Group.items.through.objects.filter(programmeitem__in=items)
    booked = Booking.objects.filter(item__in=items, resource__person__isnull=False)
    rows = direct.values_list("programmeitem", "person", Value(0)).union(
        grouped.values_list("programmeitem", "group__members__person", Value(0)),
        booked.values_list("item", "resource__person", Value(1)),
    )
    for item, person, is_booked in rows:
        named = found.booked if is_booked else found.people
        named.setdefault(item, set()).add(person)


def _items(found: _Found, days: set[PartialDate]) -> QuerySet[ProgrammeItem]:
    """Return items on these days: of the missions, and what needs the same people."""
    own = {row.mission_id for row in found.sessions.values()} & found.asked
    interpreters = {row.person_id for row in found.interpreters}
    companies = Profile.people.through.objects.filter(profile__mission__in=own)
    people = Person.objects.filter(
        Q(pk__in=interpreters) | Q(pk__in=companies.values("person"))
    )
    named = ProgrammeItem.people.through.objects.filter(person__in=people)
    grouped = Group.items.through.objects.filter(group__members__person__in=people)
    booked = Booking.objects.filter(resource__person__in=interpreters)
    return (
        ProgrammeItem.objects.filter(
            Q(mission__in=own)
            | Q(pk__in=named.values("programmeitem"))
            | Q(pk__in=grouped.values("programmeitem"))
            | Q(pk__in=booked.values("item")),
            planned_on__in=days,
        )
        .exclude(status__in=rules.ITEM_IS_OVER)
        .exclude(mission__status__in=rules.OFF | rules.HELD)
        .select_related(*NAMED)
    )


# --- What collides -----------------------------------------------------------


def _holidays(found: _Found) -> Iterator[Finding]:
    for session in found.sessions.values():
        place = session.place
        if place is None or not found.concerns(session.mission_id):
            continue
        for day in found.days(session):
            if name := holiday_on(day, place.country, place.region):
                reason = _(
                    "“%(session)s” is on a public holiday in %(place)s: %(name)s."
                ) % {"session": session, "place": place, "name": name}
                yield _of_session(Kind.HOLIDAY, session, reason, day)


def _beside_programme(found: _Found) -> Iterator[Finding]:
    """Look for items for everybody at the time of a session of the same mission."""
    for timed, session in _meet(found):
        is_here = timed.item.mission_id == session.mission_id
        if is_here and timed.item.pk not in found.people:
            reason = _(
                "“%(session)s” runs at the same time, and “%(item)s” is for the whole "
                "delegation."
            )
            words = {"session": session, "item": timed.item}
            yield _of_item(Kind.GROUP, timed, session, reason % words, is_certain=False)


def _interpreting_and_needed(found: _Found) -> Iterator[Finding]:
    """Look for interpreters whom a programme needs while their slots are open."""
    hits = [
        (timed, row, slots)
        for timed, session in _meet(found)
        for row in found.interpreters
        if row.session_id == session.pk
        and row.person_id in found.needed(timed.item)
        and (slots := _during(found.open_slots(row), timed))
    ]
    if not hits:
        return
    meetings = Meeting.objects.filter(interpreter__in=[row for _t, row, _s in hits])
    busy = set(meetings.values_list("interpreter", "slot"))
    for timed, row, slots in hits:
        reason = _(
            "%(person)s interprets in “%(session)s” and is needed for “%(item)s” at the "
            "same time. Close these slots for the interpreter, or ask somebody else."
        ) % {"person": row.person, "session": row.session, "item": timed.item}
        is_certain = any((row.pk, slot.pk) in busy for slot in slots)
        yield _of_item(Kind.RESOURCE, timed, row.session, reason, is_certain=is_certain)


def _interpreting_twice(found: _Found) -> Iterator[Finding]:
    """Look for interpreters who are open in two sessions at the same time."""
    for one, other in permutations(found.interpreters, 2):
        if one.person_id != other.person_id or one.session_id == other.session_id:
            continue
        if not found.concerns(one.session.mission_id):
            continue
        theirs = found.open_slots(other)
        for slot in found.open_slots(one):
            if any(
                slot.starts_at < t.ends_at and t.starts_at < slot.ends_at
                for t in theirs
            ):
                reason = _(
                    "%(person)s interprets in “%(session)s” and in “%(other)s” at once."
                ) % {
                    "person": one.person,
                    "session": one.session,
                    "other": other.session,
                }
                day = slot.starts_at.astimezone(one.session.zone).date()
                yield _of_session(
                    Kind.RESOURCE, one.session, reason, day, other.session
                )
                break


def _meeting_and_needed(found: _Found) -> Iterator[Finding]:
    """
    Look for companies whose people are on a programme while they have a meeting.

    Who else of the company is named in its profile can hold the meeting.
    """
    meets = [pair for pair in _meet(found) if found.concerns(pair[1].mission_id)]
    away = {
        person
        for timed, _s in meets
        for person in found.people.get(timed.item.pk, ())
        if person is not None
    }
    if not away:
        return
    missions = {session.mission_id for _t, session in meets}
    profiles = list(
        Profile.objects.filter(mission__in=missions, people__in=away)
        .distinct()
        .prefetch_related("people")
    )
    seats = Counter(
        Seat.objects.filter(profile__in=profiles).values_list("profile", "slot")
    )
    for timed, session in meets:
        slots = _during(found.slots[session.pk], timed)
        for profile in profiles:
            if profile.mission_id != session.mission_id:
                continue
            people = list(profile.people.all())
            busy = [row for row in people if row.pk in found.needed(timed.item)]
            most = max(seats[profile.pk, slot.pk] for slot in slots)
            if busy and most > len(people) - len(busy):
                reason = _(
                    "%(person)s has a meeting in “%(session)s” and is needed for "
                    "“%(item)s” at the same time."
                ) % {"person": busy[0], "session": session, "item": timed.item}
                yield _of_item(Kind.PERSON, timed, session, reason)


def _meet(found: _Found) -> Iterator[tuple[Timed, Session]]:
    """Yield items and the sessions at the same time; not what stands for a session."""
    for timed in found.timed:
        for session in found.sessions.values():
            item = timed.item
            is_itself = (
                item.kind == ProgrammeItem.Kind.SESSION
                and item.mission_id == session.mission_id
            )
            if is_itself or not found.concerns(item.mission_id, session.mission_id):
                continue
            if _during(found.slots.get(session.pk, ()), timed):
                yield timed, session


def _during(slots: Sequence[Slot], timed: Timed) -> list[Slot]:
    return [
        slot
        for slot in slots
        if slot.starts_at < timed.ends_at and timed.starts_at < slot.ends_at
    ]


def _of_item(
    kind: Kind, timed: Timed, session: Session, reason: str, *, is_certain: bool = True
) -> Finding:
    day = timed.starts_at.date()
    return Finding(
        kind=kind,
        mission=timed.item.mission,
        item=timed.item,
        reason=reason,
        first=day,
        last=day,
        other=session,
        is_certain=is_certain and timed.item.planned_end is not None,
        page=session.get_absolute_url(),
    )


def _of_session(
    kind: Kind, session: Session, reason: str, day: date, other: Session | None = None
) -> Finding:
    return Finding(
        kind=kind,
        mission=session.mission,
        item=None,
        reason=reason,
        first=day,
        last=day,
        other=other,
        page=session.get_absolute_url(),
    )
