"""
A number of the Bilanz: a rule over records, so that it can always be followed back.

A number is not stored beside its records but made of them: counted, or added up.
Therefore the numbers of several missions come together by putting their records
together; a record that two missions share is one record and counts once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.values.quantity import Quantity, sum_quantities
from gegenbesuch.outcomes.models import Result

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import _StrPromise

State = Result.EvidenceState
#: From our own word to a document on file.
STATES = (State.SELF_REPORTED, State.PARTNER, State.DOCUMENT)


class Level(TextChoices):
    """How far along the chain of effects a number lies; never added up."""

    INPUT = "input", _("Input")
    ACTIVITY = "activity", _("Activity")
    OUTPUT = "output", _("Output")
    OUTCOME = "outcome", _("Outcome")
    IMPACT = "impact", _("Impact")
    RATIO = "ratio", _("Ratios")
    CONTEXT = "context", _("Context")


class Rule(Enum):
    """How a number comes of its records."""

    COUNT = "count"
    SUM = "sum"


@dataclass(frozen=True)
class Record:
    """
    One record behind a number: what it is called, where it is, who attests it.

    Attributes:
        code: The same record has the same code behind every number.
        quantity: What it adds to a sum; None where it only explains.
        state: How a result is attested; None for what is no result.
        mission: The code of the mission through which it is here.
        is_searched: It is not counted; it is where nothing was found.
    """

    label: Any
    url: str
    code: str
    quantity: Quantity | None = None
    sources: tuple[Any, ...] = ()
    state: State | str | None = None
    note: str | _StrPromise = ""
    mission: str = ""
    is_searched: bool = False


@dataclass(frozen=True)
class Number:
    """
    One number of the Bilanz.

    Attributes:
        key: Stable name, the same in every language and version.
        planned: The number that was planned, where a plan is on record.
        part_of: The key of the sum that it is a part of; empty if it stands alone.
        stated: A number that is not made of its records, such as a ratio.
    """

    key: str
    label: str | _StrPromise
    level: Level
    rule: Rule
    records: tuple[Record, ...]
    planned: Quantity | None = None
    note: str | _StrPromise = ""
    part_of: str = ""
    stated: Quantity | None = None

    @cached_property
    def quantity(self) -> Quantity | None:
        """The number with its qualifier; None when nobody knows it."""
        if self.stated is not None:
            return self.stated
        counted = [row for row in self.records if not row.is_searched]
        if self.rule is Rule.COUNT:
            return Quantity.exact(len(counted))
        known = [row.quantity for row in counted if row.quantity is not None]
        return sum_quantities(known) if known else None

    @property
    def is_nought(self) -> bool:
        """Tell whether nothing was found in the records that were searched."""
        found = self.quantity
        return found is not None and found.high == 0

    @cached_property
    def state(self) -> State | str | None:
        """The weakest evidence among the records; None where nothing is claimed."""
        if self.quantity is None or self.is_nought:
            return None
        states: list[Any] = [
            row.state or State.SELF_REPORTED
            for row in self.records
            if not row.is_searched
        ]
        return min(states, key=STATES.index, default=State.SELF_REPORTED)

    @property
    def is_self_reported(self) -> bool:
        """Tell whether no partner and no document confirms it."""
        return self.state == State.SELF_REPORTED


def joined(records: Iterable[Record]) -> tuple[Record, ...]:
    """Keep each record once, the first time that it comes."""
    found: dict[str, Record] = {}
    for record in records:
        found.setdefault(record.code, record)
    return tuple(found.values())


def count(
    key: str,
    label: str | _StrPromise,
    level: Level,
    records: Iterable[Record],
    **more: Any,
) -> Number:
    """Return how many records there are."""
    return Number(key, label, level, Rule.COUNT, joined(records), **more)


def total(
    key: str,
    label: str | _StrPromise,
    level: Level,
    records: Iterable[Record],
    **more: Any,
) -> Number:
    """Return what the records add up to, no more exactly than each of them is."""
    return Number(key, label, level, Rule.SUM, joined(records), **more)


def together(groups: Iterable[Iterable[Number]]) -> list[Number]:
    """
    Put the numbers of several missions together by their keys.

    A record that several have counts once; where something was found, the places in
    which others found nothing are left out.
    """
    found: dict[str, list[Number]] = {}
    for numbers in groups:
        for number in numbers:
            found.setdefault(number.key, []).append(number)
    return [_one(same) for same in found.values()]


def _one(same: list[Number]) -> Number:
    first = same[0]
    records = joined(row for number in same for row in number.records)
    if any(not row.is_searched for row in records):
        records = tuple(row for row in records if not row.is_searched)
    planned = [number.planned for number in same if number.planned is not None]
    return replace(
        first,
        records=records,
        planned=sum_quantities(planned) if planned else None,
        # A note in plain words is about one mission, a translated one about all.
        note="" if isinstance(first.note, str) else first.note,
    )
