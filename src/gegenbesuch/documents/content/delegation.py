"""The list of a delegation, its badges and place cards, and thanks to its hosts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gegenbesuch.core.values.honorifics import RecipientKind, with_honorific_ja
from gegenbesuch.core.values.languages import base_language
from gegenbesuch.documents.blocks import (
    Block,
    Card,
    Cards,
    Cell,
    Document,
    Heading,
    NewPage,
    Paragraph,
    Table,
)
from gegenbesuch.documents.content.partners import met_by, partners
from gegenbesuch.documents.content.people import (
    function_of,
    organisation_of,
    people_of,
)
from gegenbesuch.documents.content.words import (
    is_readable,
    listed,
    named,
    other_script,
    unreadable,
    when,
    words,
)
from gegenbesuch.documents.letters import THANKS_TO_HOSTS
from gegenbesuch.letters.kinds import fill
from gegenbesuch.letters.selectors import text_of
from gegenbesuch.missions import selectors
from gegenbesuch.missions.models import Participation
from gegenbesuch.missions.rules import state_of_item

if TYPE_CHECKING:
    from gegenbesuch.missions.models import Mission

F = Participation.Function
PUBLIC = (F.LEAD, F.MEMBER, F.COMPANY)


def short_list(mission: Mission) -> Document:
    """Return the list for the press: public names, function, organisation."""
    rows = [row for row in people_of(mission, internal=False) if row.function in PUBLIC]
    return _list(mission, "delegation_list_short", _("Delegation"), rows, long=False)


def long_list(mission: Mission) -> Document:
    """Return the list for the hosts: all who travel, in two scripts, by rank."""
    rows = [
        row
        for row in people_of(mission, internal=True)
        if row.function in selectors.TRAVELLING
    ]
    title = _("Delegation, list for the hosts")
    return _list(mission, "delegation_list_long", title, rows, long=True)


def _list(
    mission: Mission, key: str, title: str, rows: list[Participation], *, long: bool
) -> Document:
    helpers = [
        row
        for row in people_of(mission, internal=False)
        if row.function in selectors.PARTNERS
    ]
    blocks: list[Block] = [people_table(rows, long=long)] if rows else []
    if not rows:
        blocks.append(Paragraph(_("Nobody is on record for this mission.")))
    if helpers and long:
        blocks += [Heading(_("Partners")), people_table(helpers, long=long)]
    return Document(
        key=key,
        title=title,
        subtitle=listed([words(mission.title), when(mission)]),
        blocks=blocks,
        author=words(mission.office.name),
        note=words(mission.title),
    )


def people_table(rows: list[Participation], *, long: bool) -> Table:
    """Return who is on a list; the long one in two scripts and with roles."""
    head = [_("No."), _("Name"), _("Function and organisation")]
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = [
            Cell(str(number)),
            _who(row, long=long),
            Cell(
                function_of(row) or ("–" if long else row.get_function_display()),
                (organisation_of(row),),
            ),
        ]
        if long:
            cells.append(Cell(row.get_function_display()))
        lines.append(cells)
    if long:
        head.append(_("Role in the delegation"))
    return Table(head, lines, [0, 4, 5, 3] if long else [0, 4, 6])


def _who(row: Participation, *, long: bool) -> Cell:
    if row.person is None:
        name = words(row.organisation.name) if row.organisation else ""
        return Cell(listed([name, words(row.label)]), is_strong=True)
    name = row.person.name
    if not long and not is_readable(name):
        return Cell(unreadable(), is_strong=True)
    if long:
        return Cell(named(name, "official"), (other_script(name),), is_strong=True)
    return Cell(named(name), is_strong=True)


def badges(mission: Mission) -> Cards:
    """Return a badge for each person who travels, in two scripts."""
    return _cards(mission, "name_badges", _("Name badges"), folded=False)


def place_cards(mission: Mission) -> Cards:
    """Return a place card for each person who travels, in two scripts."""
    return _cards(mission, "place_cards", _("Place cards"), folded=True)


def _cards(mission: Mission, key: str, title: str, *, folded: bool) -> Cards:
    cards = [
        Card(
            named(row.person.name),
            other_script(row.person.name),
            (function_of(row), organisation_of(row)),
        )
        for row in people_of(mission, internal=True)
        if row.person is not None and row.function in selectors.TRAVELLING
    ]
    return Cards(
        key,
        f"{title}: {words(mission.title)}",
        words(mission.office.name),
        cards,
        folded,
    )


def thanks(mission: Mission) -> Document:
    """Return a letter of thanks to all who received or helped the mission."""
    stops = selectors.stops_of(mission)
    items = [
        item
        for item in selectors.items_of(mission, stops)
        if state_of_item(item.status) != "dropped"
    ]
    selectors.name_everybody(stops, items)
    hosts = met_by(mission, stops, items)
    known = partners(mission, [host.pk for host in hosts])
    language = base_language(get_language())
    text = text_of(mission.office, THANKS_TO_HOSTS.key, language)
    blocks: list[Block] = []
    for organisation in hosts:
        name = words(organisation.name)
        if language == "ja":
            name = with_honorific_ja(name, RecipientKind.ORGANISATION)
        address = known[organisation.pk].address
        subject, body = fill(
            text,
            {
                "salutation": name if language == "ja" else _("Dear Sir or Madam,"),
                "partner": name,
                "mission": words(mission.title),
                "when": when(mission),
                "lead": named(mission.lead.name) if mission.lead else "",
                "host": words(mission.office.name),
            },
        )
        blocks += [
            NewPage(),
            Paragraph(words(mission.office.name), is_small=True),
            Paragraph("\n\n" + "\n".join([name, *address]) + "\n\n"),
            Heading(subject, 1),
            *_signed(body.split("\n\n")),
        ]
    if not blocks:
        blocks.append(Paragraph(_("No host and no partner is on record.")))
    return Document(
        key="thank_you_letters",
        title=_("Thank-you letters"),
        blocks=blocks,
        author=words(mission.office.name),
        is_letter=True,
    )


def _signed(parts: list[str]) -> list[Paragraph]:
    """Leave room to sign above the last lines of a letter."""
    return [Paragraph(part) for part in [*parts[:-1], f"\n\n\n{parts[-1]}"]]
