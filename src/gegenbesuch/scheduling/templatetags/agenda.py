"""The meetings of an agenda: dozens on a page that hundreds of phones read at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from gegenbesuch.core.templatetags.display import address_of, invented, person_name
from gegenbesuch.core.templatetags.page import status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from django.template.context import RequestContext

    from gegenbesuch.scheduling.agendas import Item, Party
    from gegenbesuch.scheduling.models import ChangeRequest

register = template.Library()


@register.simple_tag
def office_agenda(items: Iterable[Item]) -> SafeString:
    """Write the meetings of a day for the office, each with the way to its page."""
    before, _zero, after = address_of("scheduling:meeting", "0").rpartition("0")
    return _joined(
        _line(item, f'<a href="{before}{item.meeting.code}{after}">', "</a>")
        for item in items
    )


@register.simple_tag(takes_context=True)
def own_agenda(
    context: RequestContext,
    items: Iterable[Item],
    wishes: Mapping[int, ChangeRequest],
    windows: Mapping[int, datetime],
    token: str,
) -> SafeString:
    """
    Write the meetings of a day for their company, with what it wants changed.

    Args:
        wishes: The newest one for each meeting, by its key.
        windows: Until when can be asked, by the key of the session.
    """
    ask = escape(gettext("Ask for a change"))

    def wish_of(item: Item) -> str:
        wish, until = wishes.get(item.meeting.pk), windows.get(item.session.pk)
        if wish is None and until is None:
            return ""
        if wish is None:
            address = address_of("scheduling:ask-for-change", token, "0")
            before, _zero, after = address.rpartition("/0/")
            return (
                f'<div class="agenda-item__wish"><p>'
                f'<a href="{before}/{item.meeting.code}/{after}">{ask}'
                f'<span class="visually-hidden">: {escape(item.party.name)}</span>'
                "</a></p></div>"
            )
        can_ask = until is not None and wish.status != wish.Status.OPEN
        values = {"item": item, "wish": wish, "can_ask": can_ask, "token": token}
        return render_to_string("scheduling/_wish.html", values, context["request"])

    return _joined(_line(item, below=wish_of(item)) for item in items)


def _joined(lines: Iterable[str]) -> SafeString:
    return mark_safe("\n".join(lines))  # noqa: S308 -- all texts are escaped


def _line(item: Item, before: str = "", after: str = "", below: str = "") -> str:
    meeting = item.meeting
    assert meeting.table  # noqa: S101 -- placed
    person, told = meeting.interpreter, ""
    if person:
        told = (
            f"<div><dt>{escape(gettext('Interpreter'))}</dt>"
            f"<dd>{person_name(person.person, 'both')} {invented(person.person)}<br>"
            f'<span class="muted">{escape(item.pair_name)}</span></dd></div>'
        )
    return (
        f'<li class="agenda-item" id="meeting-{meeting.code}">'
        f'<div class="agenda-item__when">{item.times}</div>'
        f'<div class="agenda-item__who"><h3>{before}{escape(item.party.name)}{after}'
        f"</h3>{_party(item.party)}{_message(item)}</div>"
        f'<dl class="agenda-item__where"><div><dt>{escape(gettext("Table"))}</dt>'
        f'<dd class="agenda-item__table">{escape(meeting.table.name)}</dd></div>{told}'
        f"<div><dt>{escape(gettext('Status'))}</dt><dd>{status(meeting)}</dd></div>"
        f"</dl>{below}</li>"
    )


def _party(party: Party) -> str:
    """Write the other names of a company, its place and its people."""
    names = "".join(
        f'<p class="muted" lang="{language}">{escape(name)}</p>'
        for language, name in party.other_names
    )
    place = f'<p class="muted">{escape(party.place)}</p>' if party.place else ""
    people = "".join(
        f"<li>{person_name(person, 'both')} {invented(person)}</li>"
        for person in party.people
    )
    return f"{names}{place}" + (
        f'<ul class="plain-list">{people}</ul>' if people else ""
    )


def _message(item: Item) -> str:
    """Write with what words the meeting was asked for, and by whom."""
    request = item.meeting.request
    if not request.message:
        return ""
    who = (
        gettext("You asked for this meeting:")
        if item.is_ours
        else gettext("The partner asked for this meeting:")
    )
    return (
        f'<p class="agenda-item__by">{escape(who)}</p>'
        f'<blockquote class="request-message" lang="{request.language}">'
        f"{linebreaks(request.message, autoescape=True)}</blockquote>"
    )
