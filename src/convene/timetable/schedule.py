"""A schedule: slot, table and interpreter of every meeting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convene.timetable.parts import InstanceError

if TYPE_CHECKING:
    from convene.timetable.problem import Instance


@dataclass(frozen=True, slots=True)
class Schedule:
    """
    Slot, table and interpreter of each meeting; -1 is "not placed" or "none".

    Without `table` or `interpreter` none is assigned.
    """

    slot: tuple[int, ...]
    table: tuple[int, ...] = ()
    interpreter: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        count = len(self.slot)
        for name in ("slot", "table", "interpreter"):
            values = tuple(getattr(self, name)) or (-1,) * count
            for index, value in enumerate(values):
                if isinstance(value, bool) or not isinstance(value, int) or value < -1:
                    raise InstanceError(name, "a number from -1", index)
            if len(values) != count:
                raise InstanceError(name, f"one number for each of {count} meetings")
            object.__setattr__(self, name, values)

    @classmethod
    def empty(cls, instance: Instance) -> Schedule:
        """Make the schedule that places nothing."""
        return cls((-1,) * len(instance.meetings))

    @classmethod
    def from_json(cls, data: object) -> Schedule:
        """
        Read the schedule out of a solution file.

        Raises:
            InstanceError: The data holds no usable schedule.

        """
        if not isinstance(data, Mapping):
            raise InstanceError("solution", "an object with named fields")
        columns = []
        for name in ("slot", "table", "interpreter"):
            values = data.get(name)
            if values is None and name != "slot":
                values = []
            if not isinstance(values, list | tuple):
                raise InstanceError(name, "a list with one number per meeting")
            columns.append(tuple(-1 if v is None else v for v in values))
        return cls(*columns)
