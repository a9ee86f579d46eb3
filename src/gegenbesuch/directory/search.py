"""What search is told about organisations, people, places, sectors and sources."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any

from babel import Locale
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.countries import country_name
from gegenbesuch.core.models import SearchEntry
from gegenbesuch.core.search import kinds
from gegenbesuch.core.search.kinds import Document, Line, facet_of, texts
from gegenbesuch.core.values.name_sorting import fold_latin
from gegenbesuch.directory import selectors
from gegenbesuch.directory.models import (
    Address,
    ContactPoint,
    Identifier,
    Note,
    Organisation,
    OrganisationName,
    Person,
    Place,
    Relation,
    Role,
    Sector,
    Source,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import Model

    from gegenbesuch.core.values.name import Name

#: Texts that hang on a record of the directory and that it is found by.
_DETAILS: dict[type[Model], tuple[str, ...]] = {
    Address: ("locality", "region"),
    ContactPoint: ("value",),
    Identifier: ("value",),
    Note: ("text",),
}


# --- Organisations and people ------------------------------------------------


def documents_of_organisations(rows: list[Organisation]) -> dict[int, Document]:
    """Return what search is told about organisations."""
    pks = [row.pk for row in rows]
    places = Place.objects.in_bulk({row.place_id for row in rows if row.place_id})
    parents = Organisation.objects.only("name").in_bulk(
        {row.parent_id for row in rows if row.parent_id}
    )
    names = _by_owner(OrganisationName, "organisation_id", pks, "text")
    sectors = _sectors_of(pks)
    details = _details(Organisation, pks)
    tags = _by_owner(Organisation.tags.through, "organisation_id", pks, "tag_id")
    more = kinds.more_facets(Organisation, pks)
    return {
        row.pk: Document(
            names=[*texts(row.name), row.reading, *row.aliases, *names[row.pk]],
            sort_key=row.sort_key,
            rest=[
                *_texts_of_place(places.get(row.place_id)),
                *texts(row.place_text, row.site, row.note, row.operator),
                *_names_of_country(row.country),
                *texts(parents[row.parent_id].name if row.parent_id else ""),
                *(text for sector in sectors[row.pk] for text in _names_of(sector)),
                *details[row.pk],
            ],
            facets=[
                facet_of("kind", row.kind),
                *([facet_of("country", row.country)] if row.country else []),
                *([facet_of("place", row.place_id)] if row.place_id else []),
                *(facet_of("sector", sector.pk) for sector in sectors[row.pk]),
                *(facet_of("language", language) for language in row.languages),
                *([facet_of("owner", row.owner_id)] if row.owner_id else []),
                *(facet_of("tag", tag) for tag in tags[row.pk]),
                *more[row.pk],
            ],
            offices=[row.office_id],
            is_archived=row.archived_at is not None,
        )
        for row in rows
    }


def documents_of_people(rows: list[Person]) -> dict[int, Document]:
    """Return what search is told about people, by their roles too."""
    pks = [row.pk for row in rows]
    roles = defaultdict(list)
    for role in Role.objects.filter(person_id__in=pks).order_by("pk"):
        roles[role.person_id].append(role)
    employers = Organisation.objects.in_bulk(
        {r.organisation_id for of in roles.values() for r in of if r.organisation_id}
    )
    places = Place.objects.in_bulk({e.place_id for e in employers.values()})
    sectors = _sectors_of(list(employers))
    details = _details(Person, pks)
    tags = _by_owner(Person.tags.through, "person_id", pks, "tag_id")
    more = kinds.more_facets(Person, pks)
    documents = {}
    for row in rows:
        at = [employers[r.organisation_id] for r in roles[row.pk] if r.organisation_id]
        documents[row.pk] = Document(
            names=_names_of_person(row.name),
            sort_key=row.sort_key,
            rest=[
                *(text for role in roles[row.pk] for text in texts(role.title)),
                *(t for role in roles[row.pk] for t in texts(role.organisation_text)),
                *(text for each in at for text in texts(each.name)),
                *(t for each in at for t in _texts_of_place(places.get(each.place_id))),
                *texts(row.note),
                *details[row.pk],
            ],
            facets=[
                *(facet_of("place", each.place_id) for each in at if each.place_id),
                *(facet_of("sector", s.pk) for each in at for s in sectors[each.pk]),
                *(facet_of("language", language) for language in row.languages),
                *([facet_of("owner", row.owner_id)] if row.owner_id else []),
                *(facet_of("tag", tag) for tag in tags[row.pk]),
                *more[row.pk],
            ],
            offices=[row.office_id],
            is_archived=row.archived_at is not None,
        )
    return documents


def _names_of_person(name: Name) -> list[str]:
    """Return every spelling, family name first; a search may turn it round."""
    spellings = (name.latin, name.kanji, name.kana)
    whole = [spelling.joined(" ") for spelling in spellings]
    return [*whole, *(spelling.full for spelling in spellings), *name.aliases]


def lines_of_organisations(pks: list[int]) -> dict[int, Line]:
    """Return how a list of hits shows organisations: with their kind and place."""
    rows = list(selectors.organisation_rows().filter(pk__in=pks))
    lines = selectors.lines_of_organisations(rows)
    return {
        row.pk: Line(
            str(line["name"]),
            line["url"],
            _details_of_line(
                line["other_name"], line["kind"], line["place"], line["country"]
            ),
            row.code,
        )
        for row, line in zip(rows, lines, strict=True)
    }


def lines_of_people(pks: list[int]) -> dict[int, Line]:
    """Return how a list of hits shows people: with the role seen last."""
    rows = list(selectors.person_rows().filter(pk__in=pks))
    lines = selectors.lines_of_people(rows)
    return {
        row.pk: Line(
            str(line["name"]),
            line["url"],
            _details_of_line(line["other_name"], line["role"], line["employer"]),
            row.code,
        )
        for row, line in zip(rows, lines, strict=True)
    }


def _details_of_line(*parts: Any) -> str:
    return " · ".join(filter(None, map(str, parts)))


def _by_owner(
    model: type[Model], owner: str, pks: list[int], *columns: str, **only: Any
) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = model._default_manager.filter(**{f"{owner}__in": pks}, **only)
    for pk, *values in rows.order_by("pk").values_list(owner, *columns):
        found[pk] += filter(None, values)
    return found


def _details(model: type[Model], pks: list[int]) -> dict[int, list[str]]:
    """Return the texts of what hangs on records: addresses, notes and tags."""
    of_model = ContentType.objects.get_for_model(model)
    found: dict[int, list[str]] = defaultdict(list)
    for detail, columns in _DETAILS.items():
        rows = _by_owner(detail, "target_id", pks, *columns, target_type=of_model)
        for pk, values in rows.items():
            found[pk] += values
    tags = model.tags.through.objects.filter(  # type: ignore[attr-defined]
        **{f"{model._meta.model_name}_id__in": pks}
    )
    for pk, name in tags.values_list(f"{model._meta.model_name}_id", "tag__name"):
        found[pk].append(name)
    return found


def _sectors_of(pks: list[int]) -> dict[int, list[Sector]]:
    found: dict[int, list[Sector]] = defaultdict(list)
    links = Organisation.sectors.through.objects.filter(organisation_id__in=pks)
    pairs = list(
        links.order_by("sector__position", "sector_id").values_list(
            "organisation_id", "sector_id"
        )
    )
    sectors = Sector.objects.in_bulk({sector for _pk, sector in pairs})
    for pk, sector in pairs:
        found[pk].append(sectors[sector])
    return found


# --- Places, sectors, sources and relations ----------------------------------


def documents_of_places(rows: list[Place]) -> dict[int, Document]:
    """Return what search is told about places, which all offices share."""
    return {
        row.pk: Document(
            names=[*texts(row.name), *row.aliases],
            sort_key=_first_key(row.name),
            rest=_names_of_country(row.country),
            facets=[facet_of("place", row.pk), facet_of("country", row.country)],
        )
        for row in rows
    }


def documents_of_sectors(rows: list[Sector]) -> dict[int, Document]:
    """Return what search is told about sectors, which all offices share."""
    return {
        row.pk: Document(
            names=_names_of(row),
            sort_key=_first_key(row.name),
            facets=[facet_of("sector", row.pk)],
        )
        for row in rows
    }


def documents_of_sources(rows: list[Source]) -> dict[int, Document]:
    """Return what search is told about sources."""
    return {
        row.pk: Document(
            names=[row.number, *texts(row.title)],
            sort_key=_first_key(row.title),
            rest=[*texts(row.note), row.url],
            offices=[row.office_id],
        )
        for row in rows
    }


def documents_of_relations(rows: list[Relation]) -> dict[int, Document]:
    """Return what search is told about relations with regions abroad."""
    return {
        row.pk: Document(
            names=texts(row.name),
            sort_key=_first_key(row.name),
            rest=[*texts(row.summary), *_names_of_country(row.country)],
            offices=[row.office_id],
        )
        for row in rows
    }


def documents_of_notes(rows: list[Note]) -> dict[int, Document]:
    """Return what search is told about notes on organisations and people."""
    owners = _owners_of_notes(rows)
    return {
        row.pk: Document(
            names=[],
            sort_key=fold_latin(row.text[:80]),
            rest=[row.text],
            offices=[owners[row.pk].office_id],
        )
        for row in rows
        if row.pk in owners
    }


def _owners_of_notes(rows: list[Note]) -> dict[int, Any]:
    owners: dict[int, Any] = {}
    for model in (Organisation, Person):
        of_model = ContentType.objects.get_for_model(model)
        own = [row for row in rows if row.target_type_id == of_model.pk]
        records = model.objects.in_bulk({row.target_id for row in own})
        owners |= {row.pk: records[r] for row in own if (r := row.target_id) in records}
    return owners


def lines_of_notes(pks: list[int]) -> dict[int, Line]:
    """Return how a list of hits shows notes: their beginning, and on whom they are."""
    rows = list(Note.objects.filter(pk__in=pks))
    owners = _owners_of_notes(rows)
    return {
        row.pk: Line(
            row.text[:120],
            owners[row.pk].get_absolute_url(),
            str(owners[row.pk]),
            owners[row.pk].code,
        )
        for row in rows
        if row.pk in owners
    }


def lines_of_places(pks: list[int]) -> dict[int, Line]:
    """Return how a list of hits shows places: with their country."""
    return {
        pk: Line(str(row), row.get_absolute_url(), country_name(row.country), row.code)
        for pk, row in Place.objects.in_bulk(pks).items()
    }


def lines_of_sectors(pks: list[int]) -> dict[int, Line]:
    """Return how a list of hits shows sectors: each leads to its organisations."""
    url = f"{reverse('directory:organisations')}?sector="
    return {
        pk: Line(str(row), f"{url}{row.code}", "", row.code)
        for pk, row in Sector.objects.in_bulk(pks).items()
    }


def lines_of_sources(pks: list[int]) -> dict[int, Line]:
    """Return how a list of hits shows sources: with number and kind."""
    return {
        pk: Line(
            str(row.title),
            row.get_absolute_url(),
            f"{row.number} · {row.get_kind_display()}",
            row.code,
        )
        for pk, row in Source.objects.in_bulk(pks).items()
    }


def lines_of_relations(pks: list[int]) -> dict[int, Line]:
    """Return how a list of hits shows relations: with the country."""
    return {
        pk: Line(str(row), row.get_absolute_url(), country_name(row.country), row.code)
        for pk, row in Relation.objects.in_bulk(pks).items()
    }


def _first_key(text: Any) -> str:
    return fold_latin(next(iter(texts(text)), ""))


def _names_of(sector: Sector) -> list[str]:
    synonyms: Iterable[Any] = sector.synonyms
    if isinstance(sector.synonyms, dict):
        synonyms = [s for group in sector.synonyms.values() for s in group]
    return [*texts(sector.name), *map(str, synonyms)]


def _texts_of_place(place: Place | None) -> list[str]:
    return [*texts(place.name), *place.aliases] if place else []


@cache
def _names_of_country(code: str) -> tuple[str, ...]:
    languages = [language for language, _name in settings.LANGUAGES]
    names = (Locale(lang).territories.get(code.upper(), "") for lang in languages)
    return tuple(filter(None, names))


def complete_index(**_signal: Any) -> None:
    """
    Index what a migration brought: the sectors, and all if there is no index yet.

    Called after each migration; while tables are missing there is nothing to do.
    """
    tables = {SearchEntry._meta.db_table} | {
        kind.model._meta.db_table for kind in kinds.KINDS.values()
    }
    if not tables <= set(connection.introspection.table_names()):
        return
    is_indexed = SearchEntry.objects.exclude(kind="sector").exists()
    if not is_indexed and (Organisation.objects.exists() or Person.objects.exists()):
        kinds.rebuild()
    else:
        kinds.index(Sector, Sector.objects.all())


def _register() -> None:
    followed: list[tuple[int, type[Model], Any, Callable[..., Any], Callable[..., Any]]]
    followed = [
        (3, Place, _("Places"), documents_of_places, lines_of_places),
        (4, Sector, _("Sectors"), documents_of_sectors, lines_of_sectors),
        (5, Source, _("Sources"), documents_of_sources, lines_of_sources),
        (6, Relation, _("Relations"), documents_of_relations, lines_of_relations),
        (7, Note, _("Notes"), documents_of_notes, lines_of_notes),
    ]
    kinds.register(
        Organisation,
        number=1,
        label=_("Organisations"),
        documents=documents_of_organisations,
        lines=lines_of_organisations,
    )
    kinds.register(
        Person,
        number=2,
        label=_("People"),
        documents=documents_of_people,
        lines=lines_of_people,
    )
    for number, model, label, documents, lines in followed:
        kinds.register(
            model,
            number=number,
            label=label,
            documents=documents,
            lines=lines,
            is_followed=True,
        )


_register()
