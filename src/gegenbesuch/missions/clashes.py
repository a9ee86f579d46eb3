"""The same people needed in two missions on the same days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q

from gegenbesuch.core.values.fields import overlapping
from gegenbesuch.core.values.partial_date import FIRST_YEAR
from gegenbesuch.missions import rules
from gegenbesuch.missions.models import Mission, MissionLink, Participation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from gegenbesuch.core.values.partial_date import PartialDate
    from gegenbesuch.directory.models import Person

MOST_CLASHES = 10
MOST_CANDIDATES = 50

F = Participation.Function
TRAVELLERS = (F.LEAD, F.MEMBER, F.COORDINATION, F.INTERPRETER)


@dataclass(frozen=True)
class Clash:
    """
    A person whom two missions need on the same days.

    Attributes:
        is_certain: Both missions have exact dates; else they only may overlap.
        as_expected_host: Not on the list of this mission, but led the one that it
            answers.
    """

    person: Person
    other: Mission
    first: date
    last: date
    is_certain: bool
    as_expected_host: bool


def period_of(mission: Mission) -> tuple[date, date] | None:
    """Return the earliest and the latest day a mission can take; None if unknown."""
    return _span(mission.starts_on, mission.ends_on)


def _span(starts_on: PartialDate, ends_on: PartialDate) -> tuple[date, date] | None:
    first = starts_on.first_day()
    last = ends_on.last_day() or starts_on.last_day()
    return (first, last) if first and last else None


def clashes(
    mission: Mission, user: Any, people: Sequence[Participation] | None = None
) -> list[Clash]:
    """
    Return the people whom another mission may need on the same days.

    They are the lead and the travellers of the mission, and for a visit that
    answers a mission the one who led that: the visitor's natural host.

    Args:
        people: The participations of the mission, if they are at hand.

    """
    period = period_of(mission)
    if period is None or mission.status in rules.OFF:
        return []
    needed = _people_of(mission, people)
    if not needed:
        return []
    year_before = period[0].replace(year=max(period[0].year - 1, FIRST_YEAR), day=1)
    near = Mission.objects.visible_to(user).filter(
        overlapping("starts_on", year_before, period[1]),
        is_invented=mission.is_invented,
    )
    at_once = [
        pk
        for pk, status, starts_on, ends_on in near.values_list(
            "pk", "status", "starts_on", "ends_on"
        )
        if pk != mission.pk
        and status not in rules.OFF
        and (their := _span(starts_on, ends_on))
        and their[0] <= period[1]
        and their[1] >= period[0]
    ]
    if not at_once:
        return []
    others = (
        Mission.objects.filter(pk__in=at_once[:MOST_CANDIDATES])
        .filter(
            Q(lead__in=needed)
            | Q(
                pk__in=Participation.objects.filter(
                    person__in=needed, function__in=TRAVELLERS
                ).values("mission")
            )
        )
        .select_related("lead")
        .only(
            "code",
            "title",
            "starts_on",
            "ends_on",
            "lead__code",
            "lead__name",
            "lead__is_invented",
        )
        .prefetch_related(
            Prefetch(
                "participations",
                Participation.objects.filter(
                    person__in=needed, function__in=TRAVELLERS
                ).select_related("person"),
                to_attr="needed_too",
            )
        )
    )
    found = []
    for other in sorted(others, key=lambda other: (other.starts_on, other.pk)):
        their = period_of(other)
        if their is None:
            continue
        involved = {row.person for row in other.needed_too if row.person is not None}
        if other.lead is not None and other.lead.pk in needed:
            involved.add(other.lead)
        found += [
            Clash(
                person=person,
                other=other,
                first=max(period[0], their[0]),
                last=min(period[1], their[1]),
                is_certain=_is_exact(mission) and _is_exact(other),
                as_expected_host=needed[person.pk],
            )
            for person in sorted(involved, key=lambda person: person.pk)
        ]
    return found[:MOST_CLASHES]


def _people_of(
    mission: Mission, people: Sequence[Participation] | None
) -> dict[int, bool]:
    """Return `{person: only expected as host}` of those a mission needs."""
    rows: Iterable[Participation] = (
        mission.participations.only("person", "function") if people is None else people
    )
    needed = {
        row.person_id: False
        for row in rows
        if row.person_id is not None and row.function in TRAVELLERS
    }
    if mission.lead_id:
        needed[mission.lead_id] = False
    if mission.direction == Mission.Direction.INBOUND:
        hosts = MissionLink.objects.filter(
            later=mission, earlier__lead__isnull=False
        ).values_list("earlier__lead", flat=True)
        for host in hosts:
            needed.setdefault(host, True)
    return needed


def _is_exact(mission: Mission) -> bool:
    return mission.starts_on.is_exact and (
        mission.ends_on.is_exact or not mission.ends_on.is_known
    )
