"""Rows of the database as the records behind a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.templatetags.display import address_of
from gegenbesuch.outcomes.shares import percent_of
from gegenbesuch.reports.numbers import Record

if TYPE_CHECKING:
    from gegenbesuch.core.values.quantity import Quantity
    from gegenbesuch.reports.gathering import Rows


def cited(record: Any) -> tuple[Any, ...]:
    """Return what a record rests on."""
    return tuple(getattr(record, "cited", ()))


def record_of_mission(rows: Rows) -> Record:
    """Return the mission as a record behind a number."""
    mission = rows.mission
    return Record(
        mission.title,
        mission.get_absolute_url(),
        mission.code,
        None,
        cited(mission),
        mission=mission.code,
    )


def record_of_item(item: Any, quantity: Quantity | None = None) -> Record:
    """Return a programme item as a record behind a number."""
    return Record(
        item.title,
        item.get_absolute_url(),
        item.code,
        quantity,
        cited(item),
        mission=item.mission.code,
    )


def record_of_outcome(rows: Rows, outcome: Any) -> Record:
    """Return an outcome as a record behind a number, with the share in it."""
    shares = [row for row in rows.credits if row.outcome_id == outcome.pk]
    note = ""
    if shares:
        percent = sum(row.share for row in shares)
        note = _("%(share)s credited to this mission") % {"share": percent_of(percent)}
    return Record(
        outcome.text,
        outcome.get_absolute_url(),
        outcome.code,
        None,
        cited(outcome),
        outcome.evidence_state,
        note,
        rows.mission.code,
    )


def record_of_participation(
    participation: Any, quantity: Quantity | None = None
) -> Record:
    """Return who took part as a record behind a number."""
    mission = participation.mission
    who = participation.person or participation.organisation
    return Record(
        who or participation.label or participation.get_function_display(),
        who.get_absolute_url() if who else mission.get_absolute_url(),
        who.code if who and quantity is None else participation.code,
        quantity,
        cited(participation),
        mission=mission.code,
    )


def searched(rows: Rows) -> Record:
    """Return where a number of nought was counted: the outcomes of the mission."""
    url = address_of("outcomes:outcomes", rows.mission.code)
    return Record(
        _("Outcomes of the mission"),
        url,
        rows.mission.code,
        mission=rows.mission.code,
        is_searched=True,
    )
