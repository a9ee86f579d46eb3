"""Conflicts of items, clashes of missions, and what other apps find, as one list."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from gegenbesuch.missions import rules
from gegenbesuch.missions.clashes import Clash, clashes_among
from gegenbesuch.missions.conflicts import Conflict, Kind, item_conflicts
from gegenbesuch.missions.models import Mission, ProgrammeItem
from gegenbesuch.missions.needs import NAMED
from gegenbesuch.missions.parts import all_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from gegenbesuch.accounts.models import Office


@dataclass(frozen=True)
class Finding:
    """
    Something that cannot be as it is planned.

    Attributes:
        mission: Where it has to be solved; `item` says more closely where.
        other: What is in the way: a mission, an item or a resource.
        page: Where it is solved, if that is neither the item nor the mission.
    """

    kind: Kind
    mission: Mission
    item: ProgrammeItem | None
    reason: str
    first: date
    last: date
    other: Any = None
    is_certain: bool = True
    page: str = ""

    @property
    def is_dated(self) -> bool:
        """Whether a day is known."""
        return self.first != date.max

    def to_json(self) -> dict[str, Any]:
        """Return what `manage.py conflicts --json` prints."""
        other = self.other
        return {
            "kind": self.kind.value,
            "mission": self.mission.code,
            "mission_title": str(self.mission),
            "item": self.item.code if self.item else None,
            "item_title": str(self.item) if self.item else None,
            "from": self.first.isoformat() if self.is_dated else None,
            "until": self.last.isoformat() if self.is_dated else None,
            "reason": self.reason,
            "certain": self.is_certain,
            "other": other.code if other is not None else None,
            "other_title": str(other) if other is not None else None,
        }


def find_in(offices: Iterable[Office]) -> list[Finding]:
    """Return all findings in the missions of these offices, by day."""
    missions = Mission.objects.filter(office__in=list(offices))
    return find(missions, among=missions)


def find_ahead(user: Any) -> list[Finding]:
    """Return the findings in what the user may see and is not over yet, by day."""
    visible = Mission.objects.visible_to(user)
    ahead = visible.filter(status__in=rules.NOT_YET | {Mission.Status.RUNNING})
    return find(ahead, among=visible)


def find(missions: QuerySet[Mission], among: QuerySet[Mission]) -> list[Finding]:
    """
    Return all findings in these missions, by day; what has no day comes last.

    Args:
        among: The missions that may be in the way.
    """
    found = [_of_clash(*pair) for pair in clashes_among(missions, among)]
    ahead = missions.exclude(status__in=rules.OFF | rules.HELD)
    found += of_parts(list(ahead))
    items = (
        ProgrammeItem.objects.filter(mission__in=ahead)
        .select_related(*NAMED)
        .order_by("mission", "position", "pk")
    )
    found += [_of_conflict(row) for row in item_conflicts(list(items))]
    return sorted(found, key=lambda row: (row.first, row.mission.pk))


def of_parts(missions: Sequence[Mission], *, is_brief: bool = False) -> list[Finding]:
    """
    Return what the apps above find in the way of missions that are ahead.

    Args:
        is_brief: Without what takes many questions to find.
    """
    ahead = [row for row in missions if row.status not in rules.OFF | rules.HELD]
    if not ahead:
        return []
    return [
        finding
        for part in all_parts()
        if not (is_brief and part.finds_with_much)
        for finding in part.finds(ahead)
    ]


def apart(
    rows: Sequence[Finding], items: Sequence[ProgrammeItem]
) -> tuple[list[Finding], dict[int, list[Finding]]]:
    """Return what is about a mission as a whole, and the rest by the key of its item."""
    keys = {item.pk for item in items}
    whole: list[Finding] = []
    of_items: dict[int, list[Finding]] = defaultdict(list)
    for row in rows:
        if row.item is not None and row.item.pk in keys:
            of_items[row.item.pk].append(row)
        else:
            whole.append(row)
    return whole, of_items


def _of_clash(mission: Mission, clash: Clash) -> Finding:
    return Finding(
        kind=Kind.PERSON,
        mission=mission,
        item=None,
        reason=clash.reason,
        first=clash.first,
        last=clash.last,
        other=clash.other,
        is_certain=clash.is_certain,
    )


def _of_conflict(conflict: Conflict) -> Finding:
    return Finding(
        kind=conflict.kind,
        mission=conflict.item.mission,
        item=conflict.item,
        reason=conflict.reason,
        first=conflict.on,
        last=conflict.on,
        other=conflict.other,
        is_certain=conflict.is_certain,
    )
