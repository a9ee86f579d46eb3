"""
The rows of the pages of the day.

They are tags and no templates: a forum has hundreds of companies.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from gegenbesuch.core.templatetags.display import address_of, plain, text
from gegenbesuch.onsite.buttons import button, more_buttons, row_of_buttons
from gegenbesuch.onsite.models import Presence
from gegenbesuch.onsite.wording import Words
from gegenbesuch.scheduling import selectors

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from gegenbesuch.onsite.selectors import Arrival, Partner
    from gegenbesuch.scheduling.models import Session

register = template.Library()
NOTHING = mark_safe("")
LATE_MINUTES = (15, 30, 60)


@register.simple_tag
def clock(at: datetime, zone: str) -> str:
    """Write the time of day on the clocks of a place."""
    return selectors.clock(at, zone)


# --- Companies ---------------------------------------------------------------


@register.simple_tag
def arrival_rows(
    rows: Iterable[Arrival], session: Session, *, can_work: bool
) -> SafeString:
    """Write the companies of a session, and what can be noted about them."""
    words, language = Words(session), get_language() or ""
    expected = format_html(
        ' <span class="status status--neutral">{}</span>', gettext("Expected")
    )
    return mark_safe(  # noqa: S308 -- of what was escaped
        "\n".join(
            f'<li id="company-{row.profile.code}"><div><p>'
            f"<strong>{words.linked(row.profile)}</strong></p>"
            f"<p>{words.presence(row.presence) or expected} "
            f'<span class="muted">{escape(_meetings(row, words))}</span></p></div>'
            f"{_arrival(row, session, language) if can_work else ''}</li>"
            for row in rows
        )
    )


def _meetings(row: Arrival, words: Words) -> str:
    count = ngettext("%(count)s meeting", "%(count)s meetings", row.meetings)
    meetings = count % {"count": row.meetings}
    if row.first is None:
        return meetings
    soon = gettext("next meeting at %(time)s") % {"time": words.clock(row.first)}
    return f"{soon} · {meetings}"


def _arrival(row: Arrival, session: Session, language: str) -> str:
    is_there = row.state == Presence.State.ARRIVED
    written = _arrival_pattern(session.code, is_there, language)
    return written.replace(CODE, row.profile.code)


CODE = "0code0"


@lru_cache(maxsize=128)
def _arrival_pattern(
    session: str,
    is_there: bool,  # noqa: FBT001 -- as lru_cache wants it
    _language: str,
) -> str:
    """Write what can be noted of a company, with a stand-in for its code."""
    to = address_of("onsite:set-presence", session, CODE)
    first = []
    if not is_there:
        first.append(button(gettext("Arrived"), to, "state", "arrived", "secondary"))
    late = gettext("%(minutes)s minutes late")
    more = [
        button(late % {"minutes": minutes}, to, "late", str(minutes))
        for minutes in LATE_MINUTES
    ]
    more.append(button(gettext("Away for the rest"), to, "state", "away"))
    label = gettext("Late or away")
    return row_of_buttons(first, more_buttons(CODE, label, more, is_open=False))


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
                    button(ask, "", "partner", row.profile.code, "secondary")
                ),
            )
            for row in rows
        ),
    )


@lru_cache(maxsize=8)
def _here(words: str, _language: str) -> SafeString:
    return format_html(' <span class="status status--good">{}</span>', words)
