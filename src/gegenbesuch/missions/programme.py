"""The programme as the pages show it: plan and actual side by side, by day."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate

from gegenbesuch.core.values.partial_date import NO_DATE, PartialDate
from gegenbesuch.directory.evidence import NO_EVIDENCE
from gegenbesuch.missions import rules, times

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, time

    from gegenbesuch.core.values.quantity import Quantity
    from gegenbesuch.directory.evidence import Evidence
    from gegenbesuch.directory.models import Figure, Place
    from gegenbesuch.missions.conflicts import Conflict
    from gegenbesuch.missions.findings import Finding
    from gegenbesuch.missions.models import Mission, ProgrammeItem


@dataclass(frozen=True)
class Course:
    """When and before whom an item was planned, or held."""

    on: PartialDate
    start: time | None
    end: time | None
    starts_at: datetime | None
    ends_at: datetime | None
    audience: Quantity | None
    audience_kinds: Any
    order: str

    @property
    def is_known(self) -> bool:
        """Whether anything is recorded."""
        return bool(
            self.on.is_known
            or self.start
            or self.audience is not None
            or str(self.audience_kinds or "")
            or self.order
        )


@dataclass(frozen=True)
class Line:
    """
    An item with all that its card shows.

    Attributes:
        end_place: Where a journey goes; everything else ends where it began.
        end_zone: On whose clock it ends.
    """

    item: ProgrammeItem
    state: str
    place: Place | None
    zone: str
    home_zone: str
    plan: Course
    actual: Course
    end_place: Place | None = None
    end_zone: str = ""
    is_ahead: bool = False
    figures: list[Figure] = field(default_factory=list)
    conflicts: list[Conflict | Finding] = field(default_factory=list)

    @property
    def is_held(self) -> bool:
        """Whether a source or a person says that it took place."""
        return self.state == "held"


@dataclass(frozen=True)
class Day:
    """The items of a day, or of a part of time that is all that is known."""

    on: PartialDate
    lines: list[Line]


def lines_of(
    mission: Mission,
    items: Sequence[ProgrammeItem],
    evidence: Evidence = NO_EVIDENCE,
    conflicts: Mapping[int, list[Any]] | None = None,
) -> list[Line]:
    """
    Return the items in order, with times on the clocks of the place and of home.

    Args:
        conflicts: By the key of the item.
    """
    home_zone = home_zone_of(mission)
    return [
        _line(mission, item, home_zone, evidence, (conflicts or {}).get(item.pk, []))
        for item in items
    ]


def days_of(lines: Sequence[Line]) -> list[Day]:
    """Group the lines by day; what has no date comes last."""
    days: dict[str, Day] = {}
    for line in lines:
        on = line.actual.on if line.actual.on.is_known else line.plan.on
        days.setdefault(on.code, Day(on, [])).lines.append(line)
    return sorted(days.values(), key=lambda day: day.on.sort_key)


def home_zone_of(mission: Mission) -> str:
    """Return the time zone of where the mission is organised."""
    if mission.relation is not None:
        return mission.relation.home.time_zone
    return mission.office.time_zone


def _line(
    mission: Mission,
    item: ProgrammeItem,
    home_zone: str,
    evidence: Evidence,
    conflicts: list[Conflict | Finding],
) -> Line:
    place = item.place or (item.stop.place if item.stop else None)
    where = place or mission.place
    zone = where.time_zone if where else ""
    end_zone = item.destination.time_zone if item.destination else zone
    return Line(
        item=item,
        state=rules.state_of_item(item.status),
        place=place,
        zone=zone,
        home_zone=home_zone if home_zone != zone else "",
        plan=_course(item, "planned", zone, end_zone),
        actual=_course(item, "actual", zone, end_zone),
        end_place=item.destination or place,
        end_zone=end_zone,
        is_ahead=bool((day := item.planned_on.last_day()) and day >= localdate()),
        figures=evidence.figures_of(item),
        conflicts=conflicts,
    )


def _course(item: ProgrammeItem, which: str, zone: str, end_zone: str) -> Course:
    on = getattr(item, f"{which}_on") or NO_DATE
    start, end = getattr(item, f"{which}_start"), getattr(item, f"{which}_end")
    starts_at, ends_at = _moments(on, start, end, zone, end_zone)
    return Course(
        on=on,
        start=start,
        end=end,
        starts_at=starts_at,
        ends_at=ends_at,
        audience=getattr(item, f"{which}_audience"),
        audience_kinds=getattr(item, f"{which}_audience_kinds"),
        order=getattr(item, f"{which}_order") if item.anchor_id else "",
    )


def _moments(
    on: PartialDate, start: time | None, end: time | None, zone: str, end_zone: str
) -> tuple[datetime | None, datetime | None]:
    day = on.first_day()
    if start is None or day is None or not on.is_exact or not zone:
        return None, None
    return times.span(day, start, end, zone, end_zone)
