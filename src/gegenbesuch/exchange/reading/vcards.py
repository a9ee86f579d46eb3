"""
vCard 2.1, 3 and 4, card by card, so that one broken card does not spoil the file.

The library for vCards reads whole files of version 3 and gives up at the first
line it does not know; real files mix versions. Hence this small reader.
"""

from __future__ import annotations

import quopri
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from gegenbesuch.exchange.reading.encodings import decode
from gegenbesuch.exchange.reading.tables import Book, Row, Sheet

_BEGIN: Final = re.compile(r"^\s*BEGIN\s*:\s*VCARD\s*$", re.IGNORECASE)
_END: Final = re.compile(r"^\s*END\s*:\s*VCARD\s*$", re.IGNORECASE)
_LINE: Final = re.compile(
    r"^(?:[\w-]+\.)?(?P<name>[\w-]+)(?P<params>(?:;[^:;\"]*(?:\"[^\"]*\"[^:;\"]*)*)*)"
    r":(?P<value>.*)$",
    re.DOTALL,
)
_PARAM: Final = re.compile(r";([\w-]+)(?:=((?:\"[^\"]*\"|[^;:\"])*))?")
_JAPANESE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]")
_KANA: Final = re.compile(r"^[\u3040-\u30ff\uff66-\uff9f\s・＝=]+$")
OWN_CODE: Final = "urn:gegenbesuch:"
_SILENT: Final = frozenset(
    "VERSION FN PRODID REV PROFILE SOURCE MAILER TZ GEO CLIENTPIDMAP SORT-STRING "
    "LABEL X-ABLABEL X-ABADR X-ABSHOWAS KIND GENDER X-ABUID CREATED".split()
)
_PHONETIC: Final = {
    "X-PHONETIC-LAST-NAME": "family_kana",
    "X-PHONETIC-FIRST-NAME": "given_kana",
    "X-PHONETIC-MIDDLE-NAME": "given_kana",
    "X-PHONETIC-ORG": "organisation_reading",
}
OWN: Final = "X-GEGENBESUCH-"
_PLAIN: Final = {
    "TITLE": "function",
    "ROLE": "function",
    "EMAIL": "email",
    "URL": "website",
    "NOTE": "note",
    "NICKNAME": "alias",
    "LANG": "languages",
}
WHOLE_NAMES: Final = ("name", "kanji", "kana")
_NAMED: Final = frozenset("name family given kanji family_kanji given_kanji".split())
_ADDRESS: Final = (
    "street",
    "street",
    "street",
    "city",
    "region",
    "postcode",
    "country",
)


@dataclass(frozen=True)
class Property:
    """One line of a card: its name, its parameters in capitals, its raw value."""

    name: str
    params: dict[str, list[str]]
    value: str

    @property
    def text(self) -> str:
        """The value as one text."""
        return _unescape(self.value).strip()

    def parts(self, separator: str = ";") -> list[str]:
        """Return the components of the value."""
        found = re.split(rf"(?<!\\)(?:\\\\)*{re.escape(separator)}", self.value)
        return [_unescape(part).strip() for part in found]

    def has_type(self, *names: str) -> bool:
        """Tell whether one of these words says what the value is for."""
        words = {word.lower() for word in self.params.get("TYPE", [])}
        return bool(words.intersection(names))


def read_vcards(data: bytes) -> Book:
    """Read all cards; each becomes a row whose number is that of the card."""
    text, encoding, _strays = decode(data)
    cards = [_cells(card) for card in cards_of(text)]
    most: dict[str, int] = {}
    for card, _notes in cards:
        for field, values in card.items():
            most[field] = max(most.get(field, 0), len(values))
    fields = [field for field in sorted(most) for _n in range(most[field])]
    rows = []
    for number, (card, notes) in enumerate(cards, 1):
        row = Row(number, [])
        for field in sorted(most):
            values = card.get(field, [])
            row.cells += values + [""] * (most[field] - len(values))
        row.notes += [(-1, code, value) for code, value in notes]
        rows.append(row)
    return Book("vcard", [Sheet("", rows)], detail=encoding, fields=fields)


def cards_of(text: str) -> list[tuple[list[Property], bool]]:
    """Return the properties of each card, and whether its end was there."""
    cards: list[tuple[list[Property], bool]] = []
    current: list[str] | None = None
    depth = 0
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if _BEGIN.match(line):
            if current is not None and depth == 1 and not _is_inside(current):
                cards.append((_properties(current), False))
                depth = 0
            depth += 1
            if depth == 1:
                current = []
        elif _END.match(line):
            depth = max(depth - 1, 0)
            if depth == 0 and current is not None:
                cards.append((_properties(current), True))
                current = None
        elif current is not None and depth == 1:
            current.append(line)
    if current is not None:
        cards.append((_properties(current), False))
    return cards


def _is_inside(lines: list[str]) -> bool:
    """Tell whether a card that begins here belongs to the one before: its agent."""
    return bool(lines) and lines[-1].upper().startswith("AGENT")


def _properties(lines: list[str]) -> list[Property]:
    whole: list[str] = []
    for line in lines:
        is_soft = bool(whole) and whole[-1].endswith("=") and _is_printable(whole[-1])
        if is_soft:
            whole[-1] = whole[-1][:-1] + line.lstrip(" \t")
        elif line[:1] in {" ", "\t"} and whole:
            whole[-1] += line[1:]
        elif line.strip():
            whole.append(line)
    return [found for line in whole if (found := _property(line))]


def _is_printable(line: str) -> bool:
    return "QUOTED-PRINTABLE" in line.split(":", 1)[0].upper()


def _property(line: str) -> Property | None:
    match = _LINE.match(line)
    if match is None:
        return None
    params: dict[str, list[str]] = defaultdict(list)
    for name, value in _PARAM.findall(match["params"]):
        if value:
            words = [word.strip('"') for word in value.split(",")]
            params[name.upper()] += [w for each in words for w in each.split(",")]
        elif name.upper() in {"QUOTED-PRINTABLE", "BASE64"}:
            params["ENCODING"].append(name)
        else:
            params["TYPE"].append(name)
    value = match["value"]
    if "QUOTED-PRINTABLE" in {word.upper() for word in params["ENCODING"]}:
        value = _from_printable(value, next(iter(params["CHARSET"]), "utf-8"))
    return Property(match["name"].upper(), dict(params), value)


def _from_printable(value: str, charset: str) -> str:
    raw = quopri.decodestring(value.encode("utf-8", "replace"))
    try:
        return raw.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return decode(raw)[0]


def _unescape(text: str) -> str:
    return re.sub(
        r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], text, flags=re.DOTALL
    )


def _cells(
    card: tuple[list[Property], bool],
) -> tuple[dict[str, list[str]], list[tuple[str, str]]]:
    """Return the values of a card by field, and notes for its row."""
    properties, is_whole = card
    cells: dict[str, list[str]] = defaultdict(list)
    left_out = set()
    addresses = 0
    for each in properties:
        if each.name == "N":
            _read_name(each, cells)
        elif each.name == "ADR":
            addresses += _read_address(each, cells, addresses)
        elif not _read_plain(each, cells) and each.name not in _SILENT:
            left_out.add(each.name)
    _part_whole_names(cells)
    _name_from_whole(properties, cells)
    for field in ("family_kana", "given_kana"):
        if len(cells.get(field, [])) > 1:
            cells[field] = [" ".join(dict.fromkeys(cells[field]))]
    notes = [] if is_whole else [("card-open", "")]
    if left_out:
        notes.append(("card-left-out", ", ".join(sorted(left_out))))
    return dict(cells), notes


def _part_whole_names(cells: dict[str, list[str]]) -> None:
    """Drop what N repeats of a name that our own line gives in one piece."""
    whole = {text for field in WHOLE_NAMES for text in cells.get(field, [])}
    for script in ("", "_kanji", "_kana"):
        family = cells.get(f"family{script}", [])
        if whole.intersection(family) and not cells.get(f"given{script}"):
            del cells[f"family{script}"]


def _name_from_whole(properties: list[Property], cells: dict[str, list[str]]) -> None:
    """Use the whole name where a card has no other, or is about an organisation."""
    formatted = [each.text for each in properties if each.name == "FN" and each.text]
    is_body = any(
        each.text.lower() in {"org", "organization", "company"}
        for each in properties
        if each.name in {"KIND", "X-ADDRESSBOOKSERVER-KIND", "X-ABSHOWAS"}
    )
    if is_body:
        for field in _NAMED:
            cells.pop(field, None)
        if "organisation" not in cells and formatted:
            cells["organisation"] = formatted[:1]
        return
    is_named = bool(_NAMED.intersection(cells))
    organisations = cells.get("organisation", [])
    if not is_named and formatted and formatted[0] not in organisations:
        cells["name"] = formatted[:1]


def _read_name(each: Property, cells: dict[str, list[str]]) -> None:
    family, given, additional, prefix, suffix = (*each.parts(), *[""] * 5)[:5]
    given = " ".join(filter(None, (given, additional)))
    text = f"{family}{given}"
    if "PHONETIC" in each.params:
        suffix_of_field = "_kana"
    elif _JAPANESE.search(text):
        suffix_of_field = "_kana" if _KANA.match(text) and cells else "_kanji"
    else:
        suffix_of_field = ""
    for field, value in (("family", family), ("given", given)):
        if value and f"{field}{suffix_of_field}" not in cells:
            cells[f"{field}{suffix_of_field}"].append(value.replace(",", " ").strip())
    title = " ".join(filter(None, (prefix, suffix)))
    if title and "title" not in cells:
        cells["title"].append(title)
    reading = next(iter(each.params.get("SORT-AS", [])), "")
    if suffix_of_field == "_kanji" and _KANA.match(reading) and reading:
        words = each.params["SORT-AS"]
        cells["family_kana"] = words[:1]
        cells["given_kana"] = words[1:2]


def _read_address(each: Property, cells: dict[str, list[str]], count: int) -> int:
    parts = list(each.parts())[:7]
    lines: dict[str, list[str]] = defaultdict(list)
    for field, part in zip(_ADDRESS, parts, strict=False):
        if part:
            lines[field].append(part)
    if not lines:
        return 0
    mark = f"#{count + 1}" if count else ""
    for field, texts in lines.items():
        cells[f"{field}{mark}"] = ["\n".join(texts)]
    return 1


def _read_plain(each: Property, cells: dict[str, list[str]]) -> bool:
    """Read what needs no more than a look at its name; returns whether it was."""
    if each.name == "ORG":
        _read_organisation(each, cells)
    elif each.name == "CATEGORIES":
        cells["tags"] += filter(None, each.parts(","))
    elif each.name == "UID":
        if each.text.startswith(OWN_CODE):
            cells["code"].append(each.text.removeprefix(OWN_CODE))
    elif field := _field_of(each):
        text = each.text.removeprefix("tel:").removeprefix("mailto:")
        if text and text not in cells.get(field, []):
            cells[field].append(text)
    else:
        return False
    return True


def _field_of(each: Property) -> str:
    name = each.name
    if name.startswith(OWN):
        field = name.removeprefix(OWN).lower()
        return field.replace("--", "#").replace("-", "_")
    if name == "TEL":
        return _kind_of_number(each)
    return _PLAIN.get(name) or _PHONETIC.get(name, "")


def _read_organisation(each: Property, cells: dict[str, list[str]]) -> None:
    name, *units = each.parts()
    if not name:
        return
    department = " / ".join(filter(None, units))
    if department and "organisation" not in cells:
        cells["department"].append(department)
    cells["organisation"].append(name)


def _kind_of_number(each: Property) -> str:
    if each.has_type("fax"):
        return "fax"
    return "mobile" if each.has_type("cell", "mobile", "iphone") else "phone"
