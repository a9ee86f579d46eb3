"""Several schedules of a session side by side, of which the office chooses one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from gegenbesuch.scheduling import repairs
from gegenbesuch.scheduling.models import Meeting, SolverRun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gegenbesuch.scheduling.storing import Key


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
        lines: One for each meeting that is elsewhere than now.
        unplaced: The meetings without a slot.
    """

    kind: str
    placed: int
    requests: int
    weight: Goal
    gaps: Goal
    changes: Goal
    lines: Sequence[str]
    unplaced: Sequence[Meeting]

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
    result = run.result
    before: dict[int, Key] = {r: tuple(key) for r, key in result["before"]}
    meetings = list(
        Meeting.objects.filter(session=run.session)
        .exclude(status=Meeting.Status.CANCELLED)
        .select_related(
            "session",
            "request__sender__organisation",
            "request__recipient__organisation",
        )
    )
    read = _Reader(run, before, meetings)
    found = [read.variant("", result["now"], before)] if before else []
    for row in result["variants"]:
        after: dict[int, Key] = {r: tuple(key) for r, key in row["keys"]}
        found.append(read.variant(row["kind"], row, after))
    return found


class _Reader:
    def __init__(
        self, run: SolverRun, before: dict[int, Key], meetings: list[Meeting]
    ) -> None:
        self.run = run
        self.before = before
        self.meetings = meetings

    def variant(self, kind: str, row: dict[str, Any], keys: dict[int, Key]) -> Variant:
        goals = {
            goal["id"]: Goal(goal["value"], goal.get("bound")) for goal in row["goals"]
        }
        nothing = Goal(0, None)
        return Variant(
            kind,
            row["placed"],
            row["requests"],
            goals.get("placed-weight", nothing),
            goals.get("idle-gaps", nothing),
            goals.get("table-changes", nothing),
            repairs.lines_between(self.run.session, self.before, keys) if kind else [],
            [m for m in self.meetings if not keys.get(m.request_id, (None,))[0]],
        )
