"""What the pages of the directory read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Count, Prefetch
from django.utils.translation import get_language

from gegenbesuch.accounts.models import User
from gegenbesuch.accounts.rules import office_ids
from gegenbesuch.core.countries import country_name
from gegenbesuch.core.rows import kept, rows_of
from gegenbesuch.core.values.languages import base_language
from gegenbesuch.core.values.name_sorting import fold_latin
from gegenbesuch.directory import listing
from gegenbesuch.directory.history import has_merges
from gegenbesuch.directory.models import (
    Claim,
    Figure,
    Organisation,
    Person,
    Place,
    Relation,
    RelationFact,
    Role,
    Sector,
    Source,
    Tag,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from django.db.models import Model, QuerySet
    from i18nfield.strings import LazyI18nString

    from gegenbesuch.directory.models import Citation

MOST_CITATIONS = 1000
MOST_PARTNERS = 60


def offices_of(user: Any) -> list[int]:
    """Return the offices whose records the user may see."""
    return office_ids(user)


def staff_of(offices: Collection[int]) -> QuerySet[User]:
    """Return who may sign in for these offices, by name."""
    people = User.objects.filter(memberships__office__in=offices, is_active=True)
    return people.distinct().order_by("name", "pk")


@kept
def staff_named(
    offices: Collection[int],
) -> QuerySet[Any, tuple[int, str, str]]:
    """Return key, name and mail address of who may sign in for the offices."""
    return staff_of(offices).values_list("pk", "name", "email")


# --- Organisations -----------------------------------------------------------


def organisation_rows() -> QuerySet[Organisation]:
    """Return organisations with the columns that a row of a list shows."""
    return Organisation.objects.only(
        "code", "office", "name", "kind", "place", "place_text", "country",
        "is_invented", "sort_key", "sort_key_ja",
    )  # fmt: skip


def lines_of_organisations(rows: list[Organisation]) -> list[dict[str, Any]]:
    """
    Return what a table shows of each organisation, ready to be written.

    Two queries for the page, and nothing is looked up row by row: a long list
    is the page that an office opens most often.
    """
    wanted = {row.place_id for row in rows if row.place_id}
    places = {row.pk: row for row in rows_of(Place, only=("code", "name"), pk=wanted)}
    urls = {pk: place.get_absolute_url() for pk, place in places.items()}
    kinds = {value: str(label) for value, label in Organisation.Kind.choices}
    countries = {row.country: country_name(row.country) for row in rows if row.country}
    sectors: dict[int, list[Any]] = {row.pk: [] for row in rows}
    for pk, name in _sectors_named(sectors):
        sectors[pk].append(name)
    return [
        {
            "url": row.get_absolute_url(),
            "code": row.code,
            "name": row.name,
            "other_name": other_name_of_organisation(row),
            "is_invented": row.is_invented,
            "kind": kinds[row.kind],
            "place": places[row.place_id].name if row.place_id else row.place_text,
            "place_url": urls.get(row.place_id or 0, ""),
            "country": countries.get(row.country, ""),
            "sectors": sectors[row.pk],
        }
        for row in rows
    ]


@kept
def _sectors_named(
    organisations: Collection[int],
) -> QuerySet[Any, tuple[int, LazyI18nString]]:
    links = Organisation.sectors.through.objects.filter(
        organisation_id__in=organisations
    ).order_by("sector__position", "sector_id")
    return links.values_list("organisation_id", "sector__name")


def organisation_details() -> QuerySet[Organisation]:
    """Return organisations with what their page names."""
    rows = Organisation.objects.select_related("place", "parent", "owner").only(
        *_columns(Organisation),
        *("place__code", "place__name", "parent__code", "parent__name"),
        *("owner__name", "owner__email"),
    )
    return rows.annotate(has_merges=has_merges("organisation"))


def _columns(model: type[Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields]


@kept
def children_of(organisation: int) -> QuerySet[Organisation]:
    """Return the organisations below one, by name."""
    rows = Organisation.objects.filter(parent=organisation)
    shown = rows.only("code", "name", "kind", "is_site", "is_invented", "sort_key")
    return shown.order_by("sort_key", "id")


@kept
def sectors_of(organisation: int) -> QuerySet[Sector]:
    """Return the sectors of an organisation, in the order of the list."""
    return sectors_in_order().filter(organisations=organisation)


@kept
def _tags_of_organisation(record: int) -> QuerySet[Tag]:
    return Tag.objects.filter(organisation_set=record).order_by("key")


@kept
def _tags_of_person(record: int) -> QuerySet[Tag]:
    return Tag.objects.filter(person_set=record).order_by("key")


def tags_of(record: Organisation | Person) -> list[Tag]:
    """Return the tags of a record."""
    if isinstance(record, Organisation):
        return _tags_of_organisation(record.pk)
    return _tags_of_person(record.pk)


def organisations_named(user: Any, text: str, *, most: int = 10) -> list[Organisation]:
    """Return the visible organisations that somebody means by a name or a code."""
    visible = Organisation.objects.visible_to(user).select_related("place")
    by_code = list(visible.filter(code=text.strip()))
    if by_code:
        return by_code
    page = listing.page_of(
        Organisation.objects.select_related("place"), user=user, text=text
    )
    same = [row for row in page.rows if _is_called(row, text)]
    return same if len(same) == 1 else page.rows[:most]


def _is_called(organisation: Organisation, text: str) -> bool:
    names = organisation.name.data
    known = [*(names.values() if isinstance(names, dict) else [names])]
    return fold_latin(text) in {fold_latin(str(name)) for name in known if name}


def names_of_organisation(organisation: Organisation) -> list[tuple[str, str]]:
    """Return the languages in which it has a name, each with the name."""
    return _by_language(organisation.name)


def other_name_of_organisation(organisation: Organisation) -> str:
    """
    Return the name in Japanese, or for Japanese readers in Latin letters.

    Empty if there is none, or if the name that is shown holds it already.
    """
    names = dict(names_of_organisation(organisation))
    latin = names.get("de") or names.get("en", "")
    if base_language(get_language()) == "ja":
        shown, other = names.get("ja", ""), names.get("en") or latin
    else:
        shown, other = latin, names.get("ja", "")
    return "" if not shown or other in shown else other


def countries_of_organisations(user: Any) -> list[str]:
    """Return the countries that occur, by hops along the index, not by a scan."""
    found: set[str] = set()
    with connection.cursor() as cursor:
        for office in office_ids(user):
            cursor.execute(_COUNTRIES, [office, office])
            found |= {country for (country,) in cursor.fetchall() if country}
    return sorted(found)


_COUNTRIES = """
WITH RECURSIVE hop(country) AS (
    SELECT min(country) FROM directory_organisation
    WHERE office_id = %s AND archived_at IS NULL
    UNION ALL
    SELECT (
        SELECT min(country) FROM directory_organisation
        WHERE office_id = %s AND archived_at IS NULL AND country > hop.country
    ) FROM hop WHERE hop.country IS NOT NULL
)
SELECT country FROM hop WHERE country IS NOT NULL
"""


# --- People ------------------------------------------------------------------


def person_rows() -> QuerySet[Person]:
    """Return people with the columns that a row of a list shows."""
    return Person.objects.only(
        "code", "office", "name", "is_deceased", "is_invented", "sort_key",
        "sort_key_ja",
    )  # fmt: skip


def lines_of_people(rows: list[Person]) -> list[dict[str, Any]]:
    """Return what a table shows of each person, with the role seen last."""
    roles: dict[int, Role] = {}
    for role in _roles_shown([row.pk for row in rows]):
        known = roles.get(role.person_id)
        if known is None or last_seen(role).code >= last_seen(known).code:
            roles[role.person_id] = role
    wanted = {r.organisation_id for r in roles.values() if r.organisation_id}
    found = rows_of(Organisation, only=("code", "name"), pk=wanted)
    employers = {employer.pk: employer for employer in found}
    lines = []
    for row in rows:
        latest = roles.get(row.pk)
        employer = employers.get(latest.organisation_id or 0) if latest else None
        lines.append(
            {
                "url": row.get_absolute_url(),
                "code": row.code,
                "name": row.name,
                "other_name": other_name_of_person(row),
                "is_deceased": row.is_deceased,
                "is_invented": row.is_invented,
                "role": latest.title if latest else "",
                "employer": employer.name
                if employer
                else (latest.organisation_text if latest else ""),
                "employer_url": employer.get_absolute_url() if employer else "",
            }
        )
    return lines


@kept
def _roles_shown(people: Collection[int]) -> QuerySet[Role]:
    rows = Role.objects.filter(person__in=people).order_by("pk")
    return rows.defer("code", "created_at", "updated_at", "note")


def person_details() -> QuerySet[Person]:
    """Return people with what their page names."""
    owner = "owner__name", "owner__email"
    rows = Person.objects.select_related("owner").only(*_columns(Person), *owner)
    return rows.annotate(has_merges=has_merges("person"))


def people_named(user: Any, text: str, *, most: int = 10) -> list[Person]:
    """Return the visible people whom somebody means by a name or a code."""
    by_code = list(Person.objects.visible_to(user).filter(code=text.strip()))
    if by_code:
        return by_code
    page = listing.page_of(Person.objects.all(), user=user, text=text)
    wanted = fold_latin(text)
    same = [
        row
        for row in page.rows
        if wanted in {fold_latin(spelling) for spelling in row.name.spellings}
    ]
    return same if len(same) == 1 else page.rows[:most]


def other_name_of_person(person: Person) -> str:
    """Return the name in Japanese, or for Japanese readers in Latin letters."""
    name = person.name
    if base_language(get_language()) == "ja":
        has_japanese = name.kanji or name.kana
        return name.latin.joined(" ", name.order) if has_japanese else ""
    is_written = name.latin and (name.kanji or name.kana)
    return name.display("ja", form="plain") if is_written else ""


@kept
def _roles_of_person(person: int) -> QuerySet[Role]:
    rows = Role.objects.filter(person=person).select_related("organisation")
    shown = "organisation__code", "organisation__name"
    return rows.only(*_columns(Role), *shown)


@kept
def _roles_in_organisation(organisation: int) -> QuerySet[Role]:
    rows = Role.objects.filter(organisation=organisation).select_related("person")
    shown = "code", "name", "is_invented", "is_deceased"
    return rows.only(*_columns(Role), *(f"person__{name}" for name in shown))


def roles_in_order(record: Organisation | Person) -> list[Role]:
    """Return the roles, those seen or begun first on top; asked for once a record."""
    known: Any = vars(record)
    if "roles_in_order" not in known:
        find = _roles_of_person if record.is_person else _roles_in_organisation
        known["roles_in_order"] = sorted(
            find(record.pk), key=lambda role: (first_seen(role).sort_key, role.pk)
        )
    roles: list[Role] = known["roles_in_order"]
    return roles


def first_seen(role: Role) -> Any:
    """Return when the role began, or else since when sources show it."""
    return role.started_on if role.started_on.is_known else role.seen_from


def last_seen(role: Role) -> Any:
    """Return when the role ended, or else until when sources show it."""
    if role.ended_on.is_known:
        return role.ended_on
    return role.seen_until if role.seen_until.is_known else first_seen(role)


# --- Relations ---------------------------------------------------------------


def relation_details() -> QuerySet[Relation]:
    """Return relations with what their page shows."""
    facts = RelationFact.objects.select_related("organisation").order_by("on", "id")
    return Relation.objects.select_related("home").prefetch_related(
        Prefetch("facts", facts)
    )


def partners_abroad(relation: Relation) -> list[Organisation]:
    """Return the first organisations on the other side, by name."""
    return _partners(relation.office_id, relation.country)


@kept
def _partners(office: int, country: str) -> QuerySet[Organisation]:
    rows = Organisation.objects.filter(
        office_id=office, country=country, archived_at=None
    ).only("code", "name", "is_invented", "sort_key")
    return rows.order_by("sort_key", "id")[:MOST_PARTNERS]


# --- Sources -----------------------------------------------------------------


@dataclass(frozen=True)
class Cited:
    """A record that rests on a source, the page that shows it, and the quotes."""

    kind: str
    record: Any
    page: Any
    citations: list[Citation]

    @property
    def has_own_page(self) -> bool:
        """Whether the page is about the record itself."""
        return self.page is self.record

    @property
    def label(self) -> Any:
        """What to call the record beside the name of its page."""
        if isinstance(self.record, Claim):
            return self.record.statement
        if isinstance(self.record, Figure):
            return self.record.label
        return getattr(self.record, "earlier", self.record)


def sources_in_order(user: Any) -> QuerySet[Source]:
    """Return the visible sources by number, each with how many records cite it."""
    return (
        Source.objects.visible_to(user)
        .annotate(citation_count=Count("citations"))
        .order_by("number", "id")
    )


def cited_records(source: Source) -> list[Cited]:
    """Return all that rests on a source, in the order of kinds, each with quotes."""
    citations = source.citations.order_by("target_type", "target_id", "id")
    found = []
    for type_id, rows in groupby(
        citations[:MOST_CITATIONS], lambda c: c.target_type_id
    ):
        by_target = {
            pk: list(same) for pk, same in groupby(rows, lambda c: c.target_id)
        }
        model = ContentType.objects.get_for_id(type_id).model_class()
        if model is None:
            continue
        records = {row.pk: row for row in _records_of(model)(list(by_target))}
        found += [
            Cited(_kind_of(model), records[pk], _page_of(records[pk]), quotes)
            for pk, quotes in by_target.items()
            if pk in records
        ]
    return sorted(found, key=lambda cited: (cited.kind, cited.record.pk))


_OWNERS = (
    "mission", "person", "relation", "organisation", "settlement", "later", "earlier",
)  # fmt: skip


@lru_cache(maxsize=128)
def _records_of(model: type[Model]) -> Callable[[list[int]], list[Any]]:
    return kept(lambda keys: _with_owner(model).filter(pk__in=keys))


def _with_owner(model: type[Model]) -> QuerySet[Any]:
    fields = {field.name for field in model._meta.fields if field.is_relation}
    related = [name for name in (*_OWNERS, "place", "sector") if name in fields]
    rows = model._default_manager.all()
    if related:
        names = [
            f"{name}__{column}" for name in related for column in _names(model, name)
        ]
        own = [field.name for field in model._meta.concrete_fields]
        return rows.select_related(*related).only(*own, *names)
    return rows.prefetch_related("target") if model in {Claim, Figure} else rows


def _names(model: type[Model], owner: str) -> list[str]:
    """Return the columns of an owner that a link to it needs."""
    owner_model: Any = model._meta.get_field(owner).related_model
    columns = {field.name for field in owner_model._meta.concrete_fields}
    return sorted(columns & {"code", "name", "title"})


def _page_of(record: Any) -> Any:
    """Return the record whose page shows this one."""
    if isinstance(record, Claim | Figure):
        return _page_of(record.target) if record.target else None
    if hasattr(record, "get_absolute_url"):
        return record
    owners = (getattr(record, name, None) for name in _OWNERS)
    return next((owner for owner in owners if owner is not None), None)


def _kind_of(model: type[Model]) -> str:
    return str(model._meta.label_lower)


# --- Places and sectors ------------------------------------------------------


def places_in_order() -> list[Place]:
    """Return all places, by country and name."""
    return sorted(
        Place.objects.all(), key=lambda p: (p.country, fold_latin(str(p.name)), p.pk)
    )


def names_of_place(place: Place) -> list[tuple[str, str]]:
    """Return the languages in which it has a name, each with the name."""
    return _by_language(place.name)


def _by_language(text: LazyI18nString) -> list[tuple[str, str]]:
    data = text.data if isinstance(text.data, dict) else {"de": text.data}
    order = [code for code, _language in settings.LANGUAGES]
    return [(code, data[code]) for code in order if data.get(code)]


def sectors_in_order() -> QuerySet[Sector]:
    """Return all sectors as the office lists them."""
    return Sector.objects.order_by("position", "id")
