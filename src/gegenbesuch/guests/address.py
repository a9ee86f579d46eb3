"""How a guest is written to and spoken to, in three languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from i18nfield.strings import LazyI18nString

from gegenbesuch.core.values.honorifics import with_honorific_ja
from gegenbesuch.core.values.languages import base_language
from gegenbesuch.directory.address_forms import Document, own_form

if TYPE_CHECKING:
    from gegenbesuch.guests.models import Guest

#: Titles that take the place of 様 behind a Japanese name, the longer first.
SPOKEN_TITLES = (
    *("副市長", "市長", "副知事", "知事", "総領事", "領事", "大使", "公使", "議長"),
    *("副社長", "社長", "副会長", "会長", "理事長", "学長", "総長", "教授", "局長"),
    *("部長", "課長", "係長", "所長", "館長", "社主"),
)
#: How somebody is called in German and in English.
_TITLED = {"de": {"mr": "Herr", "ms": "Frau"}, "en": {"mr": "Mr", "ms": "Ms"}}


def salutation(guest: Guest, language: str) -> str:
    """Return the line that a letter to the guest begins with."""
    own = base_language(language)
    if written := _written(guest, Document.LETTER, own):
        return written
    if own == "ja":
        return address_line(guest, "ja")
    if is_excellency(guest):
        return "Exzellenz," if own == "de" else "Your Excellency,"
    called = _TITLED[own].get(guest.address)
    name = guest.name
    if called is None or not name.family:
        shown = name.display(own)
        return f"Guten Tag {shown}," if own == "de" else f"Dear {shown},"
    last = _with_title(guest)
    if own == "de":
        dear = "Sehr geehrter" if guest.address == "mr" else "Sehr geehrte"
        return f"{dear} {called} {last},"
    return f"Dear {called} {last}," if not _academic(guest) else f"Dear {last},"


def spoken_form(guest: Guest, language: str) -> str:
    """Return how the guest is spoken to."""
    own = base_language(language)
    title = words_of(guest.title, own)
    if own == "ja":
        name = guest.name
        family = name.kanji.family or name.kana.family or name.display("ja")
        return family + next((t for t in SPOKEN_TITLES if title.endswith(t)), "様")
    if is_excellency(guest):
        return "Exzellenz" if own == "de" else "Your Excellency"
    called = _TITLED[own].get(guest.address)
    if called is None or not guest.name.family:
        return guest.name.display(own)
    if own == "en" and _academic(guest):
        return _with_title(guest)
    return f"{called} {_with_title(guest)}"


def address_line(guest: Guest, language: str) -> str:
    """Return the name as it stands on an envelope and in a formal list."""
    own = base_language(language)
    if written := _written(guest, Document.ENVELOPE, own):
        return " ".join(written.split("\n"))
    if own == "ja":
        title = words_of(guest.title, "ja")
        name = with_honorific_ja(guest.name.display("ja", form="formal"))
        return f"{title} {name}" if title else name
    shown = guest.name.display(own, form="formal")
    if own == "de" and guest.address:
        return f"{'Herrn' if guest.address == 'mr' else 'Frau'} {shown}"
    if guest.address and not _academic(guest) and not is_excellency(guest):
        return f"{_TITLED['en'][guest.address]} {shown}"
    return shown


def is_excellency(guest: Guest) -> bool:
    """Tell whether the name carries the style of an ambassador."""
    start = guest.name.title.replace(" ", "").casefold()
    return start.startswith(("s.e.", "i.e.", "h.e."))


def words_of(text: object, language: str) -> str:
    """Return a text in this language only; empty if it has none in it."""
    data = text.data if isinstance(text, LazyI18nString) else text
    if isinstance(data, dict):
        return str(data.get(language) or "")
    return str(data or "")


def _written(guest: Guest, document: str, language: str) -> str:
    """Return the form that the directory has for the person, whatever is usual."""
    person = guest.person
    return own_form(person, document, language) if person else ""


def _academic(guest: Guest) -> str:
    """Return the academic title, which is part of the name in Germany."""
    title = guest.name.title
    return "" if is_excellency(guest) else title


def _with_title(guest: Guest) -> str:
    return " ".join(filter(None, (_academic(guest), guest.name.family)))
