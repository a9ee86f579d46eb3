"""What is known between two profiles: languages, interest, meetings, exclusions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from convene.matching.event import Event
from convene.matching.fields import FIELDS
from convene.matching.params import Weights
from convene.matching.profile import Profile
from convene.matching.shelf import Floats
from convene.timetable.parts import pair_key

_FIELDS = frozenset(FIELDS)


class Between:
    """
    The event's knowledge of pairs, by id.

    Attributes:
        met: Partners that somebody met before.

    """

    def __init__(self, event: Event) -> None:
        self.met = _both(event.met)
        self._excluded = _both(event.excluded)
        self._speakers: dict[int, tuple[list[Profile], NDArray[np.int64]]] = {}
        self._repeat = event.repeat
        self._interpreters = frozenset(event.interpreters)
        self._interests: dict[str, dict[str, int]] = defaultdict(dict)
        self._interested: dict[str, set[str]] = defaultdict(set)
        for interest in event.interests:
            known = self._interests[interest.by]
            known[interest.of] = max(interest.strength, known.get(interest.of, 0))
            self._interested[interest.of].add(interest.by)

    def forbids(self, one: str, other: str) -> bool:
        """Tell whether the organiser does not want this pair."""
        return other in self._excluded.get(one, ()) or (
            self._repeat == "first" and other in self.met.get(one, ())
        )

    def again(self, one: str, other: str) -> bool:
        """Tell whether this pair met before and is wanted for that."""
        return self._repeat == "again" and other in self.met.get(one, ())

    def shared(self, one: Profile, other: Profile) -> tuple[str, ...]:
        """Give the languages that both speak."""
        return tuple(code for code in one.languages if code in other.languages)

    def interpreted(self, one: Profile, other: Profile) -> str:
        """Give the language pair with which an interpreter helps, or nothing."""
        for mine in one.languages:
            for theirs in other.languages:
                pair = pair_key(f"{mine}-{theirs}")
                if pair in self._interpreters:
                    return f"{mine}-{theirs}"
        return ""

    def interest(self, by: Profile, of: Profile) -> tuple[float, str]:
        """Give how strong an earlier interest was, and in whom or which field."""
        known = self._interests.get(by.id)
        if not known:
            return 0.0, ""
        if of.id in known:
            return float(known[of.id]), of.id
        fields = [(known[slug], slug) for slug in of.fields if slug in known]
        strength, slug = max(fields, default=(0, ""))
        return strength / 2, slug

    def pair(self, one: Profile, other: Profile, weights: Weights) -> float:
        """Weigh languages, interest and earlier meetings of one pair."""
        total = self.speaking(one, other, weights)
        for by, of in ((one, other), (other, one)):
            total += weights.interest * self.interest(by, of)[0]
        return total + weights.again * self.again(one.id, other.id)

    def speaking(self, one: Profile, other: Profile, weights: Weights) -> float:
        """Weigh whether two can talk; 0 if a side names no language."""
        if not one.languages or not other.languages:
            return 0.0
        if self.shared(one, other):
            return weights.language
        return (
            weights.interpreter if self.interpreted(one, other) else -weights.speechless
        )

    def row(
        self, one: Profile, others: list[Profile], slots: Mapping[str, int], w: Weights
    ) -> Floats:
        """Weigh one profile with all partners; forbidden pairs get minus infinity."""
        total = self._spoken(one, others, w)
        for slot in self._touched(one, others, slots):
            other = others[slot]
            total[slot] = self.pair(one, other, w)
            if self.forbids(one.id, other.id):
                total[slot] = -np.inf
        return total

    def _spoken(self, one: Profile, others: Sequence[Profile], w: Weights) -> Floats:
        if not one.languages:
            return np.zeros(len(others), np.float32)
        groups, members = self._groups(others)
        worth = [self.speaking(one, other, w) for other in groups]
        return np.array(worth, np.float32)[members]

    def _groups(
        self, others: Sequence[Profile]
    ) -> tuple[list[Profile], NDArray[np.int64]]:
        """Give one profile for each set of languages, and which set each speaks."""
        known = self._speakers.get(others[0].side if others else 0)
        if known is None:
            sets: dict[tuple[str, ...], int] = {}
            groups, members = [], []
            for other in others:
                if other.languages not in sets:
                    sets[other.languages] = len(sets)
                    groups.append(other)
                members.append(sets[other.languages])
            known = groups, np.array(members, np.int64)
            self._speakers[others[0].side if others else 0] = known
        return known

    def forget(self, side: int) -> None:
        """Look again at who speaks what on one side; a profile has changed."""
        self._speakers.pop(side, None)

    def _touched(
        self, one: Profile, others: list[Profile], slots: Mapping[str, int]
    ) -> set[int]:
        """Give the partners with whom there is more than a language."""
        named = {*self.met.get(one.id, ()), *self._excluded.get(one.id, ())}
        for wanted in (one.id, *one.fields):
            named |= self._interested.get(wanted, set())
        known = self._interests.get(one.id, {})
        touched = {slots[key] for key in (*named, *known) if key in slots}
        fields = frozenset(known) & _FIELDS
        if fields:
            touched.update(
                slot
                for slot, other in enumerate(others)
                if not fields.isdisjoint(other.fields)
            )
        return touched


def _both(pairs: tuple[tuple[str, str], ...]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
        found[other].add(one)
    return {key: frozenset(values) for key, values in found.items()}
