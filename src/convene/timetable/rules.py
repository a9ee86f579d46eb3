"""Ids of the rules and goals, shared by validator, solver, explanation and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

LANGUAGES = ("en", "de", "ja")


class Rule(StrEnum):
    """A hard rule; its value is the id used in files and interfaces."""

    AVAILABILITY = "availability"
    SESSION = "session"
    FIXED_SLOT = "fixed-slot"
    LOCKED = "locked"
    NO_DOUBLE_BOOKING = "no-double-booking"
    MAX_MEETINGS = "max-meetings"
    MAX_PER_DAY = "max-per-day"
    REST_AFTER = "rest-after"
    PRECEDENCE = "precedence"
    TABLE_CAPACITY = "table-capacity"
    TABLE_CLASH = "table-clash"
    TABLE_OPEN = "table-open"
    TABLE_FEATURES = "table-features"
    TABLE_SITE = "table-site"
    TRAVEL_TIME = "travel-time"
    INTERPRETER_LANGUAGES = "interpreter-languages"
    INTERPRETER_AVAILABILITY = "interpreter-availability"
    INTERPRETER_CLASH = "interpreter-clash"
    FAIRNESS = "fairness"
    WITHDRAWN = "withdrawn"
    MUST_PLACE_ALL = "must-place-all"


class GoalId(StrEnum):
    """A goal; listed in order of importance."""

    PLACED_WEIGHT = "placed-weight"
    MINIMUM_MEETINGS = "minimum-meetings"
    IDLE_GAPS = "idle-gaps"
    TABLE_CHANGES = "table-changes"


Data = Mapping[str, int | str | tuple[int, ...] | None]


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule and the numbers that show it."""

    rule: Rule
    data: Data = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cure:
    """A change that would help, cheapest first in the list that holds it."""

    action: str
    data: Data = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """
    A rule in the way of a meeting, with the numbers that show it.

    Reasons are checked before they are given: with the rule lifted for this
    meeting, the meeting fits.
    """

    rule: Rule
    data: Data = field(default_factory=dict)
    cures: tuple[Cure, ...] = ()


class Demand(Reason):
    """One of a few demands that cannot hold together; without it the others can."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A meeting without a slot and why."""

    meeting: int
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """A meeting whose slot or table changed: (slot, table) before and after."""

    meeting: int
    before: tuple[int, int]
    after: tuple[int, int]
