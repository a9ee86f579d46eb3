"""
Reading what pages ask for again and again, without building the same query anew.

Django takes several times longer to build a query than the database to answer it,
so the statements are kept: for rows by their keys (`rows_of`, `values_of`), and for
any query of which only numbers and texts change (`kept`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache, wraps
from json import JSONDecoder
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from django.db import connections, router
from django.db.models import JSONField
from django.db.models.base import ModelState
from django.db.models.expressions import Col
from django.db.models.query import get_related_populators, prefetch_related_objects

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from django.db.models import Model, QuerySet

    M = TypeVar("M", bound=Model)
else:
    M = TypeVar("M")

P = ParamSpec("P")
T = TypeVar("T")


def rows_of(
    model: type[M], *, only: tuple[str, ...] = (), **keys: Collection[int]
) -> list[M]:
    """
    Return the rows that have one of the keys in each of the fields, unordered.

    The same as `filter(mission__in=…)`, for what one page asks a dozen times.

    Args:
        only: Fields to read; all of them unless given.
        keys: By the name of a field that holds numbers, those that are wanted.
    """
    if not all(keys.values()):
        return []
    statement, numbers = _query(model, only, keys)
    return statement.rows(numbers)


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
    statement, numbers = _query(model, fields, keys, as_values=True)
    return statement.fetch(numbers)


def _query(
    model: type[Model],
    fields: tuple[str, ...],
    keys: Mapping[str, Collection[int]],
    *,
    as_values: bool = False,
) -> tuple[_Statement, list[int]]:
    wanted = {field: _padded(numbers) for field, numbers in keys.items()}
    using = router.db_for_read(model)
    lengths = tuple((field, len(numbers)) for field, numbers in wanted.items())
    statement = _statement(model, fields, lengths, using, as_values=as_values)
    return statement, [key for numbers in wanted.values() for key in numbers]


def _padded(numbers: Collection[int]) -> list[int]:
    """Repeat the last number until there are 1, 2, 4, 8 …: so few statements do."""
    padded = sorted(numbers)
    missing = (1 << (len(padded) - 1).bit_length()) - len(padded)
    return padded + padded[-1:] * missing


# --- Any query ---------------------------------------------------------------


def kept(build: Callable[P, QuerySet[Any, T]]) -> Callable[P, list[T]]:
    """
    Keep the query that a function returns, and ask it with other arguments.

    The function is called once for each number of keys in its arguments, and
    gets stand-ins for them; all that a query reads beside itself is honoured.
    Its arguments, by position, are whole numbers, texts, moments, and collections of
    whole numbers; an empty one fits no row. The query has to hold each argument as
    it is, and nothing else that changes: not the language or the user.

    Raises:
        ValueError: The query does not hold an argument as it is.
    """

    @lru_cache(maxsize=64)
    def statement(*shape: int) -> tuple[_Statement, list[int | None]]:
        stand_ins = list(map(_stand_in, range(len(shape)), shape))
        queryset: Any = build(*stand_ins)  # type: ignore[call-arg]
        made = _Statement(queryset, queryset.db)
        flat = _flat(stand_ins, made.using)
        if not set(flat) <= set(made.parameters):
            msg = f"{build.__qualname__} returns a query that cannot be kept."
            raise ValueError(msg)
        places = {each: place for place, each in enumerate(flat)}
        return made, [places.get(each) for each in made.parameters]

    @wraps(build)
    def ask(*arguments: Any) -> list[T]:
        given = [
            each if isinstance(each, _SINGLE) else _padded(each) or [_NO_KEY]
            for each in arguments
        ]
        made, places = statement(*map(_shape, given))
        flat = _flat(given, made.using)
        return made.rows(
            [
                fixed if place is None else flat[place]
                for fixed, place in zip(made.parameters, places, strict=True)
            ]
        )

    return ask  # type: ignore[return-value]


_NO_KEY = -1
_A_NUMBER, _A_TEXT, _A_MOMENT = -1, -2, -3
_SINGLE = (int, str, datetime)


def _shape(argument: Any) -> int:
    """Tell what kind of argument it is, or how many keys it has."""
    if isinstance(argument, str):
        return _A_TEXT
    if isinstance(argument, datetime):
        return _A_MOMENT
    return _A_NUMBER if isinstance(argument, int) else len(argument)


def _stand_in(place: int, shape: int) -> Any:
    """Return an argument of this shape, of values that no query has by chance."""
    if shape == _A_TEXT:
        return f"\ue000{place}\ue000"
    if shape == _A_MOMENT:
        return datetime(9000 + place, 1, 1, tzinfo=UTC)
    first = 1_900_000_000 + 10_000 * place
    return first if shape == _A_NUMBER else list(range(first, first + shape))


def _flat(arguments: list[Any], using: str) -> list[Any]:
    """Return all values one after the other, as the database takes them."""
    adapt = connections[using].ops.adapt_datetimefield_value
    return [
        adapt(each) if isinstance(each, datetime) else each
        for argument in arguments
        for each in (argument if isinstance(argument, list) else [argument])
    ]


# --- Statements --------------------------------------------------------------


class _Statement:
    """A query as the database takes it, and how to read what it answers."""

    def __init__(self, queryset: Any, using: str) -> None:
        compiler = queryset.query.get_compiler(using)
        text, parameters = compiler.as_sql()
        self.using, self.text, self.parameters = using, text, tuple(parameters)
        columns = [column for column, _sql, _alias in compiler.select or ()]
        self.converters = [
            (at, [_quicker(each, expression) for each in chain], expression)
            for at, (chain, expression) in compiler.get_converters(columns).items()
        ]
        self.model: Any = None
        found = compiler.klass_info
        if found is None or queryset._fields is not None:  # values and not records
            return
        own = found["select_fields"]
        self.model, self.own = found["model"], slice(own[0], own[-1] + 1)
        self.names = [column.target.attname for column in columns[self.own]]
        populators: Any = get_related_populators
        self.related = populators(found, compiler.select, using)
        self.annotations = list((compiler.annotation_col_map or {}).items())
        self.prefetches = queryset._prefetch_related_lookups

    def fetch(self, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Return what the columns hold; nothing is converted."""
        with connections[self.using].cursor() as cursor:
            cursor.execute(self.text, parameters)
            return list(cursor.fetchall())

    def rows(self, parameters: Sequence[Any]) -> list[Any]:
        """Return the records, or tuples if the query asks for values."""
        fetched = self.fetch(parameters)
        if self.model is None and not self.converters:
            return fetched
        found = self._converted(fetched)
        if self.model is None:
            return list(map(tuple, found))
        records = [self._record(row) for row in found]
        if self.prefetches:
            prefetch_related_objects(records, *self.prefetches)
        return records

    def _record(self, row: list[Any]) -> Any:
        """Make a record as `from_db` does, but without going through all its fields."""
        record = self.model.__new__(self.model)
        vars(record).update(zip(self.names, row[self.own], strict=True))
        record._state = state = ModelState()
        state.adding, state.db = False, self.using
        for populator in self.related:
            populator.populate(row, record)
        for name, at in self.annotations:
            setattr(record, name, row[at])
        return record

    def _converted(self, rows: list[tuple[Any, ...]]) -> Iterator[list[Any]]:
        """Turn what the columns hold into the values of their fields."""
        connection = connections[self.using]
        for row in rows:
            values = list(row)
            for at, chain, expression in self.converters:
                value = values[at]
                for convert in chain:
                    value = convert(value, expression, connection)
                values[at] = value
            yield values


_decode = JSONDecoder().raw_decode


def _quicker(convert: Any, expression: Any) -> Any:
    """Return what reads a column in the same way, but without what columns never are."""
    field = getattr(convert, "__self__", None)
    if (
        isinstance(expression, Col)
        and isinstance(field, JSONField)
        and field.decoder is None
        and type(field).from_db_value is JSONField.from_db_value
    ):
        return _read_json
    return convert


def _read_json(value: str | None, _expression: Any, _connection: Any) -> Any:
    """Read what the database has checked to be JSON without blanks before it."""
    return None if value is None else _decode(value)[0]


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
    return _Statement(rows, using)
