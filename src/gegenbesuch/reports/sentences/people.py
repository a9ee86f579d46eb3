"""Who led a mission, who belonged to it, who helped, what they said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gegenbesuch.core.templatetags.display import quantity
from gegenbesuch.documents.content.people import roles_at
from gegenbesuch.documents.content.words import listed, named, span, words
from gegenbesuch.missions.models import Participation
from gegenbesuch.reports.sentences.saying import Sentence, at, named_row, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gegenbesuch.reports.gathering import Rows

F = Participation.Function
PARTNERS = frozenset({F.PARTNER, F.SUPPORTER})


def people(rows: Rows) -> Iterator[Sentence]:
    """Say who led the mission, and who belonged to it."""
    mission = rows.mission
    if mission.lead is not None:
        yield _lead(rows, was=True)
    elif words(mission.lead_text):
        text = _("“%(mission)s”%(when)s was led by: %(name)s.")
        values = _of(rows) | {"name": words(mission.lead_text)}
        yield say("lead", text % values, mission)
    yield from members(rows)
    if mission.size is not None and mission.size.is_known:
        scope = words(mission.size_scope)
        text = _("The delegation counted %(size)s%(scope)s.") % {
            "size": quantity(mission.size),
            "scope": at(scope),
        }
        yield say("size", text, mission)


def _of(rows: Rows) -> dict[str, str]:
    mission = rows.mission
    return {
        "mission": words(mission.title),
        "when": at(span(mission.starts_on, mission.ends_on)),
    }


def _lead(rows: Rows, *, was: bool) -> Sentence:
    mission = rows.mission
    lead: Any = mission.lead
    role = roles_at(mission, [lead.pk]).get(lead.pk)
    leading = [row for row in rows.participations if row.function == F.LEAD]
    title = next((words(row.title) for row in leading if words(row.title)), "")
    title = title or (words(role.title) if role else "")
    values = _of(rows) | {"name": named(lead.name), "role": title}
    if title:
        text = (
            _("%(name)s (%(role)s) led “%(mission)s”%(when)s.")
            if was
            else _("%(name)s (%(role)s) will lead “%(mission)s”%(when)s.")
        )
    else:
        text = (
            _("%(name)s led “%(mission)s”%(when)s.")
            if was
            else _("%(name)s will lead “%(mission)s”%(when)s.")
        )
    return say("lead", text % values, mission, lead, *leading)


def leader_to_come(rows: Rows) -> Iterator[Sentence]:
    """Say who is going to lead the mission."""
    if rows.mission.lead is not None:
        yield _lead(rows, was=False)


def members(rows: Rows) -> Iterator[Sentence]:
    """Say who belongs to the delegation, as far as the list is public."""
    those = [
        row
        for row in rows.participations
        if row.is_public and row.function in {F.MEMBER, F.COMPANY}
    ]
    if those:
        text = _("On the list of participants: %(names)s.")
        yield say(
            "members",
            text % {"names": listed([named_row(row) for row in those])},
            *those,
        )


def profiles(rows: Rows, *, are_shown: bool = True) -> Iterator[Sentence]:
    """Say which companies were, or are to be, presented without travelling."""
    for row in rows.participations:
        if row.function != F.PROFILE:
            continue
        values = {
            "who": named_row(row),
            "count": at(quantity(row.count)) if row.count else "",
        }
        text = (
            _("Presented without travelling themselves: %(who)s%(count)s.")
            if are_shown
            else _("To be presented without travelling: %(who)s%(count)s.")
        )
        yield say(f"profile.{row.code}", text % values, row)


def partners(rows: Rows) -> Iterator[Sentence]:
    """Name the partners of the mission."""
    those = [
        row for row in rows.participations if row.is_public and row.function in PARTNERS
    ]
    if those:
        names = listed([named_row(row) for row in those])
        text = _("Partners of the mission: %(names)s.")
        yield say("partners", text % {"names": names}, *those)


def quotes(rows: Rows) -> Iterator[Sentence]:
    """Say what was said; in another language than its own it is a translation."""
    for quote in rows.quotes:
        who = named(quote.person.name) if quote.person else words(quote.speaker)
        text = (
            _("%(name)s: “%(words)s”")
            if quote.language == (get_language() or "")[:2]
            else _("%(name)s (translated): “%(words)s”")
        )
        values = {"name": who, "words": words(quote.words)}
        yield say(f"quote.{quote.code}", text % values, quote)
