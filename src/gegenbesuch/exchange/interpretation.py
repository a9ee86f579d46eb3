"""
From the cells of a row to a `Draft`.

Whatever cannot be read stays: as a note of the record, with a problem that
names the column and says what to do.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.values.errors import UnreadableValue
from gegenbesuch.core.values.name import Spelling
from gegenbesuch.core.values.partial_date import NO_DATE, PartialDate
from gegenbesuch.core.values.search_text import normalise_for_search
from gegenbesuch.directory.contact_values import identifier_value
from gegenbesuch.directory.models import Organisation
from gegenbesuch.exchange import (
    reading_addresses,
    reading_names,
    reading_values,
    words,
)
from gegenbesuch.exchange.cells import Cells
from gegenbesuch.exchange.drafts import Contact, Draft, PostalAddress
from gegenbesuch.exchange.fields import OF_POST
from gegenbesuch.exchange.problems import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gegenbesuch.exchange.reading import Row
    from gegenbesuch.exchange.recognition import Column, Layout

_SHARED_MAILBOX: Final = re.compile(
    r"(?:info|office|kontakt|contact|mail|post|poststelle|zentrale|welcome|sales|"
    r"vertrieb|service|support|presse|press|empfang|hello|somu|soumu)@",
    re.IGNORECASE,
)
_YES: Final = frozenset(
    "ja yes x true 1 wahr はい 故人 verstorben deceased † ✝ ○ 〇".split()
)
_NAMES_OF_ORGANISATION: Final = (
    ("organisation_ja", "ja"),
    ("organisation_en", "en"),
    ("organisation", ""),
)
_TITLES: Final = (("function", ""), ("function_en", "en"), ("function_ja", "ja"))
_OF_PERIOD: Final = {
    "since": "started_on",
    "until": "ended_on",
    "seen_from": "seen_from",
    "seen_until": "seen_until",
}
_IDENTIFIERS: Final = ("eu_vat", "de_register", "jp_corporate", "lei")
_OF_ADDRESS: Final = (
    "address",
    "street",
    "postcode",
    "postcode_city",
    "city",
    "region",
    "country",
)
_CONTACTS: Final = ("email", "phone", "mobile", "fax", "website")


class Interpreter:
    """
    Reads the rows of one sheet.

    Args:
        layout: What the columns are.
        home: The country of the office, for telephone numbers without one.
        sectors: Codes of sectors by their normalised names and synonyms.
    """

    def __init__(
        self, layout: Layout, *, home: str, sectors: Mapping[str, str] | None = None
    ) -> None:
        self.layout = layout
        self.home = home
        self.sectors = sectors or {}

    def read(self, row: Row, *, as_it_is: bool = False) -> Draft:
        """
        Return what the row says; never fails.

        Args:
            as_it_is: Somebody has looked at the row: a name is taken as it stands.
        """
        return _Reading(self, row, as_it_is=as_it_is).draft


class _Reading:
    """One row while it is read."""

    def __init__(self, by: Interpreter, row: Row, *, as_it_is: bool) -> None:
        self.by = by
        self.as_it_is = as_it_is
        cells = Cells(by.layout, row)
        self.values = cells.values
        self.note, self.keep = cells.note, cells.keep
        self.first, self.text = cells.first, cells.text
        self.draft = Draft(row.number, problems=cells.problems, notes=cells.kept)
        if not cells.is_contact:
            return
        self._read_countries()
        self._read_name()
        self._read_organisation()
        self._read_role()
        self._read_contacts()
        self._read_addresses()
        self._read_rest()
        draft = self.draft
        is_nobody = draft.name is None and not draft.organisation and not draft.code
        if is_nobody and not any(p.code.startswith("name") for p in draft.problems):
            self.note("nobody")

    # --- people ---------------------------------------------------------------

    def _read_countries(self) -> None:
        for column, text in self.values.get("country", []):
            self.draft.country = reading_values.country_of(text)
            if not self.draft.country:
                self.note("country-unknown", column, text)
                self.keep(column, text)
        if not self.draft.country:
            postcode = self.text("postcode")
            address = self.text("address", "street", "region")
            if reading_values.country_of_postcode(
                postcode
            ) or reading_addresses.PREFECTURE.match(address):
                self.draft.country = "JP"

    def _read_name(self) -> None:
        parts = reading_names.NameParts()
        found = self.first("name")
        if found and not self._read_whole_name(found, parts):
            return
        if not self._read_parts_of_name(parts):
            return
        self.draft.salutation = (
            reading_names.read_salutation(self.text("salutation")) or parts.salutation
        )
        if not parts:
            return
        column = found or self.first(
            "family",
            "kanji",
            "given",
            "family_kanji",
            "kana",
            "family_kana",
            "given_kanji",
            "given_kana",
        )
        assert column is not None  # noqa: S101 -- some cell gave the parts
        shown = (
            " ".join(filter(None, (parts.family, parts.given, parts.full))) or column[1]
        )
        if re.search(r"[\d=|@<>{}\\]", shown):
            self.note("name-digits", column[0], shown)
        try:
            self.draft.name = parts.to_name()
        except UnreadableValue as error:
            self.note(
                "name-unreadable", column[0], shown, told(error.message, error.params)
            )

    def _read_whole_name(
        self, found: tuple[Column, str], parts: reading_names.NameParts
    ) -> bool:
        column, text = found
        is_body = reading_values.is_organisation_name(text)
        if is_body and not self.first(
            "organisation", "organisation_en", "organisation_ja"
        ):
            self.values["organisation"].append(found)
            return True
        if not reading_names.read_name(text, parts):
            if not self.as_it_is:
                self.note("names-several", column, text)
                return False
            parts.full = " ".join(text.split())
        return True

    def _read_parts_of_name(self, parts: reading_names.NameParts) -> bool:
        """Read what stands in cells of its own; False if it is about several people."""
        family, given = self.text("family"), self.text("given")
        if (family or given) and not reading_names.read_two_cells(family, given, parts):
            found = self.first("family", "given")
            if found and not self.as_it_is:
                self.note("names-several", *found)
                return False
            parts.family, parts.given = family, given
        title = self.text("title")
        is_title = title and not reading_names.read_salutation(title)
        if is_title and title.casefold() not in parts.title.casefold():
            parts.title = " ".join(filter(None, (title, parts.title)))
        self._read_kanji(parts)
        self._read_kana(parts)
        parts.aliases += [text for _column, text in self.values.get("alias", [])]
        return True

    def _read_kanji(self, parts: reading_names.NameParts) -> None:
        spelling = self._spelling("kanji")
        if not spelling:
            return
        if reading_names.is_kana(spelling.joined("")):
            parts.kana = spelling  # a foreigner's name
        elif reading_values.is_japanese(spelling.joined("")):
            parts.kanji = spelling
        elif not parts.family and not parts.full:
            reading_names.read_name(spelling.joined(" "), parts)

    def _read_kana(self, parts: reading_names.NameParts) -> None:
        spelling = self._spelling("kana")
        if not spelling:
            return
        if reading_names.is_kana(spelling.joined("")):
            parts.kana = spelling
            return
        column = self.first("kana", "family_kana", "given_kana")
        text = spelling.joined(" ")
        self.note("kana-expected", column[0] if column else None, text)
        parts.aliases.append(text)

    def _spelling(self, script: str) -> Spelling:
        family, given = self.text(f"family_{script}"), self.text(f"given_{script}")
        if family or given:
            return (
                Spelling(family, given)
                if family and given
                else Spelling(full=family or given)
            )
        whole = self.text(script)
        if not whole:
            return Spelling()
        reading = re.fullmatch(r"(.+?)\s*[(（](.+)[)）]", whole)
        if script == "kanji" and reading and reading_names.is_kana(reading[2]):
            if not self.first("kana", "family_kana"):
                column = self.values["kanji"][0][0]
                self.values["kana"].append((column, reading[2]))
            whole = reading[1]
        return reading_names.read_japanese(whole)

    # --- organisations ----------------------------------------------------------

    def _read_organisation(self) -> None:
        draft = self.draft
        self._read_names_of_organisation(draft)
        draft.reading = self.text("organisation_reading")
        draft.legal_form = self.text("legal_form")[:60]
        if kind := self.first("kind"):
            draft.kind = self._kind(kind[1])
            if not draft.kind:
                self.note("kind-unknown", *kind)
        if founded := self.first("founded"):
            draft.founded_on = self._date(*founded)
        self._read_identifiers()
        for column, text in self.values.get("sectors", []):
            for word in _words(column, text):
                code = self.by.sectors.get(normalise_for_search(word))
                if code:
                    draft.sectors.append(code)
                else:
                    self.note("sector-unknown", value=word)
                    draft.tags.append(word[:60])

    def _read_names_of_organisation(self, draft: Draft, mark: str = "") -> None:
        for field, language in _NAMES_OF_ORGANISATION:
            for column, text in self.values.get(f"{field}{mark}", []):
                self._read_name_of_organisation(draft, column, text, language)

    def _read_name_of_organisation(
        self, draft: Draft, column: Column, text: str, language: str
    ) -> None:
        name = " ".join(reading_values.usual_width(text).split())
        if re.match(r"[=+@]|.*[|<>{}]", name):
            self.note("name-digits", column, name)
        key = language or reading_values.language_of(name, self.by.layout.language)
        if reading_values.is_japanese(name):
            key = "ja"
        draft.organisation.setdefault(key, name)

    def _read_identifiers(self) -> None:
        for scheme in _IDENTIFIERS:
            number = self.first(scheme)
            if number is None:
                continue
            try:
                value = identifier_value(scheme, number[1])
            except ActionError:
                self.note("identifier-wrong", *number)
                self.keep(*number)
            else:
                self.draft.identifiers.append((scheme, value))

    def _kind(self, text: str) -> str:
        plain = "".join(reading_values.usual_width(text).casefold().split())
        if plain in Organisation.Kind.values:
            return plain
        return words.KINDS.get(plain, "")

    def _read_role(self) -> None:
        self._read_titles(self.draft)
        self._read_departments()
        self._read_period(self.draft)
        for mark in self._marks(OF_POST):
            if mark:
                post = Draft(self.draft.number, problems=self.draft.problems)
                self._read_names_of_organisation(post, mark)
                self._read_titles(post, mark)
                self._read_period(post, mark)
                self.draft.posts.append(post)

    def _marks(self, names: Iterable[str]) -> list[str]:
        """Return what stands behind those fields in this row: nothing, `#2`, `#3`."""
        found = {
            f"{hash_}{number}"
            for field in self.values
            for base, hash_, number in [field.partition("#")]
            if base in names
        }
        return sorted(found, key=lambda mark: (len(mark), mark))

    def _read_titles(self, draft: Draft, mark: str = "") -> None:
        for field, language in _TITLES:
            for _column, text in self.values.get(f"{field}{mark}", []):
                plain = " ".join(reading_values.usual_width(text).split())
                spoken = self.by.layout.language
                key = language or reading_values.language_of(plain, spoken)
                draft.titles.setdefault(key, plain)

    def _read_departments(self) -> None:
        draft = self.draft
        for _column, text in self.values.get("department", []):
            key = reading_values.language_of(text, self.by.layout.language)
            plain = " ".join(text.split())
            if key not in draft.titles:
                draft.titles[key] = plain
            elif key == "ja":
                draft.titles[key] = f"{plain} {draft.titles[key]}"
            else:
                draft.titles[key] = f"{draft.titles[key]}, {plain}"

    def _read_period(self, draft: Draft, mark: str = "") -> None:
        dates = {field: self.first(f"{field}{mark}") for field in _OF_PERIOD}
        for field, name in _OF_PERIOD.items():
            if found := dates[field]:
                setattr(draft, name, self._date(*found))
        since, until = dates["since"], dates["until"]
        if since and until and _ends_before(draft.started_on, draft.ended_on):
            self.note("dates-reversed", value=until[1], detail=since[1])
            self.keep(*since)
            self.keep(*until)
            draft.started_on = draft.ended_on = NO_DATE

    def _date(self, column: Column, text: str) -> PartialDate:
        try:
            return reading_values.read_date(text, self.by.layout.language)
        except (UnreadableValue, ValueError, OverflowError) as error:
            reason = (
                told(error.message, error.params)
                if isinstance(error, UnreadableValue)
                else str(error)
            )
            self.note("date-unreadable", column, text, reason)
            self.keep(column, text)
            return NO_DATE

    # --- ways to reach them -------------------------------------------------------

    def _read_contacts(self) -> None:
        country = self.draft.country or self.by.home
        found: dict[tuple[str, str], Contact] = {}
        for kind in _CONTACTS:
            for column, text in self.values.get(kind, []):
                good, bad = self._contact_values(kind, text, country)
                for value in good:
                    contact = self._contact(kind, value, column)
                    found.setdefault((kind, value), contact)
                for value in bad:
                    code = "phone" if kind in {"mobile", "fax"} else kind
                    self.note(f"{code}-unreadable", column, value)
                    self.keep(column, value)
        numbers = {value for kind, value in found if kind == "mobile"}
        self.draft.contacts = [
            contact
            for (kind, value), contact in found.items()
            if not (kind == "phone" and value in numbers)
        ]

    def _contact_values(
        self, kind: str, text: str, country: str
    ) -> tuple[list[str], list[str]]:
        if kind == "email":
            return reading_values.read_mails(text)
        if kind == "website":
            words = re.split(r"[\s;,]+", text.strip())
            pages = [
                (word, reading_values.read_website(word)) for word in words if word
            ]
            return [p for _w, p in pages if p], [w for w, p in pages if not p]
        return reading_values.read_phones(text, country)

    def _contact(self, kind: str, value: str, column: Column) -> Contact:
        has_both = self.draft.name is not None and bool(self.draft.organisation)
        is_shared = kind == "website" or bool(
            kind == "email" and _SHARED_MAILBOX.match(value)
        )
        is_body = self.draft.name is None or (has_both and is_shared)
        return Contact(kind, value, column.is_private, of_organisation=is_body)

    def _read_addresses(self) -> None:
        for mark in self._marks(_OF_ADDRESS):
            address = self._address(mark)
            if address:
                self.draft.addresses.append(address)

    def _address(self, mark: str) -> PostalAddress:
        address = PostalAddress(
            lines="\n".join(t for _c, t in self.values.get(f"street{mark}", [])),
            postcode=self.text(f"postcode{mark}").removeprefix("〒").strip()[:20],
            locality=self.text(f"city{mark}")[:200],
            region=self.text(f"region{mark}")[:200],
            country=reading_values.country_of(self.text(f"country{mark}"))
            or self.draft.country,
        )
        if both := reading_addresses.POSTCODE_CITY.match(
            self.text(f"postcode_city{mark}")
        ):
            address.postcode, address.locality = both["code"], both["city"].strip()
        if whole := self.text(f"address{mark}"):
            address = reading_addresses.whole_address(whole, address)
        columns = [
            column
            for field in _OF_ADDRESS
            for column, _text in self.values.get(f"{field}{mark}", [])
        ]
        if any(column.is_private for column in columns):
            address.kind = "private"
        if re.fullmatch(r"\d{4}", address.postcode) and address.country == "DE":
            address.postcode = f"0{address.postcode}"  # a spreadsheet took the nought
        text = f"{address.lines}{address.locality}"
        address.language = "ja" if reading_values.is_japanese(text) else ""
        if mark and not address.lines and not address.locality and not address.postcode:
            return PostalAddress()
        return address

    # --- the rest -----------------------------------------------------------------

    def _read_rest(self) -> None:
        draft = self.draft
        for column, text in self.values.get("languages", []):
            for word in _words(column, text):
                code = words.LANGUAGES.get(word.casefold())
                if code and code not in draft.languages:
                    draft.languages.append(code)
                elif not code:
                    self.keep(column, word)
        if deceased := self.first("deceased"):
            plain = deceased[1].casefold()
            draft.is_deceased = plain in _YES or bool(re.search(r"\d{4}", plain))
        for column, text in self.values.get("tags", []):
            draft.tags += [word[:60] for word in _words(column, text)]
        draft.tags = list(dict.fromkeys(draft.tags))
        draft.notes = [
            *(text for _column, text in self.values.get("note", [])),
            *draft.notes,
        ]
        draft.code = self.text("code")[:64]


def _ends_before(start: PartialDate, end: PartialDate) -> bool:
    first, last = start.first_day(), end.last_day()
    return first is not None and last is not None and last < first


def _words(column: Column, text: str) -> Iterable[str]:
    if column.reason == "field":  # one value each
        return [text]
    return [w for w in (p.strip() for p in re.split(r"[;,\n、；|]", text)) if w]
