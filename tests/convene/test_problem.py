from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import pytest
from hypothesis import given

from convene.timetable import (
    Instance,
    InstanceError,
    Interpreter,
    Meeting,
    Schedule,
    Table,
    read_instance,
)
from tests.convene.strategies import planted

GOOD = {
    "slots": 3,
    "participants": 2,
    "capacity": [1, 1, 1],
    "meetings": [{"a": 0, "b": 1}],
}


@given(planted())
def test_json_round_trip_keeps_the_instance(made: tuple[Instance, Schedule]) -> None:
    instance, _ = made

    again = Instance.from_json(json.loads(json.dumps(instance.to_json())))

    assert again == instance


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"slots": 0}, "slots"),
        ({"slots": "3"}, "slots"),
        ({"slots": True}, "slots"),
        ({"participants": -1}, "participants"),
        ({"meetings": [{"a": 0, "b": 2}]}, "meetings[0].b"),
        ({"meetings": [{"a": 0}]}, "meetings[0].b"),
        ({"meetings": [{"a": 1, "b": 1}]}, "meetings[0].b"),
        ({"meetings": [{"a": 0, "b": 1, "weight": 0}]}, "meetings[0].weight"),
        ({"meetings": [{"a": 0, "b": 1, "session": 1}]}, "meetings[0].session"),
        ({"meetings": [{"a": 0, "b": 1, "fixed": 3}]}, "meetings[0].fixed"),
        ({"meetings": [{"a": 0, "b": 1, "needs": "de-ja"}]}, "meetings[0].needs"),
        ({"meetings": [{"a": 0, "b": 1, "needs": [3]}]}, "meetings[0].needs"),
        ({"meetings": [7]}, "meetings[0]"),
        ({"meetings": 7}, "meetings"),
        ({"capacity": [1, 1]}, "capacity"),
        ({"capacity": [1, -1, 1]}, "capacity"),
        ({"capacity": None}, "capacity"),
        ({"forbidden": [[3], []]}, "forbidden[0]"),
        ({"forbidden": [[]]}, "forbidden"),
        ({"forbidden": [1, 2]}, "forbidden[0]"),
        ({"forbidden": 4}, "forbidden"),
        ({"side": [0, 2]}, "side[1]"),
        ({"sessions": [[0, 5]]}, "sessions[0]"),
        ({"precedences": [[0, 0]]}, "precedences[0]"),
        ({"precedences": [[0, 1]]}, "precedences[0]"),
        ({"fairness": -1}, "fairness"),
        ({"must_place_all": 1}, "must_place_all"),
        ({"representatives": [0, 1]}, "representatives[0]"),
        ({"max_meetings": [1]}, "max_meetings"),
        ({"rest_after": [[2, 1]]}, "rest_after[0]"),
        ({"positions": [0]}, "positions"),
        ({"positions": [0, 0, 1]}, "positions[1]"),
        ({"site_travel": [[0, 1]]}, "site_travel[0]"),
        ({"site_travel": [[0, 9, 1], [9, 0, 1], [1, 1, 0]]}, "site_travel[0]"),
        ({"tables": [{"id": "A"}, {"id": "A"}]}, "tables[1].id"),
        ({"tables": [{"id": "A", "slots": [3]}]}, "tables[0].slots"),
        ({"tables": [{"id": "A", "site": -1}]}, "tables[0].site"),
        ({"interpreters": [{"pairs": ["German"]}]}, "interpreters[0].pairs"),
        ({"interpreters": [{"slots": [0]}]}, "interpreters[0].pairs"),
        ({"locked": [{"meeting": 1, "slot": 0}]}, "locked[0].meeting"),
        ({"locked": [{"meeting": 0, "slot": 3}]}, "locked[0].slot"),
        ({"locked": [{"meeting": 0, "slot": 0, "table": 1}]}, "locked[0].table"),
        ({"locked": [{"meeting": 0, "slot": 0}] * 2}, "locked[1].meeting"),
        ({"format": "other"}, "format"),
        ({"name": 3}, "name"),
    ],
)
def test_from_json_names_the_field_that_is_wrong(
    change: dict[str, object], where: str
) -> None:
    with pytest.raises(InstanceError, match=re.escape(where) + ": expected"):
        Instance.from_json(GOOD | change)


def test_from_json_names_the_field_that_is_missing() -> None:
    with pytest.raises(InstanceError, match="slots: expected a value"):
        Instance.from_json({"participants": 2, "meetings": []})
    with pytest.raises(InstanceError, match="instance: expected an object"):
        Instance.from_json([])


def test_defaults_are_filled_in() -> None:
    instance = Instance.from_json(GOOD | {"tables": [{"id": "A", "slots": [2, 1, 1]}]})

    assert instance.sessions == ((0, 1, 2),)
    assert instance.forbidden == ((), ())
    assert instance.representatives == (1, 1)
    assert instance.max_meetings == (None, None)
    assert instance.tables == (Table("A", (1, 2)),)
    without = dataclasses.replace(instance, capacity=())
    assert without.capacity == (0, 1, 1)


def test_needs_are_told_apart() -> None:
    meeting = Meeting(0, 1, needs=("ja-de", "screen", "de-ja", "wheel-chair"))

    assert meeting.languages == ("de-ja",)
    assert meeting.features == ("screen", "wheel-chair")
    assert Interpreter(("ja-de",)).pairs == ("de-ja",)


def test_instances_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Instance.from_json(GOOD).slots = 4  # type: ignore[misc]


def test_schedule_fills_in_missing_columns_and_refuses_nonsense() -> None:
    assert Schedule.from_json({"slot": [0, None]}) == Schedule(
        (0, -1), (-1, -1), (-1, -1)
    )
    for wrong in ({"slot": "x"}, {}, [], {"slot": [0.5]}, {"slot": [-2]}):
        with pytest.raises(InstanceError):
            Schedule.from_json(wrong)
    with pytest.raises(InstanceError, match="table"):
        Schedule((0, 1), (0,))


DZN = """
% a small event
nBusiness = 3; nMeetings = 2; nTables = 1; nTotalSlots = 4; nMorningSlots = 2;
requested = [| 1, 2, 1 | 1, 3, 3 |];
fixed = [0, 4];
forbidden = [{}, {1}, {2, 3}];
precedences = [{}, {1}];
"""


def test_read_instance_reads_published_data(tmp_path: Path) -> None:
    path = tmp_path / "event.dzn"
    path.write_text(DZN)

    instance = read_instance(path)

    assert instance.name == "event"
    assert instance.meetings == (Meeting(0, 1, session=0), Meeting(0, 2, fixed=3))
    assert instance.sessions == ((0, 1), (2, 3))
    assert instance.forbidden == ((), (0,), (1, 2))
    assert instance.precedences == ((0, 1),)
    assert (instance.fairness, instance.must_place_all) == (2, True)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("nBusiness = 3", "nBusiness = x", "nBusiness"),
        ("1, 3, 3", "1, 3", "requested"),
        ("1, 3, 3", "1, 3, 4", "requested"),
        ("[0, 4]", "[0]", "fixed"),
        ("{}, {1}, {2, 3}", "{}, {1}", "forbidden"),
    ],
)
def test_read_instance_says_what_is_wrong_in_published_data(
    tmp_path: Path, old: str, new: str, where: str
) -> None:
    path = tmp_path / "event.dzn"
    path.write_text(DZN.replace(old, new))

    with pytest.raises(InstanceError, match=where):
        read_instance(path)


def test_read_instance_says_what_is_wrong_with_the_file(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "binary.json").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(InstanceError, match="line 1"):
        read_instance(tmp_path / "broken.json")
    with pytest.raises(InstanceError, match="UTF-8"):
        read_instance(tmp_path / "binary.json")
    with pytest.raises(InstanceError, match="a file to read"):
        read_instance(tmp_path / "missing.json")
    with pytest.raises(InstanceError, match="a text file"):
        read_instance(tmp_path / "missing.dzn")
