"""Two parts of names beside each other, in any script."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final, Literal

from rapidfuzz.distance import OSA

from gegenbesuch.core.values.kana import romanise
from gegenbesuch.core.values.kanji import usual_kanji
from gegenbesuch.core.values.name_sorting import fold_latin, is_katakana
from gegenbesuch.core.values.search_text import normalise_for_search, romanised
from gegenbesuch.core.values.sounds import skeletons
from gegenbesuch.directory.duplicates.usual_names import (
    are_forms_of_one,
    is_usual,
    is_written_so,
)

Script = Literal["latin", "kana", "kanji"]
Which = Literal["family", "given"]

_KANJI: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々]")
_KANA: Final = re.compile("[\u3041-\u30ffｦ-ﾟ]")
_ROMAJI: Final = re.compile(
    r"(?:(?:[kgnhbpmr]y|sh|sy|t?ch|ty|ts|zy|jy|kk|ss|ssh|tt|tts|pp|[kgsztdnhbpmyrwjf])?"
    r"[aiueo]|n|m(?=[bpm])|h(?![aiueo]))+"
)


_LOOSE: Final = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"^(?:zi|i)(?=e)", ""),
        (r"w", "v"),
        (r"ei", "ai"),
        (r"ie", "i"),
        (r"(?<=[aeiou])h(?=[^aeiou]|$)", ""),
        (r"(?<=[dgklrt])h", ""),
        (r"(?<=[rnl])d$", "t"),
        (r"ow$|ov$", "of"),
    )
)


class Likeness(StrEnum):
    """How two parts of names are related, the closest first."""

    SAME = "same"
    READING = "reading"
    VARIANT = "variant"
    SOUND = "sound"
    SUBSET = "subset"
    SHORT = "short"
    TYPO = "typo"
    MORE = "more"
    LETTER = "letter"
    ALIKE = "alike"
    INITIAL = "initial"
    UNKNOWN = "unknown"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Part:
    """
    A part of a name in all the forms in which it is compared.

    Attributes:
        exact: Its spellings with umlauts written out, and without marks.
        sound: The form that search uses; different spellings meet in it.
        written: With umlauts written out, in lower case.
        plain: Without marks, in lower case.
        loose: Sound with what German spelling leaves open: d and t at the end,
            w and v, ei and ai, a silent h.
        skeletons: Its consonants as katakana may render them.
        is_foreign: It is in katakana: a name that is none of Japan's.
    """

    script: Script
    exact: frozenset[str]
    sound: str
    written: str
    plain: str
    loose: str
    skeletons: frozenset[str]
    words: tuple[str, ...]
    is_initial: bool
    is_romaji: bool
    is_foreign: bool


@lru_cache(maxsize=50_000)
def part_of(text: str) -> Part:
    """Return a part of a name, ready to be compared."""
    text = unicodedata.normalize("NFKC", text).strip()
    folded = normalise_for_search(text.replace("・", " "))
    if _KANJI.search(text):
        bare = usual_kanji(text).replace(" ", "")
        return Part(
            "kanji", frozenset({bare}), bare, bare, bare, bare, frozenset(), (bare,),
            is_initial=False, is_romaji=False, is_foreign=False,
        )  # fmt: skip
    if _KANA.search(text):
        latin = romanised(folded).replace(" ", "") or folded
        return Part(
            "kana",
            frozenset({folded}),
            latin,
            latin,
            latin,
            latin,
            skeletons(romanise(folded).replace(" ", ""), is_kana=True),
            (latin,),
            is_initial=False,
            is_romaji=True,
            is_foreign=is_katakana(text),
        )
    bare = "".join(
        char
        for char in unicodedata.normalize("NFD", text.casefold())
        if not unicodedata.combining(char)
    )
    bare = " ".join(re.sub(r"[^\w]+", " ", bare.replace("'", "")).split())
    sound = folded.replace(" ", "")
    words = tuple(bare.split())
    in_one = bare.replace(" ", "")
    return Part(
        "latin",
        frozenset({bare, fold_latin(text)}),
        sound,
        fold_latin(text),
        in_one,
        _loose(sound),
        skeletons(in_one, is_kana=False),
        words,
        is_initial=bool(words) and all(len(word) == 1 for word in words),
        is_romaji=bool(_ROMAJI.fullmatch(in_one)),
        is_foreign=False,
    )


def _loose(sound: str) -> str:
    for pattern, to in _LOOSE:
        sound = pattern.sub(to, sound)
    return sound


@lru_cache(maxsize=50_000)
def likeness(  # noqa: PLR0911 -- one for each way to be related
    one: str, other: str, which: Which
) -> Likeness:
    """
    Compare two family names, or two given names.

    Unknown if one of them is missing, or if they are in scripts of which one
    does not tell the sound.
    """
    if not one or not other:
        return Likeness.UNKNOWN
    a, b = part_of(one), part_of(other)
    if "kanji" in (a.script, b.script):
        if a.script != b.script:
            return Likeness.UNKNOWN
        return Likeness.SAME if a.exact == b.exact else Likeness.DIFFERENT
    if a.exact & b.exact:
        is_bare = a.written != b.written and a.plain == b.plain
        if is_bare and is_written_so(one, which) and is_written_so(other, which):
            return Likeness.LETTER  # Krämer and Kramer
        return Likeness.SAME
    if a.is_romaji and b.is_romaji and a.sound == b.sound:
        return Likeness.READING if a.script != b.script else Likeness.SAME
    if a.is_foreign or b.is_foreign:
        return _across(a, b)
    if a.script != b.script:
        return Likeness.DIFFERENT
    return _in_latin(a, b, which)


def _across(a: Part, b: Part) -> Likeness:
    """Compare a foreign name in katakana with another form of it."""
    if a.is_initial or b.is_initial:
        return Likeness.UNKNOWN
    if a.sound == b.sound or a.skeletons & b.skeletons:
        if a.script != b.script:
            return Likeness.SOUND
        return (
            Likeness.VARIANT if _differ_little(a.sound, b.sound) else Likeness.DIFFERENT
        )
    if not (a.skeletons and b.skeletons):
        edits = OSA.distance(a.sound.replace("w", "v"), b.sound.replace("w", "v"))
        return Likeness.SOUND if edits <= 1 else Likeness.DIFFERENT
    if any(
        len(one) > 3 and OSA.distance(one, other) == 1
        for one in a.skeletons
        for other in b.skeletons
    ):
        return Likeness.SOUND
    return _slip(a, b) if a.script == b.script else Likeness.DIFFERENT


def _differ_little(one: str, other: str) -> bool:
    """Tell whether two spellings in kana are so near that they are of one name."""
    return OSA.distance(one, other) * 4 <= max(len(one), len(other))


def _in_latin(  # noqa: PLR0911 -- one for each way to be related
    a: Part, b: Part, which: Which
) -> Likeness:
    if a.is_initial or b.is_initial:
        return Likeness.INITIAL if _fits_initials(a, b) else Likeness.DIFFERENT
    if a.sound == b.sound:
        return Likeness.VARIANT
    words, other_words = (
        set(normalise_for_search(" ".join(p.words)).split()) for p in (a, b)
    )
    if words < other_words or other_words < words:
        return Likeness.SUBSET
    if which == "given":
        if are_forms_of_one(a.sound, b.sound):
            return Likeness.SHORT
        if len(a.words) > 1 and len(b.words) > 1 and _fits_initials_mixed(a, b):
            return Likeness.SUBSET
    if a.loose == b.loose and (which == "given" or not _are_two_names(a, b, which)):
        return Likeness.VARIANT
    if _are_two_names(a, b, which):
        return Likeness.DIFFERENT
    if min(len(a.sound), len(b.sound)) < _shortest_slip(a, b, which):
        return Likeness.DIFFERENT
    return _slip(a, b)


def _fits_initials(a: Part, b: Part) -> bool:
    """Tell whether T. fits Thomas, K.-H. Karl-Heinz, and M. the Japanese Mika."""
    short, full = (a, b) if a.is_initial else (b, a)
    firsts = [word[0] for word in full.words]
    given = [word[0] for word in short.words]
    return given == firsts[: len(given)] or (len(firsts) == 1 and given[0] == firsts[0])


def _fits_initials_mixed(a: Part, b: Part) -> bool:
    """Tell whether each word is the other's, or its first letter."""
    return all(
        x == y or (min(len(x), len(y)) == 1 and x[0] == y[0])
        for x, y in zip(a.words, b.words, strict=False)
    )


def _are_two_names(a: Part, b: Part, which: Which) -> bool:
    """Tell whether two names are known as two, however alike they are."""
    if is_usual(a.sound, which) and is_usual(b.sound, which):
        return True
    shorter, longer = sorted((a.sound, b.sound), key=len)
    if which == "given" and longer in {f"{shorter}a", f"{shorter}e", f"{shorter}in"}:
        return True  # Daniel and Daniela
    same_but_last = len(shorter) == len(longer) and shorter[:-1] == longer[:-1]
    return (
        which == "given" and same_but_last and {shorter[-1], longer[-1]} <= set("aeo")
    )


def _shortest_slip(a: Part, b: Part, which: Which) -> int:
    """Return from how many letters on another letter is a slip, not another name."""
    if a.is_romaji and b.is_romaji:
        return 6
    return 5 if which == "given" else 4


def _slip(a: Part, b: Part) -> Likeness:
    """Tell whether one word is the other with a slip of the hand."""
    is_romaji = a.is_romaji and b.is_romaji
    found = [
        _slip_of(a.sound, b.sound, is_romaji=is_romaji),
        _slip_of(a.plain, b.plain, is_romaji=is_romaji),
    ]
    return min(found, key=list(Likeness).index)


def _slip_of(one: str, other: str, *, is_romaji: bool) -> Likeness:
    shorter = min(len(one), len(other))
    edits = OSA.distance(one, other, score_cutoff=2)
    is_other_start = one[:1] != other[:1]
    if shorter < 4 or edits > 2 or (shorter < 6 and is_other_start):
        return Likeness.DIFFERENT
    if edits == 2 and shorter < 8:
        is_alike = shorter > 5 and not is_other_start and not is_romaji
        return Likeness.ALIKE if is_alike else Likeness.DIFFERENT
    if sorted(one) == sorted(other):
        return Likeness.TYPO
    if len(one) != len(other):
        return Likeness.MORE
    return Likeness.DIFFERENT if is_romaji else Likeness.LETTER
