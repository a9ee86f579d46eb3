"""Which language pair a meeting needs an interpreter for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gegenbesuch.directory.languages import language_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence


def pair_key(pair: str | Sequence[str]) -> str:
    """Return a language pair spelled one way: `ja-de` and `["de", "ja"]` as `de-ja`."""
    parts = pair.split("-") if isinstance(pair, str) else pair
    return "-".join(sorted(parts))


def pair_name(pair: str | Sequence[str]) -> str:
    """Return a language pair in words of the active language: German–Japanese."""
    return "–".join(language_name(code) for code in pair_key(pair).split("-"))


def pairs_name(pairs: Iterable[str]) -> str:
    """Return several language pairs in words: German–Japanese / English–Japanese."""
    return " / ".join(pair_name(pair) for pair in pairs)


def possible_pairs(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    """
    Return the pairs of which an interpreter must speak one, the best first.

    None is needed when the two sides have a language in common, or when one
    side's languages are not known.

    Args:
        first: Languages of one side, the best one first.
        second: Languages of the other side, the best one first.

    """
    if not first or not second or set(first) & set(second):
        return ()
    ranked = sorted(
        (i + j, i, pair_key((a, b)))
        for i, a in enumerate(first)
        for j, b in enumerate(second)
    )
    return tuple(dict.fromkeys(pair for _rank, _first, pair in ranked))


def wanted_pairs(
    first: Sequence[str], second: Sequence[str], offered: Collection[str]
) -> tuple[str, ...]:
    """
    Return the possible pairs that the interpreters of a session offer.

    If they offer none of them, the best possible pair is what is missing.
    """
    possible = possible_pairs(first, second)
    return tuple(pair for pair in possible if pair in offered) or possible[:1]


def spoken_pair(
    first: Sequence[str], second: Sequence[str], pairs: Collection[str]
) -> str:
    """Return the pair in which an interpreter with these pairs serves a meeting."""
    spoken = {pair_key(pair) for pair in pairs}
    return next((p for p in possible_pairs(first, second) if p in spoken), "")
