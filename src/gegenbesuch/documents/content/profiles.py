"""Profile sheets: a page for each organisation that a delegation brings or presents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gegenbesuch.core.countries import country_name
from gegenbesuch.documents.blocks import (
    Block,
    Document,
    Facts,
    Heading,
    NewPage,
    Paragraph,
    Points,
)
from gegenbesuch.documents.content.partners import Partner, partners
from gegenbesuch.documents.content.people import function_of, people_of
from gegenbesuch.documents.content.words import (
    dated,
    listed,
    named,
    other_script,
    when,
    words,
)
from gegenbesuch.matchmaking.models import Profile, Statement
from gegenbesuch.missions.models import Participation

if TYPE_CHECKING:
    from gegenbesuch.missions.models import Mission

F = Participation.Function
#: Whose profile is shown abroad, whether they travel or not.
PRESENTED = (F.COMPANY, F.PROFILE, F.MEMBER)


def sheets(mission: Mission) -> Document:
    """Return a page for each organisation: who it is, what it offers and looks for."""
    people = people_of(mission, internal=True)
    keys = [
        row.organisation_id
        for row in people
        if row.organisation_id and row.function in PRESENTED
    ]
    profiles = {
        row.organisation_id: row
        for row in Profile.objects.filter(mission=mission)
        .prefetch_related("sectors", "people", "statements")
        .order_by("side", "pk")
    }
    found = partners(mission, {*keys, *profiles})
    blocks: list[Block] = []
    for key in dict.fromkeys([*keys, *profiles]):
        travellers = [
            listed([named(row.person.name), function_of(row)])
            for row in people
            if row.person and row.organisation_id == key
        ]
        if blocks:
            blocks.append(NewPage())
        blocks += _sheet(found[key], profiles.get(key), travellers)
    if not blocks:
        blocks.append(Paragraph(_("No organisation is on record for this mission.")))
    return Document(
        key="profile_sheets",
        title=_("Profiles"),
        subtitle=listed([words(mission.title), when(mission)]),
        blocks=blocks,
        author=words(mission.office.name),
        note=words(mission.title),
    )


def _sheet(
    partner: Partner, profile: Profile | None, travellers: list[str]
) -> list[Block]:
    row = partner.organisation
    sectors = (profile or row).sectors.all()
    country = country_name(row.country) if row.country else ""
    people = profile.people.all() if profile else ()
    facts = Facts(
        [
            (_("What it is"), listed([row.get_kind_display(), row.legal_form])),
            (_("Place"), listed([partner.place, country])),
            (_("Founded"), dated(row.founded_on) if row.founded_on.is_known else ""),
            (_("Fields"), listed([words(sector.name) for sector in sectors])),
            (_("Languages"), listed(profile.language_names if profile else [])),
            (_("Address"), "\n".join(partner.address)),
            (_("Contact"), listed(partner.contacts)),
            (_("Travels with the delegation"), "\n".join(travellers)),
            (
                _("People"),
                "\n".join(
                    listed([named(person.name), other_script(person.name)])
                    for person in people
                ),
            ),
        ]
    )
    blocks: list[Block] = [Heading(partner.name), facts]
    if profile is not None:
        if summary := words(profile.summary):
            blocks += [Heading(_("Who we are"), 3), Paragraph(summary)]
        for kind, title in (
            (Statement.Kind.OFFER, _("What we offer")),
            (Statement.Kind.NEED, _("What we look for")),
        ):
            said = [
                statement.text
                for statement in sorted(
                    profile.statements.all(), key=lambda row: (row.position, row.pk)
                )
                if statement.kind == kind
            ]
            if said:
                blocks += [Heading(title, 3), Points(said)]
    return blocks
