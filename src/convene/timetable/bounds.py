"""Lower bounds on idle gaps, one participant at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from convene.timetable.model import Model
from convene.timetable.schedule import Schedule
from convene.timetable.sites import gaps_by_travel

_NEVER = 10**9
_NONE, _LONG_AGO = -1, -2
"""No meeting before, and one that is too long ago for anything but a gap."""


def participant_gaps(model: Model) -> list[int | None]:
    """
    Bound each participant's idle gaps from below if all her meetings are held.

    Everybody else is ignored. None says that her meetings cannot all be held.
    """
    return [_gaps_of(model, p) for p in range(model.instance.participants)]


def _gaps_of(model: Model, p: int) -> int | None:
    instance = model.instance
    meetings = model.of[p]
    if any(not model.domain[m] for m in meetings):
        return None
    if len(meetings) < 2:
        return 0
    if instance.representatives[p] > 1:
        return 0
    usable = sorted({t for m in meetings for t in model.domain[m]})
    if len(usable) < len(meetings):
        return None
    sites = {model.instance.meetings[m].site for m in meetings}
    by_travel = gaps_by_travel(instance, len(sites - {None}))
    if _is_free(model, p, usable):
        return by_travel
    forced = {model.domain[m][0] for m in meetings if len(model.domain[m]) == 1}
    by_slots = _fewest_runs(
        instance.positions,
        len(meetings),
        set(usable),
        forced,
        _due(model, p),
        _allowed(model, p),
        model.rest[p],
    )
    return None if by_slots is None else max(by_slots, by_travel)


def _is_free(model: Model, p: int, usable: list[int]) -> bool:
    """Tell whether all meetings can be anywhere in a row of slots that holds them."""
    count = len(model.of[p])
    return (
        not model.rest[p]
        and all(len(model.domain[m]) == len(usable) for m in model.of[p])
        and any(
            last - first == count - 1
            for first, last in zip(usable, usable[count - 1 :], strict=False)
        )
    )


def _due(model: Model, p: int) -> dict[int, int]:
    """Give how many meetings must be over when a slot is over, where it matters."""
    ends = Counter(model.domain[m][-1] for m in model.of[p])
    total, due = 0, {}
    for last in sorted(ends):
        total += ends[last]
        due[last] = total
    return due


def _allowed(model: Model, p: int) -> dict[int, int]:
    """Give how many meetings can be over when a slot begins, where it matters."""
    starts = Counter(model.domain[m][0] for m in model.of[p])
    total, allowed = 0, {}
    for first in sorted(starts):
        allowed[first] = total
        total += starts[first]
    return allowed


def _fewest_runs(
    positions: tuple[int, ...],
    count: int,
    usable: set[int],
    forced: set[int],
    due: dict[int, int],
    allowed: dict[int, int],
    rest: int,
) -> int | None:
    """Choose `count` slots with the fewest gaps, as many as due and allowed."""
    # (meetings so far, slot of the last one) -> gaps
    state: dict[tuple[int, int], int] = {(0, _NONE): 0}
    for t, position in enumerate(positions):
        most = allowed.get(t, count)
        following: dict[tuple[int, int], int] = {}
        for (held, last), gaps in state.items():
            if held > most:
                continue
            options = []
            is_rested = last < 0 or position - positions[last] > rest
            if t not in forced:
                since = _LONG_AGO if last >= 0 and is_rested else last
                options.append(((held, since), gaps))
            if t in usable and held < count and is_rested:
                waits = last == _LONG_AGO or 0 <= last < t - 1
                options.append(((held + 1, t), gaps + waits))
            for key, value in options:
                if following.get(key, _NEVER) > value:
                    following[key] = value
        if t in due:
            following = {k: v for k, v in following.items() if k[0] >= due[t]}
        state = following
    return min((v for (held, _), v in state.items() if held == count), default=None)


def best_windows(
    model: Model, of: Sequence[Sequence[int]], own: list[int]
) -> list[list[int]]:
    """
    Give the best windows of people with the meetings `of`, as bits.

    A window is a row of neighbouring usable slots, as many as meetings.

    All meetings could be held in each of them, everybody else ignored, and
    with no more gaps than `own` has for each. If there is none, those with
    more gaps are given.
    """
    return [
        _windows_of(model, meetings, least)
        for meetings, least in zip(of, own, strict=True)
    ]


def _windows_of(model: Model, meetings: Sequence[int], least: int) -> list[int]:
    domains = [sum(1 << t for t in model.domain[m]) for m in meetings]
    usable = sorted({t for m in meetings for t in model.domain[m]})
    count = len(domains)
    if not count:
        return []
    windows = [
        sum(1 << t for t in usable[first : first + count])
        for first in range(len(usable) - count + 1)
    ]
    right = [window for window in windows if _holds(window, domains)]
    best = [w for w in right if (w & ~(w << 1)).bit_count() - 1 <= least]
    return best or right or windows


def _holds(window: int, domains: list[int]) -> bool:
    """Tell whether meetings can be matched to the slots of a window."""
    owner: dict[int, int] = {}

    def settle(domain: int, seen: set[int]) -> bool:
        for t in range(window.bit_length()):
            if domain >> t & 1 and t not in seen:
                seen.add(t)
                if t not in owner or settle(owner[t], seen):
                    owner[t] = domain
                    return True
        return False

    # Those that could be anywhere take what is left.
    narrow = [domain & window for domain in domains if window & ~domain]
    return all(settle(domain, set()) for domain in sorted(narrow, key=int.bit_count))


def changes_bound(model: Model, schedule: Schedule, gaps: int) -> int:
    """
    Bound the table changes of every schedule with these meetings and gaps.

    A meeting is followed by one more of each of its participants. Both can stay
    at its table only if one of them waits, so that at most as many meetings as
    there are gaps keep both, and every other keeps at most one.
    """
    instance = model.instance
    if any(r > 1 for r in instance.representatives):
        return 0
    placed = [m for m, t in enumerate(schedule.slot) if t >= 0]
    met = {p for m in placed for p in (instance.meetings[m].a, instance.meetings[m].b)}
    pairs = {
        frozenset((instance.meetings[m].a, instance.meetings[m].b)) for m in placed
    }
    if len(pairs) < len(placed):
        return 0
    return max(0, len(placed) - len(met) - gaps)
