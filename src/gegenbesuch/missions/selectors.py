"""What the pages of missions read, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, Count, Q, Value, When
from django.db.models import F as Column
from django.db.models.functions import Substr

from gegenbesuch.accounts.models import Office
from gegenbesuch.accounts.rules import office_ids
from gegenbesuch.core.ordering import in_order
from gegenbesuch.core.rows import rows_of
from gegenbesuch.core.values.fields import PartialDateField
from gegenbesuch.core.values.partial_date import NO_DATE, PartialDate
from gegenbesuch.directory.models import Organisation, Person, Place, Sector
from gegenbesuch.missions import rules
from gegenbesuch.missions.models import (
    Goal,
    Mission,
    MissionLink,
    Participation,
    ProgrammeItem,
    Stop,
    Topic,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import Model, QuerySet


PLACES = ("relation__home", "place")
PLACE_COLUMNS = (
    *("code", "name", "country", "region", "latitude", "longitude", "time_zone"),
)
PAGE = 40
MOST_INVENTED = 12
MOST_UNDATED = 200

F = Participation.Function
#: Who makes the journey; the others host, help or send them.
TRAVELLING = frozenset({F.LEAD, F.MEMBER, F.COORDINATION, F.INTERPRETER, F.COMPANY})
PARTNERS = (F.PARTNER, F.ORGANISER, F.SUPPORTER, F.CLIENT, F.PATRON)

#: From when to when, as precisely as it is known.
Period = tuple[PartialDate, PartialDate]


# --- Missions without dates --------------------------------------------------


def attested_periods(
    missions: QuerySet[Any] | Sequence[Mission],
) -> dict[int, Period]:
    """Return by key from when to when stops and programme were: one query."""
    stops = Stop.objects.filter(mission__in=missions)
    items = ProgrammeItem.objects.filter(mission__in=missions).exclude(
        status=ProgrammeItem.Status.DROPPED
    )
    rows = stops.values_list("mission", "arrives_on", "leaves_on").union(
        items.values_list("mission", "actual_on", "planned_on")
    )
    days: dict[int, list[PartialDate]] = defaultdict(list)
    for pk, *dates in rows:
        days[pk] += [on for on in dates if on.is_known]
    return {
        pk: (min(dates), max(dates, key=lambda on: str(on.last_day())))
        for pk, dates in days.items()
        if dates
    }


def periods_of_undated(user: Any) -> dict[int, Period]:
    """Return the attested periods of missions the user may see that have no date."""
    undated = Mission.objects.visible_to(user).filter(starts_on="").order_by("-pk")
    return attested_periods(undated.values("pk")[:MOST_UNDATED])


def attest(missions: Iterable[Mission]) -> None:
    """Give missions `attested`: their period if they have no date, or None."""
    undated: list[Any] = [
        row
        for row in missions
        if not row.starts_on.is_known and "attested" not in vars(row)
    ]
    periods = attested_periods(undated) if undated else {}
    for row in undated:
        row.attested = periods.get(row.pk)


def dates_of(mission: Mission) -> Period:
    """Return from when to when a mission is, by its parts if it has no date itself."""
    if mission.starts_on.is_known:
        return mission.starts_on, mission.ends_on
    return attested_periods([mission]).get(mission.pk, (NO_DATE, NO_DATE))


def days_of(mission: Any) -> dict[str, Any]:
    """Return when an entry of `core.timeline` on a mission is; `attest` it first."""
    if period := getattr(mission, "attested", None):
        return {"on": period[0], "until": period[1], "is_attested": True}
    return {
        "on": mission.starts_on,
        "until": mission.ends_on if mission.ends_on.is_known else None,
    }


# --- The list ----------------------------------------------------------------


@dataclass(frozen=True)
class MissionFilter:
    """What the list of missions is narrowed to; empty text means all."""

    direction: str = ""
    status: str = ""
    year: str = ""
    reality: str = ""

    @property
    def is_active(self) -> bool:
        """Whether anything is left out."""
        return bool(self.direction or self.status or self.year)


@dataclass(frozen=True)
class MissionPage:
    """A part of the list, and the key of the next part or empty."""

    missions: list[Mission]
    next_key: str


def list_missions(  # noqa: PLR0913 -- what, by which order, and which part
    user: Any,
    wanted: MissionFilter,
    *,
    is_invented: bool,
    attested: Mapping[int, Period] | None = None,
    after: str = "",
    size: int = PAGE,
) -> MissionPage:
    """
    Return missions the user may see, the latest first, unknown dates last.

    Each has `begins`, the date by which it is listed, and `attested`.

    Args:
        attested: `periods_of_undated`; those missions are listed by their period.
        after: `next_key` of the part before; what does not read as one is ignored.
        size: How many at most.
    """
    periods = attested or {}
    listed: QuerySet[Any] = Mission.objects.visible_to(user).annotate(
        begins=_begins(periods)
    )
    missions = _filtered(listed, wanted).filter(is_invented=is_invented)
    key = _read_key(after)
    if key:
        on, pk = key
        missions = missions.filter(Q(begins__lt=on) | Q(begins=on, pk__gt=pk))
    rows: list[Any] = list(
        missions.select_related("lead", "place", "office").order_by("-begins", "pk")[
            : size + 1
        ]
    )
    more = len(rows) > size
    rows = rows[:size]
    for row in rows:
        row.attested = periods.get(row.pk)
    next_key = f"{rows[-1].begins.code}_{rows[-1].pk:x}" if more else ""
    return MissionPage(rows, next_key)


def count_missions(user: Any) -> dict[str, int]:
    """
    Return how many real missions there are, by state and by direction.

    A direction counts only what was held; `<direction>_open` what is announced,
    planned or only inferred. A part of a mission that is counted is not counted too.
    """
    rows = (
        Mission.objects.visible_to(user)
        .filter(is_invented=False)
        .filter(Q(parent=None) | ~Q(parent__office__in=office_ids(user)))
        .values("direction", "status", "is_inferred")
        .annotate(count=Count("pk"))
        .order_by()
    )
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        state = rules.state_of_mission(row["status"], is_inferred=row["is_inferred"])
        counts[state] += row["count"]
        if state != "dropped":
            counts[row["direction"] + ("" if state == "held" else "_open")] += row[
                "count"
            ]
        counts["all"] += row["count"]
    return dict(counts)


def years_of_missions(
    user: Any, attested: Mapping[int, Period] | None = None
) -> list[str]:
    """Return the years in which missions the user may see begin, latest first."""
    years = (
        Mission.objects.visible_to(user)
        .annotate(year=Substr("starts_on", 1, 4, output_field=CharField()))
        .values_list("year", flat=True)
        .distinct()
        .order_by("-year")
    )
    known = {first.code[:4] for first, _last in (attested or {}).values()}
    return sorted(known.union(filter(None, years)), reverse=True)


def announced_missions(user: Any, *, most: int = 4) -> list[Mission]:
    """Return real missions that somebody announced and nobody saw yet."""
    return list(
        Mission.objects.visible_to(user)
        .filter(status=Mission.Status.ANNOUNCED, is_invented=False)
        .select_related("place")
        .order_by("-starts_on", "pk")[:most]
    )


def _filtered(missions: QuerySet[Any], wanted: MissionFilter) -> QuerySet[Any]:
    if wanted.direction:
        missions = missions.filter(direction=wanted.direction)
    if wanted.status:
        missions = missions.filter(status=wanted.status)
    if wanted.year:
        first, last = PartialDate.in_year(int(wanted.year)), int(wanted.year) + 1
        missions = missions.filter(
            begins__gte=first, begins__lt=PartialDate.in_year(last)
        )
    return missions


def _begins(periods: Mapping[int, Period]) -> Any:
    """Return the date by which missions are listed; the column alone if it can be."""
    if not periods:
        return Column("starts_on")
    return Case(
        *(When(pk=pk, then=Value(first.code)) for pk, (first, _) in periods.items()),
        default=Column("starts_on"),
        output_field=PartialDateField(),
    )


def _read_key(after: str) -> tuple[PartialDate, int] | None:
    code, _bar, pk = after.rpartition("_")
    try:
        return PartialDate.from_code(code), int(pk, 16)
    except ValueError:
        return None


# --- Parts of a mission ------------------------------------------------------


def mission_with_names() -> QuerySet[Mission]:
    """Return missions with what their heading names."""
    return Mission.objects.select_related(
        "office", "relation__home", "lead", "place"
    ).only(
        *(field.name for field in Mission._meta.concrete_fields),
        *(f"office__{column}" for column in ("code", "name", "time_zone")),
        *(f"relation__{column}" for column in ("code", "name")),
        *(f"lead__{column}" for column in ("code", "name", "is_invented")),
        *(f"{place}__{column}" for place in PLACES for column in PLACE_COLUMNS),
    )


def stops_of(mission: Mission) -> list[Stop]:
    """Return the stops in order; `name_everybody` adds their places and hosts."""
    return in_order(rows_of(Stop, mission=[mission.pk]))


def items_of(mission: Mission, stops: Sequence[Stop]) -> list[ProgrammeItem]:
    """Return the programme in order; `name_everybody` says where and with whom."""
    items = in_order(rows_of(ProgrammeItem, mission=[mission.pk]))
    by_pk = {item.pk: item for item in items}
    _give(items, "anchor", by_pk)
    _give(items, "stop", {stop.pk: stop for stop in stops})
    topics = defaultdict(list)
    for topic in in_order(rows_of(Topic, item=by_pk)):
        topics[topic.item_id].append(topic)
    for item in items:
        item.mission = mission
        item.topic_list = topics[item.pk]
    return items


def participations_of(mission: Mission, *, with_internal: bool) -> list[Participation]:
    """Return who takes part, by rank; the internal list only when asked for."""
    rows = rows_of(Participation, mission=[mission.pk])
    return in_order(row for row in rows if row.is_public or with_internal)


def name_everybody(
    stops: Sequence[Stop] = (),
    items: Sequence[ProgrammeItem] = (),
    participations: Sequence[Participation] = (),
) -> None:
    """
    Fetch the places, organisations and people of the rows: five queries.

    Items get `host_list` and `people_list`.
    """
    hosts = _linked(items, ProgrammeItem.hosts.through, "organisation")
    guests = _linked(items, ProgrammeItem.people.through, "person")
    named: tuple[tuple[type[Model], Any, Any, list[tuple[int, int]]], ...] = (
        (
            Place,
            PLACE_COLUMNS,
            ((stops, "place"), (items, "place"), (items, "destination")),
            [],
        ),
        (
            Organisation,
            ("code", "name"),
            (
                *((stops, name) for name in ("organisation", "host")),
                *((items, name) for name in ("visited", "speaker", "introduced_by")),
                (participations, "organisation"),
            ),
            hosts,
        ),
        (
            Person,
            ("code", "name", "is_invented"),
            ((participations, "person"),),
            guests,
        ),
    )
    everybody: dict[type[Model], dict[int, Any]] = {}
    item: Any
    for model, columns, uses, links in named:
        wanted = {
            pk
            for rows, name in uses
            for row in rows
            if (pk := getattr(row, f"{name}_id"))
        } | {pk for _item, pk in links}
        known = {row.pk: row for row in rows_of(model, only=columns, pk=wanted)}
        everybody[model] = known
        for rows, name in uses:
            _give(rows, name, known)
    for item in items:
        item.host_list = [
            everybody[Organisation][pk] for i, pk in hosts if i == item.pk
        ]
        item.people_list = [everybody[Person][pk] for i, pk in guests if i == item.pk]


def _linked(
    items: Sequence[ProgrammeItem], through: Any, whom: str
) -> list[tuple[int, int]]:
    """Return which organisations or people the items have: pairs of keys."""
    links = rows_of(through, programmeitem=[item.pk for item in items])
    return sorted(
        (link.programmeitem_id, getattr(link, f"{whom}_id")) for link in links
    )


def _give(rows: Sequence[Any], name: str, known: dict[int, Any]) -> None:
    for row in rows:
        if (pk := getattr(row, f"{name}_id")) in known:
            setattr(row, name, known[pk])


def goals_of(mission: Mission) -> list[Goal]:
    """Return the goals in order."""
    return in_order(rows_of(Goal, mission=[mission.pk]))


def interests_of(mission: Any) -> list[Any]:
    """Return what the sides wanted of each other, in order, with their sectors."""
    interests = in_order(rows_of(mission.interests.model, mission=[mission.pk]))
    wanted = {row.sector_id for row in interests if row.sector_id}
    sectors = {row.pk: row for row in rows_of(Sector, only=("code", "name"), pk=wanted)}
    _give(interests, "sector", sectors)
    return interests


def outcomes_of(mission: Any) -> list[Any]:
    """Return what came of the mission, in order."""
    return in_order(rows_of(mission.outcomes.model, mission=[mission.pk]))


@dataclass
class Links:
    """The missions before and after one, and those it is part of or holds."""

    earlier: list[MissionLink] = field(default_factory=list)
    later: list[MissionLink] = field(default_factory=list)

    @property
    def all(self) -> list[MissionLink]:
        """Both directions."""
        return [*self.earlier, *self.later]


def links_of(mission: Mission, user: Any) -> Links:
    """Return what the mission answers and leads to, as far as the user may see."""
    rows: Any = [
        *rows_of(MissionLink, later=[mission.pk]),
        *rows_of(MissionLink, earlier=[mission.pk]),
    ]
    ends = {pk for link in rows for pk in (link.earlier_id, link.later_id)}
    missions = {row.pk: row for row in rows_of(Mission, pk=ends)}
    _give(rows, "earlier", missions)
    _give(rows, "later", missions)
    visible = _visible_among(list(missions.values()), user)
    rows = [link for link in rows if {link.earlier_id, link.later_id} <= visible]
    links = Links()
    for link in sorted(
        rows, key=lambda link: (link.earlier.starts_on, link.later.starts_on, link.pk)
    ):
        (links.later if link.earlier_id == mission.pk else links.earlier).append(link)
    return links


@dataclass(frozen=True)
class Nesting:
    """The larger mission that one belongs to, and its own parts."""

    parent: Mission | None
    parts: list[Mission]


def nesting_of(mission: Mission, user: Any) -> Nesting:
    """Return what the mission is part of and what is part of it, as far as visible."""
    rows = list(rows_of(Mission, parent=[mission.pk]))
    if mission.parent_id:
        rows += rows_of(Mission, pk=[mission.parent_id])
    visible = _visible_among(rows, user) if rows else set()
    parts = [row for row in rows if row.pk in visible and row.pk != mission.parent_id]
    return Nesting(
        next((row for row in rows if row.pk in visible and row not in parts), None),
        sorted(parts, key=lambda row: (row.starts_on.sort_key, row.pk)),
    )


def partner_offices_of(mission: Mission) -> list[Office]:
    """Return the offices that join in."""
    links = rows_of(Mission.partner_offices.through, mission=[mission.pk])
    keys = {link.office_id for link in links}
    return sorted(rows_of(Office, pk=keys), key=lambda row: row.pk) if keys else []


def _visible_among(missions: Sequence[Mission], user: Any) -> set[int]:
    """Return which of the missions the user may see; asks only about other offices'."""
    own = set(office_ids(user))
    visible = {row.pk for row in missions if row.office_id in own}
    others = {row.pk for row in missions} - visible
    if others:
        shared = Mission.objects.visible_to(user).filter(pk__in=others)
        visible |= set(shared.values_list("pk", flat=True))
    return visible
