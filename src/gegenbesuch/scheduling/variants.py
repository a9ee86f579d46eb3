"""Several schedules of a session side by side, of which the office chooses one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.rows import values_of
from gegenbesuch.scheduling import repairs, selectors
from gegenbesuch.scheduling.models import Meeting, SolverRun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gegenbesuch.scheduling.models import Session
    from gegenbesuch.scheduling.publishing import Parts

    Keys = Sequence[tuple[int, Sequence[int | None]]]

MOST_LINES = 10
"""More than these are counted, not told one by one."""


class Kind(models.TextChoices):
    """What a variant heeds besides the rules of the session."""

    BEST = "best", _("The best schedule")
    KEEP = "keep", _("What is placed stays there")
    PAUSES = "pauses", _("A free slot after each meeting")
    BREATHER = "breather", _("One free slot in ten for everybody")


@dataclass(frozen=True)
class Variant:
    """
    A computed schedule beside the one there is.

    Attributes:
        kind: One of `Kind`; empty for the schedule there is.
        weight, gaps, changes: What it reaches of each goal; with what is proven
            impossible to beat, or None for the schedule there is.
        lines: One for each of the first meetings that are elsewhere than now.
        differing: How many those are in all.
        unplaced: The first meetings without a slot.
        left: How many those are in all.
    """

    kind: str
    placed: int
    requests: int
    weight: Goal
    gaps: Goal
    changes: Goal
    lines: Sequence[str]
    differing: int
    unplaced: Sequence[Meeting]
    left: int

    @property
    def more_lines(self) -> int:
        """How many meetings are elsewhere without a line of their own."""
        return self.differing - len(self.lines)

    @property
    def more_unplaced(self) -> int:
        """How many meetings without a slot are not named."""
        return self.left - len(self.unplaced)

    @property
    def label(self) -> str:
        """What it is called."""
        return str(Kind(self.kind).label) if self.kind else str(_("As it is now"))


@dataclass(frozen=True)
class Goal:
    """What is reached of a goal, and the best that is not ruled out."""

    value: int
    bound: int | None

    @property
    def is_proven(self) -> bool:
        """Whether nothing better is possible."""
        return self.value == self.bound


def variants_of(run: SolverRun) -> list[Variant]:
    """Return the schedule there was and the computed ones, in the order of `Kind`."""
    result, session = run.result, run.session
    rows = [("", result["now"], result["before"])] if result["before"] else []
    rows += [(row["kind"], row, row["keys"]) for row in result["variants"]]
    without = _without_slot(session, [keys for _kind, _row, keys in rows])
    shown = {pk for some in without for pk in some[:MOST_LINES]}
    named = selectors.meetings_by_key(session, shown)
    meeting = {row.pk: row for row in named}
    parts = selectors.slots_of(session), selectors.interpreters_of(session)
    return [
        _variant(
            run,
            kind,
            row,
            [meeting[pk] for pk in some[:MOST_LINES]],
            len(some),
            parts,
        )
        for (kind, row, _keys), some in zip(rows, without, strict=True)
    ]


def _without_slot(session: Session, schedules: Sequence[Keys]) -> list[list[int]]:
    """Return the keys of the meetings that have no slot in each of the schedules."""
    rows = values_of(Meeting, "id", "request_id", "status", session=[session.pk])
    meetings = {
        request: meeting
        for meeting, request, status in rows
        if status != Meeting.Status.CANCELLED
    }
    return [
        sorted(meetings[request] for request in meetings.keys() - placed)
        for keys in schedules
        for placed in [{request for request, key in keys if key[0]}]
    ]


def _variant(  # noqa: PLR0913 -- a variant has these parts
    run: SolverRun,
    kind: str,
    row: dict[str, Any],
    without: Sequence[Meeting],
    left: int,
    parts: Parts,
) -> Variant:
    goals = {
        goal["id"]: Goal(goal["value"], goal.get("bound")) for goal in row["goals"]
    }
    nothing = Goal(0, None)
    lines, count = (
        repairs.lines_of(run, kind, most=MOST_LINES, parts=parts) if kind else ([], 0)
    )
    return Variant(
        kind,
        row["placed"],
        row["requests"],
        goals.get("placed-weight", nothing),
        goals.get("idle-gaps", nothing),
        goals.get("table-changes", nothing),
        lines,
        count,
        without,
        left,
    )
