"""Fields, codes and wishes of one profile against all partners, as long arrays."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from convene.matching.fields import FIELDS, closeness, digits, divisions
from convene.matching.params import Weights
from convene.matching.profile import Profile
from convene.matching.shelf import Floats, Ints

#: What a sought field counts when the partner names none at all.
UNKNOWN = 0.25
BY_FIELD = 0.5

#: After every digit.
_LAST = ":"

Stated = TypeVar("Stated", bound=Hashable)
_Wishes = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
_Being = tuple[str | None, str | None, str | None]

_COLUMN = {slug: column for column, slug in enumerate(FIELDS)}
_CLOSE = np.array([[closeness(a, b) for b in FIELDS] for a in FIELDS], np.float32)


def field_fit(sought: Iterable[str], own: Sequence[str]) -> float:
    """Say from 0 to 1 how well the nearest own field answers a sought one."""
    if not own:
        return UNKNOWN
    return max((closeness(a, b) for a in sought for b in own), default=0.0)


def nace_fit(sought: Iterable[str], nace: Sequence[str], own: Sequence[str]) -> float:
    """Say whether a NACE code begins as one that is sought; fields count half."""
    prefixes = [digits(code) for code in sought]
    if any(digits(code).startswith(p) for code in nace for p in prefixes):
        return 1.0
    if nace:
        return 0.0
    parts = {part for slug in own for part in divisions(slug)}
    return BY_FIELD if any(p[:2] in parts for p in prefixes if p) else 0.0


def wish_fit(seeker: Profile, partner: Profile, weights: Weights) -> float:
    """Weigh country, size and stage against what the seeker wants of them."""
    being = (partner.country, partner.size, partner.stage)
    return _wish_fit(_wishes(seeker), being, weights)


def _wish_fit(wishes: _Wishes, being: _Being, weights: Weights) -> float:
    total = 0.0
    for weight, value, wanted in zip(
        (weights.country, weights.size, weights.stage), being, wishes, strict=True
    ):
        if wanted and value is not None:
            total += weight if value in wanted else -weight
    return total


class Groups(Generic[Stated]):
    """
    Profiles that state the same, so that each statement is weighed once.

    Attributes:
        all: What is stated, each once.
        of: For each profile the number of its statement.

    """

    def __init__(
        self, stated: Callable[[Profile], Stated], profiles: Sequence[Profile]
    ) -> None:
        self._stated = stated
        self._number: dict[Stated, int] = {}
        self.all: list[Stated] = []
        self.of: Ints = np.array([self._of(p) for p in profiles], np.int64)

    def _of(self, profile: Profile) -> int:
        stated = self._stated(profile)
        number = self._number.setdefault(stated, len(self.all))
        if number == len(self.all):
            self.all.append(stated)
        return number

    def put(self, slot: int, profile: Profile) -> None:
        """Replace what one profile states."""
        self.of[slot] = self._of(profile)

    def weigh(self, worth: Callable[[Stated], float]) -> Floats:
        """Weigh each statement and give its weight for each profile."""
        found: Floats = np.array([worth(stated) for stated in self.all], np.float32)
        return found[self.of]


class Fields:
    """The fields of each profile, own ones or sought ones."""

    def __init__(
        self, stated: Callable[[Profile], tuple[str, ...]], profiles: Sequence[Profile]
    ) -> None:
        self._groups = Groups(stated, profiles)
        self._table = _table(self._groups.all)

    def put(self, slot: int, profile: Profile) -> None:
        """Replace the fields of one profile."""
        self._groups.put(slot, profile)
        self._table = np.vstack(
            (self._table, _table(self._groups.all[len(self._table) :]))
        )

    def nearest(self, fields: Sequence[str], unknown: float) -> Floats:
        """
        Say from 0 to 1 how near each profile is to the nearest of some fields.

        Args:
            unknown: What profiles get that name no field.

        """
        close = _CLOSE[[_COLUMN[slug] for slug in fields]].max(axis=0)
        fit = (self._table * close).max(axis=1, initial=0)
        found: Floats = np.where(self._table.any(axis=1), fit, np.float32(unknown))
        return found[self._groups.of]

    def named(self) -> NDArray[np.bool_]:
        """Tell which profiles name any."""
        found: NDArray[np.bool_] = np.any(self._table, axis=1)
        return found[self._groups.of]


class Codes:
    """The NACE codes of each profile in order, so that prefixes are found at once."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        rows = sorted(
            (digits(code), slot)
            for slot, profile in enumerate(profiles)
            for code in profile.nace
        )
        self._codes = [code for code, _ in rows]
        self._slots: Ints = np.array([slot for _, slot in rows], np.int64)
        self._without = Groups(lambda p: () if p.nace else p.fields, profiles)

    def begin_with(self, sought: Iterable[str]) -> Floats:
        """Say from 0 to 1 how each profile's codes, or else fields, answer."""
        prefixes = [digits(code) for code in sought]
        total = self._without.weigh(lambda own: nace_fit(prefixes, (), own))
        for prefix in prefixes:
            first = bisect_left(self._codes, prefix)
            last = bisect_left(self._codes, f"{prefix}{_LAST}")
            total[self._slots[first:last]] = 1.0
        return total


class Facts:
    """What the profiles of one side state, ready to be asked by one partner."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._profiles = list(profiles)
        self._own = Fields(lambda p: p.fields, profiles)
        self._sought = Fields(lambda p: p.sought_fields, profiles)
        self._asking = Groups(lambda p: p.sought_nace, profiles)
        self._being = Groups(lambda p: (p.country, p.size, p.stage), profiles)
        self._wishing = Groups(_wishes, profiles)
        self._codes: Codes | None = None

    def put(self, slot: int, profile: Profile) -> None:
        """Replace what one profile states."""
        self._profiles[slot] = profile
        for kind in (self._own, self._sought, self._asking, self._being, self._wishing):
            kind.put(slot, profile)
        self._codes = None

    def answer(self, seeker: Profile, weights: Weights) -> Floats:
        """Weigh each profile by the fields and codes that the seeker seeks."""
        total = np.zeros(len(self._profiles), np.float32)
        if seeker.sought_fields:
            total += weights.field * self._own.nearest(seeker.sought_fields, UNKNOWN)
        if seeker.sought_nace:
            if self._codes is None:
                self._codes = Codes(self._profiles)
            total += weights.nace * self._codes.begin_with(seeker.sought_nace)
        return total

    def ask(self, partner: Profile, weights: Weights) -> Floats:
        """Weigh each profile by what it seeks itself and this partner has."""
        if partner.fields:
            fit = self._sought.nearest(partner.fields, 0)
        else:
            fit = UNKNOWN * self._sought.named()
        total: Floats = (weights.field * fit).astype(np.float32)
        if any(self._asking.all):
            total += weights.nace * self._asking.weigh(
                lambda sought: nace_fit(sought, partner.nace, partner.fields)
            )
        return total

    def granted(self, seeker: Profile, weights: Weights) -> Floats:
        """Weigh each profile by what the seeker wishes of country, size and stage."""
        wishes = _wishes(seeker)
        if not any(wishes):
            return np.zeros(len(self._profiles), np.float32)
        return self._being.weigh(lambda being: _wish_fit(wishes, being, weights))

    def wished(self, partner: Profile, weights: Weights) -> Floats:
        """Weigh how far this partner is what each profile wishes."""
        being = (partner.country, partner.size, partner.stage)
        return self._wishing.weigh(lambda wishes: _wish_fit(wishes, being, weights))


def _wishes(profile: Profile) -> _Wishes:
    return profile.sought_countries, profile.sought_sizes, profile.sought_stages


def _table(lists: Sequence[Sequence[str]]) -> Floats:
    table = np.zeros((len(lists), len(FIELDS)), np.float32)
    for row, slugs in zip(table, lists, strict=True):
        for slug in slugs:
            row[_COLUMN[slug]] = 1.0
    return table
