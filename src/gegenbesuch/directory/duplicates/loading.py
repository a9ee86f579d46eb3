"""What the directory knows of its records, in the form in which they are compared."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType

from gegenbesuch.core.search.kinds import texts
from gegenbesuch.directory.duplicates.organisations import OrganisationFacts
from gegenbesuch.directory.duplicates.people import PersonFacts
from gegenbesuch.directory.models import (
    Address,
    ContactPoint,
    Identifier,
    Organisation,
    OrganisationName,
    Person,
    Place,
    Role,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model, QuerySet


@dataclass
class _Details:
    """What hangs on one record."""

    emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    websites: list[str] = field(default_factory=list)
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    localities: list[str] = field(default_factory=list)
    postcodes: list[str] = field(default_factory=list)


_LISTS = {
    "email": "emails",
    "phone": "phones",
    "mobile": "phones",
    "website": "websites",
}


def facts_of_people(people: QuerySet[Person]) -> list[PersonFacts]:
    """Return the facts of people; a dozen queries, however many they are."""
    rows = list(people.order_by("pk").only("name", "salutation"))
    pks = _pks_or_all(people, rows)
    details = _details(Person, pks)
    roles: dict[int, list[tuple[int | None, Any, Any]]] = defaultdict(list)
    of_people = _only(Role.objects.all(), "person_id", pks)
    for person, organisation, title, text in of_people.values_list(
        "person_id", "organisation_id", "title", "organisation_text"
    ):
        roles[person].append((organisation, title, text))
    at = {pk for of in roles.values() for pk, _title, _text in of if pk}
    places = _places_of_organisations(at)
    facts = []
    for row in rows:
        own, held = details[row.pk], roles[row.pk]
        employers = [pk for pk, _title, _text in held if pk]
        facts.append(
            PersonFacts.of(
                row.pk,
                row.name,
                emails=own.emails,
                phones=own.phones,
                identifiers=own.identifiers,
                organisations=employers,
                organisation_names=[t for _o, _t, text in held for t in texts(text)],
                titles=[t for _o, title, _x in held for t in texts(title)],
                places=[*own.localities, *(p for pk in employers for p in places[pk])],
                salutation=row.salutation,
            )
        )
    return facts


def facts_of_organisations(
    organisations: QuerySet[Organisation],
) -> list[OrganisationFacts]:
    """Return the facts of organisations; a dozen queries, however many they are."""
    rows = list(
        organisations.order_by("pk").only(
            "name", "reading", "aliases", "legal_form", "country", "place",
            "place_text", "parent", "is_site",
        )
    )  # fmt: skip
    pks = _pks_or_all(organisations, rows)
    details = _details(Organisation, pks)
    names: dict[int, list[str]] = defaultdict(list)
    others = _only(OrganisationName.objects.all(), "organisation_id", pks)
    for pk, text in others.values_list("organisation_id", "text"):
        names[pk].append(text)
    places = Place.objects.in_bulk()
    facts = []
    for row in rows:
        own = details[row.pk]
        place = places.get(row.place_id) if row.place_id else None
        spelled = [*texts(row.name), *names[row.pk], *row.aliases]
        if row.legal_form and spelled:
            spelled.append(f"{spelled[0]} {row.legal_form}")
        facts.append(
            OrganisationFacts.of(
                row.pk,
                [*spelled, row.reading],
                country=row.country,
                places=[
                    *(texts(place.name) if place else []),
                    *texts(row.place_text),
                    *own.localities,
                ],
                emails=own.emails,
                phones=own.phones,
                websites=own.websites,
                identifiers=own.identifiers,
                postcodes=own.postcodes,
                parent=row.parent_id,
                is_site=row.is_site,
            )
        )
    return facts


def _pks_or_all(queryset: QuerySet[Any], rows: list[Any]) -> list[int] | None:
    """Return the primary keys of a few rows; None means to read all that there is."""
    return [row.pk for row in rows] if len(rows) <= 500 else None


def _only(
    queryset: QuerySet[Any], column: str, pks: Iterable[int] | None
) -> QuerySet[Any]:
    return queryset if pks is None else queryset.filter(**{f"{column}__in": list(pks)})


def _details(model: type[Model], pks: list[int] | None) -> dict[int, _Details]:
    found: dict[int, _Details] = defaultdict(_Details)
    of_model = ContentType.objects.get_for_model(model)

    def rows(detail: type[Model], *columns: str) -> Iterable[tuple[Any, ...]]:
        queryset = detail._default_manager.filter(target_type=of_model)
        return _only(queryset, "target_id", pks).values_list("target_id", *columns)

    for pk, kind, value in rows(ContactPoint, "kind", "value"):
        if kind in _LISTS:
            getattr(found[pk], _LISTS[kind]).append(value)
    for pk, scheme, value in rows(Identifier, "scheme", "value"):
        found[pk].identifiers.append((scheme, value))
    for pk, locality, postcode in rows(Address, "locality", "postcode"):
        found[pk].localities.append(locality)
        found[pk].postcodes.append(postcode)
    return found


def _places_of_organisations(pks: set[int]) -> dict[int, list[str]]:
    names = {place.pk: texts(place.name)[:1] for place in Place.objects.all()}
    found: dict[int, list[str]] = defaultdict(list)
    few = pks if len(pks) <= 500 else None
    rows = _only(Organisation.objects.exclude(place=None), "pk", few)
    for pk, place in rows.values_list("pk", "place_id"):
        if pk in pks:
            found[pk] += names[place]
    return found
