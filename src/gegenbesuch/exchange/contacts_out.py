"""
People and organisations as flat contacts: the same fields that an import reads.

Tables, vCards and JSON are written from one form, so that none of them can hold
what the others have lost, and all of them can be imported again.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from gegenbesuch.directory.contact_values import shown_contact
from gegenbesuch.directory.models import Organisation, Person
from gegenbesuch.directory.services.field_values import texts_of
from gegenbesuch.exchange.storing import CONTACT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from django.db.models import QuerySet

    from gegenbesuch.core.values.name import Name
    from gegenbesuch.directory.models import Role

Contact = dict[str, list[str]]
"""Values by key of `fields.FIELDS`; a second address has `#2` behind its keys."""

_CHUNK: Final = 500
_SALUTATIONS: Final = {"mr": "Herr", "ms": "Frau"}


def people_as_contacts(people: QuerySet[Person], pks: list[int]) -> Iterator[Contact]:
    """Yield people in the order of their keys."""
    rows = people.prefetch_related(
        "roles__organisation__addresses",
        "contact_points",
        "addresses",
        "tags",
        "notes",
    )
    for person in _in_order(rows, pks):
        yield person_as_contact(person)


def organisations_as_contacts(
    organisations: QuerySet[Organisation], pks: list[int]
) -> Iterator[Contact]:
    """Yield organisations in the order of their keys."""
    rows = organisations.prefetch_related(
        "contact_points", "addresses", "identifiers", "sectors", "tags", "notes"
    )
    for organisation in _in_order(rows, pks):
        yield organisation_as_contact(organisation)


def _in_order(rows: QuerySet[Any], pks: list[int]) -> Iterator[Any]:
    for start in range(0, len(pks), _CHUNK):
        some = pks[start : start + _CHUNK]
        by_pk = {row.pk: row for row in rows.filter(pk__in=some)}
        yield from (by_pk[pk] for pk in some if pk in by_pk)


def person_as_contact(person: Person) -> Contact:
    """Return a person with all roles, first one that is held now, or was last."""
    contact: Contact = defaultdict(list)
    _put(contact, "code", person.code)
    _put(contact, "salutation", _SALUTATIONS.get(person.salutation, ""))
    _put_name(contact, person.name)
    for code in person.languages:
        _put(contact, "languages", code)
    _put(contact, "deceased", "ja" if person.is_deceased else "")
    roles = sorted(person.roles.all(), key=_role_order)
    for number, role in enumerate(roles, 1):
        is_said = len(roles) > 1 or texts_of(role.title) != CONTACT
        _put_role(contact, role, number, is_said=is_said)
    _put_details(contact, person)
    organisation = roles[0].organisation if roles else None
    if organisation is not None and not person.addresses.all():
        _put_addresses(contact, organisation)
    return dict(contact)


def organisation_as_contact(organisation: Organisation) -> Contact:
    """Return an organisation with all that a list can say of it."""
    contact: Contact = defaultdict(list)
    _put(contact, "code", organisation.code)
    _put_texts(contact, "organisation", texts_of(organisation.name))
    _put(contact, "organisation_reading", organisation.reading)
    _put(contact, "kind", organisation.kind)
    _put(contact, "legal_form", organisation.legal_form)
    _put(contact, "founded", organisation.founded_on.code)
    for sector in sorted(organisation.sectors.all(), key=lambda each: each.position):
        _put(contact, "sectors", sector.code)
    for identifier in organisation.identifiers.all():
        _put(contact, identifier.scheme, identifier.value)
    _put(contact, "country", organisation.country)
    _put_details(contact, organisation)
    return dict(contact)


def _put(contact: Contact, field: str, text: str) -> None:
    if text:
        contact[field].append(text)


def _put_name(contact: Contact, name: Name) -> None:
    _put(contact, "title", name.title)
    _put(contact, "family", name.family)
    _put(contact, "given", name.given)
    _put(contact, "name", name.full)
    for script in ("kanji", "kana"):
        spelling = getattr(name, script)
        _put(contact, f"family_{script}", spelling.family)
        _put(contact, f"given_{script}", spelling.given)
        _put(contact, script, spelling.full)
    for alias in name.aliases:
        _put(contact, "alias", alias)


def _role_order(role: Role) -> tuple[bool, str, int]:
    """Put roles that are held now first, and of those the one begun last."""
    return role.ended_on.is_known, "", -(role.pk or 0)


def _put_role(contact: Contact, role: Role, number: int, *, is_said: bool) -> None:
    mark = "" if number == 1 else f"#{number}"
    organisation = role.organisation
    names = organisation.name if organisation else role.organisation_text
    _put_texts(contact, "organisation", texts_of(names), mark)
    if is_said:
        _put_texts(contact, "function", texts_of(role.title), mark)
    for field, date in (
        ("since", role.started_on),
        ("until", role.ended_on),
        ("seen_from", role.seen_from),
        ("seen_until", role.seen_until),
    ):
        _put(contact, f"{field}{mark}", date.code)


def _put_texts(
    contact: Contact, field: str, texts: dict[str, str], mark: str = ""
) -> None:
    """Put a text in each language; what is the same in another one only once."""
    first = texts.get("de", "")
    _put(contact, f"{field}{mark}", first)
    for language in ("en", "ja"):
        text = texts.get(language, "")
        if text != first:
            _put(contact, f"{field}_{language}{mark}", text)


def _put_details(contact: Contact, record: Person | Organisation) -> None:
    points = sorted(record.contact_points.all(), key=lambda p: (p.position, p.pk))
    for point in points:
        _put(contact, point.kind, shown_contact(point.kind, point.value))
    _put_addresses(contact, record)
    for tag in sorted(record.tags.all(), key=lambda each: each.key):
        _put(contact, "tags", tag.name)
    for note in record.notes.all():
        _put(contact, "note", note.text)


def _put_addresses(contact: Contact, record: Person | Organisation) -> None:
    addresses = sorted(record.addresses.all(), key=lambda a: (a.position, a.pk))
    for number, address in enumerate(addresses, 1):
        mark = "" if number == 1 else f"#{number}"
        for field, text in (
            ("street", address.lines),
            ("postcode", address.postcode),
            ("city", address.locality),
            ("region", address.region),
            ("country", address.country),
        ):
            key = f"{field}{mark}"
            if text and text not in contact.get(key, []):
                contact[key] = [text]


CONTACTS: Final[dict[str, Callable[[Any, list[int]], Iterator[Contact]]]] = {
    "people": people_as_contacts,
    "organisations": organisations_as_contacts,
}


def columns_of(contacts: Iterable[Contact], order: Iterable[str]) -> list[str]:
    """Return the fields that any contact has, as often as one of them needs."""
    most: dict[str, int] = {}
    for contact in contacts:
        for field, values in contact.items():
            most[field] = max(most.get(field, 0), len(values))
    known = {key: n for n, key in enumerate(order)}

    def place(field: str) -> tuple[str, int]:
        base, _hash, number = field.partition("#")
        return number.rjust(3, "0"), known.get(base, len(known))

    return [f for f in sorted(most, key=place) for _n in range(most[f])]
