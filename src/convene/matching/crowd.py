"""How like a profile is to everybody, so that the common does not crowd out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from convene.matching.shelf import Floats

PSEUDO = 3.0


class Crowd:
    """
    For each profile, the log of its mean exponential likeness to references.

    A partner's own part is taken out for each pair, so that whatever makes two
    alike raises their score in full. A few references that are as alike as usual
    stand in where there are few real ones.

    Args:
        references: Slots of profiles on the other side.
        rows: How like each profile is to each reference.
        usual: What that likeness is, taken together, as a rule.

    """

    def __init__(
        self,
        width: int,
        references: Sequence[int],
        rows: Sequence[Floats],
        usual: float,
    ) -> None:
        self.references = tuple(references)
        self._usual = usual
        self._place = {slot: at for at, slot in enumerate(references)}
        shape = (len(references), width)
        raised = np.array(rows, np.float64).reshape(shape) - usual
        self._part: NDArray[np.float64] = np.exp(np.minimum(raised, 60))
        self._sum: NDArray[np.float64] = self._part.sum(axis=0)

    def put(self, slot: int, values: Sequence[float]) -> None:
        """Measure one changed profile anew, against the same references."""
        raised = np.array(values, np.float64) - self._usual
        self._part[:, slot] = np.exp(np.minimum(raised, 60))
        self._sum[slot] = self._part[:, slot].sum()

    def likeness(self, slot: int) -> Floats:
        """Give how like each reference is to one profile."""
        part = np.maximum(self._part[:, slot], 1e-30)
        result: Floats = (np.log(part) + self._usual).astype(np.float32)
        return result

    def would_be(self, values: Floats, partner: int) -> float:
        """Give how crowded a profile with such likeness is, seen by one partner."""
        part = np.exp(np.minimum(values.astype(np.float64) - self._usual, 60))
        total, count = part.sum(), float(len(self.references))
        at = self._place.get(partner)
        if at is not None:
            total, count = total - part[at], count - 1
        return float(_log(np.array([total]), np.array([count]))[0])

    def of(self, slot: int, partner: int) -> float:
        """Give how crowded one profile is, seen by one partner."""
        total, count = self._sum[slot], float(len(self.references))
        at = self._place.get(partner)
        if at is not None:
            total, count = total - self._part[at, slot], count - 1
        return float(_log(np.array([total]), np.array([count]))[0])

    def seen_by(self, partner: int) -> Floats:
        """Give how crowded each profile is, seen by one partner."""
        total, count = self._sum, float(len(self.references))
        at = self._place.get(partner)
        if at is not None:
            total, count = total - self._part[at], count - 1
        return _log(total, np.full(len(total), count))

    def seen_of(self, slot: int, partners: int) -> Floats:
        """Give how crowded one profile is, seen by each partner."""
        totals = np.full(partners, self._sum[slot])
        counts = np.full(partners, float(len(self.references)))
        own = list(self.references)
        totals[own] -= self._part[:, slot]
        counts[own] -= 1
        return _log(totals, counts)


def _log(totals: NDArray[np.float64], counts: NDArray[np.float64]) -> Floats:
    mean = (np.maximum(totals, 0) + PSEUDO) / (counts + PSEUDO)
    result: Floats = np.log(mean).astype(np.float32)
    return result
