"""A file that grows past 500 lines usually holds two things."""

from __future__ import annotations

import pytest

from tests.house.repository import ROOT, python_files, short

MOST_LINES = 500

#: Longer files, each with the reason why it still holds one thing.
LONGER: dict[str, str] = {
    "src/convene/timetable/kernels.py": (
        "the compiled loops of one search, which are inlined into each other"
    ),
}


@pytest.mark.parametrize("folder", ["src", "tests", "bench", "deploy"])
def test_files_hold_one_thing(folder: str) -> None:
    long = {
        short(path): lines
        for path in python_files(ROOT / folder)
        if (lines := path.read_text(encoding="utf-8").count("\n")) > MOST_LINES
    }

    assert {path: n for path, n in long.items() if path not in LONGER} == {}


def test_forbidden_file_names_stay_away() -> None:
    vague = {"utils.py", "helpers.py", "common.py", "mixins.py"}

    assert [short(p) for p in python_files(ROOT / "src") if p.name in vague] == []
