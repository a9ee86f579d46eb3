"""What is asked: the profiles of two sides and what is known between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from convene.matching.fields import FIELDS
from convene.matching.profile import Profile
from convene.timetable.files import read_json
from convene.timetable.parts import InstanceError, pair_key, words_of

FORMAT = "convene.matching/1"
REPEATS = ("any", "first", "again")

_PAIR = re.compile(r"[a-z]{2,3}-[a-z]{2,3}")
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Interest:
    """
    What somebody showed interest in on an earlier mission.

    Attributes:
        by: Id of the profile that showed it.
        of: Id of a profile on the other side, or the slug of a field.
        strength: 1 (asked) to 3 (wants to meet again).

    """

    by: str
    of: str
    strength: int = 1

    def __post_init__(self) -> None:
        if not isinstance(self.by, str):
            raise InstanceError("interests.by", "the id of a profile")
        if not isinstance(self.of, str):
            raise InstanceError("interests.of", "a profile or a field")
        if isinstance(self.strength, bool) or self.strength not in (1, 2, 3):
            raise InstanceError("interests.strength", "1, 2 or 3")


@dataclass(frozen=True, slots=True)
class Event:
    """
    A whole problem: who could meet whom, and what stands between or behind them.

    Attributes:
        interests: Shown earlier, for a company or a field.
        met: Pairs that have met before.
        repeat: `any`; `first`: only who has not met; `again`: who has met first.
        excluded: Pairs that must not be recommended.
        interpreters: Language pairs that interpreters cover, such as "de-ja".

    Raises:
        InstanceError: A field cannot be used; the error names it and its index.

    """

    profiles: tuple[Profile, ...]
    interests: tuple[Interest, ...] = ()
    met: tuple[Pair, ...] = ()
    repeat: str = "any"
    excluded: tuple[Pair, ...] = ()
    interpreters: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "profiles", tuple(self.profiles))
        object.__setattr__(self, "interests", tuple(self.interests))
        sides: dict[str, int] = {}
        for index, profile in enumerate(self.profiles):
            if profile.id in sides:
                raise InstanceError("profiles.id", "each id only once", index)
            sides[profile.id] = profile.side
        for index, interest in enumerate(self.interests):
            if interest.by not in sides:
                raise InstanceError("interests.by", "the id of a profile", index)
            if interest.of not in sides and interest.of not in FIELDS:
                raise InstanceError("interests.of", "a profile or a field", index)
        for name in ("met", "excluded"):
            object.__setattr__(self, name, self._pairs(name, sides))
        if self.repeat not in REPEATS:
            raise InstanceError("repeat", f"one of {', '.join(REPEATS)}")
        pairs = words_of(self.interpreters, "interpreters", None)
        for index, pair in enumerate(pairs):
            if not _PAIR.fullmatch(pair):
                raise InstanceError("interpreters", 'pairs such as "de-ja"', index)
        object.__setattr__(self, "interpreters", tuple(pair_key(p) for p in pairs))

    def _pairs(self, name: str, sides: Mapping[str, int]) -> tuple[Pair, ...]:
        pairs = []
        values = getattr(self, name)
        if isinstance(values, str | Mapping) or not isinstance(values, Iterable):
            raise InstanceError(name, "a list of pairs of ids")
        for index, value in enumerate(values):
            pair = words_of(value, name, index)
            if len(pair) != 2 or any(one not in sides for one in pair):
                raise InstanceError(name, "two ids of profiles", index)
            pairs.append((pair[0], pair[1]))
        return tuple(pairs)

    @classmethod
    def from_json(cls, data: object) -> Event:
        """
        Read the data of a profiles file.

        Raises:
            InstanceError: A field cannot be used; the error names it and its index.

        """
        if not isinstance(data, Mapping) or "profiles" not in data:
            raise InstanceError("profiles", "a list of profiles")
        if data.get("format", FORMAT) != FORMAT:
            raise InstanceError("format", f"{FORMAT}, not {data['format']!r}")
        entries = data["profiles"]
        if not isinstance(entries, list):
            raise InstanceError("profiles", f"a list of profiles, not {entries!r}")
        interests = []
        for index, entry in enumerate(_list(data, "interests")):
            if not isinstance(entry, Mapping) or not {"by", "of"} <= entry.keys():
                raise InstanceError("interests", "objects with `by` and `of`", index)
            try:
                interests.append(
                    Interest(entry["by"], entry["of"], entry.get("strength", 1))
                )
            except InstanceError as error:
                raise InstanceError(error.field, error.expected, index) from None
        return cls(
            profiles=tuple(Profile.from_json(p, i) for i, p in enumerate(entries)),
            interests=tuple(interests),
            met=tuple(_list(data, "met")),
            repeat=data.get("repeat") or "any",
            excluded=tuple(_list(data, "excluded")),
            interpreters=tuple(_list(data, "interpreters")),
        )

    def to_json(self) -> dict[str, Any]:
        """Write the data of a profiles file."""
        return {
            "format": FORMAT,
            "profiles": [profile.to_json() for profile in self.profiles],
            "interests": [
                {"by": i.by, "of": i.of, "strength": i.strength} for i in self.interests
            ],
            "met": [list(pair) for pair in self.met],
            "repeat": self.repeat,
            "excluded": [list(pair) for pair in self.excluded],
            "interpreters": list(self.interpreters),
        }


def _list(data: Mapping[str, Any], name: str) -> list[Any]:
    value = data.get(name) or []
    if not isinstance(value, list):
        raise InstanceError(name, f"a list, not {value!r}")
    return value


def read_event(path: str | Path) -> Event:
    """
    Read a profiles file.

    Raises:
        InstanceError: The file holds no usable profiles.

    """
    return Event.from_json(read_json(path))
