"""What the page of a session says of it in numbers: no row is read that is not shown."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Exists, OuterRef

from gegenbesuch.core.rows import kept, rows_of, values_of
from gegenbesuch.directory.models import Organisation
from gegenbesuch.matchmaking.models import Profile, Request
from gegenbesuch.scheduling import needs, selectors, who_meets
from gegenbesuch.scheduling.models import (
    Absence,
    Closure,
    Interpreter,
    Meeting,
    Seat,
    Session,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from gegenbesuch.scheduling.models import Slot

UNPLACED_SHOWN = 5
COLUMNS = (
    *("id", "side", "organisation_id", "languages"),
    *("representatives", "closed_halves"),
)


Pair = tuple[int, int]
"""Sender and recipient of an accepted request."""


Bound = tuple[int, int, int | None, list[list[str]], str, int | None]
"""Sender, recipient, session, agreed times, these in words, and slot of a request."""


class Company(NamedTuple):
    """What of a company counts in a session."""

    pk: int
    side: int
    organisation: int
    languages: tuple[str, ...]
    representatives: int
    closed_halves: tuple[str, ...]


@dataclass(frozen=True)
class Overview:
    """
    A session in numbers.

    Attributes:
        asked: Sender and recipient of each accepted request, by key.
        absent: The slots in which a company can't meet, by key of the company.
        bound: The accepted requests whose companies agreed on times, or on words.
        placed, unplaced, new_requests: How many meetings have a slot and how many
            have none, and how many accepted requests no computation has seen.
    """

    session: Session
    slots: Sequence[Slot]
    tables: int
    interpreters: Sequence[Interpreter]
    companies: Mapping[int, Company]
    asked: Sequence[Pair]
    absent: Mapping[int, set[int]]
    bound: Sequence[Bound]
    placed: int
    unplaced: int
    new_requests: int
    kept_out: int
    has_rules: bool
    is_broken: bool
    shortages: Sequence[needs.Shortage] = ()
    closed: Counter[int] = field(default_factory=Counter)
    interpreted: Counter[int] = field(default_factory=Counter)

    @property
    def has_work_left(self) -> bool:
        """Whether an accepted request has no slot."""
        return self.placed < len(self.asked)

    @property
    def has_two_zones(self) -> bool:
        """Whether the partners' clocks differ from those of the session."""
        return self.session.partner_time_zone not in {"", self.session.time_zone}

    @cached_property
    def accepted(self) -> Counter[int]:
        """How many accepted requests each company has."""
        return Counter(
            chain(map(itemgetter(0), self.asked), map(itemgetter(1), self.asked))
        )

    def by_languages(self) -> dict[tuple[tuple[str, ...], tuple[str, ...]], int]:
        """Count the accepted requests by the languages of sender and recipient."""
        spoken = list({company.languages for company in self.companies.values()})
        number = {languages: n for n, languages in enumerate(spoken)}
        speaks = {pk: number[row.languages] for pk, row in self.companies.items()}
        senders = map(speaks.__getitem__, map(itemgetter(0), self.asked))
        recipients = map(speaks.__getitem__, map(itemgetter(1), self.asked))
        pairs = Counter(zip(senders, recipients, strict=True))
        return {(spoken[one], spoken[other]): n for (one, other), n in pairs.items()}

    def free_slots(self, company: int) -> int:
        """Return how many meetings a company can have: by its slots and the limit."""
        free = len(self.slots) - len(self.absent.get(company, ()))
        if self.session.max_meetings is not None:
            free = min(free, self.session.max_meetings)
        return free * self.companies[company].representatives

    def open_slots(self, interpreter: Interpreter) -> int:
        """Return in how many slots the interpreter can be called."""
        return len(self.slots) - self.closed[interpreter.pk]

    def names(self, companies: Sequence[int]) -> dict[int, str]:
        """Return the names of companies."""
        wanted = {self.companies[pk].organisation for pk in companies}
        rows = rows_of(Organisation, only=("name",), pk=wanted)
        name = {row.pk: str(row.name) for row in rows}
        return {pk: name[self.companies[pk].organisation] for pk in companies}


def overview_of(session: Session) -> Overview:
    """Read a session in numbers, in a fixed number of queries."""
    slots, interpreters = (
        selectors.slots_of(session),
        selectors.interpreters_of(session),
    )
    companies = {
        row[0]: Company(
            row[0], row[1], row[2], listed(row[3]), max(1, row[4]), listed(row[5])
        )
        for row in values_of(Profile, *COLUMNS, mission=[session.mission_id])
    }
    here = session.pk
    asked = _accepted(session.mission_id)
    if elsewhere := set(_elsewhere(session.mission_id, here)):
        asked = [pair for pair in asked if pair not in elsewhere]
    rules = who_meets.Rules(session, companies)
    rows, held = asked, Counter(dict(_states(here)))
    if rules.are_any:
        rows = [pair for pair in asked if rules.allow(*pair)]
        meetings = _meetings(here)
        held = Counter(state for state, *pair in meetings if rules.allow(*pair))
    del held[Meeting.Status.CANCELLED]
    unplaced = held[Meeting.Status.UNSCHEDULED]
    placed = held.total() - unplaced
    absent = absent_in(session, slots, companies.values())
    closed = values_of(
        Interpreter.closed_slots.through,
        "interpreter",
        interpreter=[row.pk for row in interpreters],
    )
    return Overview(
        session,
        slots,
        len(values_of(Table, "id", session=[session.pk])),
        interpreters,
        companies,
        rows,
        absent,
        [row for row in _bound(session.mission_id) if row[2] in {here, None}],
        placed,
        unplaced,
        len(rows) - held.total(),
        kept_out=len(asked) - len(rows),
        has_rules=rules.are_any,
        is_broken=placed > 0 and _is_broken(session, companies, absent),
        shortages=needs.shortages(session, rows, len(slots)),
        closed=Counter(pk for (pk,) in closed),
        interpreted=Counter(dict(_interpreted([row.pk for row in interpreters]))),
    )


@lru_cache(maxsize=1024)
def listed(text: str) -> tuple[str, ...]:
    """Read a list as the database keeps it; a session has the same few many times."""
    return tuple(json.loads(text))


def organisations_of(session: Session) -> dict[int, int]:
    """Return the organisation of each company of the mission, by keys."""
    rows = values_of(Profile, "id", "organisation_id", mission=[session.mission_id])
    return dict(rows)


def accepted_in(session: Session) -> Counter[int]:
    """Count the accepted requests of each company of the mission."""
    counted = Counter(dict(_sent(session.mission_id)))
    counted.update(dict(_received(session.mission_id)))
    return counted


@kept
def _sent(mission: int) -> QuerySet[Request, tuple[int, int]]:
    """Count the accepted requests of each sender, as an index holds them."""
    accepted = Request.objects.filter(mission=mission, status=Request.Status.ACCEPTED)
    rows = accepted.order_by().values("sender_id").annotate(n=Count("*"))
    return rows.values_list("sender_id", "n")


@kept
def _received(mission: int) -> QuerySet[Request, tuple[int, int]]:
    """Count the accepted requests of each recipient, likewise."""
    accepted = Request.objects.filter(mission=mission, status=Request.Status.ACCEPTED)
    rows = accepted.order_by().values("recipient_id").annotate(n=Count("*"))
    return rows.values_list("recipient_id", "n")


@kept
def _accepted(mission: int) -> QuerySet[Request, Pair]:
    """Return who asked whom, which an index holds: the meetings are not looked at."""
    accepted = Request.objects.filter(mission=mission, status=Request.Status.ACCEPTED)
    return accepted.values_list("sender_id", "recipient_id")


@kept
def _elsewhere(mission: int, session: int) -> QuerySet[Meeting, Pair]:
    """Return who meets in another session of a mission."""
    others = Session.objects.filter(mission=mission).exclude(pk=session)
    rows = Meeting.objects.filter(session__in=others, slot__isnull=False)
    return rows.values_list("request__sender_id", "request__recipient_id")


@kept
def _states(session: int) -> QuerySet[Meeting, tuple[str, int]]:
    rows = Meeting.objects.filter(session=session).order_by()
    return rows.values("status").annotate(n=Count("*")).values_list("status", "n")


@kept
def _meetings(session: int) -> QuerySet[Meeting, tuple[str, int, int]]:
    rows = Meeting.objects.filter(session=session)
    return rows.values_list("status", "request__sender_id", "request__recipient_id")


@kept
def _bound(mission: int) -> QuerySet[Request, Bound]:
    accepted = Request.objects.filter(mission=mission, status=Request.Status.ACCEPTED)
    return accepted.exclude(spans=[], proposal="").values_list(
        *("sender_id", "recipient_id", "meeting__session_id"),
        *("spans", "proposal", "meeting__slot_id"),
    )


@kept
def _absences(session: int) -> QuerySet[Absence, tuple[int, int]]:
    rows = Absence.objects.filter(slot__session=session)
    return rows.values_list("profile_id", "slot_id")


@kept
def _interpreted(interpreters: Sequence[int]) -> QuerySet[Meeting, tuple[int, int]]:
    rows = Meeting.objects.filter(interpreter__in=interpreters)
    counted = rows.order_by().values("interpreter_id").annotate(n=Count("*"))
    return counted.values_list("interpreter_id", "n")


def absent_in(
    session: Session, slots: Sequence[Slot], companies: Iterable[Company | Profile]
) -> dict[int, set[int]]:
    """Return the slots in which companies can't meet, by key of the company."""
    absent: dict[int, set[int]] = {}
    for profile, slot in _absences(session.pk):
        absent.setdefault(profile, set()).add(slot)
    halves = [(slot.pk, slot.half_day(session.zone)) for slot in slots]
    for company in companies:
        if company.closed_halves:
            closed = {pk for pk, half in halves if half in company.closed_halves}
            absent.setdefault(company.pk, set()).update(closed)
    return absent


@kept
def _broken(session: int) -> QuerySet[Absence, tuple[int]]:
    """Return a meeting's seat in an absence, or its table in a closure, if any."""
    seats = Seat.objects.filter(profile=OuterRef("profile"), slot=OuterRef("slot"))
    absences = Absence.objects.filter(Exists(seats), slot__session=session)
    there = Meeting.objects.filter(slot=OuterRef("slot"), table=OuterRef("table"))
    closures = Closure.objects.filter(Exists(there), table__session=session)
    return absences.values_list("pk").union(closures.values_list("pk"), all=True)[:1]


def _is_broken(
    session: Session, companies: Mapping[int, Company], absent: Mapping[int, set[int]]
) -> bool:
    """Tell whether a meeting is where a company or its table can't be any more."""
    if _broken(session.pk):
        return True
    halves = [pk for pk, company in companies.items() if company.closed_halves]
    seats = values_of(Seat, "profile_id", "slot_id", profile=halves)
    return any(slot in absent[profile] for profile, slot in seats)


# --- What has no slot --------------------------------------------------------


def unplaced_of(session: Session, *, first: int, most: int) -> list[Meeting]:
    """Return some of the meetings without a slot, with the names of their companies."""
    return list(_unplaced(session.pk)[first : first + most])


def first_unplaced(session: Session) -> list[Meeting]:
    """Return the first few meetings without a slot."""
    return _first_unplaced(session.pk)


def count_unplaced(session: Session) -> int:
    """Return how many meetings have no slot."""
    return dict(_states(session.pk)).get(Meeting.Status.UNSCHEDULED, 0)


def _unplaced(session: int) -> QuerySet[Meeting]:
    sides = "request__sender__organisation", "request__recipient__organisation"
    rows = Meeting.objects.filter(
        session=session, status=Meeting.Status.UNSCHEDULED
    ).select_related(*sides)
    names = (f"{side}__name" for side in sides)
    return rows.only("code", "reasons", *names).order_by("request_id")


@kept
def _first_unplaced(session: int) -> QuerySet[Meeting]:
    return _unplaced(session)[:UNPLACED_SHOWN]
