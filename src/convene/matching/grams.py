"""Vectors without a model: shared runs of letters."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from convene.matching.embed import Vectors, unit
from convene.matching.terms import fold

SIZE = 384


class Grams:
    """
    Likeness by runs of three letters, two in Japanese.

    An honest fallback: it finds shared words, names and numbers within a language
    and next to nothing between German and Japanese. Across languages the glossary
    and the fields then do the work.
    """

    name = "grams-1"
    meaning = 0.03

    def embed(self, sentences: Sequence[str]) -> Vectors:
        """Count the runs of each sentence, spread over `SIZE` numbers."""
        vectors = np.zeros((len(sentences), SIZE), np.float32)
        for row, sentence in zip(vectors, sentences, strict=True):
            text = f" {' '.join(fold(sentence).split())} "
            length = 3 if text.isascii() or max(text) < "\u3000" else 2
            for at in range(len(text) - length + 1):
                code = zlib.crc32(text[at : at + length].encode())
                row[code % SIZE] += 1.0 if code & 0x80000000 else -1.0
        return unit(vectors)
