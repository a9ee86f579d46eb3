"""What is typed into a form, in the form in which it is compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gegenbesuch.core.search.kinds import Line, texts
from gegenbesuch.directory.duplicates.finding import (
    ORGANISATION,
    PERSON,
    Similar,
    find_reached_alike,
    find_similar,
)
from gegenbesuch.directory.duplicates.organisations import OrganisationFacts
from gegenbesuch.directory.duplicates.people import PersonFacts
from gegenbesuch.directory.duplicates.reasons import in_words
from gegenbesuch.directory.search import lines_of_organisations, lines_of_people

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gegenbesuch.accounts.models import Office

#: What a form of one record is compared with.
LINES = {PERSON: lines_of_people, ORGANISATION: lines_of_organisations}


def similar_to_typed(
    kind: str, values: Mapping[str, Any], office: Office | None
) -> list[tuple[Similar, Line, list[str]]]:
    """
    Return the records that may be the same as what is typed, with the reasons.

    Args:
        values: What the form has read, as far as it could; `contacts` are pairs
            of a kind and a value. Without a name there is nothing to compare.
    """
    facts = _person(values) if kind == PERSON else _organisation(values)
    if facts is None or office is None:
        return []
    found = find_similar(kind, facts, office)
    known = {each.record for each in found}
    alike = find_reached_alike(kind, facts, office)
    found += [each for each in alike if each.record not in known]
    lines = LINES[kind]([each.record for each in found])
    return [
        (each, lines[each.record], in_words(each.reasons))
        for each in found
        if each.record in lines
    ]


def _person(values: Mapping[str, Any]) -> PersonFacts | None:
    name = values.get("name")
    if not name:
        return None
    return PersonFacts.of(
        None,
        name,
        emails=_contacts(values, "email"),
        phones=_contacts(values, "phone", "mobile"),
        organisation_names=values.get("organisation_names") or [],
        titles=values.get("titles") or [],
        places=values.get("places") or [],
        salutation=values.get("salutation") or "",
    )


def _organisation(values: Mapping[str, Any]) -> OrganisationFacts | None:
    names = [*texts(values.get("name")), *(values.get("aliases") or [])]
    if not names:
        return None
    place = values.get("place")
    parent = values.get("parent")
    return OrganisationFacts.of(
        None,
        names,
        country=values.get("country") or "",
        places=[
            *(texts(place.name) if place else []),
            *texts(values.get("place_text")),
        ],
        emails=_contacts(values, "email"),
        phones=_contacts(values, "phone"),
        websites=_contacts(values, "website"),
        parent=parent.pk if parent else None,
        is_site=bool(values.get("is_site")),
    )


def _contacts(values: Mapping[str, Any], *kinds: str) -> list[str]:
    return [value for kind, value in values.get("contacts") or [] if kind in kinds]
