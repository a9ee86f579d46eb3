"""A sentence and the records it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.text import Truncator
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from gegenbesuch.documents.content.words import listed, named, words
from gegenbesuch.missions.models import Participation, Stop
from gegenbesuch.outcomes.models import Interest, Outcome, Quote

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Origin:
    """A record that a sentence rests on."""

    code: str
    label: str
    url: str


@dataclass(frozen=True)
class Sentence:
    """
    A sentence and the records that say it.

    Attributes:
        key: The same as long as it is about the same thing.
        records: At least one.
    """

    key: str
    text: str
    records: tuple[Origin, ...]


def say(key: str, text: str, *records: Any) -> Sentence:
    """Return a sentence with the records it rests on."""
    if text.endswith("..") and not text.endswith("..."):
        text = text[:-1]  # a name such as “Ltd.” ends the sentence, too
    return Sentence(key, text, tuple(dict.fromkeys(map(origin_of, records))))


def origin_of(record: Any) -> Origin:
    """Return how a record is referred to; rows without a page by their mission."""
    if isinstance(record, Origin):
        return record
    # Many sentences rest on the same record; it is named once in each language.
    known: dict[str | None, Origin] = record.__dict__.setdefault("_origins", {})
    language = get_language()
    if language not in known:
        known[language] = _origin_of(record)
    return known[language]


def _origin_of(record: Any) -> Origin:
    mission: Any = getattr(record, "mission", None)
    name = type(record)._meta.model_name
    number = record.position if name == "stop" else record.pk
    code = getattr(record, "code", "") or f"{mission.code}-{name}-{number}"
    own = getattr(record, "get_absolute_url", None)
    return Origin(code, _label(record), own() if own else mission.get_absolute_url())


def _label(record: Any) -> str:
    """Name a record in few words; what it says stands in the sentence already."""
    if isinstance(record, Participation):
        return named_row(record)
    if isinstance(record, Quote):
        return _("Quote")
    if isinstance(record, Outcome):
        return str(record.get_kind_display())
    if isinstance(record, Stop):
        return words(record.place.name) if record.place else str(record)
    if isinstance(record, Interest):
        return words(record.sector.name) if record.sector else words(record.topic)
    text = getattr(record, "title", None) or getattr(record, "text", None)
    label = words(text) if text else str(record)
    return label if len(label) <= _LONGEST else Truncator(label).chars(_LONGEST)


#: Characters of a label; the page of the record has the whole of it.
_LONGEST = 48


def full_stop(text: str) -> str:
    """End a text that may or may not end like a sentence."""
    return pgettext("a sentence", "%(text)s.") % {"text": bare(text)}


def bare(text: str) -> str:
    """Return a text without the mark that ends a sentence."""
    return text.strip().rstrip(".。")


def at(*parts: str) -> str:
    """Return place and time as they follow what was there; empty if unknown."""
    known = listed(list(parts))
    if not known:
        return ""
    return pgettext("place and time after a title", " (%(at)s)") % {"at": known}


def once(sentences: Iterable[Sentence]) -> list[Sentence]:
    """Keep each sentence once."""
    found: dict[str, Sentence] = {}
    for sentence in sentences:
        found.setdefault(sentence.key, sentence)
    return list(found.values())


def named_row(row: Any) -> str:
    """Name a person with the organisation, or the organisation, or the group."""
    person = named(row.person.name) if row.person else ""
    organisation = words(row.organisation.name) if row.organisation else ""
    return person or organisation or words(row.label) or row.get_function_display()
