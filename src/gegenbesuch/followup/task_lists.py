"""Tasks and promises as the pages list them: the board, a mission, the partners."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.models import User
from gegenbesuch.followup.models import Task
from gegenbesuch.followup.steps import NONE as NO_STEPS
from gegenbesuch.followup.steps import DueStep, Some, open_steps
from gegenbesuch.missions.models import Mission

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

IN_A_LIST = 60
#: How many open promises are listed by partner.
PROMISED = 100
#: How the filter of the board calls the steps of checklists, among the kinds.
STEPS = "step"
#: How many tasks a column of the board shows; the rest is a click away.
IN_A_COLUMN = 20
#: How many settled ones the page of a mission shows.
SETTLED = 10
#: Counting goes no further: beyond it a number helps nobody.
COUNTED = 999


@dataclass(frozen=True)
class Wanted:
    """Which tasks are wanted; what is empty does not matter."""

    owner: str = ""
    kind: str = ""
    mission: str = ""
    when: str = ""
    text: str = ""


@dataclass(frozen=True)
class Column:
    """
    What is due when, and how much there is of it, as far as counted.

    Attributes:
        entries: Tasks and steps of checklists together, by when they are due.
    """

    key: str
    label: Any
    entries: list[Task | DueStep]
    count: int

    @property
    def has_more(self) -> bool:
        """Whether some are not shown."""
        return self.count > len(self.entries)

    @property
    def shown_count(self) -> str:
        """The number, or that there are more than are counted."""
        return f"> {COUNTED}" if self.count > COUNTED else str(self.count)


def tasks_with_names() -> QuerySet[Task]:
    """Return tasks with what their pages name."""
    return Task.objects.select_related(
        "owner", "mission", "partner", "person", "office"
    )


def board(user: Any, wanted: Wanted, today: date) -> list[Column]:
    """Return open tasks and steps by when they are due; a query a column, three more."""
    rows = _wanted(user, wanted).filter(status=Task.Status.OPEN)
    until = _end_of_week(today)
    columns = {
        "overdue": (_("Overdue"), Q(due_on__lt=today)),
        "week": (_("This week"), Q(due_on__range=(today, until))),
        "later": (_("Later"), Q(due_on__gt=until)),
        "undated": (_("Without a date"), Q(due_on__isnull=True)),
    }
    most = IN_A_LIST if wanted.when in columns else IN_A_COLUMN
    steps: dict[str, Some] = {}
    if wanted.kind in {"", STEPS}:
        steps = open_steps(
            user,
            owner=wanted.owner,
            mission=wanted.mission,
            text=wanted.text,
            column_of=lambda due: _column_of(due, today, until),
            most=most,
        )
    found = []
    for key, (label, which) in columns.items():
        if wanted.when in {"", key}:
            tasks = list(_in_order(rows.filter(which))[:most])
            count = len(tasks)
            if count == most:
                count = rows.filter(which)[: COUNTED + 1].count()
            some = steps.get(key, NO_STEPS)
            both: list[Task | DueStep] = [*tasks, *some.steps]
            both.sort(key=lambda each: each.due_on or date.max)
            found.append(Column(key, label, both[:most], count + some.count))
    return found


def _column_of(due: date | None, today: date, until: date) -> str:
    if due is None:
        return "undated"
    return "overdue" if due < today else "week" if due <= until else "later"


def settled_lately(user: Any, wanted: Wanted, today: date) -> list[Task]:
    """Return what was settled in the last week, the latest first."""
    rows = _wanted(user, wanted).filter(settled_on__gte=today - timedelta(days=7))
    return list(_with_names(rows).order_by("-settled_on", "-pk")[:IN_A_COLUMN])


@dataclass(frozen=True)
class TasksOfMission:
    """The next tasks and promises of a mission, and whether there are more."""

    tasks: list[Task]
    promises: list[Task]
    has_more: bool


def tasks_of(mission: Mission, user: Any) -> TasksOfMission:
    """Return the next tasks and promises of a mission, then those settled lately."""
    rows = Task.objects.visible_to(user).filter(mission=mission)
    is_open = Q(status=Task.Status.OPEN)
    first = list(_in_order(rows.filter(is_open))[: IN_A_COLUMN + 1])
    settled = _with_names(rows.exclude(is_open)).order_by("-settled_on", "-pk")
    shown = [*first[:IN_A_COLUMN], *settled[:SETTLED]]
    return TasksOfMission(
        [task for task in shown if task.kind == Task.Kind.TASK],
        [task for task in shown if task.kind in Task.PROMISES],
        len(first) > IN_A_COLUMN,
    )


@dataclass
class Promises:
    """What is promised between us and one partner, and still open."""

    partner: Any
    ours: list[Task] = field(default_factory=list)
    theirs: list[Task] = field(default_factory=list)


def promises(user: Any) -> list[Promises]:
    """Return the open promises by partner, the most urgent partner first."""
    rows = Task.objects.visible_to(user).filter(
        kind__in=Task.PROMISES, status=Task.Status.OPEN
    )
    found: dict[Any, Promises] = {}
    for task in _in_order(rows)[:PROMISED]:
        partner = task.partner or task.person
        key = (type(partner), partner.pk if partner else 0)
        both = found.setdefault(key, Promises(partner))
        (both.ours if task.kind == Task.Kind.OURS else both.theirs).append(task)
    return list(found.values())


def owners(user: Any) -> list[User]:
    """Return who may have tasks: the members of the offices of the user."""
    members = User.objects.filter(
        memberships__office__in=user.office_ids, is_active=True
    )
    return list(members.distinct().order_by("name", "pk"))


def missions_of(columns: Iterable[Column], user: Any, wanted: Wanted) -> list[Mission]:
    """Return the missions of the tasks that are shown, and the one that is wanted."""
    entries = [each for column in columns for each in column.entries]
    shown = [
        each.step.mission if isinstance(each, DueStep) else each.mission
        for each in entries
    ]
    found = {row.pk: row for row in shown if row is not None}
    if wanted.mission and not any(row.code == wanted.mission for row in shown if row):
        visible = Mission.objects.visible_to(user).only("code", "title")
        found |= {row.pk: row for row in visible.filter(code=wanted.mission)}
    return sorted(found.values(), key=str)


def _wanted(user: Any, wanted: Wanted) -> QuerySet[Task]:
    rows = Task.objects.visible_to(user)
    if wanted.owner == "me":
        rows = rows.filter(owner=user)
    elif wanted.owner == "nobody":
        rows = rows.filter(owner=None, owner_text="")
    elif wanted.owner.isdigit():
        rows = rows.filter(owner=int(wanted.owner))
    if wanted.kind == STEPS:
        return rows.none()
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.mission:
        rows = rows.filter(mission__code=wanted.mission)
    if wanted.text:
        rows = rows.filter(
            Q(text__icontains=wanted.text) | Q(owner_text__icontains=wanted.text)
        )
    return rows


def _in_order(rows: QuerySet[Task]) -> QuerySet[Task]:
    return _with_names(rows).order_by(F("due_on").asc(nulls_last=True), "pk")


def _with_names(rows: QuerySet[Task]) -> QuerySet[Task]:
    """Read with the tasks no more of what they name than the name."""
    return rows.select_related("owner", "mission", "partner", "person").only(
        *("code", "office_id", "kind", "text", "due_on", "status", "result"),
        *("owner_text", "settled_on", "owner__name", "owner__email"),
        *("mission__code", "mission__title", "person__code", "person__name"),
        *("partner__code", "partner__name"),
    )


def _end_of_week(today: date) -> date:
    """Return the Sunday of the week."""
    return today + timedelta(days=6 - today.weekday())
