"""Who visited whom, when, and whose visit is still to be answered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from gegenbesuch.directory.models import Organisation, Place, Role
from gegenbesuch.missions.models import (
    Mission,
    MissionLink,
    Participation,
    ProgrammeItem,
    Stop,
)
from gegenbesuch.missions.rules import state_of_mission
from gegenbesuch.missions.selectors import attest, days_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from gegenbesuch.core.values.partial_date import PartialDate

MOST_MISSIONS = 500
#: A return visit is owed within a year.
ANSWERED_WITHIN = timedelta(days=365)
_D = Mission.Direction
#: We go to them, or they come to us.
_OURS, _THEIRS = {_D.OUTBOUND, _D.ABROAD}, {_D.INBOUND, _D.HOME}
_TO_COME = {"announced", "planned"}


@dataclass(frozen=True)
class Visit:
    """
    A mission, seen from one partner.

    Attributes:
        is_ours: We went there; else they came here.
        answers: The earlier missions that it answers.
    """

    mission: Mission
    on: PartialDate
    until: PartialDate | None
    state: str
    is_ours: bool
    answers: tuple[Mission, ...] = ()


@dataclass
class Ledger:
    """
    All visits between us and one partner, the first one on top.

    Attributes:
        can_plan: Whether the reader may plan the mission that answers the last one.
    """

    partner: Organisation | Place
    visits: list[Visit] = field(default_factory=list)
    can_plan: bool = False

    @property
    def ours(self) -> list[Visit]:
        """Our visits there that took place."""
        return [v for v in self.visits if v.is_ours and v.state == "held"]

    @property
    def theirs(self) -> list[Visit]:
        """Their visits here that took place."""
        return [v for v in self.visits if not v.is_ours and v.state == "held"]

    @property
    def promised(self) -> list[Visit]:
        """What is announced or planned, and what no source says took place."""
        return [v for v in self.visits if v.state in _TO_COME]

    @property
    def unanswered(self) -> Visit | None:
        """The last visit that took place, if nobody has promised to answer it."""
        held = [v for v in self.visits if v.state == "held"]
        if not held:
            return None
        last = held[-1]
        is_promised = any(v.is_ours != last.is_ours for v in self.promised)
        return None if is_promised else last

    @property
    def due_on(self) -> date | None:
        """Until when it is usual to answer the last visit: a year after it ended."""
        if self.unanswered is None:
            return None
        last = (self.unanswered.until or self.unanswered.on).last_day()
        return last + ANSWERED_WITHIN if last else None


def ledgers(
    user: Any, *, by_town: bool, only: Organisation | Place | None = None
) -> list[Ledger]:
    """
    Return the visits with each partner that the user may see, by partner.

    Partners are towns or organisations on the other side; who only helped in
    the country of the mission itself is none.

    Args:
        by_town: Put the organisations of a town together.
        only: Leave out all other partners.
    """
    missions = _missions(user)
    pairs = list(_pairs(missions))
    known = Organisation.objects.only("code", "name", "country", "place_id", "sort_key")
    organisations = known.in_bulk({pk for _mission, pk, _town in pairs if pk})
    towns = {
        **{o.place_id: None for o in organisations.values() if o.place_id},
        **{town: None for _mission, _pk, town in pairs if town},
    }
    places = Place.objects.in_bulk(towns) if by_town else {}
    answers = _answers(missions)
    found: dict[int, dict[int, Visit]] = defaultdict(dict)
    for number, pk, town in pairs:
        mission = missions[number]
        organisation = organisations.get(pk or 0)
        country = organisation.country if organisation else ""
        if organisation and not _is_abroad(mission, country):
            continue
        key = (organisation.place_id if organisation else town) if by_town else pk
        if key and (only is None or key == only.pk):
            found[key][number] = _visit(mission, answers)
    named = {number for number, _pk, _town in pairs}
    unnamed = {pk: rows for pk, rows in answers.items() if pk not in named}
    _add_planned_answers(found, missions, unnamed)
    partners: dict[int, Any] = places if by_town else organisations
    made = [
        Ledger(partners[key], sorted(visits.values(), key=_in_time))
        for key, visits in found.items()
        if key in partners
    ]
    return sorted(made, key=lambda ledger: (_urgency(ledger), str(ledger.partner)))


def _add_planned_answers(
    found: dict[int, dict[int, Visit]],
    missions: dict[int, Mission],
    answers: dict[int, list[Mission]],
) -> None:
    """Put what is to answer a visit beside it, if nobody is on its list yet."""
    for later, earlier in answers.items():
        visit = _visit(missions[later], answers)
        if visit.state not in _TO_COME:
            continue
        for visits in found.values():
            if any(mission.pk in visits for mission in earlier):
                visits.setdefault(later, visit)


def _missions(user: Any) -> dict[int, Mission]:
    """Read real visits: what is made up for a demonstration owes nobody anything."""
    rows = list(
        Mission.objects.visible_to(user)
        .filter(direction__in=_OURS | _THEIRS, is_invented=False)
        .only(
            "code", "title", "office", "direction", "status", "starts_on", "ends_on",
            "countries", "is_inferred", "is_invented",
        )
        .order_by("-starts_on", "-pk")[:MOST_MISSIONS]
    )  # fmt: skip
    attest(rows)
    return {row.pk: row for row in rows}


def _pairs(
    missions: dict[int, Mission],
) -> Iterator[tuple[int, int | None, int | None]]:
    """Yield mission, organisation and town of everybody who visited or was visited."""
    ours = [pk for pk, row in missions.items() if row.direction in _OURS]
    inbound = [pk for pk, row in missions.items() if row.direction == _D.INBOUND]
    home = [pk for pk, row in missions.items() if row.direction == _D.HOME]
    stops = Stop.objects.filter(mission_id__in=ours).values_list(
        "mission_id", "organisation_id", "host_id", "place_id"
    )
    for mission, organisation, host, town in stops:
        yield mission, None, town
        for pk in filter(None, (organisation, host)):
            yield mission, pk, None
    hosts = ProgrammeItem.hosts.through.objects.filter(
        programmeitem__mission_id__in=ours
    )
    for mission, pk in hosts.values_list(
        "programmeitem__mission_id", "organisation_id"
    ):
        yield mission, pk, None
    visited = ProgrammeItem.objects.filter(mission_id__in=ours, visited__isnull=False)
    for mission, pk in visited.values_list("mission_id", "visited_id"):
        yield mission, pk, None
    guests = Participation.objects.filter(
        mission_id__in=inbound
    ) | Participation.objects.filter(
        mission_id__in=home, function=Participation.Function.GUEST
    )
    yield from _guests(guests.values_list("mission_id", "organisation_id", "person_id"))


def _guests(rows: Iterable[tuple[int, int | None, int | None]]) -> Iterator[Any]:
    """Yield for whom guests came: their organisation, or those of their roles."""
    rows = list(rows)
    people = {
        person for _m, organisation, person in rows if person and not organisation
    }
    roles: dict[int, set[int]] = defaultdict(set)
    of_people = Role.objects.filter(person_id__in=people, organisation__isnull=False)
    for person, employer in of_people.values_list("person_id", "organisation_id"):
        roles[person].add(employer or 0)
    for mission, organisation, guest in rows:
        for pk in {organisation} if organisation else roles[guest or 0]:
            yield mission, pk, None


def _is_abroad(mission: Mission, country: str) -> bool:
    """Tell whether an organisation is on the other side of a mission."""
    is_there = country in mission.countries
    return is_there if mission.direction in _OURS else not is_there


def _answers(missions: dict[int, Mission]) -> dict[int, list[Mission]]:
    links = MissionLink.objects.filter(
        kind=MissionLink.Kind.ANSWERS, later_id__in=missions, earlier_id__in=missions
    )
    found: dict[int, list[Mission]] = defaultdict(list)
    for earlier, later in links.order_by("pk").values_list("earlier_id", "later_id"):
        found[later].append(missions[earlier])
    return found


def _visit(mission: Mission, answers: dict[int, list[Mission]]) -> Visit:
    days = days_of(mission)
    return Visit(
        mission=mission,
        on=days["on"],
        until=days.get("until"),
        state=state_of_mission(mission.status, is_inferred=mission.is_inferred),
        is_ours=mission.direction in _OURS,
        answers=tuple(answers[mission.pk]),
    )


def _in_time(visit: Visit) -> Any:
    return visit.on.sort_key, visit.mission.pk


def _urgency(ledger: Ledger) -> Any:
    """Put promises first, by their date, then what nobody has answered yet."""
    if ledger.promised:
        return 0, ledger.promised[0].on.sort_key
    if ledger.unanswered:
        return 1, ledger.unanswered.on.sort_key
    return 2, (False, "")
