from __future__ import annotations

import random
import resource
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gegenbesuch.guests.seating import (
    Broken,
    Problem,
    Rule,
    broken_rules,
    seat,
    seats_by_rank,
)


def apart(key: int, one: int, other: int) -> Rule:
    return Rule(key, one, other, is_apart=True)


def together(key: int, one: int, other: int) -> Rule:
    return Rule(key, one, other, is_apart=False)


def banquet(seed: int) -> Problem:
    """Return 120 guests at 12 tables with 30 rules, couples and three languages."""
    chance = random.Random(seed)
    couples = [(n, n + 1) for n in range(60, 90, 2)]
    pairs: set[tuple[int, ...]] = set()
    while len(pairs) < 30:
        pairs.add(tuple(sorted(chance.sample([*range(60), *range(90, 120)], 2))))
    return Problem(
        sizes=[10] * 12,
        languages=[chance.choice(["de", "en", "ja"]) for _n in range(120)],
        rules=[
            Rule(key, one, other, is_apart=key % 3 > 0)
            for key, (one, other) in enumerate(sorted(pairs))
        ],
        couples=couples,
        fixed={0: 0, 1: 0},
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_banquet_is_seated_in_five_seconds(seed: int):
    problem = banquet(seed)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime

    seating = seat(problem)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - before < 5
    assert seating.broken == []
    assert [seating.tables.count(n) for n in range(12)] == [10] * 12
    assert all(seating.tables[a] == seating.tables[b] for a, b in problem.couples)
    assert (seating.tables[0], seating.tables[1]) == (0, 0)


def test_a_banquet_that_cannot_keep_all_rules_says_why_for_each():
    """Two who must sit together and apart, and eleven who must all share one table."""
    problem = banquet(1)
    clash = [together(100, 2, 3), apart(101, 2, 3)]
    crowd = [together(200 + n, 40, 41 + n) for n in range(10)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime

    seating = seat(replace(problem, rules=[*problem.rules, *clash, *crowd]))

    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - before < 5
    broken = {row.rule.key: row for row in seating.broken}
    assert broken.keys() & {100, 101}
    assert broken.keys() & set(range(200, 210))
    for row in broken.values():
        assert row.because or row.is_fixed or row.is_full or row.parts_couple


def test_the_same_problem_and_seed_give_the_same():
    assert seat(banquet(1), seed=5) == seat(banquet(1), seed=5)


def test_rank_alone_fills_the_tables_in_order():
    problem = Problem([2, 2, 2], ["de"] * 6)

    assert seat(problem).tables == [0, 0, 1, 1, 2, 2]


def test_nobody_sits_among_strangers_to_their_language():
    problem = Problem([2, 2], ["de", "ja", "de", "ja"])

    tables = seat(problem).tables

    assert tables[0] == tables[2]
    assert tables[1] == tables[3]


def test_two_rules_that_contradict_name_each_other():
    problem = Problem([2, 2], ["de"] * 4, [together(1, 0, 1), apart(2, 0, 1)])

    (broken,) = seat(problem).broken

    assert {broken.rule.key, *(rule.key for rule in broken.because)} == {1, 2}


def test_a_place_by_hand_is_named_as_the_reason():
    problem = Problem([2, 2], ["de"] * 3, [together(1, 0, 1)], fixed={0: 0, 1: 1})

    assert seat(problem).broken == [Broken(problem.rules[0], is_fixed=True)]


def test_a_table_that_is_too_small_is_named_as_the_reason():
    problem = Problem([1, 1], ["de"] * 2, [together(1, 0, 1)])

    (broken,) = seat(problem).broken

    assert broken.is_full


def test_a_couple_is_named_as_the_reason():
    problem = Problem(
        [2, 2], ["de"] * 4, [together(1, 0, 2)], [(0, 1), (2, 3)], {0: 0, 2: 1}
    )
    assert broken_rules(problem, [0, 0, 1, 1])[0].is_fixed

    free = Problem([2, 2], ["de"] * 4, [together(1, 0, 2)], [(0, 1), (2, 3)])
    assert broken_rules(free, [0, 0, 1, 1])[0].parts_couple


def test_who_finds_no_seat_has_none():
    assert sorted(seat(Problem([1, 1], ["de"] * 3)).tables) == [-1, 0, 1]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_table_has_more_guests_than_seats(data: st.DataObject):
    sizes = data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    count = data.draw(st.integers(0, 12))
    pairs = st.tuples(
        st.integers(0, max(count - 1, 0)), st.integers(0, max(count - 1, 0))
    )
    rules = [
        Rule(key, *pair, is_apart=data.draw(st.booleans()))
        for key, pair in enumerate(data.draw(st.lists(pairs, max_size=6)))
        if pair[0] != pair[1]
    ]
    languages = data.draw(
        st.lists(st.sampled_from(["de", "ja"]), min_size=count, max_size=count)
    )

    seating = seat(Problem(sizes, languages, rules), steps=300)

    seated = [n for n in seating.tables if n >= 0]
    assert all(seated.count(n) <= size for n, size in enumerate(sizes))
    assert len(seated) == min(count, sum(sizes))
    assert seating.broken == broken_rules(
        Problem(sizes, languages, rules), seating.tables
    )


@pytest.mark.parametrize(
    ("size", "is_long", "expected"),
    [
        (1, False, [1]),
        (4, False, [1, 2, 4, 3]),
        (5, False, [1, 2, 5, 3, 4]),
        (6, True, [2, 5, 1, 4, 3, 6]),
        (3, True, [1, 3, 2]),
    ],
)
def test_the_place_of_honour_is_farthest_from_the_door(
    size: int,
    is_long: bool,  # noqa: FBT001 -- a parameter of the test
    expected: list[int],
):
    assert seats_by_rank(size, is_long=is_long) == expected


@pytest.mark.parametrize("is_long", [True, False])
@pytest.mark.parametrize("size", range(1, 15))
def test_each_seat_is_given_once(size: int, is_long: bool):  # noqa: FBT001 -- a parameter
    seats = seats_by_rank(size, is_long=is_long)

    assert sorted(seats) == list(range(1, size + 1))
