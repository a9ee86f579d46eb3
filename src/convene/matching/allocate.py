"""Who is suggested to whom, so that all get some and nobody too many."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from convene.matching.index import Index
from convene.matching.rank import Rankings
from convene.matching.reasons import reasons, seen_from_there
from convene.matching.shelf import Floats, Ints
from convene.matching.signals import Reason, Suggestion
from convene.timetable.parts import InstanceError

#: A pair counts as fitting from this score on: about that of a sought field alone.
FITTING = 0.002
#: What a suggestion that somebody lacks costs; more than any detour can gain.
LACKING = 1000.0
#: How much more it costs those whom as many fit as everybody should have.
FIRST_OF_ALL = 4.0
#: Best partners of each profile with which the search for pairs begins.
FIRST = 12
TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Allocation:
    """
    Pairs with the greatest total score that give everybody a fair share.

    Attributes:
        pairs: Ids of both sides and the score of the pair.
        total: Sum of the scores.
        bound: No choice that lacks as little has a greater sum.
        lacking: By id, suggestions missing to the least number although as many
            partners would fit.
        most, least: As asked.

    """

    pairs: tuple[tuple[str, str, float], ...]
    total: float
    bound: float
    lacking: dict[str, int]
    most: int
    least: int

    @property
    def gap(self) -> float:
        """How far the total may be from the best one, as a share of it."""
        return (self.bound - self.total) / self.bound if self.bound > 0 else 0.0


def allocate(index: Index, *, most: int, least: int = 3) -> Allocation:
    """
    Choose pairs so that nobody has more than `most` and all have `least` if they can.

    Only pairs that fit count. First as few suggestions as possible are lacking,
    least of all to those whom `least` partners fit, then the sum of scores is as great as possible; both are proven, because the
    linear program that chooses has whole numbers at its corners.

    Raises:
        InstanceError: The limits cannot be used.

    """
    if most < 1:
        raise InstanceError("most", f"a number from 1, not {most}")
    if least < 0:
        raise InstanceError("least", f"a number from 0, not {least}")
    scores = index.all_scores(0)
    shape = scores.shape
    fitting = scores >= FITTING
    goals = [
        np.minimum(fitting.sum(axis=axis), min(least, most)).astype(np.int64)
        for axis in (1, 0)
    ]
    chosen, bound = _choose(scores, fitting, goals, most, least)
    pairs = tuple(
        (index.sides[0][i].id, index.sides[1][j].id, float(scores[i, j]))
        for i, j in chosen
    )
    got = [np.bincount(chosen[:, axis], minlength=shape[axis]) for axis in (0, 1)]
    lacking = {
        index.sides[side][slot].id: int(goals[side][slot] - got[side][slot])
        for side in (0, 1)
        for slot in np.flatnonzero(goals[side] > got[side])
    }
    total = math.fsum(value for _, _, value in pairs)
    return Allocation(pairs, total, max(bound, total), lacking, most, least)


def _choose(
    scores: Floats, fitting: np.ndarray, goals: Sequence[Ints], most: int, least: int
) -> tuple[Ints, float]:
    """
    Solve over the most promising pairs, then add those that prices show missing.

    When no pair left out is worth more than its two prices, the answer is best
    among all pairs.
    """
    if not fitting.any():
        return np.zeros((0, 2), np.int64), 0.0
    values = np.where(fitting, scores, 0).astype(np.float64)
    inside = _promising(values, max(FIRST, 2 * most)) & fitting
    wanted = np.concatenate(goals).astype(np.float64)
    weight = LACKING * np.where(wanted >= min(least, most), FIRST_OF_ALL, 1.0)
    while True:
        pairs = np.argwhere(inside)
        taken, prices, value = _solve(pairs, values[inside], goals, most, weight)
        gain = values - prices[0][:, None] - prices[1][None, :]
        missing = fitting & ~inside & (gain > TOLERANCE)
        if not missing.any():
            return pairs[taken], value
        inside |= missing & _promising(np.where(missing, gain, 0), FIRST)


def _promising(values: np.ndarray, count: int) -> np.ndarray:
    chosen = np.zeros(values.shape, dtype=bool)
    for axis in (0, 1):
        size = values.shape[axis]
        if size <= count:
            return values > 0
        best = np.argpartition(-values, count, axis=axis)
        np.put_along_axis(
            chosen, np.take(best, range(count), axis=axis), True, axis=axis
        )
    return chosen & (values > 0)


def _solve(
    pairs: Ints,
    worth: np.ndarray,
    goals: Sequence[Ints],
    most: int,
    weight: np.ndarray,
) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray], float]:
    """Give the pairs taken, the price of each profile, and the value without lacks."""
    count, ends = len(pairs), (len(goals[0]), len(goals[1]))
    width = sum(ends)
    goal = np.concatenate(goals).astype(np.float64)
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    model = highspy.HighsLp()
    model.num_col_ = count + width
    model.num_row_ = width
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.concatenate((worth, -weight))
    model.col_lower_ = np.zeros(count + width)
    model.col_upper_ = np.concatenate((np.ones(count), goal))
    model.row_lower_ = goal
    model.row_upper_ = np.full(width, float(most))
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.concatenate(
        (np.arange(0, 2 * count, 2), 2 * count + np.arange(width + 1))
    ).astype(np.int32)
    rows = np.stack((pairs[:, 0], pairs[:, 1] + ends[0]), axis=1).ravel()
    model.a_matrix_.index_ = np.concatenate((rows, np.arange(width))).astype(np.int32)
    model.a_matrix_.value_ = np.ones(2 * count + width)
    solver.passModel(model)
    solver.run()
    solution = solver.getSolution()
    columns = np.array(solution.col_value)
    prices = np.array(solution.row_dual)
    taken = columns[:count] > 0.5
    lacks = float(weight @ columns[count:])
    value = solver.getInfo().objective_function_value + lacks
    return taken, (prices[: ends[0]], prices[ends[0] :]), float(value)


def suggestions(index: Index, allocation: Allocation) -> Rankings:
    """Give everybody the partners that were allocated, best first, with reasons."""
    found: dict[str, list[tuple[float, str, tuple[Reason, ...]]]]
    found = {profile.id: [] for profile in index.event.profiles}
    for one, other, value in allocation.pairs:
        why = reasons(index, one, other)
        found[one].append((-value, other, why))
        found[other].append((-value, one, seen_from_there(why)))
    return {
        key: tuple(
            Suggestion(partner, place, -value, why)
            for place, (value, partner, why) in enumerate(
                sorted(partners, key=lambda p: p[:2]), 1
            )
        )
        for key, partners in found.items()
    }
