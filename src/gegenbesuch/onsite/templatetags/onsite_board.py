"""
The board of the desk.

Tags and no templates: it has hundreds of names, times and buttons, of which the same
few recur. Those are written and escaped once a page, so what is joined here is safe.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from django import template
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext

from gegenbesuch.core.templatetags.display import (
    address_of,
    invented,
    person_name,
)
from gegenbesuch.core.templatetags.page import choice
from gegenbesuch.onsite.buttons import button, more_buttons, row_of_buttons
from gegenbesuch.onsite.models import Course
from gegenbesuch.onsite.wording import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.template import Context

    from gegenbesuch.matchmaking.models import Request
    from gegenbesuch.onsite.selectors import Board, Party, TableRow, Talk, Waiting

register = template.Library()
State = Course.State
EXTRA_MINUTES = (5, 10, 15)


def _joined(rows: Iterable[str]) -> SafeString:
    return mark_safe("\n".join(rows))  # noqa: S308 -- of what was escaped


@register.simple_tag
def words_of(board: Board) -> Words:
    """Return what recurs in the lists of the board; each takes its words from it."""
    return Words(board.session)


# --- Slots -------------------------------------------------------------------


@register.simple_tag
def slot_links(words: Words, board: Board) -> SafeString:
    """Write the slots of a session, each with the way to what is on then."""
    here = ' aria-current="true"'
    return _joined(
        f'<li><a href="?slot={slot.position}"{here if slot is board.slot else ""}>'
        f"{words.clock(slot.starts_at)}</a></li>"
        for slot in board.slots
    )


@register.simple_tag(takes_context=True)
def part_links(context: Context, board: Board) -> SafeString:
    """Write the parts of many tables, each with the way to it."""
    query, here = context["request"].GET.copy(), ' aria-current="true"'
    links = []
    for part in board.parts:
        query["tables"] = str(part.number)
        links.append(
            f'<li><a href="?{escape(query.urlencode())}"{here if part.is_shown else ""}>'
            f"{escape(part.first)}–{escape(part.last)}</a></li>"
        )
    return _joined(links)


# --- Meetings ----------------------------------------------------------------


@register.simple_tag
def trouble_rows(words: Words, board: Board, *, can_work: bool) -> SafeString:
    """Write the meetings that the desk has to settle."""
    return _joined(
        f'<li class="day-talk day-talk--{talk.course.state}">'
        f"{_talk(talk, words, can_work=can_work, is_trouble=True)}</li>"
        for talk in board.trouble
    )


@register.simple_tag
def table_rows(words: Words, board: Board, *, can_work: bool) -> SafeString:
    """Write what is on at each table now and next."""
    then = escape(pgettext("meeting", "Next"))
    idle = escape(gettext("Free")), escape(gettext("Closed"))
    close = gettext("Close from now on"), gettext("Open the table again")
    return _joined(
        f'<li class="day-table{" day-table--closed" if row.is_closed else ""}" '
        f'id="table-{row.table.pk}"><div><h3 class="day-table__name">'
        f"{words.table(row.table)}</h3>"
        f"{_close(row, words, close) if can_work else ''}</div>"
        f'<div class="day-table__now">{_now(row, words, idle, can_work=can_work)}'
        f'</div><div class="day-table__next"><p class="muted small">{then}</p>'
        f"<p>{_next(row.next, words)}</p></div></li>"
        for row in board.tables
    )


def _now(row: TableRow, words: Words, idle: tuple[str, str], *, can_work: bool) -> str:
    if row.now:
        return _talk(row.now, words, can_work=can_work, is_trouble=False)
    return f'<p class="muted">{idle[row.is_closed]}</p>'


def _next(talk: Talk | None, words: Words) -> str:
    if talk is None:
        return "–"
    meeting = address_of("scheduling:meeting", talk.meeting.code)
    return f'<a href="{meeting}">{words.pair(talk.meeting.request)}</a>'


def _close(row: TableRow, words: Words, labels: tuple[str, str]) -> str:
    to = address_of("onsite:close-table", words.session.code, row.table.pk)  # type: ignore[arg-type]
    return button(labels[row.is_closed], to, "close", "off" if row.is_closed else "on")


def _talk(talk: Talk, words: Words, *, can_work: bool, is_trouble: bool) -> str:
    """Write a meeting, who is in it, and what can be done about it."""
    course, person = talk.course, talk.meeting.interpreter
    parts = [
        f'<p class="day-talk__state" data-state="{course.state}">{words.state(course)}',
        _longer(course.extra_minutes) if course.extra_minutes else "",
        _where(talk, words) if is_trouble and talk.slot else "",
        '</p><ul class="day-parties">',
        *(_party(party, words) for party in talk.parties),
        "</ul>",
    ]
    if person:
        label = escape(gettext("Interpreter"))
        parts.append(f'<p class="muted">{label}: {words.interpreter(person)}</p>')
    if can_work:
        parts += [
            _offer(talk, talk.best, words) if talk.best else "",
            _verdicts(talk, words, is_trouble=is_trouble),
        ]
    return "".join(parts)


def _longer(minutes: int) -> SafeString:
    words = gettext("%(minutes)s minutes longer") % {"minutes": minutes}
    return format_html(' <span class="muted">{}</span>', words)


def _where(talk: Talk, words: Words) -> str:
    assert talk.slot is not None  # noqa: S101 -- asked before
    table = words.table(talk.meeting.table) if talk.meeting.table else ""
    when = words.clock(talk.slot.starts_at)
    return f' <span class="muted">{when}{words.comma}{table}</span>'


def _party(party: Party, words: Words) -> str:
    missing = ' class="day-party--missing"' if party.is_missing else ""
    says = (
        f' <span class="day-party__says">{escape(party.says)}</span>'
        if party.says
        else ""
    )
    there = words.presence(party.presence)
    return f"<li{missing}>{words.linked(party.profile)}{there}{says}</li>"


def _offer(talk: Talk, best: Request, words: Words) -> str:
    to = address_of("onsite:fill-place", words.session.code)
    value = f"{best.code} {talk.place} {talk.meeting.code}"
    label = gettext("Give it the place and tell all")
    best_one = escape(gettext("Best waiting request for this place:"))
    return (
        f'<div class="day-offer"><p>{best_one} '
        f"<strong>{words.pair(best)}</strong></p>"
        f"{button(label, to, 'fill', value, 'primary')}</div>"
    )


CODE, SENDER, RECIPIENT = "0code0", "\ue000sender\ue000", "\ue000recipient\ue000"
_STAND_IN = re.compile(f"({CODE}|{SENDER}|{RECIPIENT})")


def _verdicts(talk: Talk, words: Words, *, is_trouble: bool) -> str:
    can_take_back, asked = bool(talk.course.desk_says), talk.meeting.request
    values = {
        CODE: talk.meeting.code,
        SENDER: words.plain_company(asked.sender),
        RECIPIENT: words.plain_company(asked.recipient),
    }
    state = talk.course.state
    pattern = _verdict_pattern(state, is_trouble, can_take_back, words.language)
    return "".join(values.get(part, part) for part in pattern)


@lru_cache(maxsize=128)
def _verdict_pattern(
    state: str,
    is_trouble: bool,  # noqa: FBT001 -- as lru_cache wants it
    can_take_back: bool,  # noqa: FBT001
    _language: str,
) -> list[str]:
    """Write what can be said of a meeting, parted by stand-ins for code and companies."""
    to = address_of("onsite:judge-meeting", CODE)
    first = []
    if state not in {State.RUNNING, State.HELD}:
        label = gettext("Both are here")
        first.append(button(label, to, "verdict", "running", "secondary"))
    if state != State.HELD:
        first.append(button(gettext("Held"), to, "verdict", "held", "secondary"))
    absent = gettext("%(company)s did not come")
    more = [
        button(absent % {"company": company}, to, "verdict", f"no_{side}")
        for company, side in ((SENDER, "sender"), (RECIPIENT, "recipient"))
    ]
    more.append(button(gettext("Nobody came"), to, "verdict", "no_both"))
    longer = gettext("%(minutes)s minutes longer")
    more += [
        button(longer % {"minutes": minutes}, to, "minutes", str(minutes))
        for minutes in EXTRA_MINUTES
    ]
    if state == State.NO_SHOW:
        first.append(
            format_html(
                '<a class="kern-btn kern-btn--secondary kern-btn--small" href="{}">'
                '<span class="kern-label">{}</span></a>',
                address_of("onsite:new-date", CODE),
                gettext("Give a new date"),
            )
        )
    if can_take_back:
        label = gettext("Take back what the desk said")
        more.append(button(label, to, "verdict", ""))
    key = f"t-{CODE}" if is_trouble else CODE
    is_open = is_trouble and state == State.DISPUTED
    more_of_it = more_buttons(key, gettext("More"), more, is_open=is_open)
    return _STAND_IN.split(row_of_buttons(first, more_of_it))


# --- Requests ----------------------------------------------------------------


@register.simple_tag
def waiting_rows(words: Words, board: Board, *, can_work: bool) -> SafeString:
    """Write the requests that wait, each with the earliest place it could get."""
    words_for_none = escape(gettext("No place is free for both."))
    none = f'<p class="muted">{words_for_none}</p>'
    return _joined(
        f"<li><div><p><strong>{words.pair(row.request)}</strong></p>"
        f'<p class="muted">{escape(choice(row.request, "priority"))}'
        f"{_place(row, words)}</p></div>"
        f"{_give(row, words) if row.place and can_work else ''}"
        f"{'' if row.place else none}</li>"
        for row in board.waiting
    )


def _place(row: Waiting, words: Words) -> str:
    if row.place is None:
        return ""
    when, table = words.clock(row.place.slot.starts_at), words.table(row.place.table)
    return f" · {when}{words.comma}{table}"


def _give(row: Waiting, words: Words) -> str:
    assert row.place is not None  # noqa: S101 -- asked before
    to = address_of("onsite:fill-place", words.session.code)
    value = f"{row.request.code} {row.place.value}"
    return button(gettext("Give this place"), to, "fill", value, "secondary")


@register.simple_tag
def asked_rows(words: Words, board: Board) -> SafeString:
    """Write the requests of today that wait for an answer."""
    until = escape(gettext("open until"))
    return _joined(
        f'<li>{words.pair(row)} <span class="muted">{until} '
        f"{words.clock(row.expires_at) if row.expires_at else ''}</span></li>"
        for row in board.asked
    )


# --- Interpreters ------------------------------------------------------------


@register.simple_tag(takes_context=True)
def interpreter_forms(context: Context, board: Board) -> SafeString:
    """Write the interpreters, each with a form that sends them their page by mail."""
    token = format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">',
        context["csrf_token"],
    )
    label = escape(gettext("Language of the mail"))
    languages = format_html_join(
        "", '<option value="{}">{}</option>', context["LANGUAGES"]
    )
    send = escape(gettext("Send the page by mail"))
    code = board.session.code
    return _joined(
        f"<li><p>{conditional_escape(person_name(row.person, 'both'))} "
        f"{invented(row.person)}</p>"
        f'<form class="day-verdicts" method="post" '
        f'action="{address_of("onsite:invite-interpreter", code, row.pk)}">{token}'  # type: ignore[arg-type]
        f'<label class="visually-hidden" for="language-{row.pk}">{label}</label>'
        f'<select class="kern-form-input__input" id="language-{row.pk}" '
        f'name="language">{languages}</select>'
        f'<button class="kern-btn kern-btn--secondary kern-btn--small">'
        f'<span class="kern-label">{send}</span></button></form></li>'
        for row in board.interpreters
    )
