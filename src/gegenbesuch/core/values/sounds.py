"""What a foreign word and its katakana have in common: their consonants."""

from __future__ import annotations

import re
from typing import Final

_SHORTEST: Final = 4
_FEWEST: Final = 2

#: How a Latin or romanised word, already folded for search, is heard in Japan.
_HEARD: Final = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"ig\b", "ih"),
        (r"g\b", "k"),
        (r"d\b", "t"),
        (r"b\b", "p"),
        (r"(?:er|or|re)\b", ""),  # ヴェーバー for Weber
        (r"zi(?=[aou])", ""),  # ユ for ju
        (r"(?<=[aeiou])h(?=[^aeiou])", ""),
        (r"ks|x|sh|tz|ts|t(?=u)|z", "s"),
        (r"qu", "k"),
        (r"ch|f", "h"),
        (r"[vw]", "b"),
        (r"l", "r"),
        (r"m(?=[^aeiou])", "n"),
        (r"[aeiou]", ""),
    )
)


def consonants(folded: str) -> str:
    """
    Return the consonants of a folded Latin word as katakana render them.

    Richter and リヒター meet, Schmidt and シュミット. Empty for words that are
    too short to say anything, or not in Latin letters.
    """
    if len(folded) < _SHORTEST or not folded.isascii() or not folded.isalpha():
        return ""
    for pattern, to in _HEARD:
        folded = pattern.sub(to, folded)
    return folded if len(folded) >= _FEWEST else ""
