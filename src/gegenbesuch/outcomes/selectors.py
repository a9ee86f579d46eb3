"""What the pages of outcomes, settlements and the chain read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.ordering import in_order
from gegenbesuch.core.rows import kept
from gegenbesuch.core.values.date_formatting import format_partial_date, format_period
from gegenbesuch.directory.evidence import cite
from gegenbesuch.directory.models import Organisation, Person
from gegenbesuch.missions.models import Mission, MissionLink
from gegenbesuch.missions.rules import state_of_mission
from gegenbesuch.missions.selectors import attest
from gegenbesuch.outcomes.arrows import Arrow
from gegenbesuch.outcomes.cards import Event
from gegenbesuch.outcomes.chain import order_of_events
from gegenbesuch.outcomes.models import (
    Credit,
    Interest,
    Outcome,
    Quote,
    Settlement,
    SettlementStep,
)
from gegenbesuch.outcomes.rules import SHORT_OF_AGREEMENT, state_of_outcome
from gegenbesuch.scheduling.models import Meeting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.db.models import QuerySet

    from gegenbesuch.core.values.partial_date import PartialDate
    from gegenbesuch.directory.models import Relation

MOST_EVENTS = 300
MOST_CHOICES = 500

SETTLEMENT_LANE = "settlement"
LANES = (
    (SETTLEMENT_LANE, _("Settlement")),
    (Mission.Direction.ABROAD.value, _("Event abroad")),
    (Mission.Direction.OUTBOUND.value, _("Outbound")),
    (Mission.Direction.INBOUND.value, _("Inbound")),
    (Mission.Direction.HOME.value, _("At home")),
    ("", _("Not known")),
)
STATES = {
    "held": _("held"),
    "announced": _("announced, not attested"),
    "planned": _("planned"),
    "dropped": _("did not take place"),
    "inferred": _("not attested, only inferred"),
}


# --- Outcomes of a mission ---------------------------------------------------


@dataclass(frozen=True)
class OutcomeLine:
    """An outcome and how it counts."""

    outcome: Outcome
    state: str
    is_short_of_agreement: bool


@dataclass(frozen=True)
class OutcomeCounts:
    """How many outcomes count as what; announced ones are never counted as done."""

    agreements: int
    announced: int
    short_of_agreement: int
    self_reported: int


def outcomes_of(mission: Mission) -> list[OutcomeLine]:
    """Return the outcomes of a mission in order, with parties and sources."""
    rows = in_order(_outcomes(mission.pk))
    for row in rows:
        row.mission = mission
    return [
        OutcomeLine(row, state_of_outcome(row), row.kind in SHORT_OF_AGREEMENT)
        for row in rows
    ]


@kept
def _outcomes(mission: int) -> QuerySet[Outcome]:
    rows = Outcome.objects.filter(mission=mission)
    return rows.select_related("sector", "leads_to").prefetch_related(
        Prefetch("parties", Organisation.objects.only("code", "name"))
    )


def outcome_details() -> QuerySet[Outcome]:
    """Return outcomes with what their pages name."""
    return Outcome.objects.select_related(
        "office", "sector", "mission__office", "mission__relation__home",
        "mission__lead", "mission__place",
    )  # fmt: skip


def latest_missions(office: int) -> QuerySet[Mission]:
    """Return the missions of an office to choose from, the latest first."""
    missions = Mission.objects.filter(office=office).order_by("-starts_on", "pk")
    pks = list(missions.values_list("pk", flat=True)[:MOST_CHOICES])
    return missions.filter(pk__in=pks)


#: The ways from a meeting to the two organisations that it brings together.
_SIDES = ("request__sender__organisation", "request__recipient__organisation")


def meetings_behind(result: Any) -> QuerySet[Meeting]:
    """Return the meetings of the parties to a result, the latest first."""
    parties: Any = (
        [result.organisation_id]
        if isinstance(result, Settlement)
        else result.parties.values("pk")
    )
    of_either_side = Q()
    for way in _SIDES:
        of_either_side |= Q(**{f"{way}__in": parties})
    meetings = Meeting.objects.filter(
        of_either_side, session__mission__office=result.office_id
    )
    pks = list(meetings.order_by("-pk").values_list("pk", flat=True)[:MOST_CHOICES])
    return (
        Meeting.objects.filter(pk__in=pks)
        .select_related("session__mission", *_SIDES)
        .order_by("-pk")
    )


def quotes_of(mission: Mission) -> list[Quote]:
    """Return what was said about a mission, in order."""
    return in_order(_quotes(mission.pk))


@kept
def _quotes(mission: int) -> QuerySet[Quote]:
    return Quote.objects.filter(mission=mission).select_related("person")


def credits_of(result: Any) -> list[Credit]:
    """Return the shares of a result, the largest first."""
    return list(
        result.credits.select_related(
            "mission", "meeting__session", *(f"meeting__{way}" for way in _SIDES)
        ).order_by("-share", "pk")
    )


def count_outcomes(lines: Sequence[OutcomeLine]) -> OutcomeCounts:
    """Count what was agreed, what was only announced, and what rests on our word."""
    return OutcomeCounts(
        agreements=sum(line.outcome.counts_as_agreement for line in lines),
        announced=sum(line.state == "announced" for line in lines),
        short_of_agreement=sum(line.is_short_of_agreement for line in lines),
        self_reported=sum(
            line.outcome.evidence_state == Outcome.EvidenceState.SELF_REPORTED
            for line in lines
        ),
    )


def interests_of(mission: Mission) -> list[Interest]:
    """Return what either side was interested in, the strongest first."""
    return sorted(
        _interests(mission.pk),
        key=lambda row: (row.side, -row.strength, row.position, row.pk),
    )


@kept
def _interests(mission: int) -> QuerySet[Interest]:
    return Interest.objects.filter(mission=mission).select_related("sector")


# --- Settlements -------------------------------------------------------------


def settlements_of(user: Any) -> QuerySet[Settlement]:
    """Return the settlements the user may see, with their steps."""
    return (
        Settlement.objects.visible_to(user)
        .select_related("organisation", "place")
        .prefetch_related(
            Prefetch("steps", SettlementStep.objects.order_by("position", "pk"))
        )
        .order_by("pk")
    )


def steps_of(settlement: Settlement) -> list[SettlementStep]:
    """Return the steps in order, with the people and missions in them."""
    steps = list(
        settlement.steps.select_related("mission")
        .prefetch_related(Prefetch("people", Person.objects.order_by("sort_key", "pk")))
        .order_by("position", "pk")
    )
    for step in steps:
        step.settlement = settlement
    return steps


# --- The chain ---------------------------------------------------------------


@dataclass(frozen=True)
class Chain:
    """Events from the first contact on, and what answers what."""

    events: list[Event]
    arrows: list[Arrow]


def chain_of(relation: Relation, user: Any) -> Chain:
    """Return the real missions of a relation and the settlements that came of it."""
    missions = list(
        Mission.objects.visible_to(user)
        .filter(relation=relation, is_invented=False)
        .order_by("starts_on", "pk")[:MOST_EVENTS]
    )
    settlements = list(
        Settlement.objects.visible_to(user)
        .filter(
            Q(organisation__country=relation.country)
            | Q(organisation__place__country=relation.country)
            | Q(steps__mission__relation=relation)
        )
        .select_related("organisation")
        .distinct()
        .order_by("pk")
    )
    steps = list(
        SettlementStep.objects.filter(settlement__in=settlements)
        .select_related("settlement__organisation", "mission")
        .order_by("settlement", "position", "pk")
    )
    links = list(
        MissionLink.objects.filter(earlier__in=missions, later__in=missions).order_by(
            "pk"
        )
    )
    cite(missions, steps)
    return chain_among(missions, steps, links)


def chain_of_settlement(
    settlement: Settlement, steps: Sequence[SettlementStep], user: Any
) -> Chain:
    """Return the steps of one settlement and the missions that moved it."""
    seen = {step.mission_id for step in steps if step.mission_id}
    missions = list(Mission.objects.visible_to(user).filter(pk__in=seen))
    return chain_among(missions, steps, [])


def chain_among(
    missions: Sequence[Mission],
    steps: Sequence[SettlementStep],
    links: Sequence[MissionLink],
) -> Chain:
    """Return these missions and steps as events, with the links between them."""
    attest(missions)
    bounds = _bounds_of_steps(steps)
    through = {step.mission_id: bounds[step.pk] for step in steps if step.mission_id}
    events = [_event_of_mission(mission, through) for mission in missions]
    latest = _latest_of_steps(steps, bounds)
    events += [_event_of_step(step, bounds[step.pk], latest[step.pk]) for step in steps]
    arrows = [
        Arrow(f"mission-{link.earlier_id}", f"mission-{link.later_id}", link.kind)
        for link in links
    ]
    before: dict[int, SettlementStep] = {}
    for step in steps:
        if step.settlement_id in before:
            last = before[step.settlement_id]
            arrows.append(Arrow(f"step-{last.pk}", f"step-{step.pk}", "step"))
        before[step.settlement_id] = step
        if step.mission_id:
            arrows.append(
                Arrow(f"mission-{step.mission_id}", f"step-{step.pk}", "leads_to")
            )
    return Chain(events, arrows)


Span = tuple["date | None", "date | None", bool]


def _event_of_mission(mission: Any, through: dict[int, Span]) -> Event:
    first, last = (
        mission.starts_on.first_day(),
        (mission.ends_on.last_day() or mission.starts_on.last_day()),
    )
    is_exact = _is_exact(mission)
    is_inferred = mission.is_inferred
    text = _period_text(mission.starts_on, mission.ends_on)
    if first is None and mission.attested:
        start, end = mission.attested
        first, last = start.first_day(), end.last_day()
        is_exact = start.is_exact and end.is_exact
        text = _period_text(start, end)
    if first is None and mission.pk in through:
        first, last, is_inferred = *through[mission.pk][:2], True
    state = state_of_mission(mission.status, is_inferred=mission.is_inferred)
    return Event(
        key=f"mission-{mission.pk}",
        lane=mission.direction,
        lane_label=mission.get_direction_display() or gettext("Not known"),
        title=str(mission.title),
        date_text=text or gettext("date not known"),
        state=state,
        state_label=str(STATES[state]),
        url=mission.get_absolute_url(),
        first=first,
        last=last,
        is_exact=is_exact,
        is_inferred=is_inferred,
        is_attested=bool(text) and not mission.starts_on.is_known,
        record=mission,
    )


def _event_of_step(step: SettlementStep, bounds: Span, before: date | None) -> Event:
    first, last, is_inferred = bounds
    state = "planned" if step.kind == SettlementStep.Kind.PLANNED_OPENING else "held"
    kind = step.get_kind_display()
    return Event(
        key=f"step-{step.pk}",
        lane=SETTLEMENT_LANE,
        lane_label=gettext("Settlement"),
        title=gettext("%(company)s: %(step)s")
        % {"company": step.settlement.organisation, "step": kind},
        date_text=_period_text(step.on, step.on) or gettext("date not known"),
        state=state,
        state_label=str(STATES[state]),
        url=f"{step.settlement.get_absolute_url()}#step-{step.code}",
        first=first,
        last=last,
        is_exact=step.on.is_exact,
        is_inferred=is_inferred,
        record=step,
        before=before,
    )


def _is_exact(mission: Mission) -> bool:
    return mission.starts_on.is_exact and (
        mission.ends_on.is_exact or not mission.ends_on.is_known
    )


def _bounds_of_steps(steps: Sequence[SettlementStep]) -> dict[int, Span]:
    """Return when each step was, or between which of its neighbours."""
    by_settlement: dict[int, list[SettlementStep]] = defaultdict(list)
    for step in steps:
        by_settlement[step.settlement_id].append(step)
    bounds: dict[int, Span] = {}
    for group in by_settlement.values():
        for index, step in enumerate(group):
            if step.on.is_known:
                bounds[step.pk] = step.on.first_day(), step.on.last_day(), False
                continue
            before = [s.on.first_day() for s in group[:index] if s.on.is_known]
            after = [s.on.last_day() for s in group[index + 1 :] if s.on.is_known]
            first = before[-1] if before else None
            last = after[0] if after else None
            bounds[step.pk] = first or last, last or first, True
    return bounds


def _latest_of_steps(
    steps: Sequence[SettlementStep], bounds: dict[int, Span]
) -> dict[int, date | None]:
    """Return the last day of each step, given that the next ones came after it."""
    latest: dict[int, date | None] = {}
    limit: dict[int, date] = {}
    for step in reversed(steps):
        last = bounds[step.pk][1]
        known = [day for day in (last, limit.get(step.settlement_id)) if day]
        latest[step.pk] = min(known, default=None)
        if known and step.kind != SettlementStep.Kind.PLANNED_OPENING:
            limit[step.settlement_id] = min(known)
    return latest


def _period_text(start: PartialDate, end: PartialDate) -> str:
    language = get_language() or "en"
    if not start.is_known:
        return ""
    if not end.is_known or start == end:
        return format_partial_date(start, language)
    return format_period(start, end, language)


@dataclass(frozen=True)
class ChainRow:
    """One event for the table beside the picture, with what it follows and causes."""

    event: Event
    before: list[tuple[str, Event]]
    after: list[tuple[str, Event]]


ARROWS = {
    "answers": (_("answers"), _("is answered by")),
    "leads_to": (_("follows from"), _("leads to")),
    "step": (_("comes after"), _("comes before")),
}


def rows_of_chain(chain: Chain) -> list[ChainRow]:
    """Return the same facts as the picture, in order of time."""
    by_key = {event.key: event for event in chain.events}
    before: dict[str, list[tuple[str, Event]]] = defaultdict(list)
    after: dict[str, list[tuple[str, Event]]] = defaultdict(list)
    for arrow in chain.arrows:
        if arrow.kind == "step" or not {arrow.earlier, arrow.later} <= by_key.keys():
            continue
        back, forth = ARROWS[arrow.kind]
        before[arrow.later].append((str(back), by_key[arrow.earlier]))
        after[arrow.earlier].append((str(forth), by_key[arrow.later]))
    return [
        ChainRow(event, before[event.key], after[event.key])
        for event in sorted(chain.events, key=order_of_events)
    ]
