"""
From drafts to records: what a row adds to whom it is about.

The same steps run in a preview, which only thinks of records: `Known` learns
what a row would bring, nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from i18nfield.strings import LazyI18nString

from gegenbesuch.core.codes import new_code
from gegenbesuch.core.values.search_text import normalise_for_search
from gegenbesuch.directory.models import (
    Address,
    ContactPoint,
    Identifier,
    Note,
    Organisation,
    Person,
    Role,
    Tag,
)
from gegenbesuch.directory.models.contacts import tag_key
from gegenbesuch.directory.services.field_values import texts_of
from gegenbesuch.exchange import likeness, matching
from gegenbesuch.exchange.joining_names import joined_name
from gegenbesuch.exchange.known import (
    Known,
    KnownRole,
    Record,
    contact_key,
    keys_of,
    keys_of_texts,
)
from gegenbesuch.exchange.models import ImportRun
from gegenbesuch.exchange.problems import Problem
from gegenbesuch.exchange.reading_values import language_of

if TYPE_CHECKING:
    from django.db.models import Model

    from gegenbesuch.exchange.drafts import Contact, Draft, PostalAddress
    from gegenbesuch.exchange.trail import Trail

Policy = ImportRun.Policy
CONTACT: Final = {"de": "Ansprechperson", "en": "Contact", "ja": "担当者"}
"""The function of somebody whose row names none."""
_OF_ROLE: Final = ("started_on", "ended_on", "seen_from", "seen_until")


@dataclass
class Stored:
    """What became of a row."""

    person: Record | None
    organisation: Record | None
    is_created: bool
    is_changed: bool


class Storing:
    """
    Stores drafts, or in a preview only notes what they would do.

    Args:
        trail: Where writes are noted; None in a preview.
        policy: What happens to fields that differ in records that exist.
    """

    def __init__(self, run: ImportRun, known: Known, trail: Trail | None) -> None:
        self.run = run
        self.known = known
        self.trail = trail
        self.policy = run.policy
        self.writes = 0
        self.made: list[Record] = []
        self.told: set[Record] = set()

    def store(
        self, draft: Draft, person: Record | None, organisation: Record | None
    ) -> Stored:
        """Store a draft; the records are those it was found to be about."""
        before = self.writes
        self.told.clear()
        had = (person, organisation)
        is_about_person = draft.name is not None or person is not None
        if draft.organisation or organisation:
            organisation = self._organisation(draft, organisation)
        if is_about_person:
            person = self._person(draft, person, organisation)
            # The main one is stored last: of two that are held, the newer one is it.
            for post in reversed(draft.posts):
                self._post(post, person)
            self._role(draft, person, organisation)
        self._contacts(draft, person, organisation)
        self._addresses(draft, person, organisation)
        main = person or organisation
        if main is not None and not self._is_kept(main, had):
            self._tags(draft, main)
            for text in dict.fromkeys(filter(None, draft.notes)):
                self._note(main, text, draft.number)
        is_created = main is not None and main not in had
        return Stored(person, organisation, is_created, self.writes > before)

    def _is_kept(self, record: Record, had: tuple[Record | None, ...]) -> bool:
        """Tell whether a record that was there must stay as it is."""
        return self.policy == Policy.KEEP and record in had and not record.row

    # --- organisations -----------------------------------------------------------

    def _organisation(self, draft: Draft, record: Record | None) -> Record:
        country = draft.country or next(
            (a.country for a in draft.addresses if a.country), ""
        )
        if record is None:
            record = self._new_organisation(draft, country)
        else:
            self.known.load(record)
            if not (self.policy == Policy.KEEP and not record.row):
                self._fill_organisation(draft, record, country)
        if self.policy == Policy.KEEP and not record.row:
            return record
        for scheme, value in draft.identifiers:
            if (scheme, value) not in record.identifiers:
                record.identifiers.add((scheme, value))
                self.known.by_identifier[scheme, value].append(record)
                self._hang(record, Identifier, draft.number, scheme=scheme, value=value)
        for code in draft.sectors:
            if code not in record.sectors and code in self.known.sectors:
                record.sectors.add(code)
                through = Organisation.sectors.through
                self._link(
                    record, through, draft.number, sector_id=self.known.sectors[code]
                )
        return record

    def _new_organisation(self, draft: Draft, country: str) -> Record:
        names = list(draft.organisation.values())
        record = Record(
            Organisation, None, self._code(draft, of_body=True), names[0], row=draft.number,
            keys=keys_of_texts(names), country=country, is_loaded=True,
        )  # fmt: skip
        self.writes += 1
        if self.trail:
            record.instance = Organisation(
                office=self.run.office,
                code=record.code,
                name=LazyI18nString(draft.organisation),
                reading=draft.reading,
                legal_form=draft.legal_form,
                kind=draft.kind or Organisation.Kind.COMPANY,
                founded_on=draft.founded_on,
                country=country,
                **self._place(draft, country),
            )
            self._create(record, draft.number, "organisation")
        self.known.add(record)
        self.known.likeness.add(record, likeness.facts_of_organisation(draft))
        return record

    def _code(self, draft: Draft, *, of_body: bool = False) -> str:
        """Return the code that the file gives a record, if nobody else has it."""
        is_meant = draft.code and of_body == (draft.name is None)
        if not is_meant or not draft.code.isascii() or draft.code in self.known.by_code:
            return new_code()
        is_slug = draft.code.replace("-", "").replace("_", "").isalnum()
        models = (Person, Organisation)
        is_taken = any(m.objects.filter(code=draft.code).exists() for m in models)
        return draft.code if is_slug and not is_taken else new_code()

    def _place(self, draft: Draft, country: str) -> dict[str, Any]:
        town = next((a.locality for a in draft.addresses if a.locality), "")
        if not town:
            return {}
        place = self.known.places.get((country, normalise_for_search(town)))
        if place:
            return {"place_id": place}
        language = language_of(town, self.run.layout.get("language", "de"))
        return {"place_text": LazyI18nString({language: town})}

    def _fill_organisation(self, draft: Draft, record: Record, country: str) -> None:
        organisation = record.instance
        values: dict[str, Any] = {}
        keys = keys_of_texts(draft.organisation.values())
        if organisation is not None:
            names = texts_of(organisation.name)
            added = {k: v for k, v in draft.organisation.items() if k not in names}
            if self.policy == Policy.REPLACE:
                added = {
                    k: v for k, v in draft.organisation.items() if names.get(k) != v
                }
            added = {k: v for k, v in added.items() if v not in names.values()}
            if added:
                values["name"] = LazyI18nString(names | added)
            for field, value in (
                ("reading", draft.reading),
                ("legal_form", draft.legal_form),
                ("kind", draft.kind),
                ("country", country),
                ("founded_on", draft.founded_on),
            ):
                self._fill(draft, organisation, field, value, values)
        else:
            added = {k: v for k, v in draft.organisation.items() if keys - record.keys}
            if added:
                self.writes += 1
        record.keys |= keys
        self.known.learn(record, keys=keys)
        record.country = record.country or country
        self._change(record, values, draft.number)

    def _fill(
        self,
        draft: Draft,
        instance: Any,
        field: str,
        value: Any,
        values: dict[str, Any],
    ) -> None:
        """Note a new value for a field that is empty, or may be replaced."""
        old = getattr(instance, field)
        is_set = bool(value) and getattr(value, "is_known", True)
        has_old = bool(old) and getattr(old, "is_known", True)
        if field == "kind" and old == Organisation.Kind.OTHER:
            has_old = False
        if not is_set or old == value:
            return
        if has_old and self.policy != Policy.REPLACE:
            label = str(instance._meta.get_field(field).verbose_name)
            draft.problems.append(Problem("conflict", label, str(value), str(old)))
            return
        values[field] = value

    # --- people -----------------------------------------------------------------

    def _person(
        self, draft: Draft, record: Record | None, organisation: Record | None
    ) -> Record:
        if record is None:
            assert draft.name is not None  # noqa: S101 -- else there is no person
            record = Record(
                Person, None, self._code(draft), str(draft.name), row=draft.number,
                keys=keys_of(draft.name), is_loaded=True,
            )  # fmt: skip
            self.writes += 1
            if self.trail:
                record.instance = Person(
                    office=self.run.office,
                    code=record.code,
                    name=draft.name,
                    salutation=draft.salutation,
                    languages=draft.languages,
                    is_deceased=draft.is_deceased,
                )
                self._create(record, draft.number, "person")
            self.known.add(record)
            facts = likeness.facts_of_person(draft, organisation)
            self.known.likeness.add(record, facts)
            return record
        self.known.load(record)
        if not (self.policy == Policy.KEEP and not record.row):
            self._fill_person(draft, record)
        return record

    def _fill_person(self, draft: Draft, record: Record) -> None:
        person = record.instance
        keys = keys_of(draft.name) if draft.name else set()
        if person is None:
            self.writes += bool(keys - record.keys)
        else:
            values: dict[str, Any] = {}
            if draft.name is not None:
                name = joined_name(
                    person.name,
                    draft.name,
                    draft.problems,
                    is_replaced=self.policy == Policy.REPLACE,
                )
                if name != person.name:
                    values["name"] = name
            self._fill(draft, person, "salutation", draft.salutation, values)
            new = [code for code in draft.languages if code not in person.languages]
            if new:
                values["languages"] = [*person.languages, *new]
            if draft.is_deceased and not person.is_deceased:
                values["is_deceased"] = True
            self._change(record, values, draft.number)
        record.keys |= keys
        self.known.learn(record, keys=keys)

    def _role(self, draft: Draft, person: Record, organisation: Record | None) -> None:
        if organisation is None:
            for text in draft.titles.values():
                self._note(person, text, draft.number)
            return
        if (
            self.policy == Policy.KEEP
            and not person.row
            and organisation in person.organisations
        ):
            return
        titles = {k: v[:300] for k, v in draft.titles.items()}
        held = [
            role
            for role in person.roles
            if role.organisation is organisation and role.row != draft.number
        ]
        for role in sorted(held, key=lambda each: each.started_on != draft.started_on):
            if self._fits(role, titles):
                self._fill_role(draft, person, role, titles)
                return
        titles = titles or CONTACT
        role = KnownRole(organisation, dict(titles), row=draft.number)
        self.writes += 1
        if self.trail:
            role.instance = Role(
                person=person.instance,
                **_reference("organisation", organisation),
                title=LazyI18nString(titles),
                **{field: getattr(draft, field) for field in _OF_ROLE},
            )
            self.trail.create(role.instance, number=draft.number, of=person.instance)
        person.roles.append(role)
        person.organisations.add(organisation)

    def _post(self, post: Draft, person: Record) -> None:
        """Store what else somebody is or was; the row may have made the place."""
        body = None
        if post.organisation:
            body = matching.match_organisation(post, self.known).same
            body = self._organisation(post, body)
        self._role(post, person, body)

    def _fits(self, role: KnownRole, titles: dict[str, str]) -> bool:
        """Tell whether a row may speak of this role: no language says otherwise."""
        if role.titles == CONTACT or not titles:
            return True
        common = role.titles.keys() & titles.keys()
        return all(
            normalise_for_search(role.titles[k]) == normalise_for_search(titles[k])
            for k in common
        )

    def _fill_role(
        self, draft: Draft, person: Record, role: KnownRole, titles: dict[str, str]
    ) -> None:
        added = {k: v for k, v in titles.items() if k not in role.titles}
        if role.titles == CONTACT and titles:
            role.titles, added = {}, titles
        values: dict[str, Any] = {}
        if added:
            role.titles |= added
            values["title"] = LazyI18nString(role.titles)
        if role.instance is not None:
            for field in _OF_ROLE:
                value = getattr(draft, field)
                self._fill(draft, role.instance, field, value, values)
        self.writes += bool(values)
        if values and self.trail and role.instance is not None:
            self.trail.change(
                role.instance, values, number=draft.number, of=person.instance
            )
            self._tell("updated", person, draft.number)

    # --- what hangs on them -------------------------------------------------------

    def _contacts(
        self, draft: Draft, person: Record | None, organisation: Record | None
    ) -> None:
        for contact in draft.contacts:
            of_body = contact.of_organisation and organisation is not None
            record = organisation if of_body or person is None else person
            if record is None or (self.policy == Policy.KEEP and not record.row):
                continue
            self._contact(record, contact, draft.number)

    def _contact(self, record: Record, contact: Contact, number: int) -> None:
        pair = contact_key(contact.kind, contact.value)
        others = {("mobile", contact.value), ("phone", contact.value)}
        is_known = pair in record.contacts
        if contact.kind in {"phone", "mobile"}:
            is_known = bool(others & record.contacts)
        if is_known:
            return
        position = len(record.contacts)
        record.contacts.add(pair)
        self.known.learn(record, contacts=[pair])
        self._hang(
            record, ContactPoint, number, kind=contact.kind, value=contact.value,
            is_private=contact.is_private, position=min(position, 32_000),
        )  # fmt: skip

    def _addresses(
        self, draft: Draft, person: Record | None, organisation: Record | None
    ) -> None:
        for address in draft.addresses:
            record = self._owner_of(address, draft, person, organisation)
            if record is None or address.key in record.addresses:
                continue
            if self.policy == Policy.KEEP and not record.row:
                continue
            position = len(record.addresses)
            record.addresses.add(address.key)
            self._hang(
                record, Address, draft.number, **vars(address), position=position
            )

    def _owner_of(
        self,
        address: PostalAddress,
        draft: Draft,
        person: Record | None,
        organisation: Record | None,
    ) -> Record | None:
        """Return whose address it is: the first one of an organisation is its own."""
        if organisation is None or address.kind == "private":
            return person or organisation
        if not organisation.addresses or address.key in organisation.addresses:
            return organisation
        return person or organisation

    def _tags(self, draft: Draft, record: Record) -> None:
        names = [*draft.tags, self.run.tag] if self.run.tag else draft.tags
        for name in names:
            key = tag_key(name)
            if not key or key in record.tags:
                continue
            record.tags.add(key)
            if self.trail and key not in self.known.tags:
                tag = Tag(office=self.run.office, name=name, key=key)
                self.trail.create(tag, number=draft.number, of=None)
                self.known.tags[key] = tag
            through = record.model.tags.through
            self._link(record, through, draft.number, tag=self.known.tags.get(key))

    def _note(self, record: Record, text: str, number: int) -> None:
        if text in record.notes:
            return
        record.notes.add(text)
        self._hang(record, Note, number, text=text, author=self.run.actor)

    def _hang(
        self, record: Record, model: type[Any], number: int, **values: Any
    ) -> None:
        self.writes += 1
        if self.trail:
            row = model(**values)
            self.trail.create(row, number=number, of=record.instance)
            self._tell("updated", record, number)

    def _link(
        self, record: Record, through: type[Model], number: int, **values: Any
    ) -> None:
        self.writes += 1
        if self.trail:
            name = str(record.model._meta.model_name)
            row = through(**{name: record.instance}, **values)
            self.trail.create(row, number=number, of=record.instance)
            self._tell("updated", record, number)

    def _create(self, record: Record, number: int, noun: str) -> None:
        assert self.trail is not None  # noqa: S101 -- previews create nothing
        self.trail.create(record.instance, number=number, of=None)
        self.made.append(record)
        self.trail.record("exchange.record.created", record.instance, row=number)
        self.told.add(record)

    def flush(self) -> None:
        """Write what was stored since the last time."""
        if self.trail:
            self.trail.flush()
        for record in self.made:
            self.known.settle(record)
        self.made.clear()

    def _change(self, record: Record, values: dict[str, Any], number: int) -> None:
        if not values:
            return
        self.writes += 1
        if self.trail:
            self.trail.change(
                record.instance, values, number=number, of=record.instance
            )
            self._tell("updated", record, number)

    def _tell(self, what: str, record: Record, number: int) -> None:
        """Leave one audit entry for a record and a row, however much it changes."""
        if self.trail and record not in self.told:
            self.told.add(record)
            self.trail.record(f"exchange.record.{what}", record.instance, row=number)


def _reference(field: str, record: Record) -> dict[str, Any]:
    """Return the value of a foreign key to a record that need not be loaded."""
    return {field: record.instance} if record.pk is None else {f"{field}_id": record.pk}
