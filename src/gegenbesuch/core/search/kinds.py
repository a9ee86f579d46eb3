"""
What can be searched: each app registers its kinds of records.

The services of an app call `index` after they wrote a record whose texts come
from several tables. Where the row itself holds them, the app registers the kind
with `is_followed`, and saving is enough: the index is a cache of the rows.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from i18nfield.strings import LazyI18nString

from gegenbesuch.core.models import SearchEntry
from gegenbesuch.core.search import fuzzy, store
from gegenbesuch.core.search.grams import NAMES_APART, tokens_of
from gegenbesuch.core.values.search_text import (
    bare,
    normalise_for_search,
    plain,
    romanised,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from django.db.models import Model

_CHUNK: Final = 1000
_MOST_REST: Final = 6000
_MOST_NAMES: Final = 3000
_KINDS_AT_MOST: Final = 16
_BITS_OF_PK: Final = 27
_BITS_OF_LETTER: Final = 5
_LETTERS: Final = 7
#: Entries of what is in the archive have numbers from here on.
ARCHIVED_FROM: Final = 1 << (_LETTERS * _BITS_OF_LETTER + _BITS_OF_PK)


@dataclass(frozen=True)
class Document:
    """
    What search is told about a record.

    Attributes:
        names: Every name and spelling of it.
        sort_key: Its place among hits that fit as well.
        rest: Other texts: where it is, what it does, notes.
        facets: Made by `facet_of`.
        offices: Whose members may find it; None is everybody.
        is_archived: It comes after all that are not.
    """

    names: Sequence[str]
    sort_key: str
    rest: Sequence[str] = ()
    facets: Sequence[str] = ()
    offices: Sequence[int] | None = None
    is_archived: bool = False


@dataclass(frozen=True)
class Line:
    """How a list of hits shows a record."""

    title: str
    url: str
    detail: str
    code: str


@dataclass(frozen=True)
class Kind:
    """A kind of record that can be found."""

    number: int
    model: type[Model]
    label: Any
    documents: Callable[[list[Any]], dict[int, Document]]
    lines: Callable[[list[int]], dict[int, Line]]

    @property
    def name(self) -> str:
        """What the kind is called in addresses and in the index."""
        return str(self.model._meta.model_name)


class Hit(NamedTuple):
    """A record that fits; a smaller `order` is better, `score` is of 100."""

    kind: str
    pk: int
    score: int
    order: tuple[Any, ...]


KINDS: dict[str, Kind] = {}
CHOICES: dict[str, tuple[Any, Callable[[Any], list[tuple[int, str]]]]] = {}
_MORE_FACETS: dict[str, list[Callable[[list[int]], Iterable[tuple[int, str]]]]] = (
    defaultdict(list)
)


def register(  # noqa: PLR0913 -- a kind has these parts
    model: type[Model],
    *,
    number: int,
    label: Any,
    documents: Callable[[list[Any]], dict[int, Document]],
    lines: Callable[[list[int]], dict[int, Line]],
    is_followed: bool = False,
) -> None:
    """
    Make a kind of record known.

    Args:
        number: Below 16, and no other kind's; part of what is stored.
        label: What several of them are called.
        documents: What search is told about each of these records.
        lines: How records, by primary key, are shown.
        is_followed: Saving a row is enough to index it.
    """
    kind = Kind(number, model, label, documents, lines)
    KINDS[kind.name] = kind
    if is_followed:
        post_save.connect(_index_saved, sender=model, dispatch_uid=f"index {kind.name}")
    post_delete.connect(_forget, sender=model, dispatch_uid=f"forget {kind.name}")


def register_facets(
    model_label: str, provider: Callable[[list[int]], Iterable[tuple[int, str]]]
) -> None:
    """
    Let an app above say more about a kind of record, such as its missions.

    Args:
        model_label: `app_label.modelname`.
        provider: Takes primary keys and returns pairs of one and a facet.
    """
    if provider not in _MORE_FACETS[model_label]:
        _MORE_FACETS[model_label].append(provider)


def register_choices(
    facet: str, label: Any, choices: Callable[[Any], list[tuple[int, str]]]
) -> None:
    """
    Let a search be narrowed to a record of an app above, such as a mission.

    Args:
        choices: Takes a user and returns primary keys with names.
    """
    CHOICES[facet] = (label, choices)


def lines_of(hits: Iterable[Hit]) -> list[tuple[Kind, Hit, Line]]:
    """Return how hits are shown, in their order; whoever is gone is left out."""
    hits = list(hits)
    lines = {
        name: KINDS[name].lines([hit.pk for hit in hits if hit.kind == name])
        for name in dict.fromkeys(hit.kind for hit in hits)
    }
    return [
        (KINDS[hit.kind], hit, lines[hit.kind][hit.pk])
        for hit in hits
        if hit.pk in lines[hit.kind]
    ]


def more_facets(model: type[Model], pks: list[int]) -> dict[int, list[str]]:
    """Return what apps above say about records."""
    found: dict[int, list[str]] = defaultdict(list)
    for provider in _MORE_FACETS[model._meta.label_lower]:
        for pk, facet in provider(pks):
            found[pk].append(facet)
    return found


def facet_of(name: str, value: Any) -> str:
    """Return the token that stands for a facet with this value."""
    return f"{name}_{str(value).lower()}"


def texts(*values: Any) -> list[str]:
    """Return all that a few texts say, in every language they have."""
    found: list[str] = []
    for value in values:
        data = value.data if isinstance(value, LazyI18nString) else value
        found += data.values() if isinstance(data, dict) else [data]
    return [str(text) for text in found if text]


def searchable(names: Iterable[str]) -> str:
    """Return the normalised names of a record, kana in Latin letters too."""
    folded = [normalise_for_search(name) for name in names if name]
    forms = [form for name in folded for form in (name, romanised(name)) if form]
    return NAMES_APART.join(dict.fromkeys(forms))[:_MOST_NAMES]


@transaction.atomic
def index(model: type[Model], records: Iterable[Any]) -> None:
    """Make records findable by what their rows say now."""
    kind = KINDS[str(model._meta.model_name)]
    rows = [record for record in records if record.pk]
    for start in range(0, len(rows), _CHUNK):
        _index(kind, rows[start : start + _CHUNK])


@transaction.atomic
def remove(model: type[Model], pks: Iterable[int]) -> None:
    """Forget records that are gone."""
    name = str(model._meta.model_name)
    entries = SearchEntry.objects.filter(kind=name, object_id__in=list(pks))
    numbers = list(entries.values_list("pk", flat=True))
    if numbers:
        store.remove(numbers)
        SearchEntry.objects.filter(pk__in=numbers).delete()


def words_of(model: type[Model], pk: int) -> set[tuple[str, str]]:
    """Return the words by which a record is found, as written and as folded."""
    name = str(model._meta.model_name)
    entry = SearchEntry.objects.filter(kind=name, object_id=pk).first()
    return set() if entry is None else set(_words_of(entry))


def forget_words(words: Iterable[tuple[str, str]]) -> None:
    """Forget these words, and what they are part of, unless a record has them."""
    parts = {folded for _plain, folded in words}
    fuzzy.remove_words(
        pair for pair in fuzzy.words_with(parts) if not _is_used(pair[1])
    )


def index_holding(names: Iterable[str]) -> None:
    """Index anew whatever the index knows by all words of one of these names."""
    sets = {frozenset(normalise_for_search(name).split()) for name in names}
    wanted = [
        reduce(
            and_, (Q(names__contains=w) | Q(rest__contains=w) for w in sorted(words))
        )
        for words in sets
        if words and not any(other < words for other in sets)
    ]
    if not wanted:
        return
    entries = SearchEntry.objects.filter(reduce(or_, wanted))
    found: dict[str, list[int]] = defaultdict(list)
    for kind, pk in entries.values_list("kind", "object_id"):
        found[kind].append(pk)
    for name, pks in found.items():
        index(KINDS[name].model, KINDS[name].model._base_manager.filter(pk__in=pks))


def _is_used(word: str) -> bool:
    return any(
        SearchEntry.objects.filter(**{f"{column}__contains": word}).exists()
        for column in ("names", "rest")
    )


@transaction.atomic
def rebuild() -> dict[str, int]:
    """Index all records of all kinds anew; returns how many of each."""
    SearchEntry.objects.all().delete()
    store.clear()
    counts = {}
    for kind in sorted(KINDS.values(), key=lambda kind: kind.number):
        last = count = 0
        objects = kind.model._default_manager
        while rows := list(objects.filter(pk__gt=last).order_by("pk")[:_CHUNK]):
            _index(kind, rows)
            last = rows[-1].pk
            count += len(rows)
        counts[kind.name] = count
    store.optimise()
    return counts


def _index(kind: Kind, rows: list[Any]) -> None:
    made = [
        _Made.of(kind, pk, document) for pk, document in kind.documents(rows).items()
    ]
    pks = [each.entry.object_id for each in made]
    old = SearchEntry.objects.filter(kind=kind.name, object_id__in=pks)
    gone = set(old.values_list("pk", flat=True)) - {each.entry.pk for each in made}
    if gone:
        store.remove(sorted(gone))
        SearchEntry.objects.filter(pk__in=gone).delete()
    SearchEntry.objects.bulk_create(
        [each.entry for each in made],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["names", "rest", "plain", "sort_key"],
    )
    store.put((each.entry.pk, each.tokens) for each in made)
    fuzzy.put_words({pair for each in made for pair in _words_of(each.entry)})


def _words_of(entry: SearchEntry) -> Iterator[tuple[str, str]]:
    """Yield the words of an entry, as written and as folded."""
    for word in entry.plain.split():
        yield bare(word), normalise_for_search(word)
    for folded in (*entry.names.split(), *entry.rest.split()):
        yield folded, folded


@dataclass(frozen=True)
class _Made:
    """An entry with its tokens."""

    entry: SearchEntry
    tokens: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, kind: Kind, pk: int, document: Document) -> _Made:
        names = searchable(document.names)
        rest = searchable(document.rest)[:_MOST_REST]
        facets = {facet_of("is", kind.name), *document.facets}
        offices = ["all"] if document.offices is None else document.offices
        facets |= {facet_of("office", office) for office in offices}
        entry = SearchEntry(
            id=_place_in_order(kind, pk, document),
            kind=kind.name,
            object_id=pk,
            names=names,
            rest=" ".join(dict.fromkeys(rest.split())),
            plain=NAMES_APART.join(map(plain, document.names))[:_MOST_NAMES],
            sort_key=document.sort_key[:300],
        )
        return cls(entry, tokens_of(entry.names, entry.rest, facets, plain=entry.plain))


def _place_in_order(kind: Kind, pk: int, document: Document) -> int:
    """
    Return the number of an entry: archived last, then by its sort key.

    Seven letters of the key fit in; the rest of the number is the record's own.
    """
    number = int(document.is_archived)
    for letter in document.sort_key[:_LETTERS].ljust(_LETTERS):
        number = (number << _BITS_OF_LETTER) | _place_of_letter(letter)
    own = pk * _KINDS_AT_MOST + kind.number
    return (number << _BITS_OF_PK) | own % (1 << _BITS_OF_PK)


def _place_of_letter(letter: str) -> int:
    if "a" <= letter <= "z":
        return ord(letter) - ord("a") + 2
    if letter == " ":
        return 0
    return 1 if letter.isdigit() else 31


def _index_saved(
    sender: type[Model], instance: Any, *, raw: bool = False, **_more: Any
) -> None:
    if not raw:
        index(sender, [instance])


def _forget(sender: type[Model], instance: Any, **_more: Any) -> None:
    remove(sender, [instance.pk])
