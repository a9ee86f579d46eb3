"""Meetings, tables, interpreters and locks, and how their fields are checked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_LANGUAGE_PAIR = re.compile(r"[a-z]{2,3}-[a-z]{2,3}")


class InstanceError(ValueError):
    """
    Say which field of an instance, solution or disturbance cannot be used.

    Attributes:
        field: Name of the field, such as `meetings` or `meetings.a`.
        index: Position in that field, or None when the whole field is meant.
        expected: What would be right, in English.

    """

    def __init__(self, field: str, expected: str, index: int | None = None) -> None:
        self.field = field
        self.index = index
        self.expected = expected
        where = field if index is None else f"{field}[{index}]"
        if "." in field and index is not None:
            head, _, tail = field.partition(".")
            where = f"{head}[{index}].{tail}"
        super().__init__(f"{where}: expected {expected}")


def pair_key(pair: str) -> str:
    """Give a language pair the same spelling in both directions."""
    return "-".join(sorted(pair.split("-")))


def integer(
    value: object, field: str, index: int | None, low: int, high: int | None
) -> int:
    """Give back a whole number within limits, or say which field is wrong."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise InstanceError(field, f"a whole number, not {value!r}", index)
    if value < low or (high is not None and value > high):
        wanted = f"at least {low}" if high is None else f"{low} to {high}"
        raise InstanceError(field, f"a number {wanted}, not {value}", index)
    return value


def integers(
    values: object,
    field: str,
    low: int,
    high: int | None,
    index: int | None = None,
) -> tuple[int, ...]:
    """Give back whole numbers within limits, or say which field is wrong."""
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise InstanceError(field, f"a list of numbers, not {values!r}", index)
    return tuple(integer(value, field, index, low, high) for value in values)


def sorted_slots(
    values: object, field: str, slots: int, index: int | None
) -> tuple[int, ...]:
    """Give back slots in order, each once, or say which field is wrong."""
    return tuple(sorted(set(integers(values, field, 0, slots - 1, index))))


def words_of(values: object, field: str, index: int | None) -> tuple[str, ...]:
    """Give back words, or say which field is wrong."""
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise InstanceError(field, f"a list of words, not {values!r}", index)
    words = tuple(values)
    for word in words:
        if not isinstance(word, str) or not word:
            raise InstanceError(field, f"a word, not {word!r}", index)
    return words


@dataclass(frozen=True, slots=True)
class Meeting:
    """
    One request that both sides accepted.

    `needs` names language pairs ("de-ja", in any order), all spoken by one
    interpreter, and features of the table (any other word).
    """

    a: int
    b: int
    session: int | None = None
    fixed: int | None = None
    weight: int = 1
    needs: tuple[str, ...] = ()
    site: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "needs", words_of(self.needs, "meetings.needs", None))

    @property
    def languages(self) -> tuple[str, ...]:
        """Language pairs that the interpreter must speak, each spelled one way."""
        pairs = {pair_key(n) for n in self.needs if _LANGUAGE_PAIR.fullmatch(n)}
        return tuple(sorted(pairs))

    @property
    def features(self) -> tuple[str, ...]:
        """Features that the table must have."""
        return tuple(sorted({n for n in self.needs if not _LANGUAGE_PAIR.fullmatch(n)}))


@dataclass(frozen=True, slots=True)
class Table:
    """A table; without `slots` it is open in every slot."""

    id: str
    slots: tuple[int, ...] | None = None
    site: int | None = None
    features: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", str(self.id))
        features = words_of(self.features, "tables.features", None)
        object.__setattr__(self, "features", features)


@dataclass(frozen=True, slots=True)
class Interpreter:
    """An interpreter for language pairs; without `slots` there in every slot."""

    pairs: tuple[str, ...]
    slots: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        pairs = words_of(self.pairs, "interpreters.pairs", None)
        for pair in pairs:
            if not _LANGUAGE_PAIR.fullmatch(pair):
                raise InstanceError(
                    "interpreters.pairs", f'pairs such as "de-ja", not {pair!r}'
                )
        object.__setattr__(self, "pairs", tuple(pair_key(p) for p in pairs))


@dataclass(frozen=True, slots=True)
class Lock:
    """A meeting that stays in its slot, and at its table and interpreter if named."""

    meeting: int
    slot: int
    table: int | None = None
    interpreter: int | None = None
