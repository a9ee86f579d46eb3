"""The glossary: technical terms in three languages, found in any sentence."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

LANGUAGES = ("de", "en", "ja")
#: Where the concepts are written down.
TERMS = ("terms_industry.txt", "terms_life.txt")
BROADER = 0.5

_ENDINGS = {
    "de": frozenset(("", "e", "en", "n", "s", "er", "es", "em")),
    "en": frozenset(("", "s", "es", "'s")),
}
#: Letters by which terms are looked up; shorter terms stand at the start of words.
_KEY = {"de": 4, "en": 4, "ja": 2}
_WORD = re.compile(r"\w+")
#: Sentences that are searched in one go.
AT_ONCE = 512
#: Runs of letters are told apart by so many bits of their product with a large prime.
MARK_BITS = 16
MIXING = 0x9E3779B97F4A7C15
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
        names: For each concept its first English term.
        fields: For each concept the field it belongs to, or "general".

    """

    def __init__(self, lines: list[str]) -> None:
        # A sentence stands in the reasons of all to whom its profile is suggested.
        self._spans_in = lru_cache(maxsize=8192)(self._spans_of)
        self.names: list[str] = []
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
            self.names.append(_plain(cells[1]))
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
        for keys in self._index.values():
            for entries in keys.values():
                entries.sort(key=lambda entry: -len(entry[0]))
        self._known = {
            (language, length): _known(keys, length)
            for language, keys in self._index.items()
            for length in range(1, _KEY[language] + 1)
        }

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
        return self.find_all([(sentence, language)])[0]

    def find_all(self, written: Sequence[tuple[str, str]]) -> list[dict[int, float]]:
        """Give what `find` gives, for many sentences with their languages at once."""
        chosen: dict[str, list[int]] = {language: [] for language in LANGUAGES}
        for number, (_, language) in enumerate(written):
            chosen[language if language in chosen else "en"].append(number)
        found: list[dict[int, float]] = [{} for _ in written]
        for language, numbers in chosen.items():
            for start in range(0, len(numbers), AT_ONCE):
                some = numbers[start : start + AT_ONCE]
                named = self._named([fold(written[n][0]) for n in some], language)
                for number, concepts in zip(some, named, strict=True):
                    if concepts:
                        found[number] = self._with_broader(concepts)
        return found

    def _with_broader(self, concepts: Iterable[int]) -> dict[int, float]:
        found = {concept: 1.0 for concept in concepts if self.fields[concept]}
        for concept in tuple(found):
            for broader in self.broader[concept]:
                found.setdefault(broader, BROADER)
        return found

    def gloss(self, found: Mapping[int, float]) -> str:
        """Give the English names of the concepts that were found in a sentence."""
        if not found:
            return ""
        named = sorted(concept for concept, weight in found.items() if weight == 1.0)
        return ", ".join(self.names[concept] for concept in named)

    def said(self, sentence: str, language: str, concept: int) -> str:
        """Give the first word of a sentence that names a concept, or a narrower one."""
        language = language if language in LANGUAGES else "en"
        text = unicodedata.normalize("NFKC", sentence)
        # Small letters may be more of them: ß becomes ss.
        begins = list(accumulate((len(c.casefold()) for c in text), initial=0))
        for start, end, named in self._spans_in(sentence, language):
            if concept == named or concept in self.broader[named]:
                first, last = (bisect_right(begins, at) - 1 for at in (start, end - 1))
                found = text[first : last + 1]
                return found if language == "ja" else _word(text, first, last + 1)
        return ""

    def _spans_of(self, sentence: str, language: str) -> list[tuple[int, int, int]]:
        return sorted(self._spans([fold(sentence)], language)[0])

    def _named(self, texts: Sequence[str], language: str) -> list[list[int]]:
        """Give the concepts in each of the folded texts."""
        return [
            [concept for _start, _end, concept in spans]
            for spans in self._spans(texts, language)
        ]

    def _spans(
        self, texts: Sequence[str], language: str
    ) -> list[list[tuple[int, int, int]]]:
        """Give where concepts begin and end in folded texts, none inside longer ones."""
        joined = "\n".join(texts)
        fits = _FITS[language]
        starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
        spans: list[list[tuple[int, int, int]]] = [[] for _ in texts]
        for at, entries in self._looked_up(joined, language):
            longest = 0
            for term, concept, mark in entries:
                if len(term) < longest:
                    break
                if joined.startswith(term, at):
                    end = at + len(term)
                    if fits(joined, at, end, mark):
                        longest = len(term)
                        text = bisect_right(starts, at) - 1
                        first = starts[text]
                        spans[text].append((at - first, end - first, concept))
        return [_outermost(found) for found in spans]

    def _looked_up(
        self, text: str, language: str
    ) -> Iterator[tuple[int, list[_Entry]]]:
        """Give the places where terms may begin, with those that may begin there."""
        get, longest = self._index[language].get, _KEY[language]
        letters = np.frombuffer(text.encode("utf-32-le", "replace"), "<u4")
        words = [match.start() for match in _WORD.finditer(text)]
        anywhere = np.arange(len(letters))
        short = anywhere if language == "ja" else np.array(words, np.int64)
        # The longest keys first: in this order concepts are named.
        for length in (longest, *range(1, longest)):
            full = length == longest and language != "en"
            places = anywhere if full else short
            places = places[places <= len(letters) - length]
            marks = _marks([letters[places + i] for i in range(length)])
            for at in places[self._known[language, length][marks]].tolist():
                entries = get(text[at : at + length])
                if entries:
                    yield at, entries


def _known(keys: Iterable[str], length: int) -> NDArray[np.bool_]:
    """Note the marks of all keys of a length, so that most other letters are none."""
    table = np.zeros(1 << MARK_BITS, bool)
    chosen = [key for key in keys if len(key) == length]
    if chosen:
        rows = np.array([[ord(letter) for letter in key] for key in chosen], np.uint32)
        table[_marks(list(rows.T))] = True
    return table


def _marks(letters: Sequence[Any]) -> NDArray[np.uint64]:
    """Give a number below `MARKS` for runs of letters, given as columns."""
    total = np.zeros(len(letters[0]), np.uint64)
    for column in letters:
        total = (total + column) * np.uint64(MIXING)
    return total >> np.uint64(64 - MARK_BITS)


def _outermost(spans: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Give those spans that lie in no longer one."""
    return [
        (start, end, concept)
        for start, end, concept in spans
        if len(spans) == 1
        or not any(
            first <= start < last and last - first > end - start
            for first, last, _ in spans
        )
    ]


def _plain(cell: list[str]) -> str:
    return cell[0].lstrip("^=") if cell else ""


def _rest(text: str, end: int) -> str:
    last = end
    while last < len(text) and (text[last].isalnum() or text[last] == "'"):
        last += 1
    return text[end:last]


def _word(text: str, start: int, end: int) -> str:
    """Give the whole word in which a term stands."""
    first = start
    while first and text[first - 1].isalnum():
        first -= 1
    return text[first:end] + _rest(text, end)


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
    for name in TERMS:
        lines += (folder / name).read_text(encoding="utf-8").splitlines()
    return Glossary(lines)
