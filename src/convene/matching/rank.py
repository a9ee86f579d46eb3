"""Partners in order, with reasons; and again only where a profile has changed."""

from __future__ import annotations

from collections.abc import Mapping

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
    return [int(slot) for slot in slots[order]]


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
    to whom it is now; the others keep their lists.
    """
    index.put(profile)
    side, _ = index.place(profile.id)
    scores = index.scores(profile.id)
    result = dict(rankings)
    result[profile.id] = _ranked(index, profile.id, scores, top)
    for partner, value in zip(index.sides[1 - side], scores, strict=True):
        before = rankings.get(partner.id, ())
        named = any(s.id == profile.id for s in before)
        if named or len(before) < top or value >= before[-1].score:
            result[partner.id] = rank(index, partner.id, top)
    return result
