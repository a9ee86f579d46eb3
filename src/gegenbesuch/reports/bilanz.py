"""
The Bilanz of a mission: what was aimed at and what came of it.

Every number is computed from records and carries them along, so that a reader
can follow it to its source. Numbers of different levels are never added up;
qualifiers survive sums; what was announced or merely stated is listed, but
counted nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.rows import kept
from gegenbesuch.core.values.quantity import Quantity, sum_quantities
from gegenbesuch.directory.evidence import cite, evidence_of
from gegenbesuch.mandate.selectors import budget_of
from gegenbesuch.missions import selectors
from gegenbesuch.missions.models import Participation, ProgrammeItem
from gegenbesuch.outcomes.models import Interest, Outcome, SettlementStep
from gegenbesuch.outcomes.selectors import interests_of, outcomes_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

    from gegenbesuch.directory.models import Claim, Figure, OpenQuestion
    from gegenbesuch.missions.models import Goal, Mission

Kind = ProgrammeItem.Kind
Function = Participation.Function


class Level(TextChoices):
    """How far along the chain of effects a number lies; never added up."""

    INPUT = "input", _("Input")
    ACTIVITY = "activity", _("Activity")
    OUTPUT = "output", _("Output")
    OUTCOME = "outcome", _("Outcome")
    IMPACT = "impact", _("Impact")


@dataclass(frozen=True)
class Record:
    """One record behind a number: what it is called, where it is, who attests it."""

    label: Any
    url: str
    code: str
    quantity: Quantity | None = None
    sources: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Number:
    """
    One number of the Bilanz.

    Attributes:
        key: Stable name, the same in every language and version.
        quantity: The number with its qualifier; None when nobody knows it.
        planned: The number that was planned, where a plan is on record.
        is_self_reported: No partner and no document confirms it.

    """

    key: str
    label: str | _StrPromise
    level: Level
    quantity: Quantity | None
    records: tuple[Record, ...]
    planned: Quantity | None = None
    is_self_reported: bool = True
    note: str | _StrPromise = ""

    @property
    def is_nought(self) -> bool:
        """Tell whether nothing was found in the records that were searched."""
        return self.quantity is not None and self.quantity.high == 0


@dataclass(frozen=True)
class Bilanz:
    """Goals beside results, with everything a reader needs to check them."""

    mission: Mission
    goals: tuple[Goal, ...]
    numbers: tuple[Number, ...]
    sought: tuple[Interest, ...]
    shown: tuple[Interest, ...]
    not_counted: tuple[Outcome, ...]
    context: tuple[tuple[Any, Figure], ...]
    claims: tuple[Claim, ...]
    open_questions: tuple[OpenQuestion, ...]

    @property
    def levels(self) -> list[tuple[Level, list[Number]]]:
        """Return the numbers by level, in the order of the chain of effects."""
        return [(lv, [n for n in self.numbers if n.level == lv]) for lv in Level]


@kept
def _steps(mission: int) -> QuerySet[SettlementStep]:
    steps = SettlementStep.objects.filter(mission=mission)
    return steps.select_related("settlement").order_by("position")


def compute(
    mission: Mission, *, with_internal: bool = False, with_costs: bool = True
) -> Bilanz:
    """
    Compute the Bilanz of a mission from its records, in a bounded number of queries.

    Args:
        with_internal: Name the members who are not on the public list, too.
        with_costs: Say what the mission has cost; offices that join in don't see it.

    """
    stops = selectors.stops_of(mission)
    items = selectors.items_of(mission, stops)
    participations = selectors.participations_of(mission, with_internal=with_internal)
    selectors.name_everybody(stops, items, participations)
    goals = selectors.goals_of(mission)
    outcomes = [line.outcome for line in outcomes_of(mission)]
    interests = interests_of(mission)
    steps = _steps(mission.pk)
    hosts = list({s.organisation: None for s in stops if s.organisation is not None})
    evidence = evidence_of([mission, *items, *outcomes, *hosts])
    context = [(host, figure) for host in hosts for figure in evidence.figures_of(host)]
    cite(
        items,
        stops,
        participations,
        goals,
        outcomes,
        interests,
        steps,
        evidence.claims,
        [figure for _host, figure in context],
    )
    held = [item for item in items if item.status == ProgrammeItem.Status.HELD]
    numbers = [
        *_input(mission, participations),
        *(_costs(mission) if with_costs else ()),
        *_activity(mission, items, held, stops),
        *_output(mission, held, participations),
        *_outcome(mission, outcomes),
        *_impact(mission, steps),
    ]
    return Bilanz(
        mission=mission,
        goals=tuple(goals),
        numbers=tuple(numbers),
        sought=tuple(i for i in interests if i.relation == Interest.Relation.SOUGHT),
        shown=tuple(i for i in interests if i.relation != Interest.Relation.SOUGHT),
        not_counted=tuple(o for o in outcomes if not o.counts_as_agreement),
        context=tuple(context),
        claims=tuple(evidence.claims),
        open_questions=tuple(evidence.questions),
    )


def _input(
    mission: Mission, participations: Iterable[Participation]
) -> Iterable[Number]:
    travelled = [
        p
        for p in participations
        if p.function in selectors.TRAVELLING and (p.person_id or not p.organisation_id)
    ]
    yield Number(
        "delegation-size",
        _("People in the delegation"),
        Level.INPUT,
        mission.size,
        tuple(_participation_record(mission, p) for p in travelled),
        note=str(mission.size_scope),
    )
    yield Number(
        "partners",
        _("Partners who supported the mission"),
        Level.INPUT,
        *_count(
            _participation_record(mission, p)
            for p in participations
            if p.function in {Function.PARTNER, Function.SUPPORTER}
        ),
    )


def _costs(mission: Mission) -> Iterable[Number]:
    budget = budget_of(mission)
    records = tuple(
        Record(
            group.label,
            reverse("mandate:mandate", args=[mission.code]),
            mission.code,
            group.sums.actual,
        )
        for group in budget.costs
    )
    yield Number(
        "costs",
        _("Costs"),
        Level.INPUT,
        budget.cost.actual,
        records,
        planned=budget.cost.planned,
        note=_("All costs, whoever pays them.") if records else "",
    )
    own = budget.own.actual
    if own is not None:
        yield Number(
            "costs-of-the-office",
            _("Costs paid by the office"),
            Level.INPUT,
            own,
            records,
            planned=budget.own.planned,
        )


def _activity(
    mission: Mission,
    items: list[ProgrammeItem],
    held: list[ProgrammeItem],
    stops: Iterable[Any],
) -> Iterable[Number]:
    yield Number(
        "stops",
        _("Stops"),
        Level.ACTIVITY,
        *_count(
            Record(stop, f"{mission.get_absolute_url()}#stops", "", None, _cited(stop))
            for stop in stops
            if not stop.is_planned_only
        ),
    )
    quantity, records = _count(_item_record(item) for item in held)
    yield Number(
        "items-held",
        _("Programme items held"),
        Level.ACTIVITY,
        quantity,
        records,
        planned=_plan(items),
    )
    for key, label, kinds in (
        ("presentations", _("Presentations"), {Kind.PRESENTATION}),
        ("receptions", _("Receptions"), {Kind.RECEPTION}),
        ("site-visits", _("Site visits"), {Kind.SITE_VISIT}),
        ("courtesy-calls", _("Courtesy calls"), {Kind.COURTESY_CALL}),
        ("meetings", _("Meetings"), {Kind.MEETING, Kind.SESSION, Kind.DINNER}),
    ):
        of_kind = [item for item in items if item.kind in kinds]
        if of_kind:
            matching = [item for item in of_kind if item in held]
            quantity, records = _count(_item_record(item) for item in matching)
            plan = _plan(of_kind)
            yield Number(key, label, Level.ACTIVITY, quantity, records, planned=plan)


def _plan(items: Iterable[ProgrammeItem]) -> Quantity | None:
    """Count the items of which a plan is on record; None where there is none."""
    planned = sum(
        item.status != ProgrammeItem.Status.HELD
        or item.planned_on.is_known
        or item.planned_audience is not None
        or bool(item.planned_order)
        for item in items
    )
    return Quantity.exact(planned) if planned else None


def _output(
    mission: Mission,
    held: Iterable[ProgrammeItem],
    participations: Iterable[Participation],
) -> Iterable[Number]:
    reached = [
        _item_record(item, replace(item.actual_audience, unit="persons"))
        for item in held
        if item.actual_audience is not None
    ]
    yield Number(
        "people-reached",
        _("People reached, summed over events"),
        Level.OUTPUT,
        _sum(reached),
        tuple(reached),
        note=_("Who came to several events is counted several times."),
    )
    profiles = [
        _participation_record(mission, p, p.count or Quantity.exact(1))
        for p in participations
        if p.function == Function.PROFILE
    ]
    if profiles:
        yield Number(
            "companies-presented",
            _("Companies presented without travelling"),
            Level.OUTPUT,
            _sum(profiles),
            tuple(profiles),
        )


def _outcome(mission: Mission, outcomes: list[Outcome]) -> Iterable[Number]:
    status = Outcome.Status
    visits = [o for o in outcomes if o.kind == Outcome.Kind.RETURN_VISIT]
    for key, label, chosen in (
        (
            "agreements",
            _("Agreements signed"),
            [o for o in outcomes if o.counts_as_agreement],
        ),
        (
            "return-visits-announced",
            _("Return visits announced"),
            [o for o in visits if o.status == status.ANNOUNCED],
        ),
        (
            "return-visits-held",
            _("Return visits held"),
            [o for o in visits if o.status == status.DONE],
        ),
        (
            "follow-up-events",
            _("Follow-up events announced"),
            [o for o in outcomes if o.kind == Outcome.Kind.FOLLOW_UP_EVENT],
        ),
    ):
        quantity, records = _count(_outcome_record(o) for o in chosen)
        self_reported = Outcome.EvidenceState.SELF_REPORTED
        yield Number(
            key,
            label,
            Level.OUTCOME,
            quantity,
            records or (_searched(mission),),
            is_self_reported=any(o.evidence_state == self_reported for o in chosen),
        )


def _impact(mission: Mission, steps: Iterable[SettlementStep]) -> Iterable[Number]:
    last_steps = {step.settlement_id: step for step in steps}
    quantity, records = _count(
        Record(
            step.settlement,
            step.settlement.get_absolute_url(),
            step.settlement.code,
            None,
            _cited(step),
        )
        for step in last_steps.values()
    )
    yield Number(
        "settlements",
        _("Settlements to which the mission contributed"),
        Level.IMPACT,
        quantity,
        records or (_searched(mission),),
        is_self_reported=bool(records),
    )


def _count(records: Iterable[Record]) -> tuple[Quantity, tuple[Record, ...]]:
    found = tuple(records)
    return Quantity.exact(len(found)), found


def _sum(records: Iterable[Record]) -> Quantity | None:
    quantities = [r.quantity for r in records if r.quantity is not None]
    return sum_quantities(quantities) if quantities else None


def _cited(record: Any) -> tuple[Any, ...]:
    return tuple(record.cited)


def _item_record(item: ProgrammeItem, quantity: Quantity | None = None) -> Record:
    return Record(
        item.title, item.get_absolute_url(), item.code, quantity, _cited(item)
    )


def _outcome_record(outcome: Outcome) -> Record:
    return Record(
        outcome.text, outcome.get_absolute_url(), outcome.code, None, _cited(outcome)
    )


def _participation_record(
    mission: Mission, participation: Participation, quantity: Quantity | None = None
) -> Record:
    who = participation.person or participation.organisation
    url = who.get_absolute_url() if who else mission.get_absolute_url()
    code = who.code if who else mission.code
    label = who or participation.label or participation.get_function_display()
    return Record(label, url, code, quantity, _cited(participation))


def _searched(mission: Mission) -> Record:
    """Return where a number of nought was counted: the outcomes of the mission."""
    url = reverse("outcomes:outcomes", args=[mission.code])
    return Record(_("Outcomes of the mission"), url, mission.code)
