from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convene.matching import Grams, Index, InstanceError, allocate, suggestions
from convene.matching.allocate import LACKING, _choose
from tests.convene.companies import forum


def goals_of(scores: np.ndarray, least: int, most: int) -> list[np.ndarray]:
    return [
        np.minimum((scores > 0).sum(axis=axis), min(least, most)) for axis in (1, 0)
    ]


def best_by_trying(scores: np.ndarray, goals: list[np.ndarray], most: int) -> float:
    pairs = [tuple(pair) for pair in np.argwhere(scores > 0)]
    best = -np.inf
    for count in range(len(pairs) + 1):
        for chosen in combinations(pairs, count):
            got = [
                np.bincount([pair[axis] for pair in chosen], minlength=n)
                for axis, n in enumerate(scores.shape)
            ]
            if max(got[0].max(), got[1].max()) > most:
                continue
            lacking = sum(np.maximum(goals[a] - got[a], 0).sum() for a in (0, 1))
            value = sum(scores[pair] for pair in chosen) - LACKING * float(lacking)
            best = max(best, value)
    return float(best)


@settings(max_examples=25, deadline=None)
@given(st.data(), st.integers(1, 3), st.integers(1, 3), st.integers(1, 2))
def test_choose_finds_what_trying_everything_finds(
    data: st.DataObject, rows: int, columns: int, most: int
) -> None:
    numbers = st.lists(
        st.sampled_from((0.0, 0.1, 0.25, 0.5, 0.9)),
        min_size=rows * columns,
        max_size=rows * columns,
    )
    scores = np.array(data.draw(numbers)).reshape(rows, columns)
    goals = goals_of(scores, 1, most)

    chosen, bound = _choose(scores, scores > 0, goals, most, 1)

    got = [np.bincount(chosen[:, a], minlength=scores.shape[a]) for a in (0, 1)]
    lacking = sum(np.maximum(goals[a] - got[a], 0).sum() for a in (0, 1))
    total = sum(scores[i, j] for i, j in chosen)
    assert total == pytest.approx(bound, abs=1e-6)
    assert total - LACKING * lacking == pytest.approx(
        best_by_trying(scores, goals, most), abs=1e-5
    )


def test_choose_proves_the_best_total_over_all_pairs() -> None:
    random = np.random.default_rng(6)
    scores = random.random((60, 80)) ** 3
    goals = goals_of(scores, 3, 4)

    chosen, bound = _choose(scores, scores > 0, goals, 4, 3)

    got = [np.bincount(chosen[:, a], minlength=scores.shape[a]) for a in (0, 1)]
    assert got[0].max() <= 4
    assert got[1].max() <= 4
    assert (got[0] >= 3).all()
    assert (got[1] >= 3).all()
    assert scores[chosen[:, 0], chosen[:, 1]].sum() == pytest.approx(bound, rel=1e-9)


def test_choose_serves_those_first_whom_as_many_fit_as_all_should_have() -> None:
    # Two places at the first column: the first row needs one of them for its three.
    scores = np.array([[0.1, 0.1, 0.1], [0.9, 0, 0], [0.9, 0, 0]])
    goals = [np.array([3, 1, 1]), np.array([0, 0, 0])]

    chosen, _ = _choose(scores, scores > 0, goals, 3, 3)
    assert len(chosen) == 5

    scores = np.array([[0.1, 0.1], [0.9, 0], [0.9, 0]])
    goals = [np.array([2, 1, 1]), np.array([0, 0])]
    chosen, _ = _choose(scores, scores > 0, goals, 2, 2)
    assert np.bincount(chosen[:, 0], minlength=3)[0] == 2


def test_allocate_shares_out_what_fits() -> None:
    index = Index(forum(), Grams())

    allocation = allocate(index, most=1)

    assert {pair[:2] for pair in allocation.pairs} == {
        ("leipzig-buses", "kobe-chargers"),
        ("leipzig-clinic", "kobe-ears"),
    }
    assert allocation.gap == pytest.approx(0, abs=1e-9)
    assert allocation.lacking == {}
    shared = suggestions(index, allocation)
    assert [s.id for s in shared["kobe-ears"]] == ["leipzig-clinic"]
    assert shared["kobe-ears"][0].reasons
    assert shared["kobe-tea"] == ()


@pytest.mark.parametrize("wrong", [{"most": 0}, {"most": 1, "least": -1}])
def test_allocate_checks_its_limits(wrong: dict[str, int]) -> None:
    with pytest.raises(InstanceError):
        allocate(Index(forum(), Grams()), **wrong)
