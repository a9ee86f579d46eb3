"""Verbs on the items of a programme: their plan, and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.search import kinds
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.missions import rules, times
from gegenbesuch.missions.models import ProgrammeItem, Topic
from gegenbesuch.missions.services.missions import check_open, next_position
from gegenbesuch.missions.services.resources import book_resources

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, time

    from gegenbesuch.accounts.models import User
    from gegenbesuch.directory.models import Sector
    from gegenbesuch.missions.models import Mission

#: What an item is linked with in tables of their own.
LINKS = ("hosts", "people", "groups")

K = ProgrammeItem.Kind


@transaction.atomic
def add_item(mission: Mission, *, actor: User | None, **values: Any) -> ProgrammeItem:
    """
    Add an item to the programme, after the others or at `position`.

    What became of it is written by `record_actual`, never here.

    Raises:
        ActionError: The mission is closed, or the item would take too long.
    """
    check_open(mission)
    links = {name: values.pop(name, ()) for name in LINKS}
    resources = values.pop("resources", ())
    topics = values.pop("topics", ())
    if values.get("position") is None:
        values["position"] = next_position(mission.items)
    item = ProgrammeItem(mission=mission, office=mission.office, **values)
    _check_times(item, item.planned_start, item.planned_end)
    item.save()
    _link(item, links)
    audit.record("missions.item.added", item, actor=actor)
    book_resources(item, resources, actor=actor)
    if topics:
        _set_topics(item, topics)
    return item


@transaction.atomic
def update_item(
    item: ProgrammeItem, *, actor: User | None, **values: Any
) -> ProgrammeItem:
    """
    Change the plan of an item.

    Args:
        values: Fields of the item; `topics` are pairs of a name and a sector.

    Raises:
        ActionError: The mission is closed, or the item would take too long.
    """
    check_open(item.mission)
    links = {name: values.pop(name) for name in LINKS if name in values}
    resources = values.pop("resources", None)
    topics = values.pop("topics", None)
    changes = audit.changed(item, values)
    for field, value in values.items():
        setattr(item, field, value)
    _check_times(item, item.planned_start, item.planned_end)
    item.save(update_fields=[*values, "updated_at"])
    _link(item, links)
    if topics is not None:
        changes |= _set_topics(item, topics)
    audit.record("missions.item.updated", item, actor=actor, changes=changes)
    if resources is not None:
        book_resources(item, resources, actor=actor)
    return item


@transaction.atomic
def move_item(
    item: ProgrammeItem,
    *,
    on: date,
    start: time,
    actor: User | None,
    end: time | None = None,
) -> ProgrammeItem:
    """
    Plan an item for another time; what was confirmed counts as changed.

    Raises:
        ActionError: The mission is closed, the item was held or dropped, or it would
            take no time, or too long.
    """
    check_open(item.mission)
    if item.status in {item.Status.HELD, item.Status.DROPPED}:
        raise ActionError(_("What was held or dropped can no longer be moved."))
    if end == start and item.kind != K.TRAVEL:
        raise ActionError(_("It would end when it begins."))
    _check_times(item, start, end)
    values: dict[str, Any] = {
        "planned_on": PartialDate.on(on),
        "planned_start": start,
        "planned_end": end,
    }
    changes = audit.changed(item, values)
    if changes and item.status == item.Status.CONFIRMED:
        values["status"] = item.Status.CHANGED
        changes = audit.changed(item, values)
    for field, value in values.items():
        setattr(item, field, value)
    item.save(update_fields=[*values, "updated_at"])
    audit.record("missions.item.moved", item, actor=actor, changes=changes)
    return item


@transaction.atomic
def record_actual(
    item: ProgrammeItem,
    *,
    status: str,
    actor: User | None,
    reason: Any = "",
    **actual: Any,
) -> ProgrammeItem:
    """
    Record that an item was held, with what is known of it, or that it was dropped.

    The plan stays as it was; what was never reported stays empty.

    Args:
        status: Held or dropped.
        actual: Fields that begin with `actual_`.

    Raises:
        ActionError: The mission did not take place, the status is neither of the
            two, or a dropped item has no reason.
    """
    check_open(item.mission)
    status_of = ProgrammeItem.Status
    if status not in {status_of.HELD, status_of.DROPPED}:
        raise ActionError(_("An item was either held or dropped."))
    if status == status_of.HELD and item.mission.status in rules.OFF:
        raise ActionError(_("Nothing was held on a mission that did not take place."))
    if status == status_of.DROPPED and not str(reason).strip():
        raise ActionError(_("Please give the reason."))
    if any(not field.startswith("actual_") for field in actual):
        msg = f"not about the actual course: {sorted(actual)}"
        raise TypeError(msg)
    values = {"status": status, "status_reason": reason, **actual}
    changes = audit.changed(item, values)
    for field, value in values.items():
        setattr(item, field, value)
    _check_times(item, item.actual_start, item.actual_end)
    item.save(update_fields=[*values, "updated_at"])
    audit.record("missions.item.actual-recorded", item, actor=actor, changes=changes)
    return item


@transaction.atomic
def remove_item(item: ProgrammeItem, *, actor: User | None) -> None:
    """
    Delete an item that was a slip; what is called off is dropped, with a reason.

    Raises:
        ActionError: The mission is closed, the item was held, or guests, notes or
            sources hang on it.
    """
    check_open(item.mission)
    if item.status == item.Status.HELD:
        raise ActionError(
            _("What was held stays on record. If it was not, say that it was dropped.")
        )
    hanging: Any = item
    if item.citations.exists() or any(
        rows.exists() for rows in (hanging.guest_lists, hanging.notes)
    ):
        raise ActionError(
            _(
                "Guests, notes or sources hang on this item. Please drop it and give "
                "the reason; then it stays readable."
            )
        )
    audit.record("missions.item.removed", item, actor=actor)
    item.delete()


def _set_topics(
    item: ProgrammeItem, topics: Iterable[tuple[Any, Sector | None]]
) -> dict[str, list[Any]]:
    """Say what an item is about; returns what changed, if anything did."""
    before = list(item.topics.order_by("position", "pk"))
    wanted = list(topics)
    old = [(row.name, row.sector_id) for row in before]
    new = [(name, sector.pk if sector else None) for name, sector in wanted]
    if old == new:
        return {}
    item.topics.all().delete()
    Topic.objects.bulk_create(
        Topic(item=item, name=name, sector=sector, position=position)
        for position, (name, sector) in enumerate(wanted)
    )
    kinds.index(ProgrammeItem, [item])
    return {"topics": [[str(row) for row in before], [str(row[0]) for row in wanted]]}


def _link(item: ProgrammeItem, links: dict[str, Any]) -> None:
    """
    Say which organisations, people and groups an item is with.

    Raises:
        ActionError: A group belongs to another mission.
    """
    if any(group.mission_id != item.mission_id for group in links.get("groups", ())):
        raise ActionError(_("This group belongs to another mission."))
    for name, rows in links.items():
        getattr(item, name).set(rows)


def _check_times(item: ProgrammeItem, start: time | None, end: time | None) -> None:
    """Take an end before the beginning for the next day, but not for a whole day."""
    if start is None or end is None or end >= start or item.kind == K.TRAVEL:
        return
    if (takes := times.length(start, end)) > times.LONGEST_NIGHT:
        hours = int(takes.total_seconds() // 3600)
        raise ActionError(
            ngettext(
                "It would end on the next day, after %(hours)d hour. Please check when "
                "it begins and ends.",
                "It would end on the next day, after %(hours)d hours. Please check when "
                "it begins and ends.",
                hours,
            )
            % {"hours": hours}
        )
