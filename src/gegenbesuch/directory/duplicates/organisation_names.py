"""Two names of organisations beside each other, in any language and script."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice, product
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import OSA

from gegenbesuch.core.values.kana import romanise
from gegenbesuch.core.values.kanji import usual_kanji
from gegenbesuch.core.values.name_sorting import fold_latin
from gegenbesuch.core.values.search_text import (
    normalise_for_search,
    romanised,
    without_company_form,
)
from gegenbesuch.core.values.sounds import skeletons
from gegenbesuch.directory.duplicates.usual_names import is_usual
from gegenbesuch.directory.duplicates.words_of_names import (
    FORMS,
    MAKE_ANOTHER,
    SAY_NOTHING,
    in_short,
    meaning,
    meanings_in_japanese,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_JAPANESE: Final = re.compile("[\u3041-\u30ff\u3400-\u9fff々]")
_KANJI: Final = re.compile("[\u3400-\u9fff々]")
_SHORTEST_TYPO: Final = 7
_SHORTEST_TWO: Final = 14
_SHORTEST_WORD: Final = 5
_LONG_WORD: Final = 8
_MOST_WAYS: Final = 32


class NameLikeness(StrEnum):
    """How two names of organisations are related, the closest first."""

    SAME = "same"
    ORDER = "order"
    MEANING = "meaning"
    SPELLING = "spelling"
    SOUND = "sound"
    TYPO = "typo"
    ACRONYM = "acronym"
    UNKNOWN = "unknown"
    LONGER = "longer"
    DIFFERENT = "different"
    ANOTHER = "another"


_OTHER: Final = frozenset(
    (NameLikeness.LONGER, NameLikeness.DIFFERENT, NameLikeness.ANOTHER)
)


@dataclass(frozen=True)
class OrganisationName:
    """
    A name without its legal form, in all the forms in which it is compared.

    Attributes:
        exact: Its spellings with umlauts written out, and without marks.
        sound: In one word, as search folds it.
        meanings: Its words, with the usual ones in no language.
        sounds: The consonants of each word, as katakana may render them.
        form: The class of its legal form, such as gmbh.
        digits: The numbers in it, which never are a slip.
    """

    text: str
    exact: frozenset[str]
    sound: str
    words: tuple[str, ...]
    meanings: frozenset[str]
    sounds: tuple[frozenset[str], ...]
    form: str
    digits: tuple[str, ...]
    is_japanese: bool
    has_kanji: bool

    @property
    def sounds_in_one(self) -> frozenset[str]:
        """All words in one, in each way in which they may be heard."""
        known = [sorted(word)[:4] for word in self.sounds if word]
        return frozenset("".join(way) for way in islice(product(*known), _MOST_WAYS))


@lru_cache(maxsize=100_000)
def name_of(text: str) -> OrganisationName:
    """Return a name, ready to be compared."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    core = without_company_form(text)
    is_japanese = bool(_JAPANESE.search(core))
    folded = normalise_for_search(text)
    words = tuple(folded.split())
    if is_japanese:
        bare = re.sub(r"[\W_]+", "", usual_kanji(core))
        exact = {bare}
        meanings = meanings_in_japanese(bare)
    else:
        letters = unicodedata.normalize("NFD", core)
        letters = "".join(c for c in letters if not unicodedata.combining(c))
        letters = re.sub(r"[\W_]+", " ", letters)
        exact = {letters.replace(" ", ""), fold_latin(core).replace(" ", "")}
        meanings = frozenset(
            meaning(word)
            for word in in_short(fold_latin(core)).split()
            if word not in SAY_NOTHING
        )
    return OrganisationName(
        core,
        frozenset(exact),
        "".join(words),
        words,
        meanings,
        tuple(
            _sounds_of(word) for word in (folded if is_japanese else letters).split()
        ),
        _form_of(plain),
        tuple(re.findall(r"\d+", core)),
        is_japanese,
        bool(_KANJI.search(core)),
    )


def _sounds_of(word: str) -> frozenset[str]:
    return skeletons(romanise(word), is_kana=not word.isascii())


def _form_of(plain: str) -> str:
    return next((form for form, pattern in FORMS if pattern.search(plain)), "")


@lru_cache(maxsize=50_000)
def name_likeness(  # noqa: PLR0911 -- one for each way to be related
    one: str, other: str
) -> NameLikeness:
    """Compare two names of organisations; legal forms are left out of it."""
    a, b = name_of(one), name_of(other)
    if a.exact & b.exact:
        return NameLikeness.SAME
    if a.digits != b.digits:
        return NameLikeness.ANOTHER
    if a.meanings and a.meanings == b.meanings:
        is_order = a.is_japanese == b.is_japanese and sorted(a.words) == sorted(b.words)
        return NameLikeness.ORDER if is_order else NameLikeness.MEANING
    if a.is_japanese != b.is_japanese:
        return _across(a, b)
    if a.sound == b.sound:
        return NameLikeness.SPELLING
    if a.is_japanese:
        return _in_japanese(a, b)
    return _in_latin(a, b)


def are_same_names(one: str, other: str) -> bool:
    """Tell whether two names are one, spelt alike or nearly so."""
    return name_likeness(one, other) in {
        NameLikeness.SAME,
        NameLikeness.ORDER,
        NameLikeness.MEANING,
        NameLikeness.SPELLING,
        NameLikeness.SOUND,
        NameLikeness.TYPO,
    }


def contradict(names: Sequence[str], others: Sequence[str]) -> bool:
    """
    Tell whether two organisations have other names in a script that both use.

    Kana are left out: they are often the reading of another of the names.
    """
    for is_japanese in (False, True):
        found = [
            name_likeness(one, other)
            for one in names
            for other in others
            if _is_in(one, is_japanese=is_japanese)
            and _is_in(other, is_japanese=is_japanese)
        ]
        if found and set(found) <= _OTHER:
            return True
    return False


def _is_in(name: str, *, is_japanese: bool) -> bool:
    known = name_of(name)
    return known.has_kanji if is_japanese else not known.is_japanese


def is_longer_name(one: str, other: str) -> bool:
    """Tell whether one name is the other with more words: a town, a department."""
    return name_likeness(one, other) is NameLikeness.LONGER


def _across(a: OrganisationName, b: OrganisationName) -> NameLikeness:
    """Compare a Japanese name with one in Latin letters."""
    japanese, latin = (a, b) if a.is_japanese else (b, a)
    if japanese.has_kanji:
        return NameLikeness.UNKNOWN
    sound = romanised(japanese.sound).replace(" ", "") or japanese.sound
    if sound == latin.sound:
        return NameLikeness.SOUND
    return NameLikeness.SOUND if _sound_alike(japanese, latin) else NameLikeness.UNKNOWN


def _sound_alike(a: OrganisationName, b: OrganisationName) -> bool:
    """Tell whether all words sound alike; one consonant in five may differ."""
    one, other = a.sounds_in_one, b.sounds_in_one
    if any(
        len(x) > 2 and x[0] == y[:1] and OSA.distance(x, y) <= len(x) // 5
        for x in one
        for y in other
    ):
        return True
    return bool(one & other) and _first_vowel(a.sound) == _first_vowel(b.sound)


def _first_vowel(sound: str) -> str:
    latin = romanised(sound) or sound
    return next((letter for letter in latin if letter in "aeiou"), "")


def _in_japanese(a: OrganisationName, b: OrganisationName) -> NameLikeness:
    one, other = min(a.exact), min(b.exact)
    if len(one) > len(other):
        one, other = other, one
    if len(one) >= 2 and one in other:
        rest = other.replace(one, "", 1)
        if any(word in rest for word in MAKE_ANOTHER):
            return NameLikeness.ANOTHER
        if rest in SAY_NOTHING:
            return NameLikeness.SAME
        return NameLikeness.TYPO if rest in {"所", "社", "ー"} else NameLikeness.LONGER
    if one.replace("ー", "") == other.replace("ー", ""):
        return NameLikeness.SPELLING
    if a.has_kanji or b.has_kanji:
        is_other_name = len(one) == len(other) and sorted(one) != sorted(other)
        is_typo = len(one) >= 8 and not is_other_name and OSA.distance(one, other) == 1
        return NameLikeness.TYPO if is_typo else NameLikeness.DIFFERENT
    sounds = [romanised(name.sound).replace(" ", "") for name in (a, b)]
    is_near = OSA.distance(*sounds) * 4 <= max(map(len, sounds))
    is_alike = is_near and _sound_alike(a, b)
    return NameLikeness.SPELLING if is_alike else NameLikeness.DIFFERENT


def _in_latin(a: OrganisationName, b: OrganisationName) -> NameLikeness:
    if a.meanings < b.meanings or b.meanings < a.meanings:
        more = a.meanings ^ b.meanings
        if any(word in MAKE_ANOTHER or meaning(word) in MAKE_ANOTHER for word in more):
            return NameLikeness.ANOTHER
        return NameLikeness.LONGER
    if a.meanings ^ b.meanings & MAKE_ANOTHER:
        words = (a.meanings ^ b.meanings) & MAKE_ANOTHER
        if words:
            return NameLikeness.ANOTHER
    if _is_acronym(a, b) or _is_acronym(b, a):
        return NameLikeness.ACRONYM
    return NameLikeness.TYPO if _is_misspelt(a, b) else NameLikeness.DIFFERENT


def _is_acronym(short: OrganisationName, full: OrganisationName) -> bool:
    letters = "".join(word[0] for word in full.text.split() if word[0].isalnum())
    is_one_word = len(short.words) == 1 and 3 <= len(short.text) <= 6
    return is_one_word and len(letters) >= 3 and short.text == letters


def _is_misspelt(a: OrganisationName, b: OrganisationName) -> bool:
    shorter = min(len(a.sound), len(b.sound))
    if shorter < _SHORTEST_TYPO:
        return False
    most = 2 if shorter >= _SHORTEST_TWO else 1
    if OSA.distance(a.sound, b.sound, score_cutoff=most) > most:
        return False
    left, right = set(a.words) - set(b.words), set(b.words) - set(a.words)
    if len(left) == len(right) == 1:
        one, other = min(left), min(right)
        shorter = min(len(one), len(other))
        most = 2 if shorter >= _LONG_WORD else 1
        if shorter < _SHORTEST_WORD or OSA.distance(one, other) > most:
            return False
        return not (is_usual(one, "family") and is_usual(other, "family"))
    return True
