"""A proposed repair in words: which meetings move, which lose their place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gegenbesuch.scheduling import letters
from gegenbesuch.scheduling.models import Meeting, SolverRun
from gegenbesuch.scheduling.publishing import Change, Position
from gegenbesuch.scheduling.storing import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gegenbesuch.scheduling.models import Session
    from gegenbesuch.scheduling.storing import Key


@dataclass(frozen=True)
class Proposal:
    """
    What a repair would change.

    Attributes:
        lines: One for each meeting that gets, changes or loses its place.
        changes: How many meetings lose or change their slot.
        bound: The least number that is possible, as far as it is proven.
        lost: By how much the placed priority falls.
    """

    run: SolverRun
    lines: Sequence[str]
    changes: int
    bound: int
    lost: int

    @property
    def is_least(self) -> bool:
        """Whether it is proven that fewer changes are impossible."""
        return self.changes <= self.bound


def proposal_of(run: SolverRun) -> Proposal | None:
    """Return what a computed repair would change; None if there is none to apply."""
    if (
        run.mode != SolverRun.Mode.REPAIR
        or run.status != SolverRun.Status.DONE
        or run.applied_at is not None
    ):
        return None
    before: dict[int, Key] = {r: tuple(key) for r, key in run.result["before"]}
    after: dict[int, Key] = {r: tuple(key) for r, key in run.result["keys"]}
    lines = lines_between(run.session, before, after)
    result = run.result
    return Proposal(
        run, lines, result["changes"], result["changes_bound"], result["lost"]
    )


def lines_between(
    session: Session, before: dict[int, Key], after: dict[int, Key]
) -> list[str]:
    """Say of each meeting that gets, changes or loses its place what becomes of it."""
    slots = {row.pk: row for row in session.slots.all()}
    tables = {row.pk: row for row in session.tables.all()}
    people = {row.pk: row for row in session.interpreters.select_related("person")}

    def position(key: Key) -> Position | None:
        slot, table = slots.get(key[0] or 0), tables.get(key[1] or 0)
        return (
            Position(slot, table, people.get(key[2] or 0)) if slot and table else None
        )

    moved = [
        request
        for request in before.keys() | after.keys()
        if before.get(request, NOWHERE) != after.get(request, NOWHERE)
    ]
    meetings = Meeting.objects.filter(request__in=moved).select_related(
        "session",
        "request__sender__organisation",
        "request__recipient__organisation",
    )
    changes = [
        Change(
            meeting,
            position(before.get(meeting.request_id, NOWHERE)),
            position(after.get(meeting.request_id, NOWHERE)),
        )
        for meeting in meetings
    ]
    return sorted(_line(change) for change in changes if change.before or change.after)


def _line(change: Change) -> str:
    sender, _recipient = change.profiles
    return f"{sender}: {letters.words(sender, change)}"
