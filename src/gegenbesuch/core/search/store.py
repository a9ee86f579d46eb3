"""
The index in the database: which rows hold these tokens.

On SQLite the rows are full-text tables that store no positions, on PostgreSQL
`tsvector`s with a GIN index. Both answer the same expressions, in the order of
their numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gegenbesuch.core.search.grams import Expression

#: Tables made by a migration; they belong to no model.
ENTRIES: Final = "core_search_tokens"
WORDS: Final = "core_search_words"

_FIND: Final = {
    "sqlite": (
        "SELECT rowid{column} FROM {table} WHERE {table} MATCH %s{among} "
        "ORDER BY rowid LIMIT %s"
    ),
    "postgresql": (
        "SELECT id{column} FROM {table} WHERE tokens @@ %s::tsquery{among} "
        "ORDER BY id LIMIT %s"
    ),
}
#: For what few rows hold: the planner must not see the many alternatives, for it
#: adds up what it guesses of each and then walks through the whole table.
_FIND_RARE: Final = _FIND | {
    "postgresql": (
        "SELECT id{column} FROM {table} WHERE tokens @@ (SELECT %s::tsquery){among} "
        "ORDER BY id LIMIT %s"
    ),
}
_PUT: Final = {
    "sqlite": "INSERT OR REPLACE INTO {table} (rowid, tokens{column}) VALUES ({marks})",
    "postgresql": (
        "INSERT INTO {table} (id, tokens{column}) VALUES ({marks}) "
        "ON CONFLICT (id) DO UPDATE SET tokens = excluded.tokens"
    ),
}
_KEY: Final = {"sqlite": "rowid", "postgresql": "id"}


def find(
    expression: Expression,
    most: int,
    *,
    among: range | None = None,
    is_rare: bool = False,
) -> list[int]:
    """
    Return the numbers of the first entries for which an expression holds.

    Args:
        among: Numbers that may be found; None is all.
        is_rare: Few entries do, though it has many alternatives.
    """
    sql = _FIND_RARE if is_rare else _FIND
    found = _find(sql, ENTRIES, expression, most, among=among)
    return [number for (number,) in found]


def find_words(expression: Expression, most: int) -> list[str]:
    """Return the known words for which an expression holds."""
    found = _find(_FIND_RARE, WORDS, expression, most, ", word")
    return [word for _number, word in found]


def words_with(part: str) -> list[str]:
    """Return the known words in which these letters stand; reads all of them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT word FROM {WORDS} WHERE word LIKE %s", [f"%{part}%"])  # noqa: S608 -- a table of ours
        return [word for (word,) in cursor.fetchall()]


def put(rows: Iterable[tuple[int, set[str]]]) -> None:
    """Store the tokens of entries, in place of those they had."""
    marks = {"sqlite": "%s, %s", "postgresql": "%s, array_to_tsvector(%s::text[])"}
    _put(ENTRIES, "", marks, [(number, _stored(tokens)) for number, tokens in rows])


def put_words(rows: Iterable[tuple[int, set[str], str]]) -> None:
    """Store words with the tokens that find them."""
    marks = {
        "sqlite": "%s, %s, %s",
        "postgresql": "%s, array_to_tsvector(%s::text[]), %s",
    }
    stored = [(number, _stored(tokens), word) for number, tokens, word in rows]
    _put(WORDS, ", word", marks, stored)


def known(table: str, numbers: list[int]) -> set[int]:
    """Return those of the numbers that a table of the index has."""
    key = _KEY[connection.vendor]
    found: set[int] = set()
    with connection.cursor() as cursor:
        for start in range(0, len(numbers), 500):
            some = numbers[start : start + 500]
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(f"SELECT {key} FROM {table} WHERE {key} IN ({marks})", some)  # noqa: S608 -- a table of ours
            found |= {number for (number,) in cursor.fetchall()}
    return found


def remove(numbers: list[int], table: str = ENTRIES) -> None:
    """Forget the tokens of entries, or words."""
    key = _KEY[connection.vendor]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"DELETE FROM {table} WHERE {key} = %s",  # noqa: S608 -- a table of ours
            [(number,) for number in numbers],
        )


def clear() -> None:
    """Forget all tokens and words."""
    with connection.cursor() as cursor:
        for table in (ENTRIES, WORDS):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 -- a table of ours


def optimise() -> None:
    """Put the index in its quickest form, after many rows were stored."""
    with connection.cursor() as cursor:
        for table in (ENTRIES, WORDS):
            if connection.vendor == "sqlite":
                cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608 -- a table of ours
            else:
                # What was stored waits in a list that each search reads in full.
                cursor.execute("SELECT gin_clean_pending_list(%s)", [f"{table}_gin"])
                cursor.execute(f"ANALYZE {table}")


def _find(  # noqa: PLR0913 -- a question has these parts
    by_vendor: dict[str, str],
    table: str,
    expression: Expression,
    most: int,
    column: str = "",
    among: range | None = None,
) -> list[tuple[Any, ...]]:
    is_sqlite = connection.vendor == "sqlite"
    limits = f" AND {_KEY[connection.vendor]} BETWEEN %s AND %s" if among else ""
    sql = by_vendor[connection.vendor].format(table=table, column=column, among=limits)
    query = _fts5(expression) if is_sqlite else _tsquery(expression)
    with connection.cursor() as cursor:
        ends = [among.start, among.stop - 1] if among else []
        cursor.execute(sql, [query, *ends, most])
        return list(cursor.fetchall())


def _put(
    table: str, column: str, marks: dict[str, str], rows: list[tuple[Any, ...]]
) -> None:
    vendor = connection.vendor
    sql = _PUT[vendor].format(table=table, column=column, marks=marks[vendor])
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


def _fts5(expression: Expression) -> str:
    if isinstance(expression, str):
        is_beginning = expression.endswith("*")
        return f'"{expression.rstrip("*")}"' + ("*" if is_beginning else "")
    word = " AND " if expression.operator == "&" else " OR "
    return "(" + word.join(map(_fts5, expression.parts)) + ")"


def _tsquery(expression: Expression) -> str:
    if isinstance(expression, str):
        is_beginning = expression.endswith("*")
        return f"'{expression.rstrip('*')}'" + (":*" if is_beginning else "")
    return "(" + f" {expression.operator} ".join(map(_tsquery, expression.parts)) + ")"


def _stored(tokens: set[str]) -> str | list[str]:
    return " ".join(tokens) if connection.vendor == "sqlite" else list(tokens)
