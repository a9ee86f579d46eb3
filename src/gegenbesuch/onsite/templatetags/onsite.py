"""
The rows of the pages of the day.

They are tags and no templates: a forum has hundreds of tables and companies. Each list
is one form, and each button in it says where it leads.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext, pgettext

from gegenbesuch.core.templatetags.display import (
    address_of,
    comma,
    invented,
    person_name,
    plain,
    text,
)
from gegenbesuch.core.templatetags.page import choice, status
from gegenbesuch.onsite.models import Course
from gegenbesuch.scheduling import selectors

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.template import Context

    from gegenbesuch.matchmaking.models import Request
    from gegenbesuch.onsite.models import Presence
    from gegenbesuch.onsite.selectors import (
        Arrival,
        Partner,
        Party,
        TableRow,
        Talk,
        Waiting,
    )
    from gegenbesuch.scheduling.models import Interpreter, Session

register = template.Library()
NOTHING = mark_safe("")
State = Course.State
EXTRA_MINUTES = (5, 10, 15)
LATE_MINUTES = (15, 30, 60)


@register.simple_tag
def clock(at: datetime, zone: str) -> str:
    """Write the time of day on the clocks of a place."""
    return selectors.clock(at, zone)


# --- Buttons -----------------------------------------------------------------


@lru_cache(maxsize=1024)
def _pattern(label: str, kind: str) -> str:
    """Return what a button is, but for where it leads and what it sends."""
    if kind == "link":
        return str(
            format_html(
                '<button class="link-button" formaction="%s" name="%s" value="%s">'
                "{}</button>",
                label.replace("%", "%%"),
            )
        )
    return str(
        format_html(
            '<button class="kern-btn kern-btn--{} kern-btn--small" formaction="%s" '
            'name="%s" value="%s"><span class="kern-label">{}</span></button>',
            kind,
            label.replace("%", "%%"),
        )
    )


def _button(label: str, to: str, name: str, value: str, kind: str = "link") -> str:
    """Write a button; all but the label are codes and addresses of ours."""
    return _pattern(label, kind) % (to, name, value)


def _more(key: str, label: str, buttons: Iterable[str], *, is_open: bool) -> SafeString:
    return format_html(
        '<details class="day-more" id="more-{}"{}><summary>{}</summary>'
        '<div class="day-more__list">{}</div></details>',
        key,
        mark_safe(" open") if is_open else NOTHING,
        label,
        mark_safe("".join(buttons)),  # noqa: S308 -- of our own buttons
    )


def _buttons(buttons: Iterable[str], more: str) -> SafeString:
    shown = "".join(buttons)
    return mark_safe(f'<div class="day-verdicts">{shown}{more}</div>')  # noqa: S308


# --- The board ---------------------------------------------------------------


@register.simple_tag
def trouble_rows(
    talks: Iterable[Talk], session: Session, *, can_work: bool
) -> SafeString:
    """Write the meetings that the desk has to settle."""
    return format_html_join(
        "\n",
        '<li class="day-talk day-talk--{}">{}</li>',
        (
            (
                talk.course.state,
                _talk(talk, session, can_work=can_work, is_trouble=True),
            )
            for talk in talks
        ),
    )


@register.simple_tag
def table_rows(
    rows: Iterable[TableRow], session: Session, *, can_work: bool
) -> SafeString:
    """Write what is on at each table now and next."""
    words = pgettext("meeting", "Next"), gettext("Closed"), gettext("Free")
    close = gettext("Close from now on"), gettext("Open the table again")
    return format_html_join(
        "\n",
        '<li class="day-table{}" id="table-{}"><div><h3 class="day-table__name">{}</h3>'
        '{}</div><div class="day-table__now">{}</div><div class="day-table__next">'
        '<p class="muted small">{}</p><p>{}</p></div></li>',
        (
            (
                " day-table--closed" if row.is_closed else "",
                row.table.pk,
                row.table.label,
                _close(row, session, close) if can_work else NOTHING,
                _now(row, session, words, can_work=can_work),
                words[0],
                _pair(row.next) if row.next else "–",
            )
            for row in rows
        ),
    )


def _now(
    row: TableRow, session: Session, words: tuple[str, ...], *, can_work: bool
) -> SafeString:
    if row.now:
        return _talk(row.now, session, can_work=can_work, is_trouble=False)
    word = words[1] if row.is_closed else words[2]
    return format_html('<p class="muted">{}</p>', word)


def _close(row: TableRow, session: Session, words: tuple[str, str]) -> SafeString:
    to = address_of("onsite:close-table", session.code, row.table.pk)  # type: ignore[arg-type]
    label, value = (words[1], "off") if row.is_closed else (words[0], "on")
    return mark_safe(_button(label, to, "close", value))  # noqa: S308 -- a button


def _pair(talk: Talk) -> SafeString:
    asked = talk.meeting.request
    return format_html(
        '<a href="{}">{} – {}</a>',
        address_of("scheduling:meeting", talk.meeting.code),
        text(asked.sender.organisation.name),
        text(asked.recipient.organisation.name),
    )


def _talk(
    talk: Talk, session: Session, *, can_work: bool, is_trouble: bool
) -> SafeString:
    """Write a meeting, who is in it, and what can be done about it."""
    interpreter = talk.meeting.interpreter
    return format_html(
        '<p class="day-talk__state" data-state="{}">{}{}{}</p>'
        '<ul class="day-parties">{}</ul>{}{}{}',
        talk.course.state,
        status(talk.course, "state"),
        _longer(talk.course.extra_minutes) if talk.course.extra_minutes else NOTHING,
        _where(talk, session) if is_trouble and talk.slot else NOTHING,
        mark_safe("".join(_party(party, session) for party in talk.parties)),  # noqa: S308
        format_html(
            '<p class="muted">{}: {}</p>',
            gettext("Interpreter"),
            person_name(interpreter.person),
        )
        if interpreter
        else NOTHING,
        _offer(talk, session) if can_work and talk.best else NOTHING,
        _verdicts(talk, is_trouble=is_trouble) if can_work else NOTHING,
    )


def _longer(minutes: int) -> SafeString:
    words = gettext("%(minutes)s minutes longer") % {"minutes": minutes}
    return format_html(' <span class="muted">{}</span>', words)


def _where(talk: Talk, session: Session) -> SafeString:
    assert talk.slot is not None  # noqa: S101 -- asked before
    table = talk.meeting.table
    return format_html(
        ' <span class="muted">{}{}{}</span>',
        clock(talk.slot.starts_at, session.time_zone),
        comma(),
        table.label if table else "",
    )


def _party(party: Party, session: Session) -> SafeString:
    return format_html(
        '<li{}><a href="{}">{}</a>{}{}</li>',
        mark_safe(' class="day-party--missing"') if party.is_missing else NOTHING,
        address_of("scheduling:agenda", party.profile.code),
        text(party.profile.organisation.name),
        _presence(party.presence, session),
        format_html(' <span class="day-party__says">{}</span>', party.says)
        if party.says
        else NOTHING,
    )


def _presence(presence: Presence | None, session: Session) -> SafeString:
    if presence is None:
        return NOTHING
    if presence.until is None:
        return _there(status(presence, "state"))
    until = clock(presence.until, session.time_zone)
    shown = format_html(' <span class="muted">{}</span>', until)
    return _there(status(presence, "state")) + shown


@lru_cache(maxsize=64)
def _there(state: str) -> SafeString:
    return mark_safe(f" {state}")  # noqa: S308 -- a status


def _offer(talk: Talk, session: Session) -> SafeString:
    best = talk.best
    assert best is not None  # noqa: S101 -- asked before
    to = address_of("onsite:fill-place", session.code)
    value = f"{best.code} {talk.place} {talk.meeting.code}"
    label = gettext("Give it the place and tell all")
    return format_html(
        '<div class="day-offer"><p>{} <strong>{}</strong></p>{}</div>',
        gettext("Best waiting request for this place:"),
        _names(best),
        mark_safe(_button(label, to, "fill", value, "primary")),  # noqa: S308
    )


def _names(request: Request) -> SafeString:
    return format_html(
        "{} – {}",
        text(request.sender.organisation.name),
        text(request.recipient.organisation.name),
    )


CODE, SENDER, RECIPIENT = "0code0", "\ue000sender\ue000", "\ue000recipient\ue000"


def _verdicts(talk: Talk, *, is_trouble: bool) -> SafeString:
    can_take_back = bool(talk.course.desk_says)
    written = _verdict_pattern(
        talk.course.state, is_trouble, can_take_back, get_language() or ""
    ).replace(CODE, talk.meeting.code)
    asked = talk.meeting.request
    for stand_in, profile in ((SENDER, asked.sender), (RECIPIENT, asked.recipient)):
        name = escape(plain(profile.organisation.name))
        written = written.replace(stand_in, name)
    return mark_safe(written)  # noqa: S308 -- of our own buttons and escaped names


@lru_cache(maxsize=128)
def _verdict_pattern(
    state: str,
    is_trouble: bool,  # noqa: FBT001 -- as lru_cache wants it
    can_take_back: bool,  # noqa: FBT001
    _language: str,
) -> str:
    """Write what can be said of a meeting, with stand-ins for its code and companies."""
    to = address_of("onsite:judge-meeting", CODE)
    first = []
    if state not in {State.RUNNING, State.HELD}:
        label = gettext("Both are here")
        first.append(_button(label, to, "verdict", "running", "secondary"))
    if state != State.HELD:
        first.append(_button(gettext("Held"), to, "verdict", "held", "secondary"))
    absent = gettext("%(company)s did not come")
    more = [
        _button(absent % {"company": company}, to, "verdict", f"no_{side}")
        for company, side in ((SENDER, "sender"), (RECIPIENT, "recipient"))
    ]
    more.append(_button(gettext("Nobody came"), to, "verdict", "no_both"))
    longer = gettext("%(minutes)s minutes longer")
    more += [
        _button(longer % {"minutes": minutes}, to, "minutes", str(minutes))
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
        more.append(_button(label, to, "verdict", ""))
    key = f"t-{CODE}" if is_trouble else CODE
    is_open = is_trouble and state == State.DISPUTED
    return _buttons(first, _more(key, gettext("More"), more, is_open=is_open))


@register.simple_tag
def waiting_rows(
    rows: Iterable[Waiting], session: Session, *, can_work: bool
) -> SafeString:
    """Write the requests that wait, each with the earliest place it could get."""
    to = address_of("onsite:fill-place", session.code)
    give, none = gettext("Give this place"), gettext("No place is free for both.")
    return format_html_join(
        "\n",
        '<li><div><p><strong>{}</strong></p><p class="muted">{}{}</p></div>{}</li>',
        (
            (
                _names(row.request),
                choice(row.request, "priority"),
                _place(row, session),
                mark_safe(  # noqa: S308 -- a button
                    _button(
                        give,
                        to,
                        "fill",
                        f"{row.request.code} {row.place.value}",
                        "secondary",
                    )
                )
                if row.place and can_work
                else format_html('<p class="muted">{}</p>', "" if row.place else none),
            )
            for row in rows
        ),
    )


@register.simple_tag(takes_context=True)
def interpreter_forms(
    context: Context, interpreters: Iterable[Interpreter], session: Session
) -> SafeString:
    """Write the interpreters, each with a form that sends them their page by mail."""
    token = format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">',
        context["csrf_token"],
    )
    label = gettext("Language of the mail")
    languages = format_html_join(
        "", '<option value="{}">{}</option>', context["LANGUAGES"]
    )
    send = gettext("Send the page by mail")
    return format_html_join(
        "\n",
        '<li><p>{} {}</p><form class="day-verdicts" method="post" action="{}">{}'
        '<label class="visually-hidden" for="language-{}">{}</label>'
        '<select class="kern-form-input__input" id="language-{}" name="language">{}'
        '</select><button class="kern-btn kern-btn--secondary kern-btn--small">'
        '<span class="kern-label">{}</span></button></form></li>',
        (
            (
                person_name(row.person, "both"),
                invented(row.person),
                address_of("onsite:invite-interpreter", session.code, row.pk),  # type: ignore[arg-type]
                token,
                *(row.pk, label, row.pk),
                *(languages, send),
            )
            for row in interpreters
        ),
    )


def _place(row: Waiting, session: Session) -> SafeString:
    if row.place is None:
        return NOTHING
    return format_html(
        " · {}{}{}",
        clock(row.place.slot.starts_at, session.time_zone),
        comma(),
        row.place.table.label,
    )


# --- Companies ---------------------------------------------------------------


@register.simple_tag
def arrival_rows(
    rows: Iterable[Arrival], session: Session, *, can_work: bool
) -> SafeString:
    """Write the companies of a session, and what can be noted about them."""
    expected = format_html(
        ' <span class="status status--neutral">{}</span>', gettext("Expected")
    )
    return format_html_join(
        "\n",
        '<li id="company-{}"><div><p><a href="{}"><strong>{}</strong></a></p>'
        '<p>{} <span class="muted">{}</span></p></div>{}</li>',
        (
            (
                row.profile.code,
                address_of("scheduling:agenda", row.profile.code),
                text(row.profile.organisation.name),
                _presence(row.presence, session) if row.presence else expected,
                _meetings(row, session),
                _arrival(row, session) if can_work else NOTHING,
            )
            for row in rows
        ),
    )


def _meetings(row: Arrival, session: Session) -> str:
    count = ngettext("%(count)s meeting", "%(count)s meetings", row.meetings)
    words = count % {"count": row.meetings}
    if row.first is None:
        return words
    soon = gettext("next meeting at %(time)s")
    when = soon % {"time": clock(row.first, session.time_zone)}
    return f"{when} · {words}"


def _arrival(row: Arrival, session: Session) -> SafeString:
    to = address_of("onsite:set-presence", session.code, row.profile.code)
    first = []
    if row.state != "arrived":
        label = gettext("Arrived")
        first.append(_button(label, to, "state", "arrived", "secondary"))
    late = gettext("%(minutes)s minutes late")
    more: list[str] = [
        _button(late % {"minutes": minutes}, to, "late", str(minutes))
        for minutes in LATE_MINUTES
    ]
    more.append(_button(gettext("Away for the rest"), to, "state", "away"))
    label = gettext("Late or away")
    return _buttons(first, _more(row.profile.code, label, more, is_open=False))


@register.simple_tag
def partner_rows(rows: Iterable[Partner]) -> SafeString:
    """Write the companies that can be asked for a meeting today."""
    ask = gettext("Ask for a meeting today")
    there = _here(gettext("Arrived"), get_language() or "")
    return format_html_join(
        "\n",
        '<li data-find-in="{} {}"><p><strong>{}</strong>{}</p>{}</li>',
        (
            (
                plain(row.profile.organisation.name),
                row.profile.organisation.sort_key,
                text(row.profile.organisation.name),
                there if row.is_there else NOTHING,
                mark_safe(  # noqa: S308 -- a button
                    _button(ask, "", "partner", row.profile.code, "secondary")
                ),
            )
            for row in rows
        ),
    )


@lru_cache(maxsize=8)
def _here(words: str, _language: str) -> SafeString:
    return format_html(' <span class="status status--good">{}</span>', words)
