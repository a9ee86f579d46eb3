"""Texts as sentences, and sentences without the phrases that all of them share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

LONGEST = 600

#: It begins with a set of letters, so that the search skips from mark to mark.
_END = re.compile(
    r"[。！？!?.;；\n](?:"
    r"(?<=[。！？])\s*"
    r"|(?<=[!?])\s+"
    r"|(?<=[^\W\d_]{2}\.)\s+(?=[^a-zäöü\s])"
    r"|(?<=[\d)%\]\"”“»]\.)\s+(?=[A-ZÄÖÜ])"
    r"|(?<=[;；])\s+"
    r"|(?<=\n)\s*"
    r")"
)
_DROPPED = ";；\n"
_ABBREVIATION = re.compile(
    r"\b(?:bzw|ca|co|dr|etc|evtl|ggf|inkl|ltd|inc|max|mio|min|nr|no|prof|sog|st|str|usw|vgl|vs|zzgl)\.$",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W_]")
_LETTERS = re.compile(r"[^\W_].*[^\W_]")
_BULLETS = "-*•·・–—▪◦‣"

#: What almost every need and offer says; it would make all of them look alike.
_FRAMES = {
    "de": re.compile(
        r"^(?:gesucht(?: (?:wird|werden|sind|ist))?|wir|unser\w*|eine?[rmns]?)\b:?"
        r"|\b(?:suchen|sucht|benötigen|benötigt|brauchen|braucht|möchten|wollen|bieten"
        r"|bietet|bauen|fertigen|produzieren|liefern|entwickeln|stellen|wir|unser\w*)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:we are looking for|(?:is|are) looking for|looking for|wanted:?"
        r"|we (?:also )?(?:need|seek|offer|build|make|produce|supply|develop"
        r"|manufacture|provide|want to|would like to)"
        r"|(?:need|seek)s?|our (?:firm|company|business))\b",
        re.IGNORECASE,
    ),
    "ja": re.compile(
        r"を?(?:探して|求めて|募集して|希望して)います"
        r"|が?必要です"
        r"|を?(?:(?:開発|製造|設計|生産|製作)[・、]?)?"
        r"(?:開発|製造|提供|供給|生産|販売|運営|製作)(?:して|を行って)います"
        r"|を?手がけて(?:います|おります)|したいと考えて(?:います|おります)"
        r"|(?:当社|弊社|当方|私たち)(?:の|は|では)?"
    ),
}


def sentences(text: str) -> tuple[str, ...]:
    """
    Split a text into its sentences, as they stand in it.

    Very long ones are cut at a comma or a space; what has no letter is left out.
    """
    found: list[str] = []
    for raw in _raw(text):
        part = raw.strip()
        while part and part[0] in _BULLETS:
            part = part[1:].lstrip()
        if not _LETTER.search(part):
            continue
        if found and _ABBREVIATION.search(found[-1]):
            found[-1] = f"{found[-1]} {part}"
            continue
        found += _pieces(part)
    return tuple(dict.fromkeys(found))


def _raw(text: str) -> Iterator[str]:
    start = 0
    for end in _END.finditer(text):
        mark = end.start()
        yield text[start : mark if text[mark] in _DROPPED else mark + 1]
        start = end.end()
    yield text[start:]


def _pieces(part: str) -> list[str]:
    pieces = []
    while len(part) > LONGEST:
        cut = max(part.rfind(mark, LONGEST // 2, LONGEST) for mark in (", ", "、", " "))
        cut = LONGEST if cut < 0 else cut + 1
        pieces.append(part[:cut].strip())
        part = part[cut:].strip()
    return [*pieces, part] if part else pieces


def core(sentence: str, language: str) -> str:
    """Give a sentence without the words that nearly all needs and offers have."""
    frame = _FRAMES.get(language)
    if frame is None:
        return sentence
    bare = frame.sub(" ", unicodedata.normalize("NFKC", sentence))
    bare = " ".join(bare.split()).strip(" 、。.,:・")
    return bare if _LETTERS.search(bare) else sentence
