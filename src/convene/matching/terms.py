"""The glossary: technical terms in three languages, found in any sentence."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

LANGUAGES = ("de", "en", "ja")
BROADER = 0.5

_ENDINGS = {
    "de": frozenset(("", "e", "en", "n", "s", "er", "es", "em")),
    "en": frozenset(("", "s", "es", "'s")),
}
#: Letters by which terms are looked up; shorter terms stand at the start of words.
_KEY = {"de": 4, "en": 4, "ja": 2}
_WORD = re.compile(r"\w+")
_Entry = tuple[str, int, str]


def fold(text: str) -> str:
    """Spell a text as terms are spelled: one width, small letters."""
    return unicodedata.normalize("NFKC", text).casefold()


class Glossary:
    """
    Concepts with their terms in German, English and Japanese.

    A line of the source is `German | English | Japanese < broader, broader`, each
    cell a list of synonyms. German stems of five letters or more are found
    anywhere in a word, because German joins words; `^` binds a term to the start
    of a word and `=` to the whole of it. English terms begin words, Japanese ones
    stand anywhere. Where terms overlap, the longest wins.

    Attributes:
        names: For each concept its first German, English and Japanese term.
        fields: For each concept the field it belongs to, or "general".

    """

    def __init__(self, lines: list[str]) -> None:
        self.names: list[tuple[str, str, str]] = []
        self.fields: list[str] = []
        self._broader: list[list[str]] = []
        self._index: dict[str, dict[str, list[_Entry]]] = {
            language: defaultdict(list) for language in LANGUAGES
        }
        by_term: dict[str, int] = {}
        field = "general"
        for line in lines:
            if not line or line.startswith("#"):
                continue
            if line.startswith("["):
                field = line[1:-1]
                continue
            body, _, broader = line.partition(" < ")
            cells = [
                [t.strip() for t in cell.split(";") if t.strip()]
                for cell in body.split("|")
            ]
            concept = len(self.names)
            self.names.append((_plain(cells[0]), _plain(cells[1]), _plain(cells[2])))
            self.fields.append(field)
            self._broader.append([b.strip() for b in broader.split(",") if b.strip()])
            for language, cell in zip(LANGUAGES, cells, strict=True):
                for term in cell:
                    self._add(language, term, concept)
            for term in cells[1]:
                by_term.setdefault(fold(term), concept)
        self.broader = tuple(
            tuple(by_term[fold(b)] for b in names) for names in self._broader
        )

    def _add(self, language: str, term: str, concept: int) -> None:
        mark = term[0] if term[0] in "^=" else ""
        spelled = fold(term[len(mark) :])
        key = spelled[: _KEY[language]]
        self._index[language][key].append((spelled, concept, mark))

    def __len__(self) -> int:
        return len(self.names)

    def find(self, sentence: str, language: str) -> dict[int, float]:
        """
        Give the concepts that a sentence names, with 1 for each.

        Concepts that are only broader than a named one count half.
        Languages without terms of their own are read as English.
        """
        found: dict[int, float] = {}
        for concept in self._named(sentence, language):
            if self.fields[concept]:
                found[concept] = 1.0
        for concept in tuple(found):
            for broader in self.broader[concept]:
                found.setdefault(broader, BROADER)
        return found

    def gloss(self, found: Mapping[int, float]) -> str:
        """Give the English names of the concepts that were found in a sentence."""
        named = sorted(concept for concept, weight in found.items() if weight == 1.0)
        return ", ".join(self.names[concept][1] for concept in named)

    def _named(self, sentence: str, language: str) -> list[int]:
        if language not in self._index:
            language = "en"
        text = fold(sentence)
        fits = _FITS[language]
        spans: list[tuple[int, int, int]] = []
        for at, entries in self._looked_up(text, language):
            for term, concept, mark in entries:
                end = at + len(term)
                if text.startswith(term, at) and fits(text, at, end, mark):
                    spans.append((at, end, concept))
        if len(spans) < 2:
            return [concept for _, _, concept in spans]
        return [
            concept
            for start, end, concept in spans
            if not any(
                first <= start < last and last - first > end - start
                for first, last, _ in spans
            )
        ]

    def _looked_up(self, text: str, language: str) -> list[tuple[int, list[_Entry]]]:
        """Give the places where terms may begin, with those that may begin there."""
        get, longest = self._index[language].get, _KEY[language]
        if language == "ja":
            places: Iterable[int] = range(len(text))
            short = places
        else:
            short = [match.start() for match in _WORD.finditer(text)]
            places = range(len(text)) if language == "de" else short
        found = [(at, e) for at in places if (e := get(text[at : at + longest]))]
        found += [
            (at, e)
            for length in range(1, longest)
            for at in short
            if (e := get(text[at : at + length]))
        ]
        return found


def _plain(cell: list[str]) -> str:
    return cell[0].lstrip("^=") if cell else ""


def _rest(text: str, end: int) -> str:
    last = end
    while last < len(text) and (text[last].isalnum() or text[last] == "'"):
        last += 1
    return text[end:last]


def _fits_german(text: str, start: int, end: int, mark: str) -> bool:
    inside = start > 0 and text[start - 1].isalnum()
    if mark:
        return not inside and (mark == "^" or not _rest(text, end))
    length = end - start
    if length >= 5:
        return True
    whole = _rest(text, end) in _ENDINGS["de"]
    if length == 4:
        return whole or (not inside and len(_rest(text, end)) >= 4)
    return whole and not inside


def _fits_english(text: str, start: int, end: int, mark: str) -> bool:
    if start > 0 and text[start - 1].isalnum():
        return False
    length = end - start
    if mark != "=" and length >= 6:
        return True
    rest = _rest(text, end)
    if mark == "=":
        return not rest
    return len(rest) <= 4 if length == 5 else rest in _ENDINGS["en"]


def _katakana(char: str) -> bool:
    return "ァ" <= char <= "ヺ" or char == "ー"


def _kanji(char: str) -> bool:
    return "一" <= char <= "鿿" or char == "々"


def _fits_japanese(text: str, start: int, end: int, mark: str) -> bool:
    left = text[start - 1] if start else " "
    right = text[end] if end < len(text) else " "
    term = text[start:end]
    if term.isascii():
        return not (left.isascii() and left.isalnum()) and not (
            right.isascii() and right.isalnum()
        )
    if end - start == 1:
        return not _kanji(left) and not _kanji(right)
    if end - start == 2 and _katakana(term[0]) and _katakana(term[1]):
        return not _katakana(left) and not _katakana(right)
    return True


_FITS = {"de": _fits_german, "en": _fits_english, "ja": _fits_japanese}


@cache
def glossary() -> Glossary:
    """Read the glossary that comes with the library."""
    folder = files("convene.matching") / "data"
    lines: list[str] = []
    for name in ("terms_industry.txt", "terms_life.txt"):
        lines += (folder / name).read_text(encoding="utf-8").splitlines()
    return Glossary(lines)
