"""
What an office has in its directory, held so that a row finds its own quickly.

A record that the same file has just brought is known like any other, also in a
preview, where it is not stored. Only what tells records apart is held for all
of them; the rest of a record is fetched when a row touches it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from django.contrib.contenttypes.models import ContentType

from gegenbesuch.core.values.kanji import usual_kanji
from gegenbesuch.core.values.name import Name
from gegenbesuch.core.values.name_sorting import to_hiragana
from gegenbesuch.core.values.partial_date import NO_DATE
from gegenbesuch.core.values.search_text import (
    normalise_for_search,
    without_company_form,
)
from gegenbesuch.directory.models import (
    Address,
    ContactPoint,
    Identifier,
    Note,
    Organisation,
    OrganisationName,
    Person,
    Place,
    Role,
    Sector,
    Tag,
)
from gegenbesuch.directory.services.field_values import texts_of
from gegenbesuch.exchange.drafts import PostalAddress
from gegenbesuch.exchange.likeness import Likeness
from gegenbesuch.exchange.reading_values import is_japanese

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gegenbesuch.accounts.models import Office
    from gegenbesuch.core.values.partial_date import PartialDate


#: Marks of voiced kana, which make another letter rather than another spelling.
_VOICING: Final = frozenset("\u3099\u309a")
_LETTERS: Final = str.maketrans({"æ": "ae", "œ": "oe", "ø": "oe", "ł": "l", "ß": "ss"})


@dataclass(eq=False)
class KnownRole:
    """
    A role that a person holds, and where.

    Attributes:
        instance: None in a preview.
        row: The row of the file that brought it; 0 if it was there before.
    """

    organisation: Record | None
    titles: dict[str, str]
    instance: Role | None = None
    row: int = 0

    @property
    def started_on(self) -> PartialDate:
        """Since when, as far as it is known."""
        return self.instance.started_on if self.instance else NO_DATE


@dataclass(eq=False)
class Record:
    """
    A person or an organisation, as far as an import has to know it.

    Attributes:
        pk: None for one that is not stored yet, or only thought of by a preview.
        mark: Tells it from all others, and never changes.
        row: The row of the file that brought it; 0 if it was there before.
        keys: Its names, each in the form in which spellings of it meet.
        is_loaded: Whether what hangs on it has been fetched.
    """

    model: type[Any]
    pk: int | None
    code: str
    label: str
    row: int = 0
    keys: set[str] = field(default_factory=set)
    contacts: set[tuple[str, str]] = field(default_factory=set)
    identifiers: set[tuple[str, str]] = field(default_factory=set)
    organisations: set[Record] = field(default_factory=set)
    country: str = ""
    is_loaded: bool = False
    instance: Any = None
    addresses: set[tuple[str, ...]] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)
    sectors: set[str] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)
    roles: list[KnownRole] = field(default_factory=list)
    mark: int | str = field(init=False)

    def __post_init__(self) -> None:
        self.mark = self.pk or self.code

    def __repr__(self) -> str:
        return f"<Record {self.label}>"


class Known:
    """All records of an office, by what they can be recognised by."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.people: dict[int, Record] = {}
        self.organisations: dict[int, Record] = {}
        self.by_row: dict[str, Record] = {}
        self.by_code: dict[str, Record] = {}
        self.by_key: dict[tuple[type[Any], str], list[Record]] = defaultdict(list)
        self.by_contact: dict[tuple[str, str], list[Record]] = defaultdict(list)
        self.by_identifier: dict[tuple[str, str], list[Record]] = defaultdict(list)
        self.loaded: list[Record] = []
        self.likeness = Likeness(office)
        self.tags = {tag.key: tag for tag in Tag.objects.filter(office=office)}
        self.sectors = dict(Sector.objects.values_list("code", "pk"))
        self.places = _places()
        self._load()

    def add(self, record: Record) -> None:
        """Make a record findable."""
        if record.pk is not None:
            self._number(record)
        self.by_code[record.code] = record
        if record.row:
            self.name_row(record, record.row)
        self.learn(record, keys=record.keys, contacts=record.contacts)
        for identifier in record.identifiers:
            self.by_identifier[identifier].append(record)

    def learn(
        self,
        record: Record,
        *,
        keys: Iterable[str] = (),
        contacts: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Make a record findable by more."""
        for key in keys:
            found = self.by_key[record.model, key]
            if record not in found:
                found.append(record)
        for contact in contacts:
            found = self.by_contact[contact]
            if record not in found:
                found.append(record)

    def name_row(self, record: Record, number: int) -> None:
        """Note that a row of the file brought a record, or the first one that did."""
        record.row = number
        kind = "person" if record.model is Person else "organisation"
        self.by_row[f"{kind}~{number}"] = record

    def settle(self, record: Record) -> None:
        """Note that a record has been stored."""
        record.pk = record.instance.pk
        self._number(record)

    def _number(self, record: Record) -> None:
        of_kind = self.people if record.model is Person else self.organisations
        of_kind[record.pk or 0] = record

    def chosen(self, ref: str) -> Record | None:
        """Return the record that a decision names, by code or by row."""
        return self.by_code.get(ref) or self.by_row.get(ref)

    def expire(self) -> None:
        """Have everything fetched anew that may have been changed by others."""
        for record in self.loaded:
            record.is_loaded = False
        self.loaded.clear()

    def load(self, record: Record) -> None:
        """Fetch what hangs on a record, so that a row can be compared with it."""
        if record.is_loaded or record.pk is None:
            return
        instance = record.model._default_manager.get(pk=record.pk)
        record.instance = instance
        on = {
            "target_type": ContentType.objects.get_for_model(record.model),
            "target_id": record.pk,
        }
        record.contacts |= {
            contact_key(kind, value)
            for kind, value in ContactPoint.objects.filter(**on).values_list(
                "kind", "value"
            )
        }
        record.addresses = {
            PostalAddress(lines=a.lines, postcode=a.postcode, locality=a.locality).key
            for a in Address.objects.filter(**on)
        }
        record.notes = set(Note.objects.filter(**on).values_list("text", flat=True))
        record.tags = set(instance.tags.values_list("key", flat=True))
        if record.model is Person:
            record.roles = [
                KnownRole(
                    self.organisations.get(role.organisation_id or 0),
                    texts_of(role.title),
                    role,
                )
                for role in Role.objects.filter(person=instance).order_by("pk")
            ]
        else:
            record.sectors = set(instance.sectors.values_list("code", flat=True))
        self.loaded.append(record)
        record.is_loaded = True

    def _load(self) -> None:
        self._load_organisations()
        people = Person.objects.filter(office=self.office)
        for pk, code, name in people.values_list("pk", "code", "name").iterator():
            self.people[pk] = Record(Person, pk, code, str(name), keys=keys_of(name))
        roles = Role.objects.filter(
            person__office=self.office, organisation__isnull=False
        )
        for person, organisation in roles.values_list("person_id", "organisation_id"):
            if organisation in self.organisations:
                self.people[person].organisations.add(self.organisations[organisation])
        for records, model in (
            (self.people, Person),
            (self.organisations, Organisation),
        ):
            kind = ContentType.objects.get_for_model(model)
            contacts = ContactPoint.objects.filter(target_type=kind)
            identifiers = Identifier.objects.filter(target_type=kind)
            for pk, *contact in contacts.values_list("target_id", "kind", "value"):
                if pk in records:
                    records[pk].contacts.add(contact_key(*contact))
            for pk, *number in identifiers.values_list("target_id", "scheme", "value"):
                if pk in records:
                    records[pk].identifiers.add((number[0], number[1]))
        for record in [*self.people.values(), *self.organisations.values()]:
            self.add(record)

    def _load_organisations(self) -> None:
        others: dict[int, list[str]] = defaultdict(list)
        names = OrganisationName.objects.filter(organisation__office=self.office)
        for pk, text in names.values_list("organisation_id", "text"):
            others[pk].append(text)
        organisations = Organisation.objects.filter(office=self.office)
        for pk, code, name, aliases, country in organisations.values_list(
            "pk", "code", "name", "aliases", "country"
        ).iterator():
            texts = list(texts_of(name).values())
            self.organisations[pk] = Record(
                Organisation,
                pk,
                code,
                texts[0] if texts else code,
                keys=keys_of_texts([*texts, *aliases, *others[pk]]),
                country=country,
            )


def _places() -> dict[tuple[str, str], int]:
    """Return the places by country and each of their names."""
    found: dict[tuple[str, str], int] = {}
    for pk, country, name, aliases in Place.objects.values_list(
        "pk", "country", "name", "aliases"
    ):
        for text in [*texts_of(name).values(), *aliases]:
            found.setdefault((country, normalise_for_search(text)), pk)
    return found


def contact_key(kind: str, value: str) -> tuple[str, str]:
    """Return in what form two spellings of a mail address or number meet."""
    return (kind, value.casefold())


def keys_of(name: Name) -> set[str]:
    """Return the keys of a person's name; the order of its parts does not matter."""
    return keys_of_texts(name.spellings)


def keys_of_texts(texts: Iterable[str]) -> set[str]:
    """
    Return the form of each text in which spellings of it meet.

    Stricter than search: width, case, accents, ü and ue, old kanji, the kind of
    kana, company forms and the order of words make no difference; sounds do.
    """
    return {_key_of(text) for text in texts} - {""}


@lru_cache(maxsize=100_000)
def _key_of(text: str) -> str:
    bare = usual_kanji(without_company_form(text)).translate(_LETTERS)
    bare = "".join(
        char
        for char in unicodedata.normalize("NFD", bare)
        if char in _VOICING or not unicodedata.combining(char)
    )
    bare = to_hiragana(unicodedata.normalize("NFC", bare))
    bare = re.sub(r"([aou])e", r"\1", bare)
    words = re.sub(r"[^\w]+|_", " ", re.sub("['’`]", "", bare)).split()
    return "".join(words) if is_japanese(bare) else " ".join(sorted(words))


def scripts_of(keys: Iterable[str]) -> set[str]:
    """Return which scripts some keys are written in: kana, kanji, latin."""
    scripts = set()
    for key in keys:
        if not is_japanese(key):
            scripts.add("latin")
        elif all("\u3041" <= char <= "\u30ff" for char in key):
            scripts.add("kana")
        else:
            scripts.add("kanji")
    return scripts
