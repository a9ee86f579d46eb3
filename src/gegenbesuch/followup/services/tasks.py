"""Verbs on tasks and promises, and the mail that reminds of them."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.followup import letters
from gegenbesuch.followup.models import Task

if TYPE_CHECKING:
    from datetime import date

    from gegenbesuch.accounts.models import Office, User

S = Task.Status
#: How many days before it is due the owner is reminded, and how often afterwards.
REMINDED_BEFORE = timedelta(days=3)
REMINDED_EVERY = timedelta(days=7)


@transaction.atomic
def add_task(office: Office, *, text: str, actor: User | None, **values: Any) -> Task:
    """
    Write down what is to do, or what was promised.

    Raises:
        ActionError: A promise says neither to whom nor by whom, or the owner is of
            another office.
    """
    task = Task(office=office, text=text, **values)
    _check(task)
    task.save()
    audit.record("followup.task.added", task, actor=actor, kind=task.kind)
    return task


@transaction.atomic
def update_task(task: Task, *, actor: User | None, **values: Any) -> Task:
    """
    Change what is to do, until when and by whom.

    Raises:
        ActionError: As in `add_task`.
    """
    changes = {
        name: [str(old), str(value)]
        for name, value in values.items()
        if (old := getattr(task, name)) != value
    }
    for name, value in values.items():
        setattr(task, name, value)
    if "due_on" in changes or "owner" in changes:
        task.reminded_on = None
    _check(task)
    task.save()
    audit.record("followup.task.changed", task, actor=actor, changes=changes)
    return task


@transaction.atomic
def settle_task(
    task: Task, *, status: str, result: str = "", on: date, actor: User | None
) -> Task:
    """
    Say that it is done, or not needed, or open again.

    Raises:
        ActionError: Somebody else has done so already.
    """
    is_open = status == S.OPEN
    changed = (
        Task.objects.filter(pk=task.pk)
        .exclude(status=status)
        .update(
            status=status,
            settled_on=None if is_open else on,
            result="" if is_open else result,
            reminded_on=None if is_open else F("reminded_on"),
        )
    )
    if not changed:
        raise ActionError(_("Somebody has done this in the meantime."))
    task.refresh_from_db()
    audit.record("followup.task.settled", task, actor=actor, status=status)
    return task


def remind_owners(*, on: date) -> int:
    """
    Mail each owner what is due soon or overdue; returns how many mails were written.

    One mail a day at most, and about a task three days before, on the day, and each
    week after it. Of two who do this at once one does.
    """
    due: dict[User, list[Task]] = defaultdict(list)
    rows = (
        Task.objects.filter(status=S.OPEN, due_on__lte=on + REMINDED_BEFORE)
        .filter(owner__is_active=True)
        .select_related("owner", "office", "mission")
        .order_by("due_on", "pk")
    )
    for task in rows:
        if task.owner is not None:
            due[task.owner].append(task)
    return sum(_remind(owner, tasks, on) for owner, tasks in due.items())


@transaction.atomic
def _remind(owner: User, tasks: list[Task], on: date) -> int:
    if any(task.reminded_on == on for task in tasks):
        return 0
    wanted = [task.pk for task in tasks if _is_to_be_told(task, on)]
    told = Task.objects.filter(
        Q(reminded_on__isnull=True) | Q(reminded_on__lt=on), pk__in=wanted
    ).update(reminded_on=on)
    if not told or told != len(wanted):
        return 0
    letters.remind(owner, tasks, on=on)
    return 1


def _is_to_be_told(task: Task, on: date) -> bool:
    last, due = task.reminded_on, task.due_on
    if last is None or due is None:
        return due is not None
    if due <= on and last < due:
        return True
    return due < on and on - last >= REMINDED_EVERY


def _check(task: Task) -> None:
    if task.kind in Task.PROMISES and not (task.partner_id or task.person_id):
        raise ActionError(_("A promise needs the partner or the person it is about."))
    if task.owner is not None and task.office_id not in task.owner.office_ids:
        raise ActionError(_("Whoever does it has to belong to the office."))
