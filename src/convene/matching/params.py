"""How profiles are weighed against each other and how suggestions are shared out."""

from __future__ import annotations

from dataclasses import dataclass

from convene.timetable.parts import InstanceError


@dataclass(frozen=True, slots=True)
class Weights:
    """
    How much each signal counts, in units of log odds.

    The first group was fitted on labelled pairs (`bench/matching.py`); the second
    was set by what an organiser would expect. All are explained in the docs.

    Attributes:
        meaning: One standard deviation of likeness between unrelated sentences.
        terms: Two sentences that name the same technical terms.
        field: A sought field that the partner has.
        nace: A sought NACE code that the partner has.
        crowd: Share of a partner's general likeness to everybody that is taken off.
        usual: How like a profile usually is to all others together.
        slope, middle: From weighed sum to probability.
        more: What the second and third best need add to the best one.

    """

    meaning: float = 4.0
    terms: float = 3.5
    field: float = 11.0
    nace: float = 6.0
    crowd: float = 1.0
    usual: float = 14.0
    slope: float = 0.45
    middle: float = 16.6
    more: tuple[float, float] = (0.15, 0.05)

    country: float = 2.0
    size: float = 1.2
    stage: float = 1.2
    language: float = 0.5
    interpreter: float = 0.3
    speechless: float = 0.8
    interest: float = 0.8
    again: float = 1.5


@dataclass(frozen=True, slots=True)
class Params:
    """
    How to recommend; the defaults are right for most events.

    Attributes:
        references: Most profiles of a side that stand for all of it when the
            general likeness of a partner is measured.
        shrink: Weight of what is known about a language beforehand, in sentences.

    """

    weights: Weights = Weights()
    references: int = 256
    shrink: float = 20.0

    def __post_init__(self) -> None:
        if self.references < 1:
            raise InstanceError("params.references", "a number from 1")
        if self.shrink < 0:
            raise InstanceError("params.shrink", "a number from 0")
