"""
How a person is addressed, by document and language.

The usual form follows from name, title and salutation; where that is wrong, a
person in the office wrote another one (`Person.address_forms`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gegenbesuch.directory.models import Person

if TYPE_CHECKING:
    from gegenbesuch.core.values.name import Name

LANGUAGES = ("de", "en", "ja")


class Document(TextChoices):
    """Where a form of address stands."""

    LETTER = "letter", _("Greeting in a letter")
    ENVELOPE = "envelope", _("Envelope")
    BADGE = "badge", _("Name badge")
    PLACE_CARD = "place_card", _("Place card")


def form_of_address(person: Person, document: str, language: str) -> str:
    """Return how a document in a language addresses a person."""
    return own_form(person, document, language) or usual_form(
        person, document, language
    )


def own_form(person: Person, document: str, language: str) -> str:
    """Return the form that somebody in the office wrote; empty if nobody did."""
    return str(person.address_forms.get(key_of(document, language), ""))


def usual_form(person: Person, document: str, language: str) -> str:
    """Return the form that follows from name, title and salutation."""
    if language == "ja":
        return _in_japanese(person.name, document)
    if document == Document.BADGE:
        return person.name.display(language)
    if document == Document.ENVELOPE:
        return _on_envelope(person, language)
    if document == Document.PLACE_CARD:
        return _short(person, language)
    return _greeting(person, language)


def key_of(document: str, language: str) -> str:
    """Return under which key the form of a document in a language is stored."""
    return f"{document}.{language}"


def _in_japanese(name: Name, document: str) -> str:
    if document == Document.BADGE:
        return name.display("ja")
    family = name.kanji.family or name.kana.family
    if document == Document.PLACE_CARD and family:
        return f"{family}{name.honorific or '様'}"
    return name.display("ja", form="formal")


def _on_envelope(person: Person, language: str) -> str:
    formal = person.name.display(language, form="formal")
    words = {"de": {"mr": "Herrn", "ms": "Frau"}, "en": {"mr": "Mr", "ms": "Ms"}}
    word = words[language].get(person.salutation, "")
    has_title = bool(person.name.title)
    if language == "en" and has_title:
        return formal
    return (
        f"{word}\n{formal}" if word and language == "de" else f"{word} {formal}".strip()
    )


def _short(person: Person, language: str) -> str:
    """Return the address without given name: Herr Dr. Kurz, Mr Kurz."""
    family = person.name.family
    words = {"de": {"mr": "Herr", "ms": "Frau"}, "en": {"mr": "Mr", "ms": "Ms"}}
    word = words[language].get(person.salutation, "")
    title = _title(person.name.title, language)
    if not family or not (word or title):
        return person.name.display(language)
    if language == "en":
        return f"{title or word} {family}"
    return " ".join(filter(None, (word, title, family)))


def _greeting(person: Person, language: str) -> str:
    if _is_excellency(person.name.title):
        return "Exzellenz," if language == "de" else "Your Excellency,"
    short = _short(person, language)
    if language == "en":
        return f"Dear {short},"
    beginnings = {"mr": "Sehr geehrter", "ms": "Sehr geehrte"}
    return f"{beginnings.get(person.salutation, 'Guten Tag')} {short},"


def _title(title: str, language: str) -> str:
    """Return the one title that is spoken: the highest."""
    if "Prof" in title:
        return "Professor"
    if "Dr" in title:
        return "Dr." if language == "de" else "Dr"
    return ""


def _is_excellency(title: str) -> bool:
    return title.replace(" ", "").upper().startswith(("S.E.", "I.E.", "H.E."))
