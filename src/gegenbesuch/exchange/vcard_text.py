"""
Contacts as vCards 3 and 4, with the readings of Japanese names.

What neither version has a place for stands in lines of our own
(`X-GEGENBESUCH-…`), which other programs keep, so that a card that comes back
has lost nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gegenbesuch.exchange.reading.vcards import OWN, OWN_CODE, WHOLE_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gegenbesuch.exchange.contacts_out import Contact

_LINE: Final = 75
"""Bytes; longer lines are folded."""
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TYPES: Final = {"phone": "WORK,VOICE", "mobile": "CELL", "fax": "FAX"}
#: What is written in lines of the standard.
_OF_ADDRESS: Final = frozenset({"street", "postcode", "city", "region", "country"})
_STANDARD: Final = frozenset(
    "code family given title family_kanji given_kanji family_kana given_kana name "
    "organisation function email phone mobile fax website street postcode city region "
    "country tags note".split()
)


def vcards(contacts: Iterable[Contact], version: str) -> str:
    """Return cards of version `3.0` or `4.0`, one after the other."""
    return "".join(_card(contact, version) for contact in contacts)


def _card(contact: Contact, version: str) -> str:
    lines = ["BEGIN:VCARD", f"VERSION:{version}"]
    lines += [f"FN:{_escaped(_whole_name(contact))}"]
    lines += _names(contact, version)
    if version == "4.0":
        is_person = any(contact.get(f) for f in ("family", "name", "kanji", "kana"))
        is_person = is_person or bool(contact.get("family_kanji"))
        lines.append(f"KIND:{'individual' if is_person else 'org'}")
    for code in contact.get("code", []):
        lines.append(f"UID:{OWN_CODE}{code}")
    if organisation := _first(contact, "organisation"):
        lines.append(f"ORG:{_escaped(organisation)}")
    lines += [f"TITLE:{_escaped(text)}" for text in contact.get("function", [])]
    for text in contact.get("email", []):
        kind = "" if version == "4.0" else ";TYPE=INTERNET"
        lines.append(f"EMAIL{kind}:{_escaped(text)}")
    for field, types in _TYPES.items():
        kind = f'"{types.lower()}"' if "," in types and version == "4.0" else types
        lines += [f"TEL;TYPE={kind}:{_escaped(t)}" for t in contact.get(field, [])]
    lines += [f"URL:{_escaped(text)}" for text in contact.get("website", [])]
    lines += _addresses(contact)
    if tags := contact.get("tags"):
        lines.append(f"CATEGORIES:{','.join(_escaped(tag) for tag in tags)}")
    lines += [f"NOTE:{_escaped(text)}" for text in contact.get("note", [])]
    lines += [
        line
        for field in sorted(contact)
        if field not in _STANDARD and field.partition("#")[0] not in _OF_ADDRESS
        for text in contact[field]
        for line in _own(field, text)
    ]
    lines.append("END:VCARD")
    return "".join(_folded(line) for line in lines)


def _names(contact: Contact, version: str) -> list[str]:
    latin = [_first(contact, "family"), _first(contact, "given")]
    kanji = [_first(contact, "family_kanji"), _first(contact, "given_kanji")]
    kana = [_first(contact, "family_kana"), _first(contact, "given_kana")]
    title = _first(contact, "title")
    lines = []
    if version == "4.0" and any(kanji):
        alternative = ";ALTID=1" if any(latin) else ""
        if any(latin):
            lines.append(f"N;ALTID=1:{_components(*latin, '', title)}")
        reading = ",".join(filter(None, kana))
        sort = f';SORT-AS="{reading}"' if reading else ""
        own = "" if any(latin) else title
        lines.append(f"N{alternative};LANGUAGE=ja{sort}:{_components(*kanji, '', own)}")
    else:
        # Address books refuse a card without N: a name in one piece stands there too.
        whole = next(filter(None, (_first(contact, f) for f in WHOLE_NAMES)), "")
        first = next(filter(any, (latin, kanji)), [whole, ""])
        lines.append(f"N:{_components(*first, '', title)}")
    if any(latin):
        # Address books keep one name only, even where the standard has two.
        lines += _own("family_kanji", kanji[0]) + _own("given_kanji", kanji[1])
    for name, text in zip(("LAST", "FIRST"), kana, strict=True):
        if text:
            lines.append(f"X-PHONETIC-{name}-NAME:{_escaped(text)}")
    lines += _own("name", _first(contact, "name"))
    return lines


def _own(field: str, text: str) -> list[str]:
    name = OWN + field.upper().replace("_", "-").replace("#", "--")
    return [f"{name}:{_escaped(text)}"] if text else []


def _addresses(contact: Contact) -> list[str]:
    marks = sorted(
        {
            field.partition("#")[2]
            for field in contact
            if field.partition("#")[0] in _OF_ADDRESS
        }
    )
    lines = []
    for mark in marks:
        behind = f"#{mark}" if mark else ""
        street, city, region, postcode, country = (
            _first(contact, f"{field}{behind}")
            for field in ("street", "city", "region", "postcode", "country")
        )
        value = ";".join(
            _escaped(text) for text in ("", "", street, city, region, postcode, country)
        )
        lines.append(f"ADR;TYPE=WORK:{value}")
    return lines


def _whole_name(contact: Contact) -> str:
    latin = " ".join(
        filter(None, (_first(contact, f) for f in ("title", "given", "family")))
    )
    kanji = _first(contact, "family_kanji") + _first(contact, "given_kanji")
    has_latin = contact.get("family") or contact.get("given")
    choices = (
        latin if has_latin else "",
        _first(contact, "name"),
        kanji,
        _first(contact, "kanji"),
        _first(contact, "kana"),
        _first(contact, "family_kana"),
        _first(contact, "organisation"),
        _first(contact, "organisation_en"),
        _first(contact, "organisation_ja"),
    )
    return next(filter(None, choices), "")


def _first(contact: Contact, field: str) -> str:
    return next(iter(contact.get(field, [])), "")


def _components(*parts: str) -> str:
    family, given, additional, prefix = (_escaped(part) for part in parts)
    return f"{family};{given};{additional};{prefix};"


def _escaped(text: str) -> str:
    text = _CONTROL.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\\", "\\\\").replace("\n", "\\n")
    return text.replace(",", "\\,").replace(";", "\\;")


def _folded(line: str) -> str:
    """Break a line before it has too many bytes, never inside a character."""
    pieces, piece, size = [], "", 0
    for char in line:
        length = len(char.encode("utf-8", "replace"))
        if size + length > _LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece += char
        size += length
    return "\r\n".join([*pieces, piece]) + "\r\n"
