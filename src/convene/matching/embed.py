"""How sentences become vectors: one small interface, and a memory in front of it."""

from __future__ import annotations

import hashlib
from collections.abc import MutableMapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class EmbeddingError(RuntimeError):
    """A model is missing, cannot run here, or a server did not answer rightly."""


class Embedder(Protocol):
    """
    Whatever turns sentences into vectors of length one.

    Attributes:
        name: Names model and version; vectors of different names never mix.
        meaning: How far its likeness can be trusted across languages, from 0
            (shared letters only) to 1 (a multilingual model).

    """

    name: str
    meaning: float

    def embed(self, sentences: Sequence[str]) -> Vectors:
        """
        Give one vector for each sentence, in their order.

        Raises:
            EmbeddingError: No vectors can be had.

        """


class Remembering:
    """
    An embedder that asks another one only for sentences it has not seen.

    Args:
        embedder: The one to ask.
        store: Where vectors stay, by a hash of model and sentence: a dict, or
            anything that acts like one, such as a table in a database.

    """

    def __init__(
        self, embedder: Embedder, store: MutableMapping[str, bytes] | None = None
    ) -> None:
        self._embedder = embedder
        self._store: MutableMapping[str, bytes] = {} if store is None else store
        self.name = embedder.name
        self.meaning = embedder.meaning

    def embed(self, sentences: Sequence[str]) -> Vectors:
        """Give vectors, from the store where they are there."""
        keys = [self._key(sentence) for sentence in sentences]
        new = {
            k: s for k, s in zip(keys, sentences, strict=True) if k not in self._store
        }
        if new:
            vectors = self._embedder.embed(list(new.values()))
            for key, vector in zip(new, vectors, strict=True):
                self._store[key] = vector.astype(np.float32).tobytes()
        rows: list[Any] = [np.frombuffer(self._store[k], np.float32) for k in keys]
        return np.stack(rows) if rows else np.zeros((0, 0), np.float32)

    def _key(self, sentence: str) -> str:
        return hashlib.sha256(f"{self.name}\0{sentence}".encode()).hexdigest()


def unit(vectors: NDArray[Any]) -> Vectors:
    """Give rows length one; rows of zeros stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    result: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return result
