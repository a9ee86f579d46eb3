"""The questions that a council asks of a journey, in its order, and the answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from gegenbesuch.core.templatetags.display import quantity
from gegenbesuch.documents.content.words import dated, listed, words
from gegenbesuch.mandate.models import BudgetLine
from gegenbesuch.mandate.selectors import budget_from
from gegenbesuch.reports import sentences as says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gegenbesuch.reports.gathering import Rows
    from gegenbesuch.reports.sentences import Sentence


@dataclass(frozen=True)
class Answer:
    """A question with what the records answer; no sentence if they say nothing."""

    question: str
    sentences: list[Sentence]


def answers(rows: Rows, *, with_costs: bool) -> list[Answer]:
    """
    Answer the seven questions from the records of a mission.

    Args:
        with_costs: Tell what concerns the office that leads alone: costs, promises.
    """
    return [
        Answer(_("Who belonged to the delegation?"), list(says.people(rows))),
        Answer(
            _("How many days, which programme, talks with whom and why?"),
            [*_days(rows), *_programme(rows)],
        ),
        Answer(
            _("Which concrete steps follow for whom?"),
            [*says.next_steps(rows), *(says.promises(rows) if with_costs else ())],
        ),
        Answer(_("How does the partnership go on?"), _partnership(rows)),
        Answer(
            _("Which tangible benefit is there?"),
            [*says.agreements(rows), *says.settlements(rows), *_none_signed(rows)],
        ),
        Answer(
            _("What did flight, stay and meals cost, and who pays?"),
            list(_costs(rows)) if with_costs else [],
        ),
        Answer(
            _("How was the work at home covered?"),
            list(_cover(rows)) if with_costs else [],
        ),
    ]


def _days(rows: Rows) -> Iterator[Sentence]:
    mission = rows.mission
    first, last = mission.starts_on, mission.ends_on
    begins, ends = first.first_day(), last.last_day()
    if first.is_exact and last.is_exact and begins and ends:
        days = (ends - begins).days + 1
        text = _("%(days)s days, from %(first)s to %(last)s.")
        values = {"days": days, "first": dated(first), "last": dated(last)}
        yield says.say("days", text % values, mission)


def _programme(rows: Rows) -> Iterator[Sentence]:
    stops = [stop for stop in rows.stops if not stop.is_planned_only]
    yield from says.places(stops)
    for item in rows.held:
        yield from list(says.item(item))[:1]


def _partnership(rows: Rows) -> list[Sentence]:
    return [*says.answered(rows), *says.partners(rows)]


def _none_signed(rows: Rows) -> Iterator[Sentence]:
    if not any(outcome.counts_as_agreement for outcome in rows.outcomes):
        text = _("No signed agreement is on record.")
        yield says.say("no-agreement", text, rows.mission)


def _costs(rows: Rows) -> Iterator[Sentence]:
    budget = budget_from(rows.lines, rows.mission)
    page = reverse("mandate:mandate", args=[rows.mission.code])
    for group in budget.costs:
        if group.sums.actual is None:
            continue
        payers = listed(sorted({line.get_payer_display() for line in group.lines}))
        text = _("%(kind)s: %(amount)s, paid by: %(payers)s.") % {
            "kind": BudgetLine.Kind(group.kind).label,
            "amount": quantity(group.sums.actual),
            "payers": payers,
        }
        lines = [says.Origin(line.code, str(line), page) for line in group.lines]
        yield says.say(f"costs.{group.kind}", text, *lines)


def _cover(rows: Rows) -> Iterator[Sentence]:
    page = reverse("mandate:mandate", args=[rows.mission.code])
    for cover in rows.covers:
        origin = says.Origin(cover.code, _("The work at home"), f"{page}#home")
        yield says.say("home-cover", says.full_stop(words(cover.text)), origin)
