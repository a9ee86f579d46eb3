"""Sentences of one side and role in long arrays, each profile's side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convene.matching.embed import Vectors

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

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

    sentences: tuple[tuple[str, str], ...]
    vectors: Vectors
    terms: tuple[dict[int, float], ...]

    def __len__(self) -> int:
        return len(self.sentences)


class Shelf:
    """
    Blocks in long arrays, so that all of them are compared in one product.

    Attributes:
        width: Number of profiles; block i belongs to profile i.

    """

    def __init__(self, blocks: Sequence[Block], concepts: int) -> None:
        self._blocks = list(blocks)
        self._concepts = concepts
        self._lay()

    def _lay(self) -> None:
        self.width = len(self._blocks)
        filled = [i for i, block in enumerate(self._blocks) if len(block)]
        self._owners: Ints = np.array(filled, dtype=np.int64)
        lengths = [len(self._blocks[i]) for i in filled]
        self._starts: Ints = np.concatenate(([0], np.cumsum(lengths)))[:-1].astype(
            np.int64
        )
        parts = [self._blocks[i].vectors for i in filled]
        self._rows: Vectors = (
            np.vstack(parts) if parts else np.zeros((0, 0), np.float32)
        )
        self._main: Vectors | None = None
        if len(self._rows) > LONG:
            sample = self._rows[:: len(self._rows) // LONG]
            self._axes = np.linalg.eigh(sample.T @ sample)[1][:, -AXES:]
            self._main = self._rows @ self._axes
        concepts: list[int] = []
        weights: list[float] = []
        named: list[int] = []
        row = 0
        for i in filled:
            for terms in self._blocks[i].terms:
                concepts += terms
                weights += terms.values()
                named += [row] * len(terms)
                row += 1
        order = np.argsort(np.array(concepts, np.int64), kind="stable")
        self._named_in: Ints = np.array(named, np.int64)[order]
        self._weight_of: Floats = np.array(weights, np.float32)[order]
        self._first: Ints = np.searchsorted(
            np.array(concepts, np.int64)[order], np.arange(self._concepts + 1)
        )

    def block(self, slot: int) -> Block:
        """Give the sentences of one profile."""
        return self._blocks[slot]

    def put(self, slot: int, block: Block) -> None:
        """Replace the sentences of one profile."""
        self._blocks[slot] = block
        self._lay()

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
        if len(self._starts):
            out[..., self._owners] = np.maximum.reduceat(values, self._starts, axis=-1)
        return out

    def best_three(self, values: Floats) -> Floats:
        """Give each profile's three highest values, as three rows."""
        out = np.zeros((3, self.width), np.float32)
        if not len(self._starts):
            return out
        left = values.copy()
        lengths = np.diff(np.append(self._starts, len(values)))
        for row in range(min(3, int(lengths.max()))):
            top = np.maximum.reduceat(left, self._starts)
            out[row, self._owners] = top
            at_top = np.flatnonzero(left == np.repeat(top, lengths))
            segment = np.searchsorted(self._starts, at_top, side="right") - 1
            _, first = np.unique(segment, return_index=True)
            left[at_top[first]] = 0
        return out


def top_three(values: NDArray[Any]) -> Floats:
    """Give the three highest values of each column, highest first; 0 where missing."""
    out = np.zeros((3, values.shape[1]), np.float32)
    count = min(3, len(values))
    if count:
        out[:count] = -np.sort(-values, axis=0)[:count]
    return out


def joined(three: Floats, more: tuple[float, float]) -> Floats:
    """Join the values of the three best needs of each profile."""
    second, third = more
    total: Floats = (
        three[0] + np.float32(second) * three[1] + np.float32(third) * three[2]
    )
    return total


def parts(values: Floats, blocks: Sequence[Block]) -> list[Floats]:
    """Divide rows by the blocks that they come from."""
    return np.split(values, np.cumsum([len(block) for block in blocks])[:-1])
