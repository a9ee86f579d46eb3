"""The paper for the committee or council that decides about a mission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from gegenbesuch.core.templatetags.display import quantity
from gegenbesuch.documents.blocks import (
    Block,
    Cell,
    Document,
    Heading,
    Paragraph,
    Table,
)
from gegenbesuch.documents.content.people import (
    function_of,
    organisation_of,
    people_of,
)
from gegenbesuch.documents.content.words import (
    dated,
    is_readable,
    listed,
    named,
    span,
    unreadable,
    when,
    words,
)
from gegenbesuch.mandate.models import Approval
from gegenbesuch.mandate.selectors import Budget, Group, approvals_of, budget_of
from gegenbesuch.missions import selectors
from gegenbesuch.missions.models import Participation

if TYPE_CHECKING:
    from gegenbesuch.core.values.quantity import Quantity
    from gegenbesuch.missions.models import Goal, Mission, Stop

F = Participation.Function
BLANK = "____________________"


def paper(mission: Mission) -> Document:
    """Return the paper with all that is on record; what is not stays to be filled in."""
    goals = selectors.goals_of(mission)
    stops = selectors.stops_of(mission)
    people = [
        row
        for row in people_of(mission, internal=True)
        if row.function in {F.LEAD, F.MEMBER, F.COMPANY, F.COORDINATION}
    ]
    selectors.name_everybody(stops)
    approvals = approvals_of(mission)
    budget = budget_of(mission)
    blocks: list[Block] = [
        Table(
            [_("Item"), _("Entry")],
            [
                [
                    Cell(_("Number of the paper")),
                    Cell(listed([row.paper_number for row in approvals]) or BLANK),
                ],
                [Cell(_("Order of deliberation")), _order(approvals)],
                [Cell(_("Responsible")), Cell(words(mission.office.name))],
                [Cell(_("Mission")), Cell(words(mission.title), is_strong=True)],
                [Cell(_("When and where")), Cell(when(mission))],
            ],
            [2, 5],
        ),
        Heading(_("Proposed decision")),
        Paragraph(
            _("The journey “%(mission)s” (%(when)s) is approved in the form below.")
            % {"mission": words(mission.title), "when": when(mission)}
        ),
        Heading(_("Facts of the case")),
        Paragraph(words(mission.summary) or BLANK),
        Heading(_("Goals"), 3),
        _goals(goals),
        Heading(_("Stops"), 3),
        _stops(stops),
        Heading(_("Who takes part"), 3),
        _people(people),
        Heading(_("Financial consequences")),
        _finances(mission, budget),
        *_costs(budget),
        Heading(_("Alternatives")),
        Paragraph(_("Were cheaper alternatives checked?") + f"\n{BLANK}"),
        Heading(_("Annexes")),
        Paragraph(_("Delegation list; programme")),
    ]
    return Document(
        key="council_paper",
        title=_("Paper for the council"),
        subtitle=words(mission.office.name),
        blocks=blocks,
        author=words(mission.office.name),
        note=words(mission.title),
    )


def _order(approvals: list[Approval]) -> Cell:
    """Name who decides, when, and what is decided already."""
    lines = [
        listed(
            [
                words(row.body),
                dated(row.meets_on) if row.meets_on else "",
                row.get_status_display() if row.status in Approval.DECIDED else "",
                row.reason if row.status == Approval.Status.CONDITIONS else "",
            ]
        )
        for row in approvals
    ]
    return Cell(lines[0], tuple(lines[1:])) if lines else Cell(BLANK)


def _finances(mission: Mission, budget: Budget) -> Block:
    year = mission.starts_on.year
    third = [line for line in budget.lines if line.payer != line.Payer.OFFICE]
    own, income = budget.own.planned, budget.came_in.planned
    amount = listed([str(year or ""), quantity(own) if own else ""])
    rows = [
        (
            _("Financial consequences?"),
            _("□ yes   □ no") if own is None else _("Yes, as follows"),
        ),
        (_("Year and amount"), amount if own else BLANK),
        (_("Income from fees and grants"), quantity(income) if income else BLANK),
        (_("Cost centre"), BLANK),
        (
            _("Costs that others pay"),
            listed(sorted({line.get_payer_display() for line in third})) or BLANK,
        ),
    ]
    return Table(
        [_("Question"), _("Entry")],
        [[Cell(question), Cell(entry)] for question, entry in rows],
        [2, 5],
    )


def _costs(budget: Budget) -> list[Block]:
    """List what is planned by kind; nothing where nobody has planned anything."""
    if not (budget.costs or budget.income):
        return []
    rows = [_cost(group) for group in budget.costs]
    if budget.costs:
        total = Cell(_amount(budget.cost.planned), is_strong=True)
        rows.append([Cell(_("All costs"), is_strong=True), total])
        if budget.per_head:
            each = Cell(_amount(budget.per_head.planned))
            rows.append([Cell(_("Costs per head")), each])
    rows += [_cost(group) for group in budget.income]
    return [
        Heading(_("Planned costs and income"), 3),
        Table([_("Kind"), _("Planned")], rows, [5, 2]),
    ]


def _cost(group: Group) -> list[Cell]:
    return [Cell(group.label), Cell(_amount(group.sums.planned))]


def _amount(amount: Quantity | None) -> str:
    return quantity(amount) if amount else "–"


def _goals(goals: list[Goal]) -> Block:
    if not goals:
        return Paragraph(BLANK)
    return Table(
        [_("Goal"), _("Target")],
        [
            [
                Cell(words(goal.text)),
                Cell(quantity(goal.target) if goal.target else "–"),
            ]
            for goal in goals
        ],
        [5, 2],
    )


def _stops(stops: list[Stop]) -> Block:
    if not stops:
        return Paragraph(BLANK)
    return Table(
        [_("Place"), _("When")],
        [
            [
                Cell(
                    words(stop.place.name) if stop.place else words(stop.place_text),
                    (words(stop.organisation.name) if stop.organisation else "",),
                ),
                Cell(span(stop.arrives_on, stop.leaves_on) or "–"),
            ]
            for stop in stops
        ],
        [4, 3],
    )


def _people(people: list[Any]) -> Block:
    if not people:
        return Paragraph(BLANK)
    return Table(
        [_("Name"), _("Function")],
        [
            [
                _who(row),
                Cell(words(row.title) or row.get_function_display()),
            ]
            for row in people
        ],
        [4, 4],
    )


def _who(row: Any) -> Cell:
    """Name somebody; by post and organisation where nobody here reads the name."""
    at_work = listed([function_of(row), organisation_of(row)])
    if row.person is not None and not is_readable(row.person.name):
        return Cell(at_work or unreadable(), (unreadable(),) if at_work else ())
    name = named(row.person.name) if row.person else ""
    return Cell(
        listed(
            [
                name,
                words(row.organisation.name) if row.organisation else "",
                words(row.label),
            ]
        )
    )
