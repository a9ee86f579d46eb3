from __future__ import annotations

import pytest

from gegenbesuch.core.values.source import (
    Claim,
    Claims,
    Evidence,
    format_sources,
    group_claims,
)

PLAN, REPORT = Evidence("002", "p. 1"), Evidence("001", quote="vor dem Konzert")


def test_claims_about_one_aspect_stay_side_by_side() -> None:
    groups = group_claims(
        [Claim("start", 2006), Claim("size", 3), Claim("start", 2007)]
    )

    assert [(group.aspect, len(group.claims)) for group in groups] == [
        ("start", 2),
        ("size", 1),
    ]
    assert [group.is_conflict for group in groups] == [True, False]


def test_the_majority_does_not_decide() -> None:
    many = [Claim("start", 2007, (Evidence(code),)) for code in ("002", "005", "007")]
    (group,) = group_claims([Claim("start", 2006), *many])

    assert group.is_conflict
    assert group.preferred is None


def test_a_person_decides() -> None:
    before = Claim("order", "before the concert", (REPORT,), is_preferred=True)
    (group,) = group_claims([Claim("order", "after the concert", (PLAN,)), before])

    assert group.is_conflict
    assert group.preferred == before


def test_agreement_needs_no_decision() -> None:
    (group,) = group_claims([Claim("size", 3, (PLAN,)), Claim("size", 3, (REPORT,))])

    assert not group.is_conflict
    assert group.preferred == Claim("size", 3, (PLAN,))


def test_two_different_decisions_are_an_error() -> None:
    decided = [
        Claim("size", 3, is_preferred=True),
        Claim("size", 6, is_preferred=True),
    ]

    with pytest.raises(ValueError, match="size"):
        group_claims(decided)


def test_claims_belong_to_their_aspect() -> None:
    with pytest.raises(ValueError, match="start"):
        Claims("start", (Claim("size", 3),))
    with pytest.raises(ValueError, match="start"):
        Claims("start", ())


def test_format_sources_names_each_once() -> None:
    assert format_sources([REPORT, "015", "001"]) == "[001, 015]"
    assert format_sources([]) == ""
