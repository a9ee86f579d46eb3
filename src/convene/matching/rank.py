"""Partners in order, with reasons; and again only where a profile has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from convene.matching.index import Index
from convene.matching.profile import Profile
from convene.matching.reasons import reasons
from convene.matching.shelf import Floats
from convene.matching.signals import MINOR, Reason, Suggestion

#: Partners that are looked at for each one that is asked for.
SPARE = 4
Rankings = dict[str, tuple[Suggestion, ...]]


def telling(found: tuple[Reason, ...]) -> bool:
    """Tell whether reasons are enough to meet."""
    return any(reason.signal not in MINOR for reason in found)


def rank(index: Index, id: str, top: int = 10) -> tuple[Suggestion, ...]:
    """
    Recommend up to `top` partners of the other side, each with a reason.

    Raises:
        InstanceError: There is no such profile.

    """
    return _ranked(index, id, index.scores(id), top)


def _ranked(index: Index, id: str, scores: Floats, top: int) -> tuple[Suggestion, ...]:
    side, _ = index.place(id)
    partners = index.sides[1 - side]
    chosen: list[Suggestion] = []
    for slot in _order(scores, top * SPARE):
        if len(chosen) == top or scores[slot] < 0:
            break
        partner = partners[slot].id
        why = reasons(index, id, partner)
        if telling(why):
            chosen.append(
                Suggestion(partner, len(chosen) + 1, float(scores[slot]), why)
            )
    return tuple(chosen)


def _order(scores: Floats, count: int) -> list[int]:
    """Give the slots of the highest scores, in order, equal ones by slot."""
    if count < len(scores):
        least = np.partition(scores, len(scores) - count)[len(scores) - count]
        slots = np.flatnonzero(scores >= least)
    else:
        slots = np.arange(len(scores))
    order = np.argsort(-scores[slots], kind="stable")
    return [int(slot) for slot in slots[order[:count]]]


def rank_all(index: Index, top: int = 10) -> Rankings:
    """Recommend partners to every profile."""
    return {
        profile.id: rank(index, profile.id, top) for profile in index.event.profiles
    }


def refresh(
    index: Index,
    rankings: Mapping[str, tuple[Suggestion, ...]],
    profile: Profile,
    top: int,
) -> Rankings:
    """
    Change one profile and recommend anew only where that makes a difference.

    Touched are the profile itself, the partners it was recommended to, and those
    to whom it is now; the others keep their lists. A list gets or loses this one
    profile; it is made anew only if somebody unknown may take a place in it. What
    stays in a list stays as it was, but for its rank.
    """
    index.put(profile)
    side, _ = index.place(profile.id)
    scores = index.scores(profile.id)
    result = dict(rankings)
    result[profile.id] = _ranked(index, profile.id, scores, top)
    for partner, value in zip(index.sides[1 - side], scores, strict=True):
        before = rankings.get(partner.id, ())
        after = _changed(index, partner.id, before, profile.id, float(value), top)
        if after is not before:
            result[partner.id] = after
    return result


def _changed(  # noqa: PLR0913 -- a list, and what becomes of one in it
    index: Index,
    id: str,
    before: tuple[Suggestion, ...],
    changed: str,
    value: float,
    top: int,
) -> tuple[Suggestion, ...]:
    """Give the list of one partner after a profile got another score for it."""
    others = [s for s in before if s.id != changed]
    was_in, is_full = len(others) < len(before), len(before) >= top
    fits = value >= 0 and not (is_full and others and value < others[-1].score)
    why = reasons(index, id, changed) if fits else ()
    if not telling(why):
        if not was_in:
            return before
        if is_full:
            return rank(index, id, top)
    else:
        others.append(Suggestion(changed, 0, value, why))
        others.sort(key=lambda s: -s.score)
    return tuple(replace(s, rank=n) for n, s in enumerate(others[:top], 1))
