"""Sentences of one side and role in long arrays, each profile's side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from convene.matching.embed import Vectors

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Sentences = tuple[tuple[str, str], ...]
#: Concepts that a sentence names, with their weights.
Terms = dict[int, float]

#: Shelves with more rows than this are first searched along their main axes.
LONG = 20_000
AXES = 96
#: Rows that are then compared exactly.
NEAR = 2_000


@dataclass(frozen=True)
class Block:
    """
    The sentences of one profile in one role.

    Attributes:
        sentences: As written, with their language.
        vectors: One row each, without the language's mean, of length one.
        terms: For each sentence the concepts it names with their weights, of
            length one together.

    """

    sentences: Sentences
    vectors: Vectors
    terms: tuple[Terms, ...]

    def __len__(self) -> int:
        return len(self.sentences)


class Shelf:
    """
    Blocks in long arrays, so that all of them are compared in one product.

    The first sentences of all profiles lie side by side, then all second ones, and
    so on, profiles with most sentences first. So each of these columns belongs to
    the first so many profiles, and the best sentence of each is found by comparing
    columns.

    Args:
        written: The sentences of each profile.
        terms: Of each sentence, profile after profile.
        take: Gives the vectors of sentences by their numbers, counted likewise.
        concepts: How many there are.

    Attributes:
        width: Number of profiles.

    """

    def __init__(
        self,
        written: Sequence[Sentences],
        terms: Sequence[Terms],
        take: Callable[[Ints], Vectors],
        concepts: int,
    ) -> None:
        self._concepts = concepts
        self._lay(written, terms, take)

    def _lay(
        self,
        written: Sequence[Sentences],
        terms: Sequence[Terms],
        take: Callable[[Ints], Vectors],
    ) -> None:
        self._written, self._terms = list(written), list(terms)
        self.width = len(self._written)
        lengths = np.array([len(own) for own in self._written], np.int64)
        self._starts: Ints = np.cumsum(lengths) - lengths
        self._owners: Ints = np.argsort(-lengths, kind="stable")[: (lengths > 0).sum()]
        self._columns: list[slice] = []
        order, end = [np.zeros(0, np.int64)], 0
        for column in range(int(lengths.max(initial=0))):
            owners = self._owners[: (lengths > column).sum()]
            order.append(self._starts[owners] + column)
            self._columns.append(slice(end, end := end + len(owners)))
        order_of: Ints = np.concatenate(order)
        self._rows: Vectors = take(order_of)
        self._place: Ints = np.empty_like(order_of)
        self._place[order_of] = np.arange(len(order_of))
        self._main: Vectors | None = None
        if len(self._rows) > LONG:
            sample = self._rows[:: len(self._rows) // LONG]
            self._axes = np.linalg.eigh(sample.T @ sample)[1][:, -AXES:]
            self._main = self._rows @ self._axes
        self._name()

    def _name(self) -> None:
        """List by concept in which rows it is named, and with what weight."""
        counts = [len(named) for named in self._terms]
        size = sum(counts)
        concepts = np.fromiter(chain.from_iterable(self._terms), np.int64, size)
        weights = np.fromiter(
            chain.from_iterable(named.values() for named in self._terms),
            np.float32,
            size,
        )
        by_concept = np.argsort(concepts, kind="stable")
        self._named_in: Ints = np.repeat(self._place, counts)[by_concept]
        self._weight_of: Floats = weights[by_concept]
        self._first: Ints = np.searchsorted(
            concepts[by_concept], np.arange(self._concepts + 1)
        )

    def has(self, slot: int) -> bool:
        """Tell whether a profile has any sentence."""
        return bool(self._written[slot])

    def block(self, slot: int) -> Block:
        """Give the sentences of one profile."""
        own = self._written[slot]
        start = self._starts[slot]
        end = start + len(own)
        return Block(
            own, self._rows[self._place[start:end]], tuple(self._terms[start:end])
        )

    def put(self, slot: int, block: Block) -> None:
        """Replace the sentences of one profile."""
        start = int(self._starts[slot])
        end = start + len(self._written[slot])
        before, after = self._rows[self._place[:start]], self._rows[self._place[end:]]
        parts = [rows for rows in (before, block.vectors, after) if len(rows)]
        vectors = np.concatenate(parts) if parts else self._rows
        self._lay(
            [*self._written[:slot], block.sentences, *self._written[slot + 1 :]],
            [*self._terms[:start], *block.terms, *self._terms[end:]],
            vectors.__getitem__,
        )

    @classmethod
    def of(cls, blocks: Sequence[Block], concepts: int) -> Shelf:
        """Lay out some blocks."""
        vectors = [block.vectors for block in blocks if len(block)]
        rows = np.concatenate(vectors) if vectors else np.zeros((0, 0), np.float32)
        terms = [named for block in blocks for named in block.terms]
        return cls([b.sentences for b in blocks], terms, rows.__getitem__, concepts)

    def likeness(self, blocks: Sequence[Block], meaning: float, terms: float) -> Floats:
        """Compare each sentence of some blocks with all on the shelf, never below 0."""
        rows = [block.vectors for block in blocks if len(block)]
        if not rows or not len(self._rows):
            return np.zeros((sum(map(len, blocks)), len(self._rows)), np.float32)
        asked = np.vstack(rows) * np.float32(meaning)
        values = self._products(asked)
        named = (found for block in blocks for found in block.terms)
        for value, found in zip(values, named, strict=True):
            for concept, weight in found.items():
                start, end = self._first[concept : concept + 2]
                shared = (terms * weight) * self._weight_of[start:end]
                value[self._named_in[start:end]] += shared
        return np.maximum(values, 0, out=values)

    def _products(self, asked: Floats) -> Floats:
        """
        Multiply with all rows; on long shelves exactly only where it may matter.

        There the main axes of the vectors tell which rows come near, and only
        those are multiplied in full.
        """
        if self._main is None:
            exact: Floats = np.matmul(asked, self._rows.T)
            return exact
        values: Floats = np.matmul(asked @ self._axes, self._main.T)
        for value, row in zip(values, asked, strict=True):
            near = np.argpartition(value, len(value) - NEAR)[-NEAR:]
            value[near] = self._rows[near] @ row
        return values

    def best(self, values: Floats) -> Floats:
        """Give each profile's highest value, per row; 0 for profiles without any."""
        out = np.zeros((*values.shape[:-1], self.width), np.float32)
        if self._columns:
            top = values[..., self._columns[0]].copy()
            for column in self._columns[1:]:
                part = top[..., : column.stop - column.start]
                np.maximum(part, values[..., column], out=part)
            out[..., self._owners] = top
        return out

    def best_three(self, values: Floats) -> Floats:
        """Give each profile's three highest values, as three rows."""
        out = np.zeros((3, self.width), np.float32)
        out[:, self._owners] = _three_of(
            [values[column] for column in self._columns], len(self._owners)
        )
        return out


def _three_of(columns: Sequence[Floats], width: int) -> Floats:
    """Give the three highest of some columns, of which later ones may be shorter."""
    three = np.zeros((3, width), np.float32)
    for column in columns:
        first, second, third = three[:, : len(column)]
        np.maximum(third, np.minimum(second, column), out=third)
        np.maximum(second, np.minimum(first, column), out=second)
        np.maximum(first, column, out=first)
    return three


def top_three(values: Floats) -> Floats:
    """Give the three highest values of each column, highest first; 0 where missing."""
    return _three_of(list(values), values.shape[1])


def joined(three: Floats, more: tuple[float, float]) -> Floats:
    """Join the values of the three best needs of each profile."""
    second, third = more
    total: Floats = (
        three[0] + np.float32(second) * three[1] + np.float32(third) * three[2]
    )
    return total


def parted(values: Floats, blocks: Sequence[Block]) -> list[Floats]:
    """Divide rows by the blocks that they come from."""
    return np.split(values, np.cumsum([len(block) for block in blocks])[:-1])
