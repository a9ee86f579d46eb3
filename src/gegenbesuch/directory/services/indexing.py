"""
How records are sorted and found: the one place that computes their keys.

Whoever writes names past the services (a bulk import) calls `index_…` on the
rows, or runs `manage.py rebuild_search` afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from gegenbesuch.core.values.name_sorting import fold_latin, is_kana, kana_key
from gegenbesuch.directory import search
from gegenbesuch.directory.listing import facet_of
from gegenbesuch.directory.models import Organisation, OrganisationName, Person
from gegenbesuch.directory.services.field_values import texts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import Model

_KEY_LENGTH = 300
_CHUNK = 2000


def index_organisations(organisations: Iterable[Organisation]) -> None:
    """Make stored organisations sortable and findable by what their rows say."""
    rows = list(organisations)
    others: dict[int, list[str]] = {row.pk: [] for row in rows}
    names = OrganisationName.objects.filter(organisation_id__in=others)
    for pk, text in names.order_by("pk").values_list("organisation_id", "text"):
        others[pk].append(text)
    for row in rows:
        set_organisation_keys(row, others[row.pk])
    keys = ["sort_key", "sort_key_ja", "search_text"]
    Organisation.objects.bulk_update(rows, keys, batch_size=500)
    put_organisations(rows)


def index_people(people: Iterable[Person]) -> None:
    """Make stored people sortable and findable by what their rows say."""
    rows = list(people)
    for row in rows:
        set_person_keys(row)
    keys = ["sort_key", "sort_key_ja", "search_text"]
    Person.objects.bulk_update(rows, keys, batch_size=500)
    put_people(rows)


def set_organisation_keys(row: Organisation, other_names: Iterable[str] = ()) -> None:
    """
    Compute the keys of German and of Japanese lists, and the search text.

    German lists go by the German name after DIN 5007-2; Japanese ones by the
    reading that was asked for, or a name that is written in kana anyway.
    """
    names = texts_of(row.name)
    first = names.get("de") or names.get("en") or next(iter(names.values()), "")
    row.sort_key = fold_latin(first)[:_KEY_LENGTH]
    reading = row.reading or names.get("ja", "")
    has_reading = bool(row.reading) or is_kana(reading)
    row.sort_key_ja = (
        f"1 {kana_key(reading)}" if has_reading else f"2 {row.sort_key}"
    )[:_KEY_LENGTH]
    row.search_text = search.searchable(
        filter(None, (*names.values(), row.reading, *row.aliases, *other_names))
    )


def set_person_keys(row: Person) -> None:
    """Compute the keys of German and of Japanese lists, and the search text."""
    row.sort_key = row.name.sort_key_de()[:_KEY_LENGTH]
    row.sort_key_ja = row.name.sort_key_ja()[:_KEY_LENGTH]
    row.search_text = search.searchable(row.name.spellings)


def put_organisations(rows: list[Organisation]) -> None:
    """Store the grams of saved organisations whose keys are set."""
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


def put_people(rows: list[Person]) -> None:
    """Store the grams of saved people whose keys are set."""
    search.put(
        Person,
        [(row.pk, search.grams_of(row.search_text, [_office(row)])) for row in rows],
    )


@transaction.atomic
def rebuild_search() -> dict[str, int]:
    """Index every organisation and person anew; returns how many of each."""
    counts = {}
    kinds: tuple[tuple[type[Model], Callable[[list[Any]], None]], ...] = (
        (Organisation, index_organisations),
        (Person, index_people),
    )
    for model, index in kinds:
        search.clear(model)
        last = count = 0
        while rows := list(
            model._default_manager.filter(pk__gt=last).order_by("pk")[:_CHUNK]
        ):
            index(rows)
            last = rows[-1].pk
            count += len(rows)
        search.optimise(model)
        counts[model._meta.model_name or ""] = count
    return counts


def _facets(row: Organisation) -> list[str]:
    facets = [_office(row), facet_of("kind", row.kind)]
    if row.country:
        facets.append(facet_of("country", row.country))
    if row.place_id:
        facets.append(facet_of("place", row.place_id))
    return facets


def _office(row: Organisation | Person) -> str:
    return facet_of("office", row.office_id)
