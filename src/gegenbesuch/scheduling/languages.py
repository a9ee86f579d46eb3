"""Which language pair a meeting needs an interpreter for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gegenbesuch.matchmaking.languages import language_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def pair_key(pair: str | Sequence[str]) -> str:
    """Return a language pair spelled one way: `ja-de` and `["de", "ja"]` as `de-ja`."""
    parts = pair.split("-") if isinstance(pair, str) else pair
    return "-".join(sorted(parts))


def pair_name(pair: str | Sequence[str]) -> str:
    """Return a language pair in words of the active language: German–Japanese."""
    return "–".join(language_name(code) for code in pair_key(pair).split("-"))


def needed_pair(
    first: Sequence[str], second: Sequence[str], offered: Iterable[str]
) -> str:
    """
    Return the pair an interpreter must speak, or nothing if none is needed.

    None is needed when the two have a language in common, or when one side's
    languages are not known. Of several possible pairs the one that most
    interpreters of the session offer is taken, then the one that both sides
    named first.

    Args:
        first: Languages of one side, the best one first.
        second: Languages of the other side, the best one first.
        offered: The pairs of all interpreters, each as often as it is offered.

    """
    if not first or not second or set(first) & set(second):
        return ""
    count = Counter(pair_key(pair) for pair in offered)
    pairs = [
        (-count[pair_key((a, b))], i + j, i, pair_key((a, b)))
        for i, a in enumerate(first)
        for j, b in enumerate(second)
    ]
    return min(pairs)[-1]
