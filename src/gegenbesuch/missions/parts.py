"""
What apps above hold of a mission, so that a verb on the mission reaches it.

Guests, calls and budgets are above missions in the import order. Each registers in
its module `mission_parts` whom it would tell, what moves with new dates, what a
mission planned like another takes over, and what is in its way; the services of
missions call down the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.db.models import Model
    from django.utils.functional import _StrPromise

    from gegenbesuch.directory.models import Organisation
    from gegenbesuch.missions.findings import Finding
    from gegenbesuch.missions.models import Mission


@dataclass(frozen=True)
class Addressee:
    """
    Somebody who is told that a mission is postponed or cancelled.

    Attributes:
        email: Empty if the office has to call or write by post.
        target: The record at which the fate of the mail is shown.
        link: Makes the personal address, if there is one.
        organisation: For which organisation they take part.
    """

    group: str | _StrPromise
    name: str
    email: str
    language: str
    salutation: str
    target: Model
    link: Callable[[], str] | None = None
    organisation: Organisation | None = None


def _nobody(_mission: Mission) -> Iterable[Addressee]:
    return ()


def _nothing(_mission: Mission, _days: int) -> int:
    return 0


def _no_finding(_missions: Sequence[Mission]) -> Iterable[Finding]:
    return ()


def _no_copy(_source: Mission, _mission: Mission, _days: int) -> None:
    return None


@dataclass(frozen=True)
class Part:
    """
    What one app holds of missions.

    Attributes:
        label: What it is called where it is said that so many have moved.
        tells: Whom it would tell; asked before anything moves.
        moves: Shifts its dates by so many days and returns how many rows that were.
        copies: Takes over what belongs to the plan, its dates moved by so many days.
        takes_part: Whom it tells takes part, and is asked afterwards what came of it.
        finds: What of it cannot be as it is planned, for all these missions at once.
        finds_with_much: It takes many questions to find; so it is shown where the
            programme is planned and under "What clashes", not on the first page.
    """

    label: Any
    tells: Callable[[Mission], Iterable[Addressee]] = _nobody
    moves: Callable[[Mission, int], int] = _nothing
    copies: Callable[[Mission, Mission, int], None] = _no_copy
    finds: Callable[[Sequence[Mission]], Iterable[Finding]] = _no_finding
    finds_with_much: bool = False
    takes_part: bool = False


_parts: dict[str, Part] = {}


def register(name: str, part: Part) -> None:
    """Make known what an app holds of missions."""
    _parts[name] = part


def all_parts() -> list[Part]:
    """Return the parts in the order of their apps."""
    return list(_parts.values())
