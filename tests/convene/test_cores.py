from __future__ import annotations

from itertools import combinations, product

import pytest

from convene.timetable import Stop
from convene.timetable.clock import Clock
from convene.timetable.cores import Minimiser, Search


def pigeons(count: int, holes: int) -> tuple[list[list[int]], int]:
    """Clauses that put pigeons into holes, each alone."""
    at = {(p, h): 1 + p * holes + h for p, h in product(range(count), range(holes))}
    clauses = [[at[p, h] for h in range(holes)] for p in range(count)]
    for h in range(holes):
        clauses += [[-at[p, h], -at[q, h]] for p, q in combinations(range(count), 2)]
    return clauses, count * holes


def test_search_answers_and_names_what_cannot_hold() -> None:
    clauses, top = pigeons(8, 7)
    with Search(clauses, top, Clock(Stop()), conflicts=5) as search:
        assert search.solve([], conflicts=1) is None
        assert search.solve([]) is False
        assert search.core() == []
    clauses, top = pigeons(7, 7)
    with Search(clauses, top, Clock(Stop())) as search:
        assert search.solve([]) is True
        assert len(search.true()) == 7
        search.add([-1])
        assert search.solve([1, 2]) is False
        assert search.core() == [1]


def test_a_question_ends_when_the_time_is_over() -> None:
    clauses, top = pigeons(13, 12)

    with Search(clauses, top, Clock(Stop(seconds=0.5))) as search:
        assert search.solve([]) is None


@pytest.mark.parametrize("weights", [(1, 1, 1, 1), (3, 1, 2, 5), (2, 2, 7, 1)])
def test_minimise_agrees_with_trying_everything(weights: tuple[int, ...]) -> None:
    clauses = [[1, 2], [-1, 3], [2, 4], [-2, 3, 4], [-3, -4, 1]]
    best = min(
        sum(w for v, w in zip(values, weights, strict=True) if v)
        for values in product((False, True), repeat=4)
        if all(any(values[abs(v) - 1] == (v > 0) for v in c) for c in clauses)
    )
    bounds: list[int] = []

    with Search(clauses, 4, Clock(Stop())) as search:
        minimiser = Minimiser(
            search,
            bounds.append,
            lambda true: sum(weights[v - 1] for v in true if v <= 4),
        )
        for variable, weight in enumerate(weights, start=1):
            minimiser.avoid(variable, weight)
        with minimiser:
            assert minimiser.run() is True
            minimiser.harden()
        assert search.solve([]) is True
        reached = sum(weights[v - 1] for v in search.true() if v <= 4)

    assert reached == best == minimiser.bound
    assert bounds == sorted(bounds)


def test_minimise_ends_when_the_bound_reaches_what_is_known() -> None:
    clauses = [[1, 2], [3, 4], [5, 6]]
    asked: list[int] = []

    def on_model(true: set[int]) -> int:
        asked.append(len(true))
        return len(true)

    with Search(clauses, 6, Clock(Stop())) as search:
        minimiser = Minimiser(search, lambda _: None, on_model)
        for variable in range(1, 7):
            minimiser.avoid(variable, 1)
        with minimiser:
            assert minimiser.run(lambda: 3) is True

    assert minimiser.bound == 3
    assert asked == []


def test_minimise_notices_late_that_nothing_holds() -> None:
    clauses, top = pigeons(5, 4)
    demands = [top + 1, top + 2]

    with Search([*clauses, demands], top + 2, Clock(Stop())) as search:
        minimiser = Minimiser(search, lambda _: None, lambda _: 0)
        for variable in demands:  # their own clause says no before the pigeons do
            minimiser.avoid(variable, 1)
        with minimiser:
            assert minimiser.run() is False


@pytest.mark.parametrize(
    ("clauses", "cost"), [([[1, 2, 3], [-1, 4]], 0), ([[1, 2]], 1)]
)
def test_all_demands_are_tried_at_once_on_large_events(
    monkeypatch: pytest.MonkeyPatch, clauses: list[list[int]], cost: int
) -> None:
    monkeypatch.setattr("convene.timetable.cores.MOST_QUICK_CLAUSES", 0)
    costs: list[int] = []

    def on_model(true: set[int]) -> int:
        costs.append(len(true & {1, 2}))
        return costs[-1]

    options = {"stabilizeonly": 1}
    with Search(clauses, 4, Clock(Stop()), options) as search:
        minimiser = Minimiser(search, lambda _: None, on_model)
        minimiser.avoid(1, 1)
        minimiser.avoid(2, 1)
        assert search.is_bold()
        assert minimiser.run() is True

    assert costs == [cost]
