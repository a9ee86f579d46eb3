"""However missions are put together, what they share counts once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gegenbesuch.core.values.quantity import Quantity
from gegenbesuch.outcomes.shares import share_of, spread_of
from gegenbesuch.reports.bilanz import divided
from gegenbesuch.reports.numbers import Level, Number, Record, count, together, total

SETTLEMENTS = ("mazak", "arakawa", "musashi")
MISSIONS = tuple(f"mission-{n}" for n in range(6))
JOBS = {"mazak": Quantity.exact(10), "arakawa": Quantity.about(40),
        "musashi": Quantity.more_than(100)}  # fmt: skip


@st.composite
def credited(draw: st.DrawFn) -> dict[tuple[str, str], Decimal]:
    """Give each settlement to some missions, in shares of at most 100 percent."""
    shares: dict[tuple[str, str], Decimal] = {}
    for settlement in SETTLEMENTS:
        left = 100
        for mission in draw(st.lists(st.sampled_from(MISSIONS), unique=True)):
            if not left:
                break
            share = draw(st.integers(1, left))
            left -= share
            shares[settlement, mission] = Decimal(share)
    return shares


def numbers_of(mission: str, shares: dict[tuple[str, str], Decimal]) -> list[Number]:
    """Return the numbers of one mission as `counting` makes them."""
    mine = {s: share for (s, m), share in shares.items() if m == mission}
    whole = [Record(s, "/", s, JOBS[s], mission=mission) for s in mine]
    parts = [
        Record(s, "/", f"{s}/{mission}", share_of(JOBS[s], share), mission=mission)
        for s, share in mine.items()
    ]
    ones = [
        Record(s, "/", f"{s}/{mission}", share_of(Quantity.exact(1), share))
        for s, share in mine.items()
    ]
    return [
        count("settlements", "", Level.IMPACT, whole),
        total("jobs", "", Level.IMPACT, whole),
        total("credited-jobs", "", Level.IMPACT, parts),
        total("credited-settlements", "", Level.IMPACT, ones),
    ]


def low(numbers: list[Number], key: str) -> Decimal:
    quantity = next(n for n in numbers if n.key == key).quantity
    return Decimal(0) if quantity is None else quantity.low or Decimal(0)


@given(credited(), st.lists(st.sampled_from(MISSIONS), min_size=1))
def test_no_total_counts_a_settlement_twice(
    shares: dict[tuple[str, str], Decimal], chosen: list[str]
) -> None:
    each = [numbers_of(mission, shares) for mission in chosen]
    found = together(each)
    there = {s for (s, m) in shares if m in chosen}

    assert low(found, "settlements") == len(there)
    assert low(found, "jobs") == sum(JOBS[s].low or 0 for s in there)
    assert low(found, "credited-settlements") <= len(there)
    assert low(found, "credited-jobs") <= low(found, "jobs")


@given(credited(), st.permutations(MISSIONS), st.integers(0, len(MISSIONS)))
def test_totals_do_not_depend_on_how_missions_are_grouped(
    shares: dict[tuple[str, str], Decimal], order: list[str], at: int
) -> None:
    whole = together(numbers_of(mission, shares) for mission in MISSIONS)
    groups = [order[:at], order[at:], order[: at // 2]]  # the last one is in twice
    grouped = together(
        together(numbers_of(m, shares) for m in group) for group in groups if group
    )

    for number in whole:
        other = next(n for n in grouped if n.key == number.key)
        assert other.quantity == number.quantity
        assert {r.code for r in other.records} == {r.code for r in number.records}


def test_a_share_is_as_firm_as_the_whole() -> None:
    half = Decimal(50)

    assert share_of(Quantity.more_than(100, "jobs"), half) == Quantity.more_than(
        50, "jobs"
    )
    assert share_of(Quantity.up_to(30), half) == Quantity.up_to(15)


@pytest.mark.parametrize(
    ("said", "together_they_say"),
    [
        ([Quantity.about(38), Quantity.about(50)], Quantity.about(38, high=50)),
        ([Quantity.exact(38), Quantity.exact(50)], Quantity.between(38, 50)),
        ([Quantity.exact(9), Quantity.exact(9)], Quantity.exact(9)),
        ([Quantity.more_than(150), Quantity.exact(200)], Quantity.more_than(150)),
        ([Quantity.at_least(150), Quantity.exact(150)], Quantity.at_least(150)),
        ([Quantity.up_to(9), Quantity.exact(5)], Quantity.up_to(9)),
    ],
)
def test_a_spread_holds_what_all_sources_say(
    said: list[Quantity], together_they_say: Quantity
) -> None:
    assert spread_of(said) == together_they_say


@pytest.mark.parametrize(
    ("cost", "by", "each"),
    [
        (Quantity.exact(100, "EUR"), Quantity.exact(4), None),
        (Quantity.exact(100, "EUR"), Quantity.exact(5), Quantity.exact(20, "EUR")),
        (Quantity.exact(100, "EUR"), Quantity.up_to(50), None),
        (Quantity.at_least(100, "EUR"), Quantity.exact(5), None),
    ],
)
def test_ratios_only_where_there_are_enough(
    cost: Quantity, by: Quantity, each: Quantity | None
) -> None:
    assert divided(cost, by) == each


def test_a_ratio_by_more_than_a_number_is_at_most_the_quotient() -> None:
    each = divided(Quantity.exact(1000, "EUR"), Quantity.more_than(200))

    assert each is not None
    assert (each.low, each.high, each.qualifier) == (None, Decimal(5), "up_to")
