"""What the papers of those who travel add to a mission: which it needs, what is amiss."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gegenbesuch.core.templatetags.display import partial_date
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.missions.conflicts import Kind
from gegenbesuch.missions.findings import Finding
from gegenbesuch.missions.parts import Part, register
from gegenbesuch.travellers.models import PaperKind, RequiredPaper
from gegenbesuch.travellers.selectors import cells_of, days_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gegenbesuch.missions.models import Mission

#: A paper that is missing is in the way only so many days before the departure.
MISSING_COUNTS = timedelta(days=60)


def finds(missions: Sequence[Mission]) -> Iterator[Finding]:
    """
    Yield which papers are missing, have expired or end too early, and for how many.

    Whose they are stands on the page of the papers, where each look is logged.
    """
    today = localdate()
    for mission, cells in cells_of(missions, today):
        first, last = days_of(mission)
        if last is not None and last < today:
            continue
        is_near = first is not None and first - today <= MISSING_COUNTS
        troubled = Counter(
            (cell.kind, cell.state, cell.needed_until)
            for cell in cells
            if cell.is_troubled and (is_near or cell.state != "missing")
        )
        order = list(PaperKind)
        for (kind, state, until), count in sorted(
            troubled.items(), key=lambda row: (order.index(row[0][0]), row[0][1])
        ):
            yield Finding(
                kind=Kind.PAPER,
                mission=mission,
                item=None,
                reason=_in_words(kind, state, until, count),
                first=first or date.max,
                last=last or first or date.max,
                page=reverse("travellers:papers", args=[mission.code]),
            )


def _in_words(kind: PaperKind, state: str, until: date | None, count: int) -> str:
    if state == "missing":
        text = ngettext(
            "%(paper)s: missing for one of those who travel.",
            "%(paper)s: missing for %(count)d of those who travel.",
            count,
        )
    elif state == "expired":
        text = ngettext(
            "%(paper)s: expired for one of those who travel.",
            "%(paper)s: expired for %(count)d of those who travel.",
            count,
        )
    else:
        text = ngettext(
            "%(paper)s: ends too early for one of those who travel; it has to be "
            "valid until %(until)s.",
            "%(paper)s: ends too early for %(count)d of those who travel; it has to be "
            "valid until %(until)s.",
            count,
        )
    shown = strip_tags(partial_date(PartialDate.on(until))) if until else ""
    return text % {"paper": kind.label, "count": count, "until": shown}


def copies(source: Mission, mission: Mission, _days: int) -> None:
    """Ask for the same papers again."""
    RequiredPaper.objects.bulk_create(
        RequiredPaper(mission=mission, kind=row.kind, days_beyond=row.days_beyond)
        for row in RequiredPaper.objects.filter(mission=source).order_by("pk")
    )


register("travellers", Part(label=_("Papers"), copies=copies, finds=finds))
