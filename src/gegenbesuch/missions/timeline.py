"""What missions add to the timelines of organisations, people, places, relations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from gegenbesuch.core import timeline
from gegenbesuch.missions.models import Mission, Participation, ProgrammeItem, Stop
from gegenbesuch.missions.rules import state_of_item, state_of_mission
from gegenbesuch.missions.selectors import attest, days_of

if TYPE_CHECKING:
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
    mentioned = Q(hosts=target) | Q(visited=target) | Q(speaker=target)
    taking_part = Participation.objects.filter(organisation=target)
    stops = Stop.objects.filter(Q(organisation=target) | Q(host=target))
    missions = Mission.objects.visible_to(user).filter(
        Q(pk__in=taking_part.values("mission")) | Q(pk__in=stops.values("mission"))
    )
    return [
        *_missions(missions),
        *_items(_visible_items(user).filter(mentioned | Q(introduced_by=target))),
    ]


def of_person(target: Person, user: Any) -> list[timeline.Entry]:
    """Return the missions a person led or took part in, and the items with them."""
    missions = Mission.objects.visible_to(user).filter(
        Q(lead=target)
        | Q(pk__in=Participation.objects.filter(person=target).values("mission"))
    )
    return [*_missions(missions), *_items(_visible_items(user).filter(people=target))]


def of_place(target: Place, user: Any) -> list[timeline.Entry]:
    """Return the missions that stopped in a place, and what was held there."""
    missions = Mission.objects.visible_to(user).filter(
        Q(place=target) | Q(pk__in=Stop.objects.filter(place=target).values("mission"))
    )
    return [*_missions(missions), *_items(_visible_items(user).filter(place=target))]


def of_sector(target: Sector, user: Any) -> list[timeline.Entry]:
    """Return the programme items that had the sector as a topic."""
    return _items(_visible_items(user).filter(topics__sector=target))


def of_relation(target: Relation, user: Any) -> list[timeline.Entry]:
    """Return the missions of a relation, the invented ones marked."""
    return _missions(Mission.objects.visible_to(user).filter(relation=target))


def _visible_items(user: Any) -> QuerySet[ProgrammeItem]:
    return ProgrammeItem.objects.filter(
        mission__in=Mission.objects.visible_to(user).values("pk")
    )


def _missions(missions: QuerySet[Mission]) -> list[timeline.Entry]:
    shown = "code", "title", "starts_on", "ends_on", "status", *MARKS
    rows = list(missions.only(*shown).order_by("-starts_on", "pk")[:MOST])
    attest(rows)
    return [
        timeline.Entry(
            **days_of(row),
            kind="mission",
            title=row.title,
            url=row.get_absolute_url(),
            state=state_of_mission(row.status, is_inferred=row.is_inferred),
            is_invented=row.is_invented,
            record=row,
        )
        for row in rows
    ]


def _items(items: QuerySet[ProgrammeItem]) -> list[timeline.Entry]:
    rows = list(
        items.select_related("mission")
        .only(
            *("code", "title", "status", "position", "actual_on", "planned_on"),
            *("mission__code", "mission__title"),
            *("mission__starts_on", "mission__ends_on"),
            *(f"mission__{mark}" for mark in MARKS),
        )
        .distinct()
        .order_by("-mission__starts_on", "position", "pk")[:MOST]
    )
    attest(row.mission for row in rows if not _day_of(row))
    return [
        timeline.Entry(
            **_when(row),
            kind="programme",
            title=row.title,
            url=row.get_absolute_url(),
            state=state_of_item(row.status),
            detail=row.mission.title,
            is_invented=row.mission.is_invented,
            record=row,
        )
        for row in rows
    ]


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
