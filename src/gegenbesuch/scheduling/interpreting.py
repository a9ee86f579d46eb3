"""Meetings that can be interpreted in one of several language pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gegenbesuch.scheduling.languages import (
    pair_key,
    pairs_name,
    wanted_pairs,
)

if TYPE_CHECKING:
    from gegenbesuch.matchmaking.models import Request
    from gegenbesuch.scheduling import models


def _pairs(person: models.Interpreter) -> list[str]:
    return [pair_key(pair) for pair in person.pairs]


@dataclass(frozen=True)
class Choices:
    """
    Language pairs of which an interpreter must speak one.

    The engine asks an interpreter for every pair that a meeting names. A choice
    between pairs therefore gets a name of its own, of letters that the language
    codes keep free for private use, and whoever speaks one of the pairs has it.
    """

    offered: frozenset[str]
    names: dict[tuple[str, ...], str]

    def wanted(self, request: Request) -> tuple[str, ...]:
        """Return the pairs of which one serves this request."""
        sides = request.sender.languages, request.recipient.languages
        return wanted_pairs(*sides, self.offered)

    def needs(self, request: Request) -> tuple[str, ...]:
        """Return what the engine is to ask of the interpreter."""
        pairs = self.wanted(request)
        return (self.names.get(pairs, pairs[0]),) if pairs else ()

    def spoken(self, person: models.Interpreter) -> tuple[str, ...]:
        """Return the pairs that a person speaks, and the choices they satisfy."""
        pairs = _pairs(person)
        return (
            *pairs,
            *(name for choice, name in self.names.items() if {*choice} & {*pairs}),
        )

    def pairs(self, pair: str) -> tuple[str, ...]:
        """Return a pair as the engine names it, or the pairs of a choice, spelled out."""
        for choice, name in self.names.items():
            if pair_key(name) == pair_key(pair):
                return choice
        return (pair_key(pair),)

    def words(self, pair: str) -> str:
        """Return a pair, or a choice between pairs, in the active language."""
        return pairs_name(self.pairs(pair))


def choices_of(
    requests: tuple[Request, ...], interpreters: tuple[models.Interpreter, ...]
) -> Choices:
    """Return the pairs that interpreters offer, and the choices that requests have."""
    offered = frozenset(p for person in interpreters for p in _pairs(person))
    plain = Choices(offered, {})
    several = sorted({w for r in requests if len(w := plain.wanted(r)) > 1})
    names = {choice: f"qaa-{_private(n)}" for n, choice in enumerate(several)}
    return Choices(offered, names)


def _private(number: int) -> str:
    """Return a code from qab on: ISO 639 leaves qaa to qtz to private use."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return f"q{letters[(number + 1) // 26]}{letters[(number + 1) % 26]}"
