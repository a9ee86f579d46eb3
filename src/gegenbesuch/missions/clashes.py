"""The same people needed in two missions on the same days."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.utils.translation import gettext as _

from gegenbesuch.core.values.fields import overlapping
from gegenbesuch.core.values.partial_date import FIRST_YEAR
from gegenbesuch.directory.models import Person
from gegenbesuch.missions import rules
from gegenbesuch.missions.models import Mission, MissionLink, Participation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from gegenbesuch.core.values.partial_date import PartialDate

F = Participation.Function
TRAVELLERS = (F.LEAD, F.MEMBER, F.COORDINATION, F.INTERPRETER, F.COMPANY)


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

    @property
    def reason(self) -> str:
        """Say in a sentence what is wrong."""
        values = {"person": self.person, "mission": self.other}
        if self.as_expected_host:
            return (
                _(
                    "%(person)s led the mission that this visit answers and would be "
                    "its host, but is needed for “%(mission)s”."
                )
                % values
            )
        return _("%(person)s is also needed for “%(mission)s”.") % values


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
    answers a mission the one who led that: the visitor's natural host. Who travels
    with a part of a mission is not in two places.

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
    travelling = Participation.objects.filter(
        person__in=needed, function__in=TRAVELLERS
    )
    near: QuerySet[Any] = (
        Mission.objects.visible_to(user)
        .filter(
            Q(lead__in=needed) | Q(pk__in=travelling.values("mission")),
            overlapping("starts_on", year_before, period[1]),
            is_invented=mission.is_invented,
        )
        .exclude(status__in=rules.OFF)
        .exclude(pk=mission.pk)
        .select_related("lead")
        .only(
            *("code", "title", "starts_on", "ends_on", "parent"),
            *("lead__code", "lead__name", "lead__is_invented"),
        )
    )
    others = [
        other
        for other in near
        if other.pk != mission.parent_id
        and other.parent_id != mission.pk
        and (their := period_of(other))
        and their[0] <= period[1]
        and their[1] >= period[0]
    ]
    prefetch_related_objects(
        others,
        Prefetch(
            "participations",
            travelling.select_related("person"),
            to_attr="needed_too",
        ),
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
    return found


def clashes_among(
    missions: QuerySet[Mission], among: QuerySet[Mission]
) -> list[tuple[Mission, Clash]]:
    """
    Return the clashes of all these missions, each with the mission it is about.

    Six queries, however many missions there are; the earliest clash comes first.

    Args:
        among: The missions that may be in the way.
    """
    rows = [row for row in missions.exclude(status__in=rules.OFF) if period_of(row)]
    travelling = Participation.objects.filter(
        function__in=TRAVELLERS, person__isnull=False
    )
    needed = _people_of_all(rows, travelling.filter(mission__in=missions))
    people = {person for each in needed.values() for person in each}
    if not people:
        return []
    others = {
        row.pk: row
        for row in among.filter(
            Q(pk__in=travelling.filter(person__in=people).values("mission"))
            | Q(lead__in=people)
        ).exclude(status__in=rules.OFF)
    }
    named: dict[int, dict[int, Mission]] = defaultdict(dict)
    for other in others.values():
        if other.lead_id in people:
            named[other.lead_id][other.pk] = other
    rows_of_people = travelling.filter(person__in=people, mission__in=others)
    for pk, person in rows_of_people.values_list("mission", "person"):
        named[person][pk] = others[pk]
    known = Person.objects.in_bulk(people)
    found = []
    for mission in rows:
        for person, is_host in needed[mission.pk].items():
            for other in named[person].values():
                shared = _shared_days(mission, other)
                if shared is None:
                    continue
                clash = Clash(
                    person=known[person],
                    other=other,
                    first=shared[0],
                    last=shared[1],
                    is_certain=_is_exact(mission) and _is_exact(other),
                    as_expected_host=is_host,
                )
                found.append((mission, clash))
    return sorted(found, key=lambda pair: (pair[1].first, pair[0].pk, pair[1].other.pk))


def _shared_days(one: Mission, other: Mission) -> tuple[date, date] | None:
    """Return from when to when both may run; never a mission and a part of it."""
    if one.pk in {other.pk, other.parent_id} or one.parent_id == other.pk:
        return None
    if one.is_invented != other.is_invented:
        return None
    ours, theirs = period_of(one), period_of(other)
    if ours is None or theirs is None:
        return None
    first, last = max(ours[0], theirs[0]), min(ours[1], theirs[1])
    return (first, last) if first <= last else None


def _people_of_all(
    missions: Sequence[Mission], travelling: QuerySet[Participation]
) -> dict[int, dict[int, bool]]:
    """Return what `_people_of` does, for many missions."""
    needed: dict[int, dict[int, bool]] = {row.pk: {} for row in missions}
    for pk, person in travelling.values_list("mission", "person"):
        if pk in needed and person is not None:
            needed[pk][person] = False
    for row in missions:
        if row.lead_id:
            needed[row.pk][row.lead_id] = False
    hosts = MissionLink.objects.filter(
        later__in=[
            row.pk for row in missions if row.direction == Mission.Direction.INBOUND
        ],
        earlier__lead__isnull=False,
    ).values_list("later", "earlier__lead")
    for pk, host in hosts:
        if host is not None:
            needed[pk].setdefault(host, True)
    return needed


def _people_of(
    mission: Mission, people: Sequence[Participation] | None
) -> dict[int, bool]:
    """Return `{person: only expected as host}` of those a mission needs."""
    rows: Iterable[Participation] = (
        mission.participations.only("mission", "person", "function")
        if people is None
        else people
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
