"""What a model is given to read of a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from convene.matching.split import core
from convene.matching.terms import glossary


def prepared(sentence: str, language: str, found: Mapping[int, float]) -> str:
    """
    Give a sentence without its frame, and its technical terms in English.

    The same English words in sentences of different languages draw their vectors
    together where the model alone would keep them apart.

    Args:
        found: The concepts that the glossary finds in the sentence.

    """
    gloss = glossary().gloss(found)
    bare = core(sentence, language)
    return f"{bare} ({gloss})" if gloss else bare
