"""What promises add to the timelines of organisations, people and relations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from gegenbesuch.accounts.rules import office_ids
from gegenbesuch.core import timeline
from gegenbesuch.core.rows import kept
from gegenbesuch.core.templatetags.page import choice
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.followup.models import Task

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from gegenbesuch.directory.models import Organisation, Person, Relation

MOST = 100  # on one timeline


def of_organisation(target: Organisation, user: Any) -> list[timeline.Entry]:
    """Return what was promised to and by an organisation."""
    return _entries(_with_partner(office_ids(user), target.pk))


def of_person(target: Person, user: Any) -> list[timeline.Entry]:
    """Return what was promised to and by a person."""
    return _entries(_with_person(office_ids(user), target.pk))


def of_relation(target: Relation, user: Any) -> list[timeline.Entry]:
    """Return what was promised on the missions of a relation."""
    return _entries(_on_missions(office_ids(user), target.pk))


@kept
def _with_partner(offices: Collection[int], partner: int) -> QuerySet[Task]:
    return _first(offices, partner=partner)


@kept
def _with_person(offices: Collection[int], person: int) -> QuerySet[Task]:
    return _first(offices, person=person)


@kept
def _on_missions(offices: Collection[int], relation: int) -> QuerySet[Task]:
    return _first(offices, mission__relation=relation)


def _first(offices: Collection[int], **about: int) -> QuerySet[Task]:
    promises = Task.objects.filter(
        **about, office__in=offices, kind__in=Task.PROMISES
    ).exclude(status=Task.Status.DROPPED)
    return (
        promises.select_related("mission")
        .only(
            *("code", "kind", "text", "due_on", "status", "settled_on", "created_at"),
            *("mission__code", "mission__title", "mission__is_invented"),
        )
        .order_by("-pk")[:MOST]
    )


def _entries(rows: list[Task]) -> list[timeline.Entry]:
    return [
        timeline.Entry(
            on=PartialDate.on(_day_of(row)),
            kind="promise",
            title=row.text,
            url=row.get_absolute_url(),
            detail=_said(row),
            is_invented=row.mission is not None and row.mission.is_invented,
        )
        for row in rows
    ]


def _day_of(row: Task) -> Any:
    """Return when it was kept, else until when it is to be, else when it was made."""
    return row.settled_on or row.due_on or row.created_at.date()


def _said(row: Task) -> str:
    is_open = row.status == Task.Status.OPEN
    text = _("%(promise)s, and open") if is_open else _("%(promise)s, and kept")
    return text % {"promise": choice(row, "kind")}


timeline.register("directory.organisation", of_organisation)
timeline.register("directory.person", of_person)
timeline.register("directory.relation", of_relation)
