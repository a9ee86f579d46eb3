"""From weighed signals to one number: chances, mutual fit, log odds."""

from __future__ import annotations

import numpy as np

from convene.matching.params import Weights
from convene.matching.shelf import Floats

#: What is assumed of a direction in which nothing is sought: a share of the other.
UNSTATED = 0.3
#: The chance of two who seek nothing at all.
NOTHING = 1e-4


def chance(total: Floats, weights: Weights) -> Floats:
    """Turn weighed signals of one direction into a probability."""
    exponent = np.clip(-weights.slope * (total - weights.middle), -60, 60)
    result: Floats = (1 / (1 + np.exp(exponent))).astype(np.float32)
    return result


def mutual(forth: Floats, back: Floats) -> Floats:
    """
    Join both directions by their geometric mean; NaN is a direction without wishes.

    A pair that suits only one of them stays behind one that suits both.
    """
    forth_missing, back_missing = np.isnan(forth), np.isnan(back)
    first = np.where(forth_missing, UNSTATED * back, forth)
    second = np.where(back_missing, UNSTATED * forth, back)
    result: Floats = np.where(
        forth_missing & back_missing, NOTHING, np.sqrt(first * second)
    ).astype(np.float32)
    return result


def score(fit: Floats, between: Floats) -> Floats:
    """Add what is known between two to their mutual fit; from 0 to 1."""
    fit = np.clip(fit.astype(np.float64), 1e-9, 1 - 1e-9)
    exponent = np.clip(-(np.log(fit / (1 - fit)) + between), -60, 60)
    result: Floats = (1 / (1 + np.exp(exponent))).astype(np.float32)
    return result
