from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from convene.timetable.race import Race, Tell


def everything(race: Race, seconds: float = 10.0) -> list[list[object]]:
    told: list[list[object]] = []
    deadline = time.monotonic() + seconds
    while race.runners and time.monotonic() < deadline:
        told.extend(race.news(0.1))
    return told


def test_runners_tell_what_they_find_until_they_end() -> None:
    large = list(range(100_000))

    def work(tell: Tell) -> None:
        tell(["slots", large])
        tell(["end", True])

    with Race(work, work) as race:
        told = everything(race)

    assert told.count(["slots", large]) == told.count(["end", True]) == 2
    assert race.runners == []


def test_leaving_a_race_ends_who_is_still_running() -> None:
    def forever(tell: Tell) -> None:
        tell(["started"])
        while True:
            time.sleep(60)

    with Race(forever) as race:
        number = race.runners[0].number
        while ["started"] not in race.news(1):
            pass

    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_a_runner_that_rests_does_nothing(tmp_path: Path) -> None:
    count = tmp_path / "count"

    def grow(tell: Tell) -> None:
        count.write_text("x")
        tell(["started"])
        while True:
            with count.open("a") as file:
                file.write("x")
            time.sleep(0.01)

    with Race(grow) as race:
        while ["started"] not in race.news(1):
            pass
        race.runners[0].pause()
        time.sleep(0.05)
        before = count.stat().st_size
        time.sleep(0.2)
        assert count.stat().st_size == before
        race.runners[0].resume()
        while count.stat().st_size == before:
            time.sleep(0.01)


def test_what_fails_in_a_runner_is_raised_here() -> None:
    def fail(tell: Tell) -> None:
        raise ValueError("seven")

    with Race(fail) as race, pytest.raises(RuntimeError, match="ValueError: seven"):
        everything(race)
