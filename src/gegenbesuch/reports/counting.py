"""
The numbers of one mission, from its records.

What was announced, hoped for or merely stated is counted nowhere; a figure about a
host is context; costs that nobody recorded are unknown and not nought.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.templatetags.display import address_of
from gegenbesuch.core.values.quantity import Quantity
from gegenbesuch.mandate.models import HOME_CURRENCY, BudgetLine
from gegenbesuch.mandate.selectors import budget_from
from gegenbesuch.missions.models import Participation, ProgrammeItem
from gegenbesuch.missions.rules import HELD
from gegenbesuch.missions.selectors import TRAVELLING
from gegenbesuch.outcomes.models import Outcome
from gegenbesuch.reports.answers import answers_to_surveys
from gegenbesuch.reports.impact import impact, shares
from gegenbesuch.reports.numbers import Level, Number, Record, count, total
from gegenbesuch.reports.records import (
    cited,
    record_of_item,
    record_of_mission,
    record_of_outcome,
    record_of_participation,
    searched,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gegenbesuch.reports.gathering import Gathered, Rows

Kind = ProgrammeItem.Kind
Function = Participation.Function


def numbers_of(rows: Rows, gathered: Gathered, *, with_costs: bool) -> list[Number]:
    """
    Return the numbers of one mission, in the order of the chain of effects.

    Args:
        with_costs: Offices that join in see neither what it has cost nor what
            participants answered.
    """
    numbers = [
        *_input(rows),
        *(_costs(rows) if with_costs else ()),
        *_activity(rows),
        *_output(rows),
        *_outcome(rows),
        *(answers_to_surveys(rows) if with_costs else ()),
        *impact(rows, gathered),
        *_context(rows, gathered),
    ]
    # A nought leads to where it was looked for.
    return [
        number
        if number.records or number.quantity is None
        else replace(number, records=(replace(record_of_mission(rows), **_SEARCHED),))
        for number in numbers
    ]


_SEARCHED: dict[str, Any] = {"is_searched": True, "sources": ()}


# --- Input -------------------------------------------------------------------


def _input(rows: Rows) -> Iterator[Number]:
    mission = rows.mission
    travelled = [
        row
        for row in rows.participations
        if row.function in TRAVELLING and (row.person_id or not row.organisation_id)
    ]
    records = [record_of_participation(row) for row in travelled]
    if mission.size is not None:
        records.insert(0, replace(record_of_mission(rows), quantity=mission.size))
    yield total(
        "delegation-size",
        _("People in the delegation"),
        Level.INPUT,
        records,
        note=str(mission.size_scope),
    )
    yield count(
        "partners",
        _("Partners who supported the mission"),
        Level.INPUT,
        [
            record_of_participation(row)
            for row in rows.participations
            if row.function in {Function.PARTNER, Function.SUPPORTER}
        ],
    )


def _costs(rows: Rows) -> Iterator[Number]:
    budget = budget_from(rows.lines, rows.mission)
    lines = [line for line in rows.lines if line.kind not in BudgetLine.INCOME]
    own = [line for line in lines if line.payer == BudgetLine.Payer.OFFICE]
    for key, label, those, sums in (
        ("costs", _("Costs, whoever pays them"), lines, budget.cost),
        ("costs-of-the-office", _("Costs paid by the office"), own, budget.own),
    ):
        if key == "costs" or sums.actual is not None:
            yield total(
                key,
                label,
                Level.INPUT,
                [_record_of_line(rows, line) for line in those],
                planned=sums.planned,
                note=_("Not all amounts are on record.")
                if sums.actual and not sums.actual.is_exact
                else "",
            )


def _record_of_line(rows: Rows, line: BudgetLine) -> Record:
    amount = line.at_home("actual")
    return Record(
        line.what or line.get_kind_display(),
        address_of("mandate:mandate", rows.mission.code),
        line.code,
        None if amount is None else Quantity.exact(amount, HOME_CURRENCY),
        mission=rows.mission.code,
    )


# --- Activity ----------------------------------------------------------------


def _activity(rows: Rows) -> Iterator[Number]:
    mission = rows.mission
    yield count(
        "stops",
        _("Stops"),
        Level.ACTIVITY,
        [
            Record(
                stop,
                f"{mission.get_absolute_url()}#stops",
                f"{mission.code}-stop-{stop.position}",
                None,
                cited(stop),
                mission=mission.code,
            )
            for stop in rows.stops
            if not stop.is_planned_only
        ],
    )
    for key, label, kinds in (
        ("items-held", _("Programme items held"), set(Kind)),
        ("presentations", _("Presentations"), {Kind.PRESENTATION}),
        ("receptions", _("Receptions"), {Kind.RECEPTION}),
        ("site-visits", _("Site visits"), {Kind.SITE_VISIT}),
        ("courtesy-calls", _("Courtesy calls"), {Kind.COURTESY_CALL}),
        ("meetings", _("Talks"), {Kind.MEETING, Kind.SESSION, Kind.DINNER}),
    ):
        of_kind = [item for item in rows.items if item.kind in kinds]
        if of_kind or key == "items-held":
            yield count(
                key,
                label,
                Level.ACTIVITY,
                [record_of_item(item) for item in rows.held if item in of_kind],
                planned=_plan(of_kind),
            )
    yield from _meetings(rows)


def _meetings(rows: Rows) -> Iterator[Number]:
    """
    Count the meetings of companies by what became of them.

    A meeting that was missed and held on a second date counts in both lines.
    """
    missed = _("Dates of meetings to which somebody did not come")
    disputed = _("Meetings whose two sides contradict each other")
    for key, label, statuses, shown in (
        ("b2b-meetings-arranged", _("Meetings of companies arranged"), _ARRANGED, ""),
        ("b2b-meetings-held", _("Meetings of companies held"), {"held"}, "held"),
        ("b2b-meetings-missed", missed, {"no_show", "missed_date"}, "no_show"),
        ("b2b-meetings-disputed", disputed, {"disputed"}, "disputed"),
    ):
        records = [
            Record(
                each.session.title,
                _meetings_page(each.session.code, shown),
                each.session.code,
                Quantity.exact(n, "meetings"),
                mission=rows.mission.code,
            )
            for each in rows.sessions
            if (n := sum(each.by_status.get(status, 0) for status in statuses))
        ]
        if records:
            yield total(key, label, Level.ACTIVITY, records)


_ARRANGED = {"preliminary", "final", "running", "held", "no_show", "disputed"}


def _meetings_page(session: str, state: str) -> str:
    """Return the page that lists the meetings of a session, or those in a state."""
    if not state:
        return address_of("scheduling:session", session)
    return f"{address_of('onsite:results', session)}?state={state}"


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


# --- Output ------------------------------------------------------------------


def _output(rows: Rows) -> Iterator[Number]:
    """Say how many were reached, each event apart and all of them together."""
    reached = [
        record_of_item(item, replace(item.actual_audience, unit="persons"))
        for item in rows.held
        if item.actual_audience is not None
    ]
    mission = rows.mission
    if not reached and mission.audience is not None and mission.status in HELD:
        whole = replace(mission.audience, unit="persons")
        reached = [replace(record_of_mission(rows), quantity=whole)]
    yield total(
        "people-reached",
        _("People reached, summed over events"),
        Level.OUTPUT,
        reached,
        note=_("Who came to several events is counted several times.")
        if len(reached) > 1
        else "",
    )
    if len(reached) > 1:
        for record in reached:
            yield total(
                f"people-reached.{record.code}",
                record.label,
                Level.OUTPUT,
                [record],
                part_of="people-reached",
            )
    profiles = [
        record_of_participation(row, row.count or Quantity.exact(1, "companies"))
        for row in rows.participations
        if row.function == Function.PROFILE
    ]
    if profiles:
        yield total(
            "companies-presented",
            _("Companies presented without travelling"),
            Level.OUTPUT,
            profiles,
        )


# --- Outcome -----------------------------------------------------------------


def _outcome(rows: Rows) -> Iterator[Number]:
    status = Outcome.Status
    visits = [o for o in rows.outcomes if o.kind == Outcome.Kind.RETURN_VISIT]
    agreements = [o for o in rows.outcomes if o.counts_as_agreement]
    events = [o for o in rows.outcomes if o.kind == Outcome.Kind.FOLLOW_UP_EVENT]
    for key, label, chosen in (
        ("agreements", _("Agreements signed"), agreements),
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
            [o for o in events if o.status == status.ANNOUNCED],
        ),
        (
            "follow-up-events-held",
            _("Follow-up events held"),
            [o for o in events if o.status == status.DONE],
        ),
    ):
        if chosen or key != "follow-up-events-held":
            records = [record_of_outcome(rows, outcome) for outcome in chosen]
            yield count(key, label, Level.OUTCOME, records or [searched(rows)])
    by_kind: dict[Any, list[Any]] = defaultdict(list)
    for outcome in agreements:
        by_kind[outcome.kind].append(outcome)
    for kind in by_kind if len(by_kind) > 1 else ():
        yield count(
            f"agreements.{kind}",
            Outcome.Kind(kind).label,
            Level.OUTCOME,
            [record_of_outcome(rows, outcome) for outcome in by_kind[kind]],
            part_of="agreements",
        )
    yield from _values(rows)


def _values(rows: Rows) -> Iterator[Number]:
    """Add up what results are worth, each unit and each kind for itself."""
    counted = [
        outcome
        for outcome in rows.outcomes
        if outcome.value is not None
        and outcome.value.is_known
        and (
            outcome.counts_as_agreement
            or (
                outcome.kind not in Outcome.AGREEMENTS
                and outcome.status == Outcome.Status.DONE
            )
        )
    ]
    groups: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for outcome in counted:
        kind = "agreements" if outcome.counts_as_agreement else outcome.kind
        groups[kind, outcome.value.unit].append(outcome)
    for (kind, unit), those in groups.items():
        label = (
            _("Value of the agreements")
            if kind == "agreements"
            else _("%(kind)s: value") % {"kind": Outcome.Kind(kind).label}
        )
        key = f"value-of-{kind.replace('_', '-')}" + (
            f"-{unit}".lower() if unit else ""
        )
        records = [
            replace(record_of_outcome(rows, each), quantity=each.value)
            for each in those
        ]
        yield total(key, label, Level.OUTCOME, records)
    yield from shares(
        rows,
        "credited-agreements",
        _("Agreements, by the share credited"),
        Level.OUTCOME,
        [each for each in rows.outcomes if each.counts_as_agreement],
    )


# --- Context -----------------------------------------------------------------


def _context(rows: Rows, gathered: Gathered) -> Iterator[Number]:
    """Name the figures of the hosts; where sources differ each stands for itself."""
    for host in rows.hosts:
        seen: dict[str, int] = defaultdict(int)
        for figure in gathered.figures_of(host):
            seen[figure.what] += 1
            n = seen[figure.what]
            yield total(
                f"host.{host.code}.{figure.what}" + (f".{n}" if n > 1 else ""),
                _("%(host)s: %(what)s") % {"host": host, "what": figure.label},
                Level.CONTEXT,
                [
                    Record(
                        host,
                        host.get_absolute_url(),
                        host.code,
                        figure.quantity,
                        cited(figure),
                        mission=rows.mission.code,
                    )
                ],
            )
