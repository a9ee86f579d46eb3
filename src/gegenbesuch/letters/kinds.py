"""
The letters that the product writes, and the words that are filled into them.

An app registers its letters in `apps.py`. The text of each is a pair of templates in
`templates/emails/`, translated like all texts; an office may put its own wording in
its place, where the same words stand in braces: `{name}`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.template.loader import render_to_string
from django.utils import translation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class LetterKind:
    """
    A letter: its name, and its words with an example of each.

    Attributes:
        key: The stem of its templates: `emails/<key>.subject.txt`, `emails/<key>.txt`.
        fields: What each word in braces stands for.
        sample: What the preview fills in.
    """

    key: str
    label: str | _StrPromise
    fields: Mapping[str, str | _StrPromise]
    sample: Mapping[str, str | _StrPromise]


class Text(NamedTuple):
    """Subject and body of a letter."""

    subject: str
    body: str


KINDS: dict[str, LetterKind] = {}


def register(kind: LetterKind) -> None:
    """Make a letter known."""
    KINDS[kind.key] = kind


def standard_text(kind: LetterKind, language: str) -> Text:
    """Return the text as the product has it, with its words in braces."""
    words = {name: f"{{{name}}}" for name in kind.fields}
    with translation.override(language):
        return Text(
            render_to_string(f"emails/{kind.key}.subject.txt", words).strip(),
            render_to_string(f"emails/{kind.key}.txt", words).strip(),
        )


def fill(text: Text, values: Mapping[str, object]) -> Text:
    """
    Put values in the place of the words in braces.

    A line that holds nothing but words without a value is left out; what a value
    itself has in braces stays as it is.
    """

    def put(match: re.Match[str]) -> str:
        return str(values.get(match[1], match[0]))

    lines = []
    for line in text.body.split("\n"):
        words = FIELD.findall(line)
        is_bare = bool(words) and not FIELD.sub("", line).strip()
        if is_bare and not any(str(values.get(word, "")) for word in words):
            continue
        lines.append(FIELD.sub(put, line))
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return Text(" ".join(FIELD.sub(put, text.subject).split()), body)


def unknown_words(kind: LetterKind, text: str) -> list[str]:
    """Return the words in braces that this letter does not know."""
    return sorted(set(FIELD.findall(text)) - set(kind.fields))
