"""Fields, codes and wishes of one profile against all partners, as long arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from convene.matching.fields import FIELDS, closeness, digits, divisions
from convene.matching.params import Weights
from convene.matching.profile import Profile
from convene.matching.shelf import Floats

#: What a sought field counts when the partner names none at all.
UNKNOWN = 0.25
BY_FIELD = 0.5

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
    total = 0.0
    for weight, value, wanted in (
        (weights.country, partner.country, seeker.sought_countries),
        (weights.size, partner.size, seeker.sought_sizes),
        (weights.stage, partner.stage, seeker.sought_stages),
    ):
        if wanted and value is not None:
            total += weight if value in wanted else -weight
    return total


class Facts:
    """What the profiles of one side state, ready to be asked by one partner."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self.profiles = list(profiles)
        self._own = _table([p.fields for p in profiles])
        self._sought = _table([p.sought_fields for p in profiles])
        self._fieldless = np.array([not p.fields for p in profiles], dtype=bool)
        self._seek_field = np.array([bool(p.sought_fields) for p in profiles])
        self._asking = [i for i, p in enumerate(profiles) if p.sought_nace]
        self._wishing = [i for i, p in enumerate(profiles) if _wishes(p)]

    def put(self, slot: int, profile: Profile) -> None:
        """Replace what one profile states."""
        profiles = self.profiles
        profiles[slot] = profile
        self._own[slot] = _table([profile.fields])[0]
        self._sought[slot] = _table([profile.sought_fields])[0]
        self._fieldless[slot] = not profile.fields
        self._seek_field[slot] = bool(profile.sought_fields)
        self._asking = [i for i, p in enumerate(profiles) if p.sought_nace]
        self._wishing = [i for i, p in enumerate(profiles) if _wishes(p)]

    def answer(self, seeker: Profile, weights: Weights) -> Floats:
        """Weigh each profile by the fields and codes that the seeker seeks."""
        total = np.zeros(len(self.profiles), np.float32)
        if seeker.sought_fields:
            columns = [_COLUMN[slug] for slug in seeker.sought_fields]
            fit = (self._own * _CLOSE[columns].max(axis=0)).max(axis=1)
            total += weights.field * np.where(self._fieldless, UNKNOWN, fit)
        if seeker.sought_nace:
            for slot, profile in enumerate(self.profiles):
                total[slot] += weights.nace * nace_fit(
                    seeker.sought_nace, profile.nace, profile.fields
                )
        return total

    def ask(self, partner: Profile, weights: Weights) -> Floats:
        """Weigh each profile by what it seeks itself and this partner has."""
        if partner.fields:
            columns = [_COLUMN[slug] for slug in partner.fields]
            fit = (self._sought * _CLOSE[columns].max(axis=0)).max(axis=1)
        else:
            fit = UNKNOWN * self._seek_field
        total: Floats = (weights.field * fit).astype(np.float32)
        for slot in self._asking:
            sought = self.profiles[slot].sought_nace
            total[slot] += weights.nace * nace_fit(sought, partner.nace, partner.fields)
        return total

    def granted(self, seeker: Profile, weights: Weights) -> Floats:
        """Weigh each profile by what the seeker wishes of country, size and stage."""
        total = np.zeros(len(self.profiles), np.float32)
        if _wishes(seeker):
            for slot, profile in enumerate(self.profiles):
                total[slot] = wish_fit(seeker, profile, weights)
        return total

    def wished(self, partner: Profile, weights: Weights) -> Floats:
        """Weigh how far this partner is what each profile wishes."""
        total = np.zeros(len(self.profiles), np.float32)
        for slot in self._wishing:
            total[slot] = wish_fit(self.profiles[slot], partner, weights)
        return total


def _wishes(profile: Profile) -> bool:
    return bool(
        profile.sought_countries or profile.sought_sizes or profile.sought_stages
    )


def _table(lists: Sequence[Sequence[str]]) -> Floats:
    table = np.zeros((len(lists), len(FIELDS)), np.float32)
    for row, slugs in zip(table, lists, strict=True):
        for slug in slugs:
            row[_COLUMN[slug]] = 1.0
    return table
