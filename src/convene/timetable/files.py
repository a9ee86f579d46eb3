"""Instance files: the library's own JSON and the published `.dzn` data."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any

from convene.timetable.parts import InstanceError
from convene.timetable.problem import Instance

if TYPE_CHECKING:
    from pathlib import Path


def read_json(path: str | Path) -> Any:
    """
    Read a JSON file.

    Raises:
        InstanceError: The file cannot be read or is not JSON.

    """
    try:
        return json.loads(_text(path))
    except OSError as error:
        raise InstanceError(str(path), f"a file to read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise InstanceError(str(path), "a text file in UTF-8") from None
    except json.JSONDecodeError as error:
        raise InstanceError(
            str(path), f"JSON (line {error.lineno}: {error.msg})"
        ) from None
    except RecursionError:
        raise InstanceError(str(path), "JSON that is less deeply nested") from None


def _text(path: str | Path) -> str:
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 -- as below
        return file.read()


def read_instance(path: str | Path) -> Instance:
    """
    Read an instance from JSON, or from MiniZinc data if the name ends in `.dzn`.

    Raises:
        InstanceError: The file holds no usable instance.

    """
    if str(path).endswith(".dzn"):
        try:
            text = _text(path)
        except (OSError, UnicodeDecodeError):
            raise InstanceError(str(path), "a text file to read") from None
        name = os.path.basename(path)  # noqa: PTH119 -- pathlib is slow to import
        return _from_dzn(text, name.removesuffix(".dzn"))
    return Instance.from_json(read_json(path))


def _from_dzn(text: str, name: str) -> Instance:
    """Read the data format of the published business-to-business instances."""
    text = re.sub(r"%.*", "", text)
    values = {
        key: value.strip()
        for key, value in re.findall(r"(\w+)\s*=\s*([^;]*);", text, re.DOTALL)
    }

    def number(key: str) -> int:
        if not re.fullmatch(r"\d+", values.get(key, "")):
            raise InstanceError(key, "a number")
        return int(values[key])

    def numbers(key: str) -> list[int]:
        return [int(n) for n in re.findall(r"-?\d+", values.get(key, ""))]

    def sets(key: str, count: int) -> list[list[int]]:
        inside = re.findall(r"\{([^}]*)\}", values.get(key, ""))
        found = [[int(n) for n in re.findall(r"\d+", part)] for part in inside]
        if found and len(found) != count:
            raise InstanceError(key, f"{count} sets")
        return found or [[] for _ in range(count)]

    people, count = number("nBusiness"), number("nMeetings")
    slots, morning = number("nTotalSlots"), number("nMorningSlots")
    requested = numbers("requested")
    if len(requested) != 3 * count:
        raise InstanceError("requested", f"{count} rows of three numbers")
    fixed = numbers("fixed") or [0] * count
    if len(fixed) != count:
        raise InstanceError("fixed", f"{count} numbers")
    meetings = []
    for m in range(count):
        a, b, session = requested[3 * m : 3 * m + 3]
        if session not in (1, 2, 3):
            raise InstanceError("requested", "1, 2 or 3 as session", m)
        meetings.append(
            {
                "a": a - 1,
                "b": b - 1,
                "session": None if session == 3 else session - 1,
                "fixed": fixed[m] - 1 if fixed[m] else None,
            }
        )
    return Instance.from_json(
        {
            "name": name,
            "source": f"{name}.dzn",
            "slots": slots,
            "sessions": [list(range(morning)), list(range(morning, slots))],
            "capacity": [number("nTables")] * slots,
            "participants": people,
            "forbidden": [
                [t - 1 for t in row if t > 0] for row in sets("forbidden", people)
            ],
            "meetings": meetings,
            "precedences": [
                [first - 1, m]
                for m, row in enumerate(sets("precedences", count))
                for first in row
                if first > 0
            ],
            "fairness": 2,
            "must_place_all": True,
        }
    )
