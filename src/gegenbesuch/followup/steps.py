"""The open steps of checklists, which the board shows beside the tasks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from gegenbesuch.core.rows import kept
from gegenbesuch.missions.models import Mission, Step
from gegenbesuch.missions.models.planning import due_of_step

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from django.db.models import QuerySet

S = Mission.Status
#: Whose checklists nobody works on: what is only an idea, and what is over or off.
AT_REST = frozenset({S.IDEA, S.CLOSED, S.POSTPONED, S.CANCELLED})


@dataclass(frozen=True)
class DueStep:
    """A step of a checklist, and the day that follows from the dates of its mission."""

    step: Step
    due_on: date | None

    def is_late(self, today: date) -> bool:
        """Tell whether it should have been done before this day."""
        return self.due_on is not None and self.due_on < today


@dataclass(frozen=True)
class Some:
    """The first of some steps, and how many there are."""

    steps: list[DueStep]
    count: int


NONE = Some([], 0)


def open_steps(  # noqa: PLR0913 -- the board is narrowed by each of them
    user: Any,
    *,
    owner: str = "",
    mission: str = "",
    text: str = "",
    column_of: Callable[[date | None], str],
    most: int,
) -> dict[str, Some]:
    """
    Return the open steps by column, the first of each; four queries at most.

    Args:
        owner: As in the filter of the board: `me`, `nobody` or a number.
        column_of: Says where a step with this day belongs.
        most: How many of a column are read.
    """
    rows = _wanted(user, owner)
    missions = {
        row.pk: (row.starts_on.first_day(), row.ends_on.last_day())
        for row in _missions(user, mission)
    }
    found: dict[str, list[tuple[date | None, int]]] = defaultdict(list)
    rows = rows.filter(mission__in=missions)
    if text:
        rows = rows.filter(pk__in=_with_words(rows, text))
    fields = ("pk", "mission", "phase", "offset_days", "due_on")
    for pk, of, phase, days, due_on in rows.values_list(*fields):
        departure, back = missions[of]
        due = due_of_step(due_on, phase, days, departure=departure, back=back)
        found[column_of(due)].append((due, pk))
    first = {
        column: sorted(those, key=lambda each: (each[0] or date.max, each[1]))[:most]
        for column, those in found.items()
    }
    wanted = [pk for those in first.values() for _due, pk in those]
    shown = {step.pk: step for step in _with_names(wanted)} if wanted else {}
    return {
        column: Some([DueStep(shown[pk], due) for due, pk in those], len(found[column]))
        for column, those in first.items()
    }


@kept
def _with_names(steps: Collection[int]) -> QuerySet[Step]:
    return (
        Step.objects.filter(pk__in=steps)
        .select_related("mission", "owner")
        .only(
            *("code", "text", "owner_text", "status", "owner__name", "owner__email"),
            *("mission__code", "mission__title", "mission__office"),
        )
    )


def _missions(user: Any, code: str) -> QuerySet[Mission]:
    rows = Mission.objects.visible_to(user).exclude(status__in=AT_REST)
    rows = rows.filter(pk__in=Step.objects.filter(status="open").values("mission"))
    if code:
        rows = rows.filter(code=code)
    found: QuerySet[Mission] = rows.only("starts_on", "ends_on")
    return found


def _wanted(user: Any, owner: str) -> QuerySet[Step]:
    rows = Step.objects.filter(status=Step.Status.OPEN)
    if owner == "me":
        return rows.filter(owner=user)
    if owner == "nobody":
        return rows.filter(owner=None, owner_text="")
    return rows.filter(owner=int(owner)) if owner.isdigit() else rows


def _with_words(rows: QuerySet[Step], wanted: str) -> list[int]:
    """Return the steps that say it in the language of the reader, in any case."""
    return [
        pk
        for pk, text, owner in rows.values_list("pk", "text", "owner_text")
        if wanted.casefold() in f"{text} {owner}".casefold()
    ]
