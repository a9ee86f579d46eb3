"""
The times that companies propose to each other, as spans on the clocks of the event.

A request that is accepted after such a proposal is bound to it: the schedule places
the meeting in one of the spans or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gegenbesuch.core.templatetags.display import moment
from gegenbesuch.core.values.date_formatting import format_partial_date
from gegenbesuch.core.values.partial_date import PartialDate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gegenbesuch.matchmaking.models import Request

NOON = time(12)
HALVES = ("am", "pm")


@dataclass(frozen=True, order=True)
class Span:
    """Some time from one moment to another, both with their zone."""

    begins: datetime
    ends: datetime

    def holds(self, begins: datetime, ends: datetime) -> bool:
        """Tell whether a slot lies in it from beginning to end."""
        return self.begins <= begins and ends <= self.ends


def span_on(day: date, begins: time, ends: time | None, zone: ZoneInfo) -> Span:
    """
    Return a span of a day.

    Args:
        ends: None: until midnight.
    """
    last = (
        datetime.combine(day, ends, tzinfo=zone)
        if ends
        else datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)
    )
    return Span(datetime.combine(day, begins, tzinfo=zone), last)


def half_of(code: str, zone: ZoneInfo) -> Span:
    """Return the span of a half day, such as "2031-06-03/am"."""
    day, _slash, half = code.partition("/")
    on = date.fromisoformat(day)
    if half == HALVES[0]:
        return span_on(on, time(), NOON, zone)
    return span_on(on, NOON, None, zone)


def half_name(code: str) -> str:
    """Return a half day in words: "Tuesday, 3 June 2031, morning"."""
    day, _slash, half = code.partition("/")
    return _("%(day)s, %(part)s") % {
        "day": day_name(date.fromisoformat(day)),
        "part": _("morning") if half == HALVES[0] else _("afternoon"),
    }


def halves_on(days: Iterable[date]) -> list[str]:
    """Return the half days of some days."""
    return [f"{day.isoformat()}/{half}" for day in days for half in HALVES]


def to_json(spans: Iterable[Span]) -> list[list[str]]:
    """Return spans as a request holds them, in order, those that touch as one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.begins <= joined[-1].ends:
            last = joined.pop()
            joined.append(Span(last.begins, max(last.ends, span.ends)))
        else:
            joined.append(span)
    return [
        [at.astimezone(UTC).isoformat(timespec="minutes") for at in (s.begins, s.ends)]
        for s in joined
    ]


def from_json(held: Iterable[Sequence[str]]) -> tuple[Span, ...]:
    """Return the spans that `to_json` wrote."""
    return tuple(
        Span(datetime.fromisoformat(begins), datetime.fromisoformat(ends))
        for begins, ends in held
    )


def spans_of(request: Request) -> tuple[Span, ...]:
    """Return the times that a request is bound to; empty: to none."""
    return from_json(request.spans)


def slots_within(
    spans: Sequence[Span], slots: Iterable[tuple[datetime, datetime]]
) -> tuple[int, ...]:
    """Return the numbers of the slots that lie in one of the spans."""
    return tuple(
        number
        for number, (begins, ends) in enumerate(slots)
        if any(span.holds(begins, ends) for span in spans)
    )


def names_of(spans: Iterable[Span], zone: str) -> list[str]:
    """Return spans in words, on the clocks of a zone."""
    return [_words(span, zone) for span in spans]


def times_of(request: Request, zone: str) -> list[str]:
    """Return the times that a request is bound to in words, on the clocks of a zone."""
    return names_of(spans_of(request), zone)


def proposal_of(request: Request, zone: str) -> list[str]:
    """Return the other time that was proposed, and what was added in words."""
    words = [request.proposal] if request.proposal else []
    return [*times_of(request, zone), *words]


def _words(span: Span, zone: str) -> str:
    begins, ends = (at.astimezone(ZoneInfo(zone)) for at in (span.begins, span.ends))
    day = day_name(begins.date())
    midnight = ends.time() == time() and ends.date() == begins.date() + timedelta(1)
    if midnight and begins.time() == time():
        return _("%(day)s, all day") % {"day": day}
    if midnight and begins.time() == NOON:
        return half_name(f"{begins.date().isoformat()}/pm")
    if begins.time() == time() and ends.time() == NOON:
        return half_name(f"{begins.date().isoformat()}/am")
    return strip_tags(moment(begins, zone, end=ends, date=True))


def day_name(on: date) -> str:
    """Return a day with its weekday."""
    return format_partial_date(PartialDate.on(on), get_language() or "", weekday=True)
