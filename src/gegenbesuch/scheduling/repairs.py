"""A proposed repair in words: which meetings move, which lose their place."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from gegenbesuch.core.rows import values_of
from gegenbesuch.matchmaking.models import Request
from gegenbesuch.scheduling import publishing, selectors
from gegenbesuch.scheduling.models import SolverRun
from gegenbesuch.scheduling.publishing import Move
from gegenbesuch.scheduling.storing import NOWHERE
from gegenbesuch.scheduling.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from gegenbesuch.scheduling.publishing import Parts
    from gegenbesuch.scheduling.storing import Key

LAST = sys.maxsize
MOST_LINES = 30
"""More changes than these are counted, not told one by one."""


@dataclass(frozen=True)
class Proposal:
    """
    What a repair would change.

    Attributes:
        lines: One for each of the first meetings that get, change or lose their place.
        count: How many those are in all.
        changes: How many meetings lose or change their slot.
        bound: The least number that is possible, as far as it is proven.
        lost: By how much the placed priority falls.
    """

    run: SolverRun
    lines: Sequence[str]
    count: int
    changes: int
    bound: int
    lost: int

    @property
    def more(self) -> int:
        """How many meetings change without a line of their own."""
        return self.count - len(self.lines)

    @property
    def is_least(self) -> bool:
        """Whether it is proven that fewer changes are impossible."""
        return self.changes <= self.bound


def proposal_of(run: SolverRun, parts: Parts | None = None) -> Proposal | None:
    """Return what a computed repair would change; None if there is none to apply."""
    if (
        run.mode != SolverRun.Mode.REPAIR
        or run.status != SolverRun.Status.DONE
        or run.applied_at is not None
    ):
        return None
    result = run.result
    lines, count = lines_of(run, parts=parts)
    return Proposal(
        run, lines, count, result["changes"], result["changes_bound"], result["lost"]
    )


def lines_of(
    run: SolverRun,
    kind: str = "",
    *,
    most: int = MOST_LINES,
    parts: Parts | None = None,
) -> tuple[list[str], int]:
    """
    Say of the meetings that get, change or lose their place what becomes of them.

    Args:
        parts: Slots and interpreters of the session, if they are known.
        kind: Which of its variants; empty: what it has computed alone.

    Returns:
        A line for each of the first, and how many there are in all.
    """
    moves, count = _first_moves(run.pk, run.updated_at, kind)
    first = dict(list(moves.items())[:most])
    asked = values_of(Request, "id", "sender_id", "recipient_id", pk=list(first))
    changes = publishing.read_changes(
        run.session, [Move(one, other, *first[pk]) for pk, one, other in asked], parts
    )
    names = selectors.names_of({pk for row in changes for pk in row.companies})
    wording = Wording(run.session, names)
    lines = [
        f"{wording.company(row.sender)}: {wording.line(row.sender, row)}"
        for row in changes
    ]
    return lines, count


@lru_cache(maxsize=64)
def _first_moves(
    run: int, updated_at: datetime, kind: str
) -> tuple[dict[int, tuple[Key, Key]], int]:
    """Return the first moves by the key of the request, and how many there are."""
    result = selectors.result_of(run, updated_at)
    rows = [row for row in result.get("variants", ()) if row["kind"] == kind]
    after = dict((rows[0] if rows else result)["keys"])
    before, nowhere = dict(result["before"]), [*NOWHERE]
    moves = {
        request: (before.get(request, nowhere), after.get(request, nowhere))
        for request in before.keys() | after.keys()
        if before.get(request, nowhere) != after.get(request, nowhere)
    }

    def slot(request: int) -> tuple[int, int]:
        return min(key[0] or LAST for key in moves[request]), request

    first = sorted(moves, key=slot)[:MOST_LINES]
    return {
        request: (tuple(moves[request][0]), tuple(moves[request][1]))
        for request in first
    }, len(moves)
