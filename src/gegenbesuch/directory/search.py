"""
Find records by any part of any of their names, in every script.

Every record has one row of grams: runs of three letters of its normalised
names, of two characters where the script is Japanese, and one word per facet
(office, kind, country …). On SQLite the rows are a full-text table, on
PostgreSQL an array with a GIN index; both answer alike. Grams only narrow
down: `listing` looks at the normalised text itself before it believes a hit.

The services keep the rows (`put`, `remove`); `manage.py rebuild_search` makes
them anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from gegenbesuch.core.values.search_text import normalise_for_search

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model

#: A search stops here and says so; the user adds a word.
MOST_HITS = 300

#: Parts the names of one record in its normalised text.
NAMES_APART = "  "

_LETTERS_A_GRAM = 3
_LETTERS_OF_BEGINNING = 4
_JAPANESE = re.compile(
    "([\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)"
)

_FIND = {
    "sqlite": "SELECT rowid FROM {table} WHERE {table} MATCH %s LIMIT %s",
    "postgresql": "SELECT id FROM {table} WHERE grams @> %s::text[] LIMIT %s",
}
_PUT = {
    "sqlite": "INSERT OR REPLACE INTO {table} (rowid, grams) VALUES (%s, %s)",
    "postgresql": (
        "INSERT INTO {table} (id, grams) VALUES (%s, %s::text[]) "
        "ON CONFLICT (id) DO UPDATE SET grams = excluded.grams"
    ),
}
_REMOVE = {
    "sqlite": "DELETE FROM {table} WHERE rowid = %s",
    "postgresql": "DELETE FROM {table} WHERE id = %s",
}


@dataclass(frozen=True)
class Hits:
    """
    What a search found.

    Attributes:
        ids: Primary keys of candidates, in no order.
        is_cut: There are more than `MOST_HITS`; those whose name begins with
            the first word are among the ids before others.
    """

    ids: list[int]
    is_cut: bool


def searchable(names: Iterable[str]) -> str:
    """Return the normalised text of a record with these names."""
    folded = dict.fromkeys(normalise_for_search(name) for name in names if name)
    return NAMES_APART.join(filter(None, folded))


def words_of(text: str) -> list[str]:
    """Return the normalised words that somebody searches for."""
    return normalise_for_search(text).split()


def grams_of(text: str, facets: Iterable[str] = ()) -> set[str]:
    """
    Return all grams of a record.

    Args:
        text: As made by `searchable`.
        facets: Such as `kind_company`; letters, digits and underscores.
    """
    grams = set(facets)
    for name in text.split(NAMES_APART):
        words = name.split()
        for word in words:
            for run in _JAPANESE.split(word):
                grams |= _grams_of_run(run)
        if words:
            beginning = words[0][:_LETTERS_OF_BEGINNING]
            grams |= {f"begins_{beginning[:n]}" for n in range(1, len(beginning) + 1)}
    return grams


def put(model: type[Model], rows: Iterable[tuple[int, set[str]]]) -> None:
    """Store the grams of records, in place of those they had."""
    with connection.cursor() as cursor:
        cursor.executemany(
            _sql(_PUT, model),
            [(pk, _stored(grams)) for pk, grams in rows],
        )


def remove(model: type[Model], pk: int) -> None:
    """Forget the grams of a record."""
    with connection.cursor() as cursor:
        cursor.execute(_sql(_REMOVE, model), [pk])


def clear(model: type[Model]) -> None:
    """Forget the grams of all records."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table_of(model)}")  # noqa: S608 -- a table of ours


def optimise(model: type[Model]) -> None:
    """Put the index in its quickest form, after many rows were stored."""
    table = table_of(model)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608 -- a table of ours


def find(model: type[Model], words: list[str], facets: Iterable[str]) -> Hits:
    """Return candidates that may hold all words and that have all facets."""
    wanted = set(facets)
    for word in words:
        for run in _JAPANESE.split(word):
            wanted |= _wanted_of_run(run)
    ids = _find(model, wanted)
    if len(ids) <= MOST_HITS:
        return Hits(ids, is_cut=False)
    if words:
        beginning = f"begins_{words[0][:_LETTERS_OF_BEGINNING]}"
        ids = list(dict.fromkeys([*_find(model, wanted | {beginning}), *ids]))
    return Hits(ids[:MOST_HITS], is_cut=True)


def table_of(model: type[Model]) -> str:
    """Return the table with the grams of a model; the migration makes it."""
    return f"{model._meta.db_table}_grams"


def _grams_of_run(run: str) -> set[str]:
    if _JAPANESE.match(run):
        return {*run, *_windows(run, 2)}
    short = {run[:1], run[:2]} - {""}
    return short | _windows(run, _LETTERS_A_GRAM)


def _wanted_of_run(run: str) -> set[str]:
    size = 2 if _JAPANESE.match(run) else _LETTERS_A_GRAM
    return _windows(run, size) or {run} - {""}


def _windows(run: str, size: int) -> set[str]:
    return {run[n : n + size] for n in range(len(run) - size + 1)}


def _find(model: type[Model], grams: set[str]) -> list[int]:
    query: str | list[str] = sorted(grams)
    if connection.vendor == "sqlite":
        query = " AND ".join(f'"{gram}"' for gram in query)
    with connection.cursor() as cursor:
        cursor.execute(_sql(_FIND, model), [query, MOST_HITS + 1])
        return [pk for (pk,) in cursor.fetchall()]


def _stored(grams: set[str]) -> str | list[str]:
    return " ".join(grams) if connection.vendor == "sqlite" else list(grams)


def _sql(by_vendor: dict[str, str], model: type[Model]) -> str:
    return by_vendor[connection.vendor].format(table=table_of(model))
