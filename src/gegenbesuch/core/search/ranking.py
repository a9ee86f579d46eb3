"""How well a record fits what is searched for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from gegenbesuch.core.search.grams import NAMES_APART, sounds_of_kana, sounds_of_latin
from gegenbesuch.core.values.search_text import (
    bare,
    normalise_for_search,
    plain,
    romanised,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

EXACT: Final = 0
BEGINS: Final = 1
WORD: Final = 2
BEGINS_WORD: Final = 3
INSIDE: Final = 4
REST: Final = 5
FUZZY: Final = 6
NOT_AT_ALL: Final = 99

#: What `manage.py search` calls the fit, of 100.
SCORES: Final = {
    EXACT: 100,
    BEGINS: 90,
    WORD: 80,
    BEGINS_WORD: 70,
    INSIDE: 60,
    REST: 40,
}
_SCORE_FUZZY: Final = 30


@dataclass
class Wanted:
    """
    One word that is searched for, in all spellings that count as the same.

    Attributes:
        typed: As it was typed, without marks.
        spellings: Normalised; the first as it was typed, kana in Latin letters
            after that.
        beginnings: Others that fit while the word is not typed to its end.
        similar: Words spelt nearly alike, with the edits between.
        sounds: Its consonants; in kana if that is how it was typed.
    """

    typed: str
    spellings: list[str]
    beginnings: list[str]
    similar: dict[str, int] = field(default_factory=dict)
    sounds: frozenset[str] = frozenset()
    is_kana: bool = False


@dataclass
class Query:
    """
    What is searched for.

    Attributes:
        joined: All words in one, as typed and with kana in Latin letters.
        turned: The same with the words turned round: given name first.
        plain: The words as they were typed.
    """

    words: list[Wanted]
    joined: list[str]
    turned: list[str]
    plain: list[str]


#: Letters with which a word may stop whose sound the next letter will change.
_UNFINISHED: Final = (
    ("sch", "s"), ("sh", "s"), ("ch", "t"), ("ts", "t"), ("sk", "s"),
    ("j", "z"), ("f", "h"), ("k", "t"), ("p", "f"), ("d", "t"), ("m", "n"),
)  # fmt: skip


#: Words that nobody means when searching for a name.
_SAY_NOTHING: Final = frozenset(
    normalise_for_search(word)
    for word in "und and of the der die das des für fuer for zu zur im in la le de".split()
)
_MOST_TO_TURN: Final = 6
#: Stands between joined names; no normalised text holds it.
_JOINT: Final = "|"
_FEWEST: Final = 2


def read_query(text: str) -> Query:
    """Read what somebody typed; without words there is nothing to find."""
    folded = normalise_for_search(text)
    words = []
    typed = [bare(word) for word in plain(text).split()]
    parts = folded.split()
    wanted = [word for word in parts if word not in _SAY_NOTHING] or parts
    for word in wanted:
        in_latin = romanised(word).replace(" ", "")
        spellings = [word, *([in_latin] if in_latin else [])]
        is_last = word is parts[-1]
        beginnings = list(_unfinished(spellings[-1])) if is_last else []
        words.append(
            Wanted(
                typed[parts.index(word)] if len(typed) == len(parts) else word,
                spellings,
                beginnings,
                sounds=_sounds(word, is_kana=bool(in_latin)),
                is_kana=bool(in_latin),
            )
        )
    latin_parts = romanised(folded).split()
    joined = ["".join(parts), *(["".join(latin_parts)] if latin_parts else [])]
    turned = list(dict.fromkeys([*_turned(parts), *_turned(latin_parts)]))
    return Query(words, joined, turned, plain(text).split())


def _sounds(word: str, *, is_kana: bool) -> frozenset[str]:
    """Return the consonants by which a word is found in the other script."""
    if is_kana:
        return sounds_of_kana(word)
    return frozenset(each for each in sounds_of_latin(word) if len(each) > _FEWEST)


def _turned(words: list[str]) -> Iterator[str]:
    for first in range(1, min(len(words), _MOST_TO_TURN)):
        yield "".join([*words[first:], *words[:first]])


def _unfinished(word: str) -> Iterator[str]:
    for ending, other in _UNFINISHED:
        if word.endswith(ending):
            yield word[: -len(ending)] + other


def grade(
    query: Query, names: str, rest: str, plain_names: str = ""
) -> tuple[int, int] | None:
    """
    Return how well a record fits, smaller is better; None if it does not.

    The first number is the level of the worst word, the second how all did.
    """
    joined = _JOINT + names.replace(NAMES_APART, _JOINT).replace(" ", "") + _JOINT
    if any(_JOINT + wanted + _JOINT in joined for wanted in query.joined):
        return EXACT, 0
    if any(_JOINT + wanted + _JOINT in joined for wanted in query.turned):
        return EXACT, 1
    padded = f" {names} "
    levels = [_level(word, padded, joined, rest, plain_names) for word in query.words]
    worst = max(levels)
    if worst >= NOT_AT_ALL:
        return None
    if worst < REST and any(_JOINT + wanted in joined for wanted in query.joined):
        return BEGINS, sum(levels)
    return worst, sum(levels)


def score(grade: tuple[int, int]) -> int:
    """Return the fit of a record as a number up to 100."""
    level, _sum = grade
    return SCORES.get(level, max(_SCORE_FUZZY - 10 * (level - FUZZY), 1))


def _level(
    wanted: Wanted, padded: str, joined: str, rest: str, plain_names: str
) -> int:
    """
    Return how well the names or the rest of a record fit one word.

    Args:
        padded: The names with a blank before and behind every word.
        joined: The names without blanks, `_JOINT` before and behind each.
    """
    for spelling in wanted.spellings:
        if f" {spelling} " in padded:
            return WORD
    for spelling in (*wanted.spellings, *wanted.beginnings):
        if f" {spelling}" in padded:
            return BEGINS_WORD
    for spelling in wanted.spellings:
        if _is_inside(spelling, padded, joined):
            return INSIDE
    padded_rest = f" {rest} "
    for spelling in wanted.spellings:
        if _is_in_rest(spelling, padded_rest):
            return REST
    names = [name for name in joined.split(_JOINT) if name]
    return _fuzzy_level(wanted, set(padded.split()), names, rest, plain_names)


def _is_inside(spelling: str, padded: str, joined: str) -> bool:
    if spelling.isascii():
        return len(spelling) > 2 and spelling in padded
    return spelling in joined


def _is_in_rest(spelling: str, padded: str) -> bool:
    if not spelling.isascii():
        return spelling in padded
    end = "" if len(spelling) > 3 else " "
    return f" {spelling}{end}" in padded


def _fuzzy_level(
    wanted: Wanted, words: set[str], joined: list[str], rest: str, plain_names: str
) -> int:
    edits = [wanted.similar[word] for word in words if word in wanted.similar]
    if edits:
        return FUZZY + min(edits) - 1
    for spelling in wanted.spellings:
        if any(_holds_but_one(spelling, name) for name in joined):
            return FUZZY
    if _sounds_alike(wanted, words, plain_names):
        return FUZZY + 1
    if wanted.similar and not wanted.similar.keys().isdisjoint(rest.split()):
        return FUZZY + 2
    return NOT_AT_ALL


def _sounds_alike(wanted: Wanted, words: set[str], plain_names: str) -> bool:
    if not wanted.sounds:
        return False
    if wanted.is_kana:
        return any(sounds_of_latin(w) & wanted.sounds for w in plain_names.split())
    return any(sounds_of_kana(word) & wanted.sounds for word in words)


def _holds_but_one(spelling: str, name: str) -> bool:
    """Tell whether a Japanese name holds the word with one other character."""
    if spelling.isascii() or len(spelling) < 4:
        return False
    size = len(spelling)
    return any(
        sum(map(str.__ne__, spelling, name[n : n + size])) <= 1
        for n in range(len(name) - size + 1)
    )
