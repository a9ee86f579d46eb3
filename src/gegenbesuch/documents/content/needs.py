"""What guests and those who travel eat and need: for the kitchen and the house."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gegenbesuch.documents.blocks import (
    Block,
    Cell,
    Document,
    Heading,
    Paragraph,
    Table,
)
from gegenbesuch.documents.content.guests import frame_of
from gegenbesuch.documents.content.words import listed, named, when, words
from gegenbesuch.guests.attending import attending
from gegenbesuch.guests.models import Guest, Need
from gegenbesuch.travellers.models import TravelNeed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gegenbesuch.guests.models import GuestList
    from gegenbesuch.missions.models import Mission


def of_event(event: GuestList) -> Document:
    """Return what the guests who come eat and need, table by table."""
    rows = (
        Need.objects.filter(
            guest__guest_list=event, guest__status=Guest.Status.ACCEPTED
        )
        .select_related("guest__seat__table", "guest__companion_of")
        .order_by(
            "guest__seat__table__number", "guest__seat__number", "guest__sort_key"
        )
    )
    table = Table(
        [_("Table"), _("Name"), _("Does not eat"), _("Needs to get around")],
        [
            [
                Cell(_where(need.guest)),
                Cell(named(attending(need.guest).name), is_strong=True),
                Cell(need.diet),
                Cell(need.access),
            ]
            for need in rows
        ],
        [0, 4, 5, 5],
    )
    return Document(
        key=f"diet_list_{event.code}",
        title=_("Food and access"),
        subtitle=frame_of(event),
        blocks=_blocks(table, (need.diet for need in rows)),
        author=words(event.office.name),
        note=_("Confidential. Please destroy after the event."),
    )


def of_mission(mission: Mission) -> Document:
    """Return what those who travel eat and need."""
    rows = (
        TravelNeed.objects.filter(participation__mission=mission)
        .select_related("participation__person", "participation__organisation")
        .order_by("participation__position", "pk")
    )
    table = Table(
        [_("Name"), _("Does not eat"), _("Needs to get around")],
        [
            [
                Cell(
                    named(need.participation.person.name)
                    if need.participation.person
                    else str(need.participation),
                    is_strong=True,
                ),
                Cell(need.diet),
                Cell(need.access),
            ]
            for need in rows
        ],
        [4, 5, 5],
    )
    return Document(
        key="diet_list",
        title=_("Food and access"),
        subtitle=listed([words(mission.title), when(mission)]),
        blocks=_blocks(table, (need.diet for need in rows)),
        author=words(mission.office.name),
        note=_("Confidential. Please destroy after the mission."),
    )


def _blocks(table: Table, diets: Iterable[str]) -> list[Block]:
    if not table.rows:
        return [Paragraph(_("Nobody who comes has told anything."))]
    counts = Counter(" ".join(diet.split()) for diet in diets if diet.strip())
    if not counts:
        return [table]
    return [
        table,
        Heading(_("In all")),
        Table(
            [_("Does not eat"), _("How many")],
            [
                [Cell(diet), Cell(str(count))]
                for diet, count in sorted(
                    counts.items(), key=lambda row: (-row[1], row[0])
                )
            ],
            [5, 1],
        ),
    ]


def _where(guest: Guest) -> str:
    seat = getattr(guest, "seat", None)
    return f"{seat.table.number}/{seat.number}" if seat else "–"
