"""Reading the rows that hang on records, without building the same query anew."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from django.db import connections, router

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import Model, QuerySet

    M = TypeVar("M", bound=Model)
else:
    M = TypeVar("M")


def rows_of(
    model: type[M], *, only: tuple[str, ...] = (), **keys: Collection[int]
) -> list[M]:
    """
    Return the rows that have one of the keys in each of the fields, unordered.

    The same as `filter(mission__in=…)`, for what one page asks a dozen times:
    Django takes several times longer to build such a query than the database to
    answer it, so the statement is kept.

    Args:
        only: Fields to read; all of them unless given.
        keys: By the name of a field that holds numbers, those that are wanted.
    """
    if not all(keys.values()):
        return []
    using, statement, numbers = _query(model, only, keys)
    with connections[using].cursor() as cursor:
        cursor.execute(statement.text, numbers)
        found = cursor.fetchall()
    names, converters = statement.names, statement.converters
    return [
        model.from_db(using, names, row)
        for row in _converted(found, converters, connections[using])
    ]


def values_of(
    model: type[Model], *fields: str, **keys: Collection[int]
) -> list[tuple[Any, ...]]:
    """
    Return what the columns hold in the rows that `rows_of` would return.

    Args:
        fields: Such as hold numbers and plain texts; nothing is converted.
        keys: As in `rows_of`.
    """
    if not all(keys.values()):
        return []
    using, statement, numbers = _query(model, fields, keys, as_values=True)
    with connections[using].cursor() as cursor:
        cursor.execute(statement.text, numbers)
        return list(cursor.fetchall())


def _query(
    model: type[Model],
    fields: tuple[str, ...],
    keys: Mapping[str, Collection[int]],
    *,
    as_values: bool = False,
) -> tuple[str, _Statement, list[int]]:
    wanted = {field: _padded(numbers) for field, numbers in keys.items()}
    using = router.db_for_read(model)
    lengths = tuple((field, len(numbers)) for field, numbers in wanted.items())
    statement = _statement(model, fields, lengths, using, as_values=as_values)
    return using, statement, [key for numbers in wanted.values() for key in numbers]


def _padded(numbers: Collection[int]) -> list[int]:
    """Repeat the last number until there are 1, 2, 4, 8 …: so few statements do."""
    padded = sorted(numbers)
    missing = (1 << (len(padded) - 1).bit_length()) - len(padded)
    return padded + padded[-1:] * missing


class _Statement(NamedTuple):
    """A query as the database takes it, and how to read what it answers."""

    text: str
    names: list[str]  # of the model's attributes, one a column
    converters: list[tuple[int, list[Callable[..., Any]], Any]]


def _converted(
    rows: list[tuple[Any, ...]],
    converters: list[tuple[int, list[Callable[..., Any]], Any]],
    connection: BaseDatabaseWrapper,
) -> Iterator[list[Any]]:
    """Turn what the columns hold into the values of their fields."""
    for row in rows:
        values = list(row)
        for at, chain, expression in converters:
            value = values[at]
            for convert in chain:
                value = convert(value, expression, connection)
            values[at] = value
        yield values


@lru_cache(maxsize=1024)
def _statement(
    model: type[Model],
    fields: tuple[str, ...],
    lengths: tuple[tuple[str, int], ...],
    using: str,
    *,
    as_values: bool,
) -> _Statement:
    rows: QuerySet[Any, Any] = model._default_manager.all()
    for field, length in lengths:  # one after the other: `filter` sorts its arguments
        rows = rows.filter(**{f"{field}__in": range(length)})
    rows = rows.values_list(*fields) if as_values else rows.only(*fields)
    compiler = rows.query.get_compiler(using)
    statement, _numbers = compiler.as_sql()
    columns = [column for column, _sql, _alias in compiler.select or ()]
    return _Statement(
        statement,
        [column.target.attname for column in columns],
        [
            (at, list(chain), expression)
            for at, (chain, expression) in compiler.get_converters(columns).items()
        ],
    )
