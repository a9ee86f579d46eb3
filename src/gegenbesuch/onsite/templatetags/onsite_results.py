"""The rows of what became of meetings; tags as in `onsite`, for there are many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.formats import date_format as format_date
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from gegenbesuch.core.templatetags.display import address_of, both_times, plain, text
from gegenbesuch.core.templatetags.page import status
from gegenbesuch.onsite.models import Course, Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gegenbesuch.onsite.results import Result, Side
    from gegenbesuch.scheduling.models import Session, Slot

register = template.Library()
NOTHING = mark_safe("")
State = Course.State


@register.simple_tag
def result_rows(
    rows: Iterable[Result], session: Session, *, can_work: bool
) -> SafeString:
    """Write what became of meetings, and what both sides wrote about them."""
    words = _Links(session) if can_work else None
    return format_html_join(
        "\n",
        '<li class="day-talk"><p class="day-talk__state">{} <span class="muted">{}</span>'
        '</p>{}<div class="day-sides">{}</div>{}</li>',
        (
            (
                status(row.course, "state"),
                _when(row.slot, session) if row.slot else "",
                format_html_join("", "<p>{}</p>", _missed(row, session)),
                format_html_join(
                    "", "<div>{}</div>", ((_side(side),) for side in row.sides)
                ),
                words.of(row) if words else NOTHING,
            )
            for row in rows
        ),
    )


def _when(slot: Slot, session: Session) -> str:
    zones = session.time_zone, session.partner_time_zone
    return both_times(slot.starts_at, *zones, date=True)


def _missed(row: Result, session: Session) -> Iterator[tuple[SafeString]]:
    """Say which earlier dates of a meeting somebody did not come to, and who."""
    names = {
        "sender": plain(row.sides[0].profile.organisation.name),
        "recipient": plain(row.sides[1].profile.organisation.name),
    }
    for slot, date in row.missed:
        who = names.get(date.missing)
        told = (
            gettext("%(company)s did not come.") % {"company": who}
            if who
            else gettext("Nobody came.")
        )
        yield (
            format_html(
                '{} <span class="muted">{}</span> {}',
                status(_MISSED, "state"),
                _when(slot, session) if slot else "",
                told,
            ),
        )


_MISSED = Course(state=State.NO_SHOW)


class _Links:
    """What can be done about a meeting afterwards, as links."""

    def __init__(self, session: Session) -> None:
        self.note = address_of("followup:write-note", session.mission.code)
        self.task = address_of("followup:add-task")
        self.words = gettext("Write a note"), gettext("Write down a task")
        self.new_date = gettext("Give a new date")

    def of(self, row: Result) -> SafeString:
        code = row.meeting.code
        links = [
            (f"{self.note}?meeting={code}", self.words[0]),
            (f"{self.task}?meeting={code}", self.words[1]),
        ]
        if row.course.state == State.NO_SHOW:
            links.insert(0, (address_of("onsite:new-date", code), self.new_date))
        return format_html(
            '<p class="day-links">{}</p>',
            format_html_join(" · ", '<a href="{}">{}</a>', links),
        )


def _side(side: Side) -> SafeString:
    interest = gettext("Interest: %(how)s") % {"how": side.interest}
    return format_html(
        '<p{}><a href="{}">{}</a>{}</p>{}<ul class="my-entries">{}</ul>',
        mark_safe(' class="day-party--missing"') if side.is_missing else NOTHING,
        address_of("scheduling:agenda", side.profile.code),
        text(side.profile.organisation.name),
        format_html(' <span class="day-party__says">{}</span>', side.says)
        if side.says
        else NOTHING,
        format_html("<p>{}</p>", interest) if side.interest else NOTHING,
        format_html_join("", "<li>{}</li>", ((_entry(e),) for e in side.notes)),
    )


def _entry(entry: Entry) -> SafeString:
    if entry.kind != Entry.Kind.NEXT_STEP:
        return linebreaksbr(entry.text, autoescape=True)
    until = gettext("until %(day)s") % {
        "day": format_date(entry.due_on, "SHORT_DATE_FORMAT") if entry.due_on else ""
    }
    return format_html(
        "<strong>{}:</strong> {}{}",
        gettext("Next step"),
        entry.text,
        f" ({until})" if entry.due_on else "",
    )
