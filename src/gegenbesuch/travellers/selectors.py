"""What the pages of those who travel read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from gegenbesuch.core.ordering import in_order
from gegenbesuch.core.rows import rows_of
from gegenbesuch.missions import selectors
from gegenbesuch.missions.models import Participation
from gegenbesuch.travellers.models import (
    EXPIRING,
    Fee,
    Paper,
    PaperKind,
    RequiredPaper,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from gegenbesuch.missions.models import Mission

TRAVELLING = selectors.TRAVELLING


@dataclass(frozen=True)
class Cell:
    """
    How far one paper of somebody is.

    Attributes:
        state: `missing`, `there`, `expired`, or `short` if it ends too early.
        needed_until: The day on which it has to be valid still, if one is known.
    """

    kind: PaperKind
    state: str
    paper: Paper | None
    needed_until: date | None

    @property
    def is_troubled(self) -> bool:
        """Whether somebody has to do something."""
        return self.state != "there"


@dataclass(frozen=True)
class Traveller:
    """Somebody who travels, with the state of each paper and the fee."""

    row: Participation
    cells: list[Cell]
    fee: Fee | None

    @property
    def is_troubled(self) -> bool:
        """Whether a paper is missing or ends too early."""
        return any(cell.is_troubled for cell in self.cells)


def required_of(mission: Mission) -> list[RequiredPaper]:
    """Return which papers are needed, in the usual order."""
    order = list(PaperKind)
    rows = rows_of(RequiredPaper, mission=[mission.pk])
    return sorted(rows, key=lambda row: order.index(PaperKind(row.kind)))


def travellers_of(mission: Mission, on: date) -> list[Traveller]:
    """
    Return who travels, by rank, with the state of their papers on a day.

    Six queries, however many travel.
    """
    people = [
        row
        for row in in_order(rows_of(Participation, mission=[mission.pk]))
        if row.function in selectors.TRAVELLING
    ]
    selectors.name_everybody(participations=people)
    keys = {row.pk for row in people}
    papers = {
        (row.participation_id, row.kind): row
        for row in rows_of(Paper, participation=keys)
    }
    fees = {row.participation_id: row for row in rows_of(Fee, participation=keys)}
    required = required_of(mission)
    return [
        Traveller(
            row,
            [
                _cell(mission, need, papers.get((row.pk, need.kind)), on)
                for need in required
                if row.person_id is not None
            ],
            fees.get(row.pk),
        )
        for row in people
    ]


def cells_of(
    missions: Sequence[Mission], on: date
) -> Iterator[tuple[Mission, list[Cell]]]:
    """
    Yield the missions that need papers, with the papers of all who travel on them.

    One question if none needs any, else three. They name nobody.
    """
    required: dict[int, list[RequiredPaper]] = defaultdict(list)
    for need in rows_of(RequiredPaper, mission=[row.pk for row in missions]):
        required[need.mission_id].append(need)
    if not required:
        return
    people: dict[int, list[int]] = defaultdict(list)
    for row in rows_of(
        Participation, only=("mission", "person", "function"), mission=required
    ):
        if row.person_id is not None and row.function in selectors.TRAVELLING:
            people[row.mission_id].append(row.pk)
    papers = {
        (row.participation_id, row.kind): row
        for row in rows_of(
            Paper, participation={pk for keys in people.values() for pk in keys}
        )
    }
    for mission in missions:
        cells = [
            _cell(mission, need, papers.get((pk, need.kind)), on)
            for pk in people[mission.pk]
            for need in required[mission.pk]
        ]
        if cells:
            yield mission, cells


def owed(travellers: list[Traveller]) -> tuple[Decimal, Decimal] | None:
    """Return the sum of all fees and of those that are paid; None without any."""
    fees = [row.fee for row in travellers if row.fee is not None]
    if not fees:
        return None
    paid = [fee.amount for fee in fees if fee.paid_on is not None]
    return sum((fee.amount for fee in fees), start=fees[0].amount * 0), sum(
        paid, start=fees[0].amount * 0
    )


def days_of(mission: Mission) -> tuple[date | None, date | None]:
    """Return the first and the last day of a mission, as far as they are known."""
    first = mission.starts_on.first_day()
    return first, mission.ends_on.last_day() or mission.starts_on.last_day()


def participants(mission: Mission) -> Any:
    """Return the participations of a mission with what their pages name."""
    return mission.participations.select_related("person", "organisation", "mission")


def _cell(mission: Mission, need: RequiredPaper, paper: Paper | None, on: date) -> Cell:
    _first, last = days_of(mission)
    until = last + timedelta(days=need.days_beyond) if last else None
    kind = PaperKind(need.kind)
    if paper is None:
        return Cell(kind, "missing", None, until)
    state = "there"
    if kind in EXPIRING and paper.valid_until is not None:
        if paper.valid_until < on:
            state = "expired"
        elif until is not None and paper.valid_until < until:
            state = "short"
    return Cell(kind, state, paper, until)
