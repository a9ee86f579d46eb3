"""What a foreign word and its katakana have in common: their consonants."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from typing import Final

_SHORTEST: Final = 3
_FEWEST: Final = 2
_MOST_WAYS: Final = 16

#: What can be heard in more than one way, as written in Latin letters.
_WAYS: Final = (
    ("sch", ("s",)),
    ("tsch", ("t",)),
    ("chr", ("kr",)),
    ("ch", ("H", "k", "t")),
    ("th", ("t", "s", "tH")),
    ("ph", ("h",)),
    ("pf", ("b",)),
    ("sh", ("s",)),
    ("ck", ("k",)),
    ("qu", ("k",)),
    ("j", ("", "s")),
    ("v", ("h", "b")),
    ("x", ("ks",)),
    ("tz", ("s",)),
    ("ts", ("s",)),
    ("z", ("s",)),
    ("c", ("k", "s")),
    ("er", ("er", "e")),
)
_PIECES: Final = re.compile("|".join(text for text, _ways in _WAYS))
_HEARD: Final = dict(_WAYS)

#: How the rest is heard: voiced consonants as the others, l as r.
_EVEN: Final = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"ig\b", "iH"),
        (r"r(?=l)", ""),
        (r"(?<=[aeiou])h(?=[^aeiouy]|$)", ""),
        (r"y(?=[aeiou])", ""),
        (r"([bcdfgklmnprstz])\1+", r"\1"),
        (r"g", "k"),
        (r"[wp]", "b"),
        (r"f", "h"),
        (r"d", "t"),
        (r"l", "r"),
        (r"nm", "m"),
        (r"m(?=[bp])", "n"),
        (r"([bhkmnrst])\1+", r"\1"),
        (r"[aeiouy]", ""),
    )
)
#: The end of a word that katakana make a long vowel of, or not.
_LAST_R: Final = re.compile("(?:er|or|ar|re)$")
#: Sounds of kana, in the letters of Kunrei.
_OF_KANA: Final = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"(?:zy|zi)(?=[auoe])", "s"),
        (r"iy(?=[auoe])", ""),
        (r"ch", "t"),
        (r"ts|sh|t(?=u)|z", "s"),
        (r"v", "b"),
    )
)


@lru_cache(maxsize=100_000)
def skeletons(word: str, *, is_kana: bool) -> frozenset[str]:
    """
    Return the consonants of a word as katakana may render them.

    Richter and リヒター have one in common, so have Schmidt and シュミット, Michael
    and マイケル or ミヒャエル. Empty for words that are too short to say anything.

    Args:
        word: Without marks and in lower case: as written, or kana in the letters
            of Kunrei.
    """
    if len(word) < _SHORTEST or not word.isascii() or not word.isalpha():
        return frozenset()
    if is_kana:
        for pattern, to in _OF_KANA:
            word = pattern.sub(to, word)
        found = {_even(word)}
    else:
        found = {_even(way) for way in _ways(word)}
    return frozenset(each for each in found if len(each) >= _FEWEST)


def _ways(word: str) -> set[str]:
    """Return how a word in Latin letters may be heard."""
    ends = {word, _LAST_R.sub("", word)}
    pieces = [_PIECES.split(end) for end in ends]
    found: set[str] = set()
    for end, between in zip(ends, pieces, strict=True):
        choices = [_HEARD[piece] for piece in _PIECES.findall(end)]
        for ways in product(*choices):
            text = between[0]
            for way, following in zip(ways, between[1:], strict=True):
                text += way + following
            found.add(text)
            if len(found) >= _MOST_WAYS:
                return found
    return found


def _even(text: str) -> str:
    for pattern, to in _EVEN:
        text = pattern.sub(to, text)
    return text.lower()
