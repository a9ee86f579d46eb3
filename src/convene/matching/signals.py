"""Ids of the signals, and suggestions with the reasons that speak for them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Signal(StrEnum):
    """Why two should meet; its value is the id used in files and interfaces."""

    NEED_MET = "need-met"
    OFFER_WANTED = "offer-wanted"
    TERMS = "terms"
    FIELD_SOUGHT = "field-sought"
    FIELD_WANTED = "field-wanted"
    NACE_SOUGHT = "nace-sought"
    NACE_WANTED = "nace-wanted"
    COUNTRY = "country"
    SIZE = "size"
    STAGE = "stage"
    LANGUAGE = "language"
    INTERPRETER = "interpreter"
    INTEREST = "interest"
    MET_BEFORE = "met-before"


#: What alone is no reason to meet, however true.
MINOR = frozenset(
    (Signal.COUNTRY, Signal.SIZE, Signal.STAGE, Signal.LANGUAGE, Signal.INTERPRETER)
)


@dataclass(frozen=True, slots=True)
class Reason:
    """
    One signal that speaks for a meeting; without what it names the score is lower.

    Attributes:
        seeker: Id of the profile that wants something, as the reason has it.
        partner: Id of the other one.
        evidence: The sentences or values that fit, the seeker's first.
        terms: For `terms`, the words of both sentences that mean the same.
        worth: By how much the score is lower without it.

    """

    signal: Signal
    seeker: str
    partner: str
    evidence: tuple[str, str]
    terms: tuple[tuple[str, str], ...] = ()
    worth: float = 0.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """
    A partner, how well both fit, and why.

    Attributes:
        score: From 0 to 1; compare it within one event, never show it as percent.
        reasons: The weightiest first, at least one of them more than minor.

    """

    id: str
    rank: int
    score: float
    reasons: tuple[Reason, ...]
