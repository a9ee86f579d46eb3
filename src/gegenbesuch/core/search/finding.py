"""
Find records, best first, the same ones on every database.

The index is asked from the strictest to the loosest: the whole name, its
beginning, words, beginnings of words, runs of letters, other texts, words spelt
nearly alike. As soon as enough fit, looser questions are left out. Each
question stops at `MOST_HITS` records in the order of the index; the text of the
records decides whether and how well they fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gegenbesuch.core.models import SearchEntry
from gegenbesuch.core.rows import values_of
from gegenbesuch.core.search import ranking, store
from gegenbesuch.core.search.fuzzy import similar_words
from gegenbesuch.core.search.grams import (
    all_of,
    any_of,
    beginning_of_word,
    begins,
    in_rest,
    inside_but_one,
    inside_or_beginning,
    whole,
)
from gegenbesuch.core.search.kinds import ARCHIVED_FROM, Hit, facet_of

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Collection,
        Iterable,
        Iterator,
        Mapping,
        Sequence,
    )

    from gegenbesuch.core.search.grams import Expression
    from gegenbesuch.core.search.ranking import Query, Wanted

#: Each question to the index stops here, and the list says so.
MOST_HITS: Final = 300

#: So many that fit make looser questions superfluous.
ENOUGH: Final = 25

_MOST_WORDS: Final = 12
#: By whether they are in the archive, the numbers of entries.
_NUMBERS: Final = {
    None: None,
    False: range(ARCHIVED_FROM),
    True: range(ARCHIVED_FROM, 2 * ARCHIVED_FROM),
}


@dataclass(frozen=True)
class Found:
    """
    What a search found, best first.

    Attributes:
        is_cut: There are more that fit as well or worse.
    """

    hits: list[Hit]
    is_cut: bool


def find(  # noqa: PLR0913 -- a search is narrowed by these
    text: str,
    *,
    offices: Iterable[int] | None,
    kinds: Sequence[str] = (),
    facets: Mapping[str, Any] | None = None,
    is_archived: bool | None = None,
    enough: int = ENOUGH,
) -> Found:
    """
    Return the records that fit a text, a few facets, or both.

    Args:
        offices: Whose records may be found; None is all of them.
        kinds: Names of kinds; empty is all of them.
        facets: `{facet: value}`; a list of values means one of them.
        is_archived: Only those in the archive, or only the others.
        enough: Looser questions are asked until so many fit.
    """
    facets, among = facets or {}, _NUMBERS[is_archived]
    scope = _scope(offices, kinds, facets)
    query = ranking.read_query(text)
    query.words = query.words[:_MOST_WORDS]
    if not query.words:
        if text.strip() or not (kinds or facets):
            return Found([], is_cut=False)
        ids = store.find(all_of(scope), MOST_HITS + 1, among=among)
        return Found(hits_in_order(ids[:MOST_HITS]), is_cut=len(ids) > MOST_HITS)
    hits: dict[int, Hit] = {}
    seen: set[int] = set()
    is_cut = False
    for question, is_rare in _questions(query):
        asked = all_of([question(), *scope])
        ids = store.find(asked, MOST_HITS + 1, among=among, is_rare=is_rare)
        is_cut = is_cut or len(ids) > MOST_HITS
        new = [number for number in ids[:MOST_HITS] if number not in seen]
        seen.update(new)
        hits.update(_graded(query, new))
        if len(hits) >= enough:
            break
    return Found(sorted(hits.values(), key=lambda hit: hit.order), is_cut)


def entries_with(
    facets: Mapping[str, Any],
    *,
    offices: Iterable[int] | None,
    kinds: Sequence[str],
    is_archived: bool | None = None,
    most: int,
) -> list[int]:
    """Return the numbers of the first entries that have all facets."""
    expression = all_of(_scope(offices, kinds, facets))
    return store.find(expression, most, among=_NUMBERS[is_archived])


def hits_in_order(numbers: Collection[int]) -> list[Hit]:
    """Return entries as hits that fit all alike, by their sort key."""
    rows = values_of(SearchEntry, "kind", "object_id", "sort_key", "id", id=numbers)
    hits = [Hit(kind, pk, 0, (key, number)) for kind, pk, key, number in rows]
    return sorted(hits, key=lambda hit: hit.order)


def _scope(
    offices: Iterable[int] | None, kinds: Sequence[str], facets: Mapping[str, Any]
) -> list[Expression]:
    scope: list[Expression] = []
    if offices is not None:
        scope.append(any_of(facet_of("office", o) for o in [*offices, "all"]))
    if kinds:
        scope.append(any_of(facet_of("is", kind) for kind in kinds))
    for name, value in facets.items():
        values = value if isinstance(value, list) else [value]
        scope.append(any_of(facet_of(name, each) for each in values))
    return scope


def _questions(query: Query) -> Iterator[tuple[Callable[[], Expression], bool]]:
    """
    Yield what to ask the index, and whether few entries can hold it.

    The last question looks for similar words only when it is asked.
    """
    words = query.words
    yield lambda: any_of(map(whole, [*query.joined, *query.turned])), True
    yield (
        lambda: all_of([any_of(map(begins, query.joined)), *map(_inside, words)]),
        False,
    )
    yield (
        lambda: all_of(any_of(f"w_{s[:40]}" for s in w.spellings) for w in words),
        False,
    )
    yield lambda: all_of(map(_beginning, words)), False
    yield lambda: all_of(map(_inside, words)), False
    yield lambda: all_of(any_of([_inside(w), _in_rest(w)]) for w in words), False
    yield lambda: all_of(map(_nearly, words)), True


def _beginning(wanted: Wanted) -> Expression:
    return any_of(
        beginning_of_word(spelling)
        for spelling in (*wanted.spellings, *wanted.beginnings)
    )


def _inside(wanted: Wanted) -> Expression:
    return any_of(
        [
            *map(inside_or_beginning, wanted.spellings),
            *map(beginning_of_word, wanted.beginnings),
        ]
    )


def _in_rest(wanted: Wanted) -> Expression:
    return any_of(map(in_rest, wanted.spellings))


def _nearly(wanted: Wanted) -> Expression:
    wanted.similar = similar_words(wanted.typed, wanted.spellings[-1])
    parts: list[Expression] = [_inside(wanted), _in_rest(wanted)]
    parts += [f"{where}_{word}" for word in wanted.similar for where in ("w", "r")]
    other_script = "l" if wanted.is_kana else "k"
    parts += [f"{other_script}_{sound}" for sound in sorted(wanted.sounds)]
    other = inside_but_one(wanted.spellings[0])
    return any_of([*parts, other] if other else parts)


def _graded(query: Query, numbers: list[int]) -> Iterator[tuple[int, Hit]]:
    columns = ("id", "kind", "object_id", "names", "rest", "plain", "sort_key")
    entries = values_of(SearchEntry, *columns, id=numbers)
    for number, kind, pk, names, rest, plain, key in entries:
        grade = ranking.grade(query, names, rest, plain)
        if grade is None:
            continue
        as_written = sum(word not in plain for word in query.plain)
        is_archived = number >= ARCHIVED_FROM
        order = (grade[0], is_archived, as_written, grade[1], key, number)
        yield number, Hit(kind, pk, ranking.score(grade), order)
