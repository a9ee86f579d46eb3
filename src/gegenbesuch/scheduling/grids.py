"""The schedule as grids: tables by slots, companies by slots; thousands of cells."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import IntegerField, Q
from django.db.models.functions import Cast

from gegenbesuch.core.rows import kept, rows_of
from gegenbesuch.core.templatetags.display import person_name, text
from gegenbesuch.directory.models import Organisation
from gegenbesuch.matchmaking.models import Profile, Request
from gegenbesuch.scheduling import overviews, selectors
from gegenbesuch.scheduling.models import Meeting, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from gegenbesuch.scheduling.models import Session, Slot

COMPANIES_A_PAGE = 25

Encounter = tuple[str, int, int, int, int, int | None, int]
"""Code, slot, table, sender, recipient, interpreter of a meeting; 1 if it is locked."""


@dataclass(frozen=True)
class Row:
    """A slot on both clocks, and whether a part of the day begins with it."""

    slot: Slot
    home_clock: str
    partner_clock: str
    begins_block: bool


@dataclass(frozen=True)
class TableGrid:
    """
    What happens at each table in each slot; the cells are written by a tag.

    Attributes:
        interpreters: Their names as HTML, by their keys.
        at: The meetings, by the keys of slot and table.
    """

    rows: Sequence[Row]
    tables: Sequence[Table]
    interpreters: Mapping[int, str]
    at: dict[int, dict[int, Encounter]]
    names: dict[int, str]

    @cached_property
    def keys(self) -> list[int]:
        """The keys of the tables."""
        return [table.pk for table in self.tables]

    @property
    def is_empty(self) -> bool:
        """Whether no meeting has a slot."""
        return not self.at


@dataclass(frozen=True)
class CompanyRow:
    """A company with its meetings by slot."""

    profile: Profile
    meets: dict[int, list[Encounter]]
    absent: set[int]
    accepted: int
    first: int
    last: int

    @property
    def placed(self) -> int:
        """How many of its meetings have a slot."""
        return sum(map(len, self.meets.values()))


@dataclass(frozen=True)
class CompanyGrid:
    """What each of some companies does in each slot."""

    rows: Sequence[Row]
    companies: Sequence[CompanyRow]
    names: dict[int, str]
    table_labels: dict[int, str]
    count: int


def rows_of_slots(session: Session, slots: Sequence[Slot]) -> list[Row]:
    """Return the slots with their times on both clocks."""
    home, partner = session.time_zone, session.partner_time_zone
    rows, block = [], None
    for slot in slots:
        there = (
            ""
            if partner in {"", home}
            else selectors.clock(slot.starts_at, partner, other_than=home)
        )
        here = selectors.clock(slot.starts_at, home)
        rows.append(Row(slot, here, there, block not in (None, slot.block)))
        block = slot.block
    return rows


def table_grid(session: Session) -> TableGrid:
    """Read the grid of tables by slots."""
    slots, tables, interpreters = selectors.parts_of(session)
    placed: list[Encounter] = _placed(session.pk)
    companies = {row[3] for row in placed} | {row[4] for row in placed}
    at: dict[int, dict[int, Encounter]] = defaultdict(dict)
    for row in placed:
        at[row[1]][row[2]] = row
    return TableGrid(
        rows_of_slots(session, slots),
        tables,
        {row.pk: person_name(row.person) for row in interpreters},
        at,
        _names(session, companies),
    )


@kept
def _placed(session: int) -> QuerySet[Meeting, Encounter]:
    return _encounters(Meeting.objects.filter(session=session, slot__isnull=False))


@kept
def _placed_of(session: int, companies: list[int]) -> QuerySet[Meeting, Encounter]:
    asked = Request.objects.filter(Q(sender__in=companies) | Q(recipient__in=companies))
    rows = Meeting.objects.filter(session=session, slot__isnull=False)
    return _encounters(rows.filter(request__in=asked.values("pk")))


def _encounters(rows: QuerySet[Meeting]) -> QuerySet[Meeting, Encounter]:
    # As a number: thousands of truth values would have to be converted.
    locked = rows.annotate(locked=Cast("is_locked", IntegerField()))
    return locked.order_by("pk").values_list(
        *("code", "slot_id", "table_id", "request__sender_id"),
        *("request__recipient_id", "interpreter_id", "locked"),
    )


def _names(session: Session, companies: set[int]) -> dict[int, str]:
    """Return the names of companies as HTML, by key of the profile."""
    profiles = overviews.organisations_of(session)
    wanted = {profiles[pk] for pk in companies}
    rows = rows_of(Organisation, only=("name",), pk=wanted)
    name = {row.pk: text(row.name) for row in rows}
    return {pk: name[profiles[pk]] for pk in companies}


def company_grid(session: Session, page: int) -> CompanyGrid:
    """
    Read the grid of companies by slots, some companies at a time.

    Args:
        page: Counts from 1; what is beyond the last is empty.
    """
    slots = selectors.slots_of(session)
    accepted = overviews.accepted_in(session)
    first = (page - 1) * COMPANIES_A_PAGE
    in_order = [pk for (pk,) in _in_order(session.mission_id) if pk in accepted]
    shown = in_order[first : first + COMPANIES_A_PAGE]
    only = "code", "organisation", "closed_halves"
    profile_of = {row.pk: row for row in rows_of(Profile, only=only, pk=shown)}
    profiles = [profile_of[pk] for pk in shown]
    mine = {profile.pk for profile in profiles}
    meets: dict[int, dict[int, list[Encounter]]] = defaultdict(dict)
    partners = set()
    placed: list[Encounter] = _placed_of(session.pk, sorted(mine)) if mine else []
    for row in placed:
        for pk in {*row[3:5]} & mine:
            meets[pk].setdefault(row[1], []).append(row)
        partners |= {*row[3:5]}
    absent = overviews.absent_in(session, slots, profiles)
    positions = {slot.pk: n for n, slot in enumerate(slots)}
    rows = []
    for profile in profiles:
        busy = sorted(positions[pk] for pk in meets[profile.pk])
        rows.append(
            CompanyRow(
                profile,
                meets[profile.pk],
                absent.get(profile.pk, set()),
                accepted[profile.pk],
                busy[0] if busy else 0,
                busy[-1] if busy else 0,
            )
        )
    tables = rows_of(Table, pk={row[2] for row in placed})
    return CompanyGrid(
        rows_of_slots(session, slots),
        rows,
        _names(session, partners | mine),
        {table.pk: table.label for table in tables},
        len(in_order),
    )


@kept
def _in_order(mission: int) -> QuerySet[Profile, tuple[int]]:
    rows = Profile.objects.filter(mission=mission)
    return rows.order_by("side", "organisation__sort_key", "pk").values_list("pk")
