"""
How records are sorted and found: the one place that computes their keys.

Whoever writes names past the services (a bulk import) calls `index_…` on the
rows, or runs `manage.py rebuild_search` afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gegenbesuch.core.search import kinds
from gegenbesuch.core.values.name_sorting import fold_latin, is_kana, kana_key
from gegenbesuch.directory.models import Organisation, Person
from gegenbesuch.directory.services.field_values import texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_KEY_LENGTH = 300
_CHUNK = 2000
_MOST_STAFF = 500


def index_organisations(organisations: Iterable[Organisation]) -> None:
    """Make stored organisations sortable and findable by what their rows say."""
    rows = list(organisations)
    for row in rows:
        set_organisation_keys(row)
    keys = ["sort_key", "sort_key_ja"]
    Organisation.objects.bulk_update(rows, keys, batch_size=500)
    put_organisations(rows)


def index_people(people: Iterable[Person]) -> None:
    """Make stored people sortable and findable by what their rows say."""
    rows = list(people)
    for row in rows:
        set_person_keys(row)
    keys = ["sort_key", "sort_key_ja"]
    Person.objects.bulk_update(rows, keys, batch_size=500)
    put_people(rows)


def index_staff(organisation: Organisation) -> None:
    """Let people be found by what the organisation in which they are is called now."""
    kinds.index(
        Person,
        Person.objects.filter(roles__organisation=organisation).distinct()[
            :_MOST_STAFF
        ],
    )


def set_organisation_keys(row: Organisation) -> None:
    """
    Compute the keys of German and of Japanese lists.

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


def set_person_keys(row: Person) -> None:
    """Compute the keys of German and of Japanese lists."""
    row.sort_key = row.name.sort_key_de()[:_KEY_LENGTH]
    row.sort_key_ja = row.name.sort_key_ja()[:_KEY_LENGTH]


def put_organisations(rows: list[Organisation]) -> None:
    """Make saved organisations findable whose keys are set."""
    kinds.index(Organisation, rows)


def put_people(rows: list[Person]) -> None:
    """Make saved people findable whose keys are set."""
    kinds.index(Person, rows)


@transaction.atomic
def rebuild_search() -> dict[str, int]:
    """Compute all sort keys and the whole search index; returns how many of each."""
    for model, keys in (
        (Organisation, set_organisation_keys),
        (Person, set_person_keys),
    ):
        last = 0
        while rows := list(
            model._default_manager.filter(pk__gt=last).order_by("pk")[:_CHUNK]
        ):
            for row in rows:
                keys(row)
            columns = ["sort_key", "sort_key_ja"]
            model._default_manager.bulk_update(rows, columns, batch_size=500)
            last = rows[-1].pk
    return kinds.rebuild()
