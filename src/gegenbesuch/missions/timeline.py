"""What missions add to the timelines of organisations, people, places, relations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from gegenbesuch.accounts.rules import office_ids
from gegenbesuch.core import timeline
from gegenbesuch.core.rows import kept
from gegenbesuch.missions.models import Mission, Participation, ProgrammeItem, Stop
from gegenbesuch.missions.rules import state_of_item, state_of_mission
from gegenbesuch.missions.selectors import attest, days_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from gegenbesuch.core.values.partial_date import PartialDate
    from gegenbesuch.directory.models import (
        Organisation,
        Person,
        Place,
        Relation,
        Sector,
    )

MOST = 150  # of each kind on one timeline
MARKS = ("is_inferred", "is_invented")


def of_organisation(target: Organisation, user: Any) -> list[timeline.Entry]:
    """Return where an organisation took part, was host, spoke or was visited."""
    about = office_ids(user), target.pk
    return _entries(
        _missions_with_organisation(*about), _items_with_organisation(*about)
    )


def of_person(target: Person, user: Any) -> list[timeline.Entry]:
    """Return the missions a person led or took part in, and the items with them."""
    about = office_ids(user), target.pk
    return _entries(_missions_with_person(*about), _items_with_person(*about))


def of_place(target: Place, user: Any) -> list[timeline.Entry]:
    """Return the missions that stopped in a place, and what was held there."""
    about = office_ids(user), target.pk
    return _entries(_missions_in_place(*about), _items_in_place(*about))


def of_sector(target: Sector, user: Any) -> list[timeline.Entry]:
    """Return the programme items that had the sector as a topic."""
    return _entries([], _items_on_sector(office_ids(user), target.pk))


def of_relation(target: Relation, user: Any) -> list[timeline.Entry]:
    """Return the missions of a relation, the invented ones marked."""
    return _entries(_missions_of_relation(office_ids(user), target.pk), [])


# --- What is asked for -------------------------------------------------------


@kept
def _missions_with_organisation(
    offices: Collection[int], organisation: int
) -> QuerySet[Mission]:
    at_stops = Q(organisation=organisation) | Q(host=organisation)
    taking_part = Participation.objects.filter(organisation=organisation)
    return _first_missions(
        offices,
        Q(pk__in=taking_part.values("mission"))
        | Q(pk__in=Stop.objects.filter(at_stops).values("mission")),
    )


@kept
def _items_with_organisation(
    offices: Collection[int], organisation: int
) -> QuerySet[ProgrammeItem]:
    mentioned = ("hosts", "visited", "speaker", "introduced_by")
    about = Q(*((name, organisation) for name in mentioned), _connector=Q.OR)
    return _first_items(offices, about)


@kept
def _missions_with_person(offices: Collection[int], person: int) -> QuerySet[Mission]:
    taking_part = Participation.objects.filter(person=person)
    about = Q(lead=person) | Q(pk__in=taking_part.values("mission"))
    return _first_missions(offices, about)


@kept
def _items_with_person(
    offices: Collection[int], person: int
) -> QuerySet[ProgrammeItem]:
    return _first_items(offices, Q(people=person))


@kept
def _missions_in_place(offices: Collection[int], place: int) -> QuerySet[Mission]:
    stops = Stop.objects.filter(place=place)
    about = Q(place=place) | Q(pk__in=stops.values("mission"))
    return _first_missions(offices, about)


@kept
def _items_in_place(offices: Collection[int], place: int) -> QuerySet[ProgrammeItem]:
    return _first_items(offices, Q(place=place))


@kept
def _items_on_sector(offices: Collection[int], sector: int) -> QuerySet[ProgrammeItem]:
    return _first_items(offices, Q(topics__sector=sector))


@kept
def _missions_of_relation(offices: Collection[int], relation: int) -> QuerySet[Mission]:
    return _first_missions(offices, Q(relation=relation))


def _first_missions(offices: Collection[int], about: Q) -> QuerySet[Mission]:
    shown = "code", "title", "starts_on", "ends_on", "status", *MARKS
    rows = Mission.objects.of_offices(offices).filter(about)
    return rows.only(*shown).order_by("-starts_on", "pk")[:MOST]


def _first_items(offices: Collection[int], about: Q) -> QuerySet[ProgrammeItem]:
    missions = Mission.objects.of_offices(offices).values("pk")
    return (
        ProgrammeItem.objects.filter(about, mission__in=missions)
        .select_related("mission")
        .only(
            *("code", "title", "status", "position", "actual_on", "planned_on"),
            *("mission__code", "mission__title"),
            *("mission__starts_on", "mission__ends_on"),
            *(f"mission__{mark}" for mark in MARKS),
        )
        .distinct()
        .order_by("-mission__starts_on", "position", "pk")[:MOST]
    )


# --- What is shown of it -----------------------------------------------------


def _entries(
    missions: list[Mission], items: list[ProgrammeItem]
) -> list[timeline.Entry]:
    attest([*missions, *(row.mission for row in items if not _day_of(row))])
    return [*map(_of_mission, missions), *map(_of_item, items)]


def _of_mission(row: Mission) -> timeline.Entry:
    return timeline.Entry(
        **days_of(row),
        kind="mission",
        title=row.title,
        url=row.get_absolute_url(),
        state=state_of_mission(row.status, is_inferred=row.is_inferred),
        is_invented=row.is_invented,
        record=row,
    )


def _of_item(row: ProgrammeItem) -> timeline.Entry:
    return timeline.Entry(
        **_when(row),
        kind="programme",
        title=row.title,
        url=row.get_absolute_url(),
        state=state_of_item(row.status),
        detail=row.mission.title,
        is_invented=row.mission.is_invented,
        record=row,
    )


def _when(item: ProgrammeItem) -> dict[str, Any]:
    """Return the day of an item, or the days of the mission if none is known."""
    on = _day_of(item)
    return {"on": on} if on else days_of(item.mission)


def _day_of(item: ProgrammeItem) -> PartialDate | None:
    days = (item.actual_on, item.planned_on)
    return next((on for on in days if on.is_known), None)


timeline.register("directory.organisation", of_organisation)
timeline.register("directory.person", of_person)
timeline.register("directory.place", of_place)
timeline.register("directory.relation", of_relation)
timeline.register("directory.sector", of_sector)
