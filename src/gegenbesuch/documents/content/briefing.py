"""The briefing book: all that the delegation should have read before it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gegenbesuch.core.templatetags.display import quantity
from gegenbesuch.directory.models import OpenQuestion
from gegenbesuch.documents.blocks import (
    Block,
    Cell,
    Document,
    Facts,
    Heading,
    NewPage,
    Paragraph,
    Points,
    Table,
)
from gegenbesuch.documents.content import programme
from gegenbesuch.documents.content.delegation import people_table
from gegenbesuch.documents.content.partners import Partner, met_by, partners
from gegenbesuch.documents.content.people import people_of
from gegenbesuch.documents.content.words import (
    dated,
    listed,
    named,
    other_script,
    spoken_to,
    when,
    words,
)
from gegenbesuch.missions import selectors
from gegenbesuch.missions.day_sheet import day_sheet
from gegenbesuch.missions.models import MissionLink, Participation

if TYPE_CHECKING:
    from gegenbesuch.missions.models import Mission


def book(mission: Mission) -> Document:
    """Return the mission at a glance, who travels, the programme and whom one meets."""
    lines = programme.lines_with_names(mission)
    stops = selectors.stops_of(mission)
    selectors.name_everybody(stops)
    items: list[Any] = [line.item for line in lines]
    people = people_of(mission, internal=True)
    blocks: list[Block] = [
        Heading(_("At a glance")),
        _glance(mission),
        *_goals(mission),
        *_interests(mission),
        *_before(mission),
        Heading(_("Who travels")),
        _travellers(people),
        *_numbers(mission, items, people),
        NewPage(),
        Heading(_("Programme")),
        *programme.days(lines, is_long=True, level=3),
        NewPage(),
        *_partners(mission, [row.pk for row in met_by(mission, stops, items)]),
        *_questions(mission),
    ]
    return Document(
        key="briefing_book",
        title=_("Briefing book"),
        subtitle=listed([words(mission.title), when(mission)]),
        blocks=blocks,
        author=words(mission.office.name),
        note=words(mission.title),
    )


def _glance(mission: Mission) -> Block:
    lead = named(mission.lead.name) if mission.lead else words(mission.lead_text)
    return Facts(
        [
            (_("What"), listed([words(mission.title), mission.get_kind_display()])),
            (_("When and where"), when(mission)),
            (_("Led by"), lead),
            (_("Responsible"), words(mission.office.name)),
            (
                _("Size of the delegation"),
                listed(
                    [
                        quantity(mission.size) if mission.size else "",
                        words(mission.size_scope),
                    ]
                ),
            ),
            (_("What it is about"), words(mission.summary)),
        ]
    )


def _goals(mission: Mission) -> list[Block]:
    goals = selectors.goals_of(mission)
    if not goals:
        return []
    said = [
        f"{words(goal.text)} ({quantity(goal.target)})"
        if goal.target
        else words(goal.text)
        for goal in goals
    ]
    return [Heading(_("Goals"), 3), Points(said)]


def _interests(mission: Mission) -> list[Block]:
    rows = [
        [
            Cell(
                listed([words(row.topic), words(row.sector.name) if row.sector else ""])
            ),
            Cell(row.get_side_display()),
            Cell(row.get_relation_display(), (words(row.who),)),
        ]
        for row in selectors.interests_of(mission)
    ]
    if not rows:
        return []
    head = [_("Topic"), _("Side"), _("What was seen")]
    return [Heading(_("What the sides look for"), 3), Table(head, rows, [4, 2, 4])]


def _before(mission: Mission) -> list[Block]:
    """List the missions that this one answers or follows from."""
    links = MissionLink.objects.filter(later=mission).select_related("earlier")
    said = [
        listed([words(link.earlier.title), dated(link.earlier.starts_on)])
        for link in links.order_by("earlier__starts_on", "pk")
    ]
    return [Heading(_("What came before"), 3), Points(said)] if said else []


def _travellers(people: list[Any]) -> Block:
    rows = [row for row in people if row.function in selectors.TRAVELLING]
    if not rows:
        return Paragraph(_("Nobody is on record for this mission."))
    return people_table(rows, long=True)


def _numbers(mission: Mission, items: list[Any], people: list[Participation]) -> Any:
    _days, phones = day_sheet(mission, items, people, with_phones=True)
    if not phones:
        return []
    rows = [[Cell(named(phone.whose.name)), Cell(phone.shown)] for phone in phones]
    return [
        Heading(_("Numbers of the group"), 3),
        Table([_("Name"), _("Telephone")], rows, [1, 1]),
    ]


def _partners(mission: Mission, keys: list[int]) -> list[Block]:
    found = partners(mission, keys)
    home = mission.relation.home_id if mission.relation else None
    blocks = [
        block
        for key in keys
        if home is None or found[key].organisation.place_id != home
        for block in _partner(found[key])
    ]
    return [Heading(_("Whom we meet")), *blocks] if blocks else []


def _partner(partner: Partner) -> list[Block]:
    row = partner.organisation
    facts = Facts(
        [
            (_("What it is"), listed([row.get_kind_display(), partner.place])),
            (_("Address"), "\n".join(partner.address)),
            (_("Contact"), listed(partner.contacts)),
            (
                _("Together before"),
                "\n".join(
                    listed([words(each.title), dated(each.starts_on)])
                    for each in partner.missions
                ),
            ),
            (_("Note of the office"), words(row.note)),
        ]
    )
    blocks: list[Block] = [Heading(partner.name, 3), facts]
    if partner.roles:
        head = [_("Name"), _("Function"), _("Spoken to as")]
        rows = [
            [
                Cell(
                    named(role.person.name),
                    (other_script(role.person.name),),
                    is_strong=True,
                ),
                Cell(words(role.title)),
                Cell(spoken_to(role.person, role.title)),
            ]
            for role in partner.roles
        ]
        blocks.append(Table(head, rows, [4, 4, 3]))
    return blocks


def _questions(mission: Mission) -> list[Block]:
    rows = OpenQuestion.objects.filter(
        target_type__app_label="missions",
        target_type__model="mission",
        target_id=mission.pk,
    )
    said = [words(row.text) for row in rows.order_by("pk")]
    if not said:
        return []
    return [Heading(pgettext("briefing", "Still open")), Points(said)]
