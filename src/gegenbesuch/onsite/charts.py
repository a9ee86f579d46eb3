"""The figures of a session as pictures and as the tables that say the same."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gegenbesuch.core.spreadsheet_cells import harmless
from gegenbesuch.core.templatetags.display import address_of
from gegenbesuch.matchmaking.models import Request
from gegenbesuch.onsite.figures import MOST_GAPS, Figures
from gegenbesuch.onsite.models import Course

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gegenbesuch.scheduling.models import Session

State, Status = Course.State, Request.Status
ROW = 46  # pixels, with the label above the bar
BAR = 14  # pixels
COLUMNS = 150  # pixels, the height of the highest column
"""Sizes of the pictures; wide and narrow ones differ in their width alone."""


@dataclass(frozen=True)
class Bar:
    """
    One number: how many, out of how many if that matters.

    Attributes:
        part: How many of them in turn, such as the held ones of the placed.
        tone: good, notice, bad or nothing.
        url: The page that lists them.
    """

    label: str
    count: int
    of: int = 0
    part: int = 0
    tone: str = ""
    url: str = ""

    @property
    def share(self) -> str:
        """How many of a hundred; empty if there are none to count from."""
        return percent(self.count, self.of) if self.of else ""


@dataclass(frozen=True)
class Chart:
    """
    Numbers that belong together, what they say, and how their table is headed.

    Attributes:
        heads: Of the label, the count, the whole and the part; empty is left out.
        is_over_time: The numbers follow one another in time.
    """

    key: str
    title: str
    says: str
    heads: tuple[str, str, str, str]
    bars: Sequence[Bar]
    is_over_time: bool = False

    @property
    def rows(self) -> list[list[str]]:
        """The rows of the table: label, count, whole, share, part."""
        _label, _count, whole, part = self.heads
        return [
            [
                bar.label,
                str(bar.count),
                *([str(bar.of), bar.share] if whole else []),
                *([str(bar.part)] if part else []),
            ]
            for bar in self.bars
        ]

    @property
    def columns(self) -> list[str]:
        """The heads of the table, one for each cell of a row."""
        label, count, whole, part = self.heads
        shared = [whole, _("Share")] if whole else []
        return [label, count, *shared, *([part] if part else [])]


def percent(count: int, of: int) -> str:
    """Write a share as a whole number of percent; empty if there is no whole."""
    if not of:
        return ""
    return _("%(number)s %%") % {"number": number_format(round(100 * count / of))}


def duration(time: timedelta | None) -> str:
    """Write a time in its two largest units: 2 days 3 hours, 40 minutes."""
    if time is None:
        return "–"
    minutes = round(time.total_seconds() / 60)
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    words = [
        (days, ngettext("%(count)d day", "%(count)d days", days)),
        (hours, ngettext("%(count)d hour", "%(count)d hours", hours)),
        (minutes, ngettext("%(count)d minute", "%(count)d minutes", minutes)),
    ]
    first = next((n for n, (count, _w) in enumerate(words) if count), 2)
    said = [w % {"count": count} for count, w in words[first : first + 2] if count]
    return " ".join(said) or words[2][1] % {"count": 0}


def headlines(found: Figures) -> list[tuple[str, str]]:
    """Return the numbers that matter most, each with what it is."""
    return [
        (
            percent(found.requests.get(Status.ACCEPTED, 0), found.decided) or "–",
            _("of the decided requests were accepted"),
        ),
        (duration(found.answered_after), _("until half of the answers were there")),
        (
            percent(found.with_slot, found.accepted) or "–",
            _("of the accepted requests got a slot"),
        ),
        (
            percent(found.held, found.over) or "–",
            _("of the meetings whose time is over were held"),
        ),
        (
            percent(found.used_table_slots, found.table_slots) or "–",
            _("of the places at tables had a meeting"),
        ),
    ]


def charts_of(found: Figures, session: Session) -> list[Chart]:
    """Return the charts of a session, in the order of what happened."""
    return [
        _requests(found, session),
        _answers(found),
        _placed(found),
        _outcomes(found, session),
        _gaps(found),
        _tables(found, session),
    ]


def _requests(found: Figures, session: Session) -> Chart:
    url = address_of("matchmaking:requests", session.mission.code)
    tones: dict[str, str] = {
        Status.ACCEPTED: "good",
        Status.DECLINED: "bad",
        Status.EXPIRED: "notice",
    }
    whole = sum(found.requests.values())
    return Chart(
        "requests",
        _("Requests and their answers"),
        _("%(accepted)d of %(decided)d decided requests of this mission were accepted.")
        % {
            "accepted": found.requests.get(Status.ACCEPTED, 0),
            "decided": found.decided,
        },
        (_("Request"), pgettext("statistics", "How many"), _("Of all"), ""),
        [
            Bar(
                str(label),
                found.requests.get(value, 0),
                whole,
                tone=tones.get(value, ""),
                url=f"{url}?status={value}",
            )
            for value, label in Status.choices
            if value != Status.DRAFT
        ],
    )


def _answers(found: Figures) -> Chart:
    labels = [
        _("within an hour"),
        _("within a day"),
        _("within 3 days"),
        _("within 7 days"),
        _("later"),
    ]
    whole = sum(found.answers)
    return Chart(
        "answers",
        _("How long an answer took"),
        ngettext(
            "The only answer was there after %(time)s.",
            "Half of the %(count)d answers were there after %(time)s.",
            whole,
        )
        % {"count": whole, "time": duration(found.answered_after)}
        if whole
        else _("Nothing has been answered yet."),
        (
            pgettext("statistics", "Answered"),
            pgettext("statistics", "How many"),
            _("Of all"),
            "",
        ),
        [
            Bar(label, count, whole)
            for label, count in zip(labels, found.answers, strict=True)
        ],
    )


def _placed(found: Figures) -> Chart:
    return Chart(
        "placed",
        _("Placed, by priority"),
        _("%(placed)d of %(accepted)d accepted requests got a slot.")
        % {"placed": found.with_slot, "accepted": found.accepted},
        (_("Priority"), _("Placed"), _("Accepted"), ""),
        [
            Bar(
                str(Request.Priority(row.priority).label),
                row.placed,
                row.accepted,
                tone="good",
            )
            for row in found.placed
        ],
    )


def _outcomes(found: Figures, session: Session) -> Chart:
    whole = sum(found.outcomes.values())
    url = address_of("onsite:results", session.code)

    def bar(label: str, key: str, tone: str = "") -> Bar:
        state = {"ahead": State.PLANNED, "called_off": ""}.get(key, key)
        shown = f"{url}?state={state}" if state else ""
        return Bar(label, found.outcomes.get(key, 0), whole, tone=tone, url=shown)

    def missed(label: str, key: str) -> Bar:
        shown = f"{url}?state={State.NO_SHOW}"
        return Bar(label, found.missing.get(key, 0), whole, tone="bad", url=shown)

    says = _("%(held)d of %(over)d meetings whose time is over were held.") % {
        "held": found.held,
        "over": found.over,
    }
    if found.second_dates:
        again = ngettext(
            "%(count)d was missed before it got a second date; both dates count.",
            "%(count)d were missed before they got a second date; both dates count.",
            found.second_dates,
        )
        says = f"{says} {again % {'count': found.second_dates}}"
    return Chart(
        "outcomes",
        _("What became of the meetings"),
        says,
        (_("Meeting"), pgettext("statistics", "How many"), _("Of all"), ""),
        [
            bar(pgettext("meeting", "Held"), State.HELD, "good"),
            missed(_("The home side did not come"), "home"),
            missed(_("The partner side did not come"), "partner"),
            missed(_("Neither side came"), "both"),
            bar(_("Disputed"), State.DISPUTED, "notice"),
            bar(_("Over, but not reported"), State.PLANNED),
            bar(_("Still ahead"), "ahead"),
            bar(_("Called off"), "called_off"),
        ],
    )


def _gaps(found: Figures) -> Chart:
    labels = [
        _("no idle gap"),
        *(
            ngettext("%(count)d idle gap", "%(count)d idle gaps", n) % {"count": n}
            for n in range(1, MOST_GAPS)
        ),
        _("%(count)d idle gaps or more") % {"count": MOST_GAPS},
    ]
    each = found.idle / found.companies if found.companies else None
    return Chart(
        "gaps",
        _("Waiting between two meetings"),
        _("A company waits %(time)s on average; breaks between blocks do not count.")
        % {"time": duration(each)}
        if each is not None
        else _("No company has a meeting yet."),
        (_("Companies with"), pgettext("statistics", "How many"), _("Of all"), ""),
        [
            Bar(label, count, found.companies, tone="" if n else "good")
            for n, (label, count) in enumerate(zip(labels, found.gaps, strict=True))
        ],
    )


def _tables(found: Figures, session: Session) -> Chart:
    zone = session.zone
    days = {use.slot.starts_at.astimezone(zone).date() for use in found.slots}
    busiest = max(found.slots, key=lambda use: use.placed, default=None)
    bars = []
    for use in found.slots:
        pattern = "%d.%m. %H:%M" if len(days) > 1 else "%H:%M"
        label = use.slot.starts_at.astimezone(zone).strftime(pattern)
        bars.append(Bar(label, use.placed, use.tables, use.held))
    return Chart(
        "tables",
        _("Use of the tables"),
        _("In the busiest slot %(placed)d of %(tables)d tables had a meeting.")
        % {"placed": busiest.placed, "tables": busiest.tables}
        if busiest
        else _("This session has no slots yet."),
        (
            _("Slot"),
            _("With a meeting"),
            _("Open tables"),
            pgettext("meetings", "Held"),
        ),
        bars,
        is_over_time=True,
    )


# --- As a file ---------------------------------------------------------------


def to_csv(charts: Sequence[Chart]) -> bytes:
    """Return all tables below one another, one row for each number."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(
        [
            _("Figure"),
            _("What"),
            pgettext("statistics", "How many"),
            _("Of"),
            _("Share"),
            _("Held"),
        ]
    )
    for chart in charts:
        for bar in chart.bars:
            cells = [chart.title, bar.label, bar.count, bar.of, bar.share]
            writer.writerow(
                harmless(str(cell))
                for cell in (*cells, bar.part if chart.heads[3] else "")
            )
    return ("\ufeff" + text.getvalue()).encode()


# --- As a picture ------------------------------------------------------------


@dataclass(frozen=True)
class Drawn:
    """A bar where it stands in a picture: upright in time, else lying."""

    bar: Bar
    x: float
    y: float
    width: float
    height: float
    part: float
    tick: str = ""

    @property
    def middle(self) -> float:
        """The middle of an upright bar."""
        return round(self.x + self.width / 2, 1)

    @property
    def part_y(self) -> float:
        """Where the part of an upright bar begins."""
        return round(self.y + self.height - self.part, 1)


@dataclass(frozen=True)
class Picture:
    """A chart laid out for a width."""

    kind: str
    width: float
    height: float
    drawn: Sequence[Drawn]
    base: float = 0
    most: int = 0


def draw(chart: Chart, kind: str) -> Picture | None:
    """
    Lay a chart out; None if there is nothing to draw.

    Args:
        kind: wide or narrow.
    """
    width = 600 if kind == "wide" else 340
    if not any(bar.count for bar in chart.bars):
        return None
    return (
        _columns(chart, kind, width)
        if chart.is_over_time
        else _bars(chart, kind, width)
    )


def _bars(chart: Chart, kind: str, width: int) -> Picture:
    most = max(max(bar.count, bar.of) for bar in chart.bars)
    drawn = [
        Drawn(
            bar,
            0,
            n * ROW + 24,
            round(width * bar.count / most, 1),
            BAR,
            round(width * bar.of / most, 1) if bar.of else width,
        )
        for n, bar in enumerate(chart.bars)
    ]
    return Picture(kind, width, len(drawn) * ROW, drawn)


def _columns(chart: Chart, kind: str, width: int) -> Picture:
    """Draw a column for each slot, and write the time below some of them."""
    most = max(max(bar.count, bar.of) for bar in chart.bars) or 1
    left, top = 28, 12
    step = (width - left) / len(chart.bars)
    labels = max(
        1, -(-len(chart.bars) * (78 if " " in chart.bars[0].label else 48) // width)
    )
    drawn = []
    for n, bar in enumerate(chart.bars):
        height = round(COLUMNS * bar.count / most, 1)
        drawn.append(
            Drawn(
                bar,
                round(left + n * step + step * 0.12, 1),
                round(top + COLUMNS - height, 1),
                round(step * 0.76, 1),
                height,
                round(COLUMNS * bar.part / most, 1),
                bar.label if n % labels == 0 else "",
            )
        )
    return Picture(kind, width, top + COLUMNS + 28, drawn, top + COLUMNS, most)
