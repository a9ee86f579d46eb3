"""Who may not meet whom: what higher apps rule, such as those that hold the meetings."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from gegenbesuch.matchmaking.models import Profile


class Ruling(Protocol):
    """What is ruled about some companies of a mission, all by their keys."""

    def allow(self, one: int, other: int) -> bool:
        """Tell whether two companies may meet."""

    def refusal(self, one: int, other: int) -> str:
        """Say why two companies may not meet; nothing if they may."""


if TYPE_CHECKING:
    Rule = Callable[[int, Collection[int]], Ruling]

_RULES: list[Rule] = []


def register(rule: Rule) -> None:
    """Let `rule(mission, companies)` rule who of these companies may meet whom."""
    if rule not in _RULES:
        _RULES.append(rule)


def refusal(one: Profile, other: Profile) -> str:
    """Say why two companies may not meet; nothing if they may."""
    parties = one.pk, other.pk
    said = (rule(one.mission_id, parties).refusal(*parties) for rule in _RULES)
    return next(filter(None, said), "")


def ruled_out(mission: int, companies: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of companies that may not meet."""
    for rule in _RULES:
        ruling = rule(mission, companies)
        for pair in combinations(companies, 2):
            if not ruling.allow(*pair):
                yield pair
