"""The paper for the committee or council that decides about a mission."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from gegenbesuch.documents.content.words import listed, named, span, when, words
from gegenbesuch.missions import selectors
from gegenbesuch.missions.models import Participation

if TYPE_CHECKING:
    from gegenbesuch.missions.models import Goal, Mission, Stop

F = Participation.Function
BLANK = "____________________"


def paper(mission: Mission) -> Document:
    """Return the paper with all that is on record; what is not stays to be filled in."""
    goals = selectors.goals_of(mission)
    stops = selectors.stops_of(mission)
    people = [
        row
        for row in selectors.participations_of(mission, with_internal=True)
        if row.function in {F.LEAD, F.MEMBER, F.COMPANY, F.COORDINATION}
    ]
    selectors.name_everybody(stops, participations=people)
    blocks: list[Block] = [
        Table(
            [_("Item"), _("Entry")],
            [
                [Cell(_("Number of the paper")), Cell(BLANK)],
                [Cell(_("Order of deliberation")), Cell(BLANK)],
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
        Table(
            [_("Question"), _("Entry")],
            [
                [Cell(_("Financial consequences?")), Cell(_("□ yes   □ no"))],
                [Cell(_("Year and amount")), Cell(BLANK)],
                [Cell(_("Cost centre")), Cell(BLANK)],
                [Cell(_("Costs for third persons")), Cell(BLANK)],
            ],
            [2, 5],
        ),
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


def _people(people: list[Participation]) -> Block:
    if not people:
        return Paragraph(BLANK)
    return Table(
        [_("Name"), _("Function")],
        [
            [
                Cell(
                    listed(
                        [
                            named(row.person.name) if row.person else "",
                            words(row.organisation.name) if row.organisation else "",
                            words(row.label),
                        ]
                    )
                ),
                Cell(words(row.title) or row.get_function_display()),
            ]
            for row in people
        ],
        [4, 4],
    )
