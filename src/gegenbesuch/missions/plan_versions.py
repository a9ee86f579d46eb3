"""
Versions of a programme: what one says, and how two of them differ.

A version holds one object for each item. The plan of now and what was held can be
read as versions too, so that any two can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.strings import LazyI18nString

from gegenbesuch.core.values.partial_date import NO_DATE, PartialDate
from gegenbesuch.missions.models import ProgrammeItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.utils.functional import _StrPromise

S = ProgrammeItem.Status


@dataclass(frozen=True)
class Entry:
    """
    One item as a version has it.

    Attributes:
        people: Codes of the groups and people whom the item names. A version keeps no
            names, so that erasing a person erases them here too.
    """

    code: str
    title: LazyI18nString
    kind: str
    status: str
    on: PartialDate
    start: time | None
    end: time | None
    place: LazyI18nString
    venue: LazyI18nString
    people: tuple[str, ...] = ()
    reason: str = ""
    destination: LazyI18nString = field(default_factory=lambda: LazyI18nString(""))
    number: str = ""

    @property
    def when(self) -> tuple[str, time | None, time | None]:
        """Day and time, for comparing."""
        return self.on.code, self.start, self.end


class Change(TextChoices):
    """What became of an item between two versions."""

    ADDED = "added", _("added")
    REMOVED = "removed", _("removed")
    DATED = "dated", _("given a day")
    MOVED = "moved", _("moved")
    CHANGED = "changed", _("changed")
    SAME = "same", _("as before")


@dataclass(frozen=True)
class Detail:
    """Something about an item that differs, in words."""

    label: str | _StrPromise
    before: Any
    after: Any


@dataclass(frozen=True)
class Difference:
    """An item in two versions; one of them is None if it is only in the other."""

    change: Change
    before: Entry | None
    after: Entry | None
    details: tuple[Detail, ...] = field(default=())

    @property
    def entry(self) -> Any:
        """The item as it is in the later version that has it."""
        return self.after or self.before


def snapshot(items: Iterable[ProgrammeItem]) -> list[dict[str, Any]]:
    """
    Return what a version keeps of the items that are not dropped.

    Args:
        items: With `place`, `people` and `groups` at hand.
    """
    return [_to_json(_planned(item)) for item in items if item.status != S.DROPPED]


def read(rows: Iterable[dict[str, Any]]) -> list[Entry]:
    """Return the entries that a version keeps."""
    return [_from_json(row) for row in rows]


def planned_now(items: Iterable[ProgrammeItem]) -> list[Entry]:
    """Return the plan as it is now."""
    return [_planned(item) for item in items if item.status != S.DROPPED]


def held(items: Iterable[ProgrammeItem]) -> list[Entry]:
    """Return what was held, at the time it was held as far as somebody wrote it down."""
    return [_held(item) for item in items if item.status == S.HELD]


def compare(
    before: Sequence[Entry], after: Sequence[Entry], names: Mapping[str, str]
) -> list[Difference]:
    """
    Return what became of each item, by day and time of the later version.

    Args:
        names: What groups and people are called, by their codes.
    """
    old = {entry.code: entry for entry in before}
    new = {entry.code: entry for entry in after}
    found = [
        _difference(old.get(code), new.get(code), names)
        for code in dict.fromkeys([*old, *new])
    ]
    return sorted(found, key=_moment)


def _difference(
    before: Entry | None, after: Entry | None, names: Mapping[str, str]
) -> Difference:
    if before is None:
        return Difference(Change.ADDED, None, after)
    if after is None:
        return Difference(Change.REMOVED, before, None)
    details = tuple(_details(before, after, names))
    if before.when != after.when:
        change = Change.MOVED if before.on.is_known else Change.DATED
        return Difference(change, before, after, details)
    return Difference(
        Change.CHANGED if details else Change.SAME, before, after, details
    )


def _details(before: Entry, after: Entry, names: Mapping[str, str]) -> Iterable[Detail]:
    pairs: tuple[tuple[Any, Any, Any], ...] = (
        (_("Title"), before.title, after.title),
        (_("Kind"), _kind(before), _kind(after)),
        (_("Status"), _status(before), _status(after)),
        (_("Place"), before.place, after.place),
        (_("Venue"), before.venue, after.venue),
        (pgettext_lazy("journey", "To"), before.destination, after.destination),
        (_("Train or flight number"), before.number, after.number),
        (_("With"), _called(before, names), _called(after, names)),
    )
    for label, old, new in pairs:
        if _data(old) != _data(new):
            yield Detail(label, old, new)


def _called(entry: Entry, names: Mapping[str, str]) -> str:
    return "; ".join(sorted(names.get(code, "…") for code in entry.people))


def _data(value: Any) -> Any:
    if not isinstance(value, LazyI18nString):
        return value
    return value.data or ""


def _kind(entry: Entry) -> str | _StrPromise:
    return dict(ProgrammeItem.Kind.choices).get(entry.kind, entry.kind)


def _status(entry: Entry) -> str | _StrPromise:
    return dict(S.choices).get(entry.status, entry.status)


def _moment(row: Difference) -> tuple[Any, ...]:
    entry = row.entry
    return (
        *entry.on.sort_key,
        entry.start.isoformat() if entry.start else "",
        entry.code,
    )


def _planned(item: ProgrammeItem) -> Entry:
    return _entry(item, item.planned_on, item.planned_start, item.planned_end)


def _held(item: ProgrammeItem) -> Entry:
    if not item.actual_on.is_known:
        return _planned(item)
    is_same_day = item.actual_on == item.planned_on
    return _entry(
        item,
        item.actual_on,
        item.actual_start or (item.planned_start if is_same_day else None),
        item.actual_end or (item.planned_end if is_same_day else None),
    )


def _entry(
    item: ProgrammeItem, on: PartialDate, start: time | None, end: time | None
) -> Entry:
    named = [*item.groups.all(), *item.people.all()]
    return Entry(
        code=item.code,
        title=_words(item.title),
        kind=item.kind,
        status=item.status,
        on=on or NO_DATE,
        start=start,
        end=end,
        place=_words(item.place.name if item.place else ""),
        venue=_words(item.venue),
        people=tuple(sorted(record.code for record in named)),
        reason=str(item.status_reason),
        destination=_words(item.destination.name if item.destination else ""),
        number=item.number,
    )


def _words(value: Any) -> LazyI18nString:
    return value if isinstance(value, LazyI18nString) else LazyI18nString(str(value))


def _to_json(entry: Entry) -> dict[str, Any]:
    return {
        "code": entry.code,
        "title": entry.title.data,
        "kind": entry.kind,
        "status": entry.status,
        "on": entry.on.code,
        "start": entry.start.isoformat("minutes") if entry.start else "",
        "end": entry.end.isoformat("minutes") if entry.end else "",
        "place": entry.place.data,
        "venue": entry.venue.data,
        "people": list(entry.people),
        "destination": entry.destination.data,
        "number": entry.number,
    }


def _from_json(row: dict[str, Any]) -> Entry:
    return Entry(
        code=row["code"],
        title=LazyI18nString(row["title"]),
        kind=row["kind"],
        status=row["status"],
        on=PartialDate.from_code(row["on"]) if row["on"] else NO_DATE,
        start=time.fromisoformat(row["start"]) if row["start"] else None,
        end=time.fromisoformat(row["end"]) if row["end"] else None,
        place=LazyI18nString(row["place"]),
        venue=LazyI18nString(row["venue"]),
        people=tuple(row["people"]),
        # Versions kept before journeys had these.
        destination=LazyI18nString(row.get("destination", "")),
        number=row.get("number", ""),
    )
