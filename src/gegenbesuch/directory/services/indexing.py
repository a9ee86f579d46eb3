"""
How records are sorted and found: the one place that computes their keys.

Whoever writes names past the services (a bulk import) calls `index_…` on the
rows, or runs `manage.py rebuild_search` afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gegenbesuch.core.values.name_sorting import fold_latin
from gegenbesuch.directory import search
from gegenbesuch.directory.listing import facet_of
from gegenbesuch.directory.models import Organisation, Person
from gegenbesuch.directory.services.field_values import texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_KEY_LENGTH = 300
_CHUNK = 2000


def index_organisations(organisations: Iterable[Organisation]) -> None:
    """Make organisations sortable and findable by what their rows say now."""
    rows = list(organisations)
    for row in rows:
        row.sort_key = organisation_sort_key(row)
        row.search_text = search.searchable(_names_of_organisation(row))
    Organisation.objects.bulk_update(rows, ["sort_key", "search_text"], batch_size=500)
    sectors: dict[int, list[str]] = {row.pk: [] for row in rows}
    links = Organisation.sectors.through.objects.filter(organisation_id__in=sectors)
    for pk, sector in links.values_list("organisation_id", "sector_id"):
        sectors[pk].append(facet_of("sector", sector))
    search.put(
        Organisation,
        [
            (row.pk, search.grams_of(row.search_text, _facets(row) + sectors[row.pk]))
            for row in rows
        ],
    )


def index_people(people: Iterable[Person]) -> None:
    """Make people sortable and findable by what their rows say now."""
    rows = list(people)
    for row in rows:
        row.sort_key = row.name.sort_key_de()[:_KEY_LENGTH]
        row.sort_key_ja = row.name.sort_key_ja()[:_KEY_LENGTH]
        row.search_text = search.searchable(row.name.spellings)
    Person.objects.bulk_update(
        rows, ["sort_key", "sort_key_ja", "search_text"], batch_size=500
    )
    search.put(
        Person,
        [(row.pk, search.grams_of(row.search_text, [_office(row)])) for row in rows],
    )


@transaction.atomic
def rebuild_search() -> dict[str, int]:
    """Index every organisation and person anew; returns how many of each."""
    counts = {}
    for model, index in ((Organisation, index_organisations), (Person, index_people)):
        search.clear(model)
        last = count = 0
        while rows := list(model.objects.filter(pk__gt=last).order_by("pk")[:_CHUNK]):
            index(rows)
            last = rows[-1].pk
            count += len(rows)
        counts[model._meta.model_name or ""] = count
    return counts


def organisation_sort_key(organisation: Organisation) -> str:
    """Return the key after DIN 5007-2: by the German name, else the English one."""
    names = texts_of(organisation.name)
    first = names.get("de") or names.get("en") or next(iter(names.values()), "")
    return fold_latin(first)[:_KEY_LENGTH]


def _names_of_organisation(row: Organisation) -> list[str]:
    return [*texts_of(row.name).values(), *row.aliases]


def _facets(row: Organisation) -> list[str]:
    facets = [_office(row), facet_of("kind", row.kind)]
    if row.country:
        facets.append(facet_of("country", row.country))
    if row.place_id:
        facets.append(facet_of("place", row.place_id))
    return facets


def _office(row: Organisation | Person) -> str:
    return facet_of("office", row.office_id)
