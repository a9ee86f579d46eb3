"""Profiles and reasons in the words of the reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from gegenbesuch.core.templatetags.display import plain
from gegenbesuch.core.values.languages import base_language
from gegenbesuch.directory.languages import language_name
from gegenbesuch.matchmaking.models import Statement
from gegenbesuch.matchmaking.models.suggestions import NAME

if TYPE_CHECKING:
    from gegenbesuch.matchmaking.models import Profile, Suggestion


@dataclass(frozen=True)
class Said:
    """
    A sentence as a reader gets it.

    Attributes:
        language: Of `text`; `source` is that of the original.
        original: Set when `text` is a machine's translation.
    """

    text: str
    language: str
    source: str
    original: str = ""

    @property
    def source_name(self) -> str:
        """The language of the original by name."""
        return language_name(self.source)

    @property
    def is_foreign(self) -> bool:
        """Whether the original is in another language than the page."""
        return self.source != base_language(get_language())


@dataclass(frozen=True)
class Group:
    """What a company offers, or what it needs."""

    kind: Statement.Kind
    said: list[Said]

    @property
    def label(self) -> str:
        """Its heading."""
        return str(self.kind.label)


def shown_statements(profile: Profile) -> list[Group]:
    """Return what others see of a profile's offers and needs."""
    reader = base_language(get_language())
    rows = (profile.shown or {}).get("statements", [])
    return [
        Group(
            kind,
            [_said(row, reader) for row in rows if row["kind"] == kind.value],
        )
        for kind in Statement.Kind
    ]


def _said(row: dict[str, object], reader: str) -> Said:
    text, source = str(row["text"]), str(row["language"])
    machine = row.get("machine")
    made = machine.get(reader, "") if isinstance(machine, dict) else ""
    if source != reader and made:
        return Said(str(made), reader, source, text)
    return Said(text, source, source)


def summary_of(profile: Profile) -> Said | None:
    """Return who a company is, in the reader's language if there is such a text."""
    shown = profile.shown or {}
    texts, machine = shown.get("summary", {}), shown.get("summary_machine", {})
    reader = base_language(get_language())
    made, source = machine.get("texts", {}).get(reader), machine.get("source")
    if made and not texts.get(reader):
        return Said(made, reader, source, texts[source])
    for language in (reader, "en", *texts):
        if texts.get(language):
            return Said(texts[language], language, language)
    return None


def reasons_of(suggestion: Suggestion, company: Profile, partner: Profile) -> list[str]:
    """
    Return the reasons of a suggestion as sentences in the reader's language.

    Args:
        suggestion: Of `partner` to `company`; its sentences leave room for the names.
    """
    reader = base_language(get_language())
    names = {
        NAME.format(row.code): plain(row.organisation.name)
        for row in (company, partner)
    }
    sentences = []
    for row in suggestion.reasons:
        sentence = row["text"].get(reader) or row["text"].get("en", "")
        for room, name in names.items():
            sentence = sentence.replace(room, name)
        sentences.append(sentence)
    return sentences
