"""All records that a Bilanz rests on, of one mission or of many, in few queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F

from gegenbesuch.core.ordering import in_order
from gegenbesuch.core.rows import kept, rows_of
from gegenbesuch.directory.evidence import cite, evidence_of
from gegenbesuch.directory.models import Organisation
from gegenbesuch.followup.models import Reply, Task
from gegenbesuch.mandate.models import BudgetLine, HomeCover
from gegenbesuch.missions.models import (
    Goal,
    Mission,
    MissionLink,
    Participation,
    ProgrammeItem,
    Stop,
    Topic,
)
from gegenbesuch.missions.selectors import name_everybody
from gegenbesuch.onsite.models import Course, MissedDate
from gegenbesuch.outcomes.models import (
    Credit,
    Interest,
    Outcome,
    Quote,
    Settlement,
    SettlementStep,
)
from gegenbesuch.scheduling.models import Meeting, Session

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from django.db.models import QuerySet

    from gegenbesuch.directory.evidence import Evidence
    from gegenbesuch.directory.models import Figure


@dataclass
class SessionCount:
    """
    How many meetings of a session there are in each state.

    `missed_date` counts the dates that somebody missed before another was given.
    """

    session: Any
    by_status: dict[str, int]


@dataclass
class Rows:
    """The records of one mission, each with what attests it in `cited`."""

    mission: Mission
    goals: list[Goal] = field(default_factory=list)
    stops: list[Any] = field(default_factory=list)
    items: list[Any] = field(default_factory=list)
    participations: list[Any] = field(default_factory=list)
    interests: list[Any] = field(default_factory=list)
    outcomes: list[Any] = field(default_factory=list)
    credits: list[Any] = field(default_factory=list)
    steps: list[Any] = field(default_factory=list)
    settlements: list[Any] = field(default_factory=list)
    quotes: list[Any] = field(default_factory=list)
    lines: list[BudgetLine] = field(default_factory=list)
    links: list[Any] = field(default_factory=list)
    sessions: list[SessionCount] = field(default_factory=list)
    later_participations: list[Any] = field(default_factory=list)
    promises: list[Any] = field(default_factory=list)
    replies: list[Any] = field(default_factory=list)
    covers: list[HomeCover] = field(default_factory=list)

    @property
    def held(self) -> list[Any]:
        """The programme items that took place."""
        status = ProgrammeItem.Status.HELD
        return [item for item in self.items if item.status == status]

    @property
    def hosts(self) -> list[Organisation]:
        """The organisations that were visited, in the order of the stops."""
        visited = [stop.organisation for stop in self.stops if not stop.is_planned_only]
        return list(dict.fromkeys(filter(None, visited)))


@dataclass
class Gathered:
    """The records of some missions, and what is stated about them."""

    by_mission: list[Rows]
    evidence: Evidence

    def figures_of(self, record: Any) -> list[Figure]:
        """Return the figures about a record."""
        return self.evidence.figures_of(record)


#: What numbers are made of.
_BRIEF_ITEM = (
    *("code", "mission", "kind", "status", "title", "position", "planned_on"),
    *("planned_audience", "planned_order", "actual_audience"),
)


@dataclass(frozen=True)
class Extent:
    """
    How much is read.

    Attributes:
        has_words: Goals, interests and quotes, and not only what numbers are made of.
        has_programme: Hosts, guests and topics of each programme item.
        has_claims: Where sources disagree, and what nobody knows.
        has_office: Money and cover at home: what is for the office and its council.
        has_surveys: What companies answered.
    """

    has_words: bool = True
    has_programme: bool = True
    has_claims: bool = True
    has_office: bool = True
    has_surveys: bool = True


ALL = Extent()
NUMBERS = Extent(has_words=False, has_programme=False, has_claims=False)
WITHOUT_PROGRAMME = Extent(has_programme=False)
FOR_SENTENCES = Extent(has_claims=False, has_surveys=False)
FOR_THE_PRESS = Extent(has_office=False, has_surveys=False)


def gather(
    missions: Sequence[Mission], *, with_internal: bool, extent: Extent = ALL
) -> Gathered:
    """
    Return the records of missions, in a number of queries that does not grow.

    Args:
        with_internal: With the members who are not on the public list.
    """
    rows = {mission.pk: Rows(mission) for mission in missions}
    pks = list(rows)
    _take(rows, "stops", in_order(rows_of(Stop, mission=pks)))
    if extent.has_programme:
        _take_items(rows)
        _take(rows, "promises", _promises(pks))
    else:
        items = rows_of(ProgrammeItem, only=_BRIEF_ITEM, mission=pks)
        _take(rows, "items", in_order(items))
    if extent.has_words:
        _take(rows, "goals", in_order(rows_of(Goal, mission=pks)))
        _take(rows, "interests", in_order(_interests(pks)))
        _take(rows, "quotes", in_order(_quotes(pks)))
    later = _take_people(rows, with_internal=with_internal)
    if extent.has_office:
        if extent.has_programme:
            _take(rows, "covers", rows_of(HomeCover, mission=pks))
        _take(rows, "lines", sorted(rows_of(BudgetLine, mission=pks), key=_by_age))
    if extent.has_surveys:
        _take(rows, "replies", _replies(pks))
    _take_results(rows)
    _take_sessions(rows)
    found = list(rows.values())
    people = [*_all(found, "participations"), *later]
    items = _all(found, "items") if extent.has_programme else []
    people += _parties(found)
    name_everybody(_all(found, "stops"), items, people)
    evidence = _attest(found, extent)
    return Gathered(found, evidence)


def gather_links(missions: Sequence[Mission]) -> list[Rows]:
    """Return only what joins missions to others and to settlements: three queries."""
    rows = {mission.pk: Rows(mission) for mission in missions}
    _take_links(rows)
    _take(rows, "steps", _steps(list(rows)))
    steps = _all(list(rows.values()), "steps")
    wanted = {step.settlement_id for step in steps}
    settlements = {row.pk: row for row in _settlements(wanted)} if wanted else {}
    for step in steps:
        step.settlement = settlements[step.settlement_id]
    return list(rows.values())


def _take(rows: dict[int, Rows], name: str, records: Iterable[Any]) -> None:
    for record in records:
        of = rows[record.mission_id]
        record.mission = of.mission
        getattr(of, name).append(record)


def _all(found: list[Rows], name: str) -> list[Any]:
    return [record for rows in found for record in getattr(rows, name)]


def _by_age(row: Any) -> int:
    key: int = row.pk
    return key


def _take_people(rows: dict[int, Rows], *, with_internal: bool) -> list[Any]:
    """Give each mission who takes part; returns who takes part in what follows."""
    _take_links(rows)
    after = {
        link.later_id: of
        for of in rows.values()
        for link in of.links
        if link.earlier_id == of.mission.pk
    }
    people = in_order(rows_of(Participation, mission=[*rows, *after]))
    shown = [row for row in people if row.is_public or with_internal]
    _take(rows, "participations", [row for row in shown if row.mission_id in rows])
    later = [row for row in people if row.is_public and row.mission_id in after]
    for row in later:
        after[row.mission_id].later_participations.append(row)
    return later


# --- The programme -----------------------------------------------------------


def _take_items(rows: dict[int, Rows]) -> None:
    items = in_order(rows_of(ProgrammeItem, mission=list(rows)))
    by_pk = {item.pk: item for item in items}
    stops = {stop.pk: stop for of in rows.values() for stop in of.stops}
    topics: dict[int, list[Topic]] = defaultdict(list)
    for topic in in_order(rows_of(Topic, item=by_pk)):
        topics[topic.item_id].append(topic)
    item: Any
    for item in items:
        item.anchor = by_pk.get(item.anchor_id or 0)
        item.stop = stops.get(item.stop_id or 0)
        item.topic_list = topics[item.pk]
    _take(rows, "items", items)


# --- Results -----------------------------------------------------------------


@kept
def _interests(missions: Collection[int]) -> QuerySet[Interest]:
    return Interest.objects.filter(mission__in=missions).select_related("sector")


@kept
def _promises(missions: Collection[int]) -> QuerySet[Task]:
    promises = Task.objects.filter(mission__in=missions, kind__in=Task.PROMISES)
    return (
        promises.exclude(status=Task.Status.DROPPED)
        .select_related("partner")
        .order_by("due_on", "pk")
    )


@kept
def _replies(missions: Collection[int]) -> QuerySet[Reply]:
    """Read what was answered to surveys, the latest first, and nothing of who did."""
    replies = Reply.objects.filter(survey__mission__in=missions)
    return (
        replies.annotate(mission_id=F("survey__mission"), days=F("survey__days"))
        .only(
            *("code", "respondent", "answered_at", "usefulness", "contacts"),
            *("stage", "sales", "value", "outcome"),
        )
        .order_by("-days", "-pk")
    )


@kept
def _quotes(missions: Collection[int]) -> QuerySet[Quote]:
    return Quote.objects.filter(mission__in=missions).select_related("person")


@kept
def _credits(missions: Collection[int]) -> QuerySet[Credit]:
    return Credit.objects.filter(mission__in=missions).order_by("pk")


@kept
def _outcomes(missions: Collection[int], pks: Collection[int]) -> QuerySet[Outcome]:
    own = Outcome.objects.filter(mission__in=missions)
    return (own | Outcome.objects.filter(pk__in=pks)).select_related(
        "mission", "sector", "leads_to__lead"
    )


@kept
def _steps(missions: Collection[int]) -> QuerySet[SettlementStep]:
    return SettlementStep.objects.filter(mission__in=missions).order_by("position")


@kept
def _settlements(pks: Collection[int]) -> QuerySet[Settlement]:
    return Settlement.objects.filter(pk__in=pks).select_related("organisation")


def _take_results(rows: dict[int, Rows]) -> None:
    """Give each mission its outcomes, and those of others that it has a share of."""
    _take(rows, "credits", _credits(list(rows)))
    _take(rows, "steps", _steps(list(rows)))
    credited = _all(list(rows.values()), "credits")
    outcomes: dict[int, Any] = {
        row.pk: row
        for row in in_order(
            _outcomes(list(rows), [c.outcome_id for c in credited if c.outcome_id])
        )
    }
    wanted = {row.settlement_id for of in rows.values() for row in of.steps}
    wanted |= {row.settlement_id for row in credited if row.settlement_id}
    settlements = {row.pk: row for row in _settlements(wanted)} if wanted else {}
    for step in _all(list(rows.values()), "steps"):
        step.settlement = settlements[step.settlement_id]
    for of in rows.values():
        mine = [row for row in outcomes.values() if row.mission_id == of.mission.pk]
        of.outcomes = mine + [
            outcomes[row.outcome_id]
            for row in of.credits
            if row.outcome_id and outcomes[row.outcome_id] not in mine
        ]
        keys = [row.settlement_id for row in (*of.steps, *of.credits)]
        of.settlements = [settlements[pk] for pk in dict.fromkeys(filter(None, keys))]


def _parties(found: list[Rows]) -> list[Any]:
    """Give each outcome its parties; they are named with everybody else."""
    outcomes = {row.pk: row for rows in found for row in rows.outcomes}
    for outcome in outcomes.values():
        outcome.party_rows = []
    links: list[Any] = rows_of(Outcome.parties.through, outcome=outcomes)
    for link in sorted(links, key=_by_age):
        link.person_id = None
        outcomes[link.outcome_id].party_rows.append(link)
    return links


# --- What came before and after ----------------------------------------------


@kept
def _links(missions: Collection[int], same: Collection[int]) -> QuerySet[MissionLink]:
    links = MissionLink.objects.filter(earlier__in=missions)
    links |= MissionLink.objects.filter(later__in=same)
    return links.select_related("earlier__lead", "later__lead", "later__place")


def _take_links(rows: dict[int, Rows]) -> None:
    for link in sorted(_links(list(rows), list(rows)), key=_by_age):
        for pk in (link.earlier_id, link.later_id):
            if pk in rows:
                rows[pk].links.append(link)


@kept
def _meetings(missions: Collection[int]) -> QuerySet[Any, Any]:
    return (
        Meeting.objects.filter(session__mission__in=missions)
        .values_list("session", "status", "course__state")
        .annotate(n=Count("pk"))
        .order_by("session", "status", "course__state")
    )


@kept
def _missed_dates(missions: Collection[int]) -> QuerySet[Any, Any]:
    rows = MissedDate.objects.filter(session__mission__in=missions).order_by()
    return rows.values_list("session").annotate(n=Count("pk"))


_OF_THE_DAY = frozenset(
    {
        Course.State.RUNNING,
        Course.State.HELD,
        Course.State.NO_SHOW,
        Course.State.DISPUTED,
    }
)


def _take_sessions(rows: dict[int, Rows]) -> None:
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for session, status, course, n in _meetings(list(rows)):
        # What became of it on the day says more than how far its planning came.
        state = course if course in _OF_THE_DAY else status
        counts[session][state] = counts[session].get(state, 0) + n
    for session, n in _missed_dates(list(rows)) if counts else ():
        counts[session]["missed_date"] = n
    for session in rows_of(Session, pk=counts) if counts else []:
        of = rows[session.mission_id]
        session.mission = of.mission
        of.sessions.append(SessionCount(session, counts[session.pk]))


# --- What attests it ---------------------------------------------------------


def _attest(found: list[Rows], extent: Extent) -> Evidence:
    """Read what is stated about the records, and cite all of them at once."""
    hosts = list(dict.fromkeys(host for rows in found for host in rows.hosts))
    settlements = _all(found, "settlements")
    about = [*settlements, *hosts]
    if extent.has_claims:
        about += [rows.mission for rows in found]
        about += [*_all(found, "items"), *_all(found, "outcomes")]
    evidence = evidence_of(about, only_figures=not extent.has_claims)
    names = (
        *("items", "stops", "participations", "goals", "outcomes", "interests"),
        *("steps", "settlements", "quotes", "links"),
    )
    cite(
        [rows.mission for rows in found],
        *(_all(found, name) for name in names),
        evidence.claims,
        evidence.figures,
    )
    return evidence


def kind_of(record: Any) -> str:
    """Return what kind of record it is, as `app.model`."""
    found = ContentType.objects.get_for_model(record)
    return f"{found.app_label}.{found.model}"
