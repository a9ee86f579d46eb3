"""
Evidence for and against two records being one, weighed and added up.

Each piece of evidence has a weight, as in the model of Fellegi and Sunter: about
the logarithm of how much more often it is seen in two records of one than in
records of two. What adds up to `ENOUGH` is called a duplicate.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final

#: Two records whose weights add up to this are taken for the same.
ENOUGH: Final = 5.0


@dataclass(frozen=True)
class Reason:
    """Why two records may be one: a code that `reasons` has words for, and what."""

    code: str
    what: str = ""


@dataclass
class Evidence:
    """What was found when two records were compared."""

    weight: float = 0.0
    reasons: list[Reason] = field(default_factory=list)
    most: float = math.inf

    def add(self, weight: float, code: str = "", what: str = "") -> None:
        """Take a piece of evidence; one with a code is shown as a reason."""
        self.weight += weight
        if code:
            self.reasons.append(Reason(code, what))

    def cap(self, most: float) -> None:
        """Let no further evidence lift the weight above this."""
        self.most = min(self.most, most)

    @property
    def total(self) -> float:
        """The weight of all evidence together."""
        return min(self.weight, self.most)

    @property
    def is_enough(self) -> bool:
        """Whether the records are taken for the same."""
        return self.total >= ENOUGH

    @property
    def score(self) -> int:
        """The weight as a number from 0 to 100; 50 is where it is enough."""
        return round(100 / (1 + math.exp(ENOUGH - self.total)))
