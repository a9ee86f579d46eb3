"""
How wide a text will be in a picture, and where to break its lines.

SVG breaks no lines itself. The widths are those of a common sans-serif, a little
generous, so that a text fits in whatever font the reader has.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_NARROW: Final = frozenset("iljtfrI.,:;'|!()[]/ -·")
_BROAD: Final = frozenset("mwMWÖÄÜOQGD@%—–…")
_NEVER_FIRST: Final = frozenset(
    "、。，．）」』】〕・ーぁぃぅぇぉっゃゅょァィゥェォッャュョ)!?！？:;,."
)
_PIECE: Final = re.compile(r"[^\s⺀-鿿豈-﫿＀-￯　-ヿ]+|\s+|.", re.DOTALL)


def text_width(text: str, size: float) -> float:
    """Return about how many pixels `text` is wide at a font size in pixels."""
    return sum(_em(character) for character in text) * size


def wrap(text: str, size: float, width: float, *, most: int = 3) -> list[str]:
    """
    Break `text` into at most `most` lines that fit into `width` pixels.

    Japanese may be broken between any two characters but not before closing
    punctuation or small kana; other scripts at spaces and after hyphens. What
    does not fit ends in an ellipsis.
    """
    lines = [""]
    for piece in _pieces(text, size, width):
        if text_width((lines[-1] + piece).rstrip(), size) <= width or (
            piece in _NEVER_FIRST and lines[-1]
        ):
            lines[-1] += piece
        else:
            lines.append(piece.lstrip())
    lines = [line.strip() for line in lines if line.strip()]
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and text_width(last + "…", size) > width:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip() + "…"]


def _pieces(text: str, size: float, width: float) -> list[str]:
    pieces: list[str] = []
    for match in _PIECE.findall(text):
        for piece in re.findall(r"[^-]+-?|-", match) or [match]:
            pieces.extend(_broken(piece, size, width))
    return pieces


def _broken(word: str, size: float, width: float) -> list[str]:
    """Cut a word that is wider than a line, with hyphens."""
    parts = []
    while text_width(word, size) > width and len(word) > 4:
        end = len(word) - 2
        while end > 2 and text_width(word[:end] + "-", size) > width:
            end -= 1
        parts.append(word[:end] + "-")
        word = word[end:]
    return [*parts, word]


def _em(character: str) -> float:
    if character in _NARROW:
        return 0.36
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if character in _BROAD:
        return 0.88
    if character.isupper():
        return 0.68
    return 0.57
