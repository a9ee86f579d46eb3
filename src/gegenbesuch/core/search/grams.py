"""
The tokens of a record in the index, and the expressions that ask for them.

A token is a word of ASCII letters, digits and underscores or of any other
letters. `=x` of a name is written `e_x` (the whole name), `b_x` (how it
begins), `w_x` (a word of a name), `p_x` (how a word begins), `r_x` (a word of
the rest, such as notes), `l_x` and `k_x` (the consonants of a Latin word and
of one in kana); bare tokens are runs of three letters, and of one and two
characters where the script has no blanks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from gegenbesuch.core.values.kana import romanise
from gegenbesuch.core.values.search_text import JAPANESE, bare
from gegenbesuch.core.values.sounds import skeletons

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Parts the names of one record in its normalised text.
NAMES_APART: Final = "  "

_LETTERS_A_GRAM: Final = 3
_LONGEST_BEGINNING: Final = 4
_LONGEST_WORD: Final = 40
_RUN: Final = re.compile(f"([{JAPANESE}]+)")


def tokens_of(
    names: str, rest: str, facets: Iterable[str] = (), *, plain: str = ""
) -> set[str]:
    """
    Return all tokens of a record.

    Args:
        plain: The names as they are written.
        names: Normalised names, parted by `NAMES_APART`.
        rest: The normalised text of everything else.
        facets: Such as `kind_company`; letters, digits and underscores.
    """
    tokens = set(facets)
    for name in names.split(NAMES_APART):
        words = name.split()
        joined = "".join(words)[:_LONGEST_WORD]
        tokens.add(f"e_{joined}")
        tokens |= {f"b_{joined[:n]}" for n in range(1, _LONGEST_BEGINNING + 1)}
        tokens |= _japanese_grams(joined)
        for word in words:
            tokens |= _tokens_of_word(word[:_LONGEST_WORD])
        tokens |= {f"k_{sound}" for word in words for sound in sounds_of_kana(word)}
    for word in set(plain.split()):
        tokens |= {f"l_{sound}" for sound in sounds_of_latin(word)}
    for word in set(rest.split()):
        tokens.add(f"r_{word[:_LONGEST_WORD]}")
        tokens |= {f"r_{gram}" for gram in _japanese_grams(word)}
    return tokens - {"e_", "b_"}


def _tokens_of_word(word: str) -> set[str]:
    tokens = {f"w_{word}"} | {f"p_{word[:n]}" for n in range(1, _LETTERS_A_GRAM + 1)}
    for run in _RUN.split(word):
        if not _RUN.match(run):
            tokens |= _windows(run, _LETTERS_A_GRAM)
    return tokens


def sounds_of_kana(word: str) -> frozenset[str]:
    """Return the consonants of a normalised word, if it is in kana."""
    return frozenset() if word.isascii() else skeletons(romanise(word), is_kana=True)


def sounds_of_latin(word: str) -> frozenset[str]:
    """Return what consonants a word in Latin letters may have, as it is written."""
    return skeletons(bare(word), is_kana=False)


def _japanese_grams(text: str) -> set[str]:
    grams: set[str] = set()
    for run in _RUN.findall(text):
        grams |= {*run, *_windows(run, 2)}
    return grams


def _windows(run: str, size: int) -> set[str]:
    return {run[n : n + size] for n in range(len(run) - size + 1)}


# --- What is asked for -------------------------------------------------------


@dataclass(frozen=True)
class Joined:
    """Expressions of which all ("&") or one ("|") must hold."""

    operator: str
    parts: tuple[Expression, ...]


#: A token, one that ends in `*` for all that begin with it, or several joined.
Expression: TypeAlias = "str | Joined"


def all_of(parts: Iterable[Expression]) -> Joined:
    """Return what holds when all parts do."""
    return Joined("&", tuple(dict.fromkeys(parts)))


def any_of(parts: Iterable[Expression]) -> Joined:
    """Return what holds when one of the parts does."""
    return Joined("|", tuple(dict.fromkeys(parts)))


def beginning_of_word(word: str) -> Expression:
    """
    Return what asks for words of names that begin with these letters.

    In scripts with blanks that is a word with the same three first letters and
    runs of three; the few names that hold these in another order are left
    to the text to tell. `w_x*` would ask for the same, but the database gathers
    all that begin so before it joins them with anything else.
    """
    if len(word) <= _LETTERS_A_GRAM:
        return f"p_{word}"
    if _RUN.search(word):
        return f"w_{word[:_LONGEST_WORD]}*"
    first = word[:_LETTERS_A_GRAM]
    return all_of([f"p_{first}", *sorted(_every_other(word[:_LONGEST_WORD]) - {first})])


def inside(word: str) -> Expression:
    """Return what asks for names that hold these letters somewhere."""
    wanted: set[str] = set()
    for run in _RUN.split(word[:_LONGEST_WORD]):
        if _RUN.match(run):
            wanted |= _windows(run, 2) or {run}
        elif run:
            wanted |= _every_other(run) or {f"p_{run}"}
    return all_of(sorted(wanted))


def _every_other(run: str) -> set[str]:
    """
    Return runs of three letters that overlap by one, from end to end.

    With every second of them hardly more names are left than with all, and the
    database reads half as many long lists.
    """
    last = len(run) - _LETTERS_A_GRAM
    starts = [*range(0, last, _LETTERS_A_GRAM - 1), last] if last >= 0 else []
    return {run[start : start + _LETTERS_A_GRAM] for start in starts}


def inside_or_beginning(word: str) -> Expression:
    """
    Return what asks for names that hold a word somewhere.

    Japanese inside a long name may lie behind the runs that are kept of it, and
    is looked for at the beginning of words too.
    """
    if _RUN.search(word):
        return any_of([inside(word), beginning_of_word(word)])
    return inside(word)


def inside_but_one(word: str) -> Expression | None:
    """Return what asks for a long Japanese word with one other character."""
    if not _RUN.fullmatch(word) or len(word) < 4:
        return None
    pairs = [word[n : n + 2] for n in range(len(word) - 1)]
    return any_of(
        all_of([p for n, p in enumerate(pairs) if n not in {gap - 1, gap}])
        for gap in range(len(word))
    )


def in_rest(word: str) -> Expression:
    """Return what asks for records whose other texts have the word."""
    runs = _RUN.findall(word)
    if not runs:
        return f"r_{word[:_LONGEST_WORD]}" + ("*" if len(word) > 3 else "")
    return all_of(f"r_{g}" for run in runs for g in sorted(_windows(run, 2) or {run}))


def begins(joined: str) -> str:
    """Return the token of names that begin with these letters, or with four of them."""
    return f"b_{joined[:_LONGEST_BEGINNING]}"


def whole(joined: str) -> str:
    """Return the token of names that are exactly this."""
    return f"e_{joined[:_LONGEST_WORD]}"
