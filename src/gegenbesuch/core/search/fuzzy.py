"""
Words that are spelt nearly alike.

One edit may be between words from four letters on, two from eight letters on.
Every word is stored with what is left of its beginning when one or two letters
are taken out. Two words within that many edits have one of these in common.
"""

from __future__ import annotations

import hashlib
from itertools import combinations
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import OSA

from gegenbesuch.core.search import store
from gegenbesuch.core.search.grams import any_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_LETTERS_OF_BEGINNING: Final = 7
_SHORTEST: Final = 4
_SHORTEST_FOR_TWO: Final = 8
_LONGEST: Final = 30
#: From here on the beginning of a word may be misspelt, while it is typed.
_SHORTEST_BEGINNING: Final = 6
_MOST_CANDIDATES: Final = 3000
_MOST_WORDS: Final = 24


def similar_words(plain: str, folded: str) -> dict[str, int]:
    """
    Return the stored words that are spelt nearly alike, with the edits between.

    A word that goes on is among them when its beginning is spelt nearly alike.

    Args:
        plain: The word as it was typed, without marks: a slip in it may change
            the sound.
        folded: As search folds it.
    """
    asked = {word: _most_edits(word) for word in (plain, folded) if _can_differ(word)}
    if not asked:
        return {}
    parts = {part for word, most in asked.items() for part in _parts(word, most)}
    found: dict[str, tuple[int, bool]] = {}
    for pair in store.find_words(any_of(sorted(parts)), _MOST_CANDIDATES):
        other_plain, _blank, other = pair.partition(" ")
        for word, most in asked.items():
            edits = _edits(word, other if word == folded else other_plain, most)
            rank = (edits, other[:1] != folded[:1])
            if 0 < edits <= most and other != folded:
                found[other] = min(found.get(other, rank), rank)
    best = sorted((rank, other) for other, rank in found.items())[:_MOST_WORDS]
    return {other: edits for (edits, _first), other in best}


def put_words(pairs: Iterable[tuple[str, str]]) -> None:
    """Store words that can be misspelt, as written and as folded, unless known."""
    words = {f"{plain} {folded}" for plain, folded in pairs if _can_differ(folded)}
    numbers = {_number(pair): pair for pair in words}
    new = set(numbers) - store.known(store.WORDS, list(numbers))
    store.put_words(
        (number, _parts_of_pair(numbers[number]), numbers[number])
        for number in sorted(new)
    )


def words_with(parts: Iterable[str]) -> set[tuple[str, str]]:
    """Return the stored words in which one of these stands, as written and folded."""
    found = set()
    for part in filter(_can_differ, parts):
        for pair in store.words_with(part):
            plain, _blank, folded = pair.partition(" ")
            found.add((plain, folded))
    return found


def remove_words(pairs: Iterable[tuple[str, str]]) -> None:
    """Forget words, as written and as folded."""
    store.remove([_number(f"{plain} {folded}") for plain, folded in pairs], store.WORDS)


def _parts_of_pair(pair: str) -> set[str]:
    return {
        part
        for word in pair.split()
        if _can_differ(word)
        for part in _parts(word, _most_edits(word))
    }


def _most_edits(word: str) -> int:
    return 2 if len(word) >= _SHORTEST_FOR_TWO else 1


def _edits(word: str, other: str, most: int) -> int:
    edits = OSA.distance(word, other, score_cutoff=most)
    if edits <= most or len(other) <= len(word) or len(word) < _SHORTEST_BEGINNING:
        return edits
    beginnings = (other[: len(word) + more] for more in range(-most, most + 1))
    return min(OSA.distance(word, part, score_cutoff=most) for part in beginnings)


def _can_differ(word: str) -> bool:
    return _SHORTEST <= len(word) <= _LONGEST and word.isascii() and word.isalpha()


def _parts(word: str, most: int) -> set[str]:
    beginning = word[:_LETTERS_OF_BEGINNING]
    return {
        "".join(left)
        for missing in range(most + 1)
        for left in combinations(beginning, len(beginning) - missing)
    }


def _number(pair: str) -> int:
    digest = hashlib.blake2b(pair.encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> 1
