from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from convene.timetable.race import Move, Race, Tell


def everything(race: Race, seconds: float = 10.0) -> list[list[object]]:
    told: list[list[object]] = []
    deadline = time.monotonic() + seconds
    while race.runners and time.monotonic() < deadline:
        told.extend(race.news(0.1))
    return told


def test_runners_tell_what_they_find_until_they_end() -> None:
    large = list(range(100_000))

    def work(tell: Tell, move: Move) -> None:
        tell(["slots", large])
        tell(["end", True])

    with Race() as race:
        race.start(work)
        race.start(work)
        told = everything(race)

    assert told.count(["slots", large]) == told.count(["end", True]) == 2
    assert race.runners == []


def test_leaving_a_race_ends_who_is_still_running() -> None:
    def forever(tell: Tell, move: Move) -> None:
        tell(["started"])
        while True:
            time.sleep(60)

    with Race() as race:
        race.start(forever)
        number = race.runners[0].number
        while ["started"] not in race.news(1):
            pass

    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_a_runner_that_rests_does_nothing(tmp_path: Path) -> None:
    count = tmp_path / "count"

    def grow(tell: Tell, move: Move) -> None:
        count.write_text("x")
        tell(["started"])
        while True:
            with count.open("a") as file:
                file.write("x")
            time.sleep(0.01)

    with Race() as race:
        race.start(grow)
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
    def fail(tell: Tell, move: Move) -> None:
        raise ValueError("seven")

    with Race() as race:
        race.start(fail)
        with pytest.raises(RuntimeError, match="ValueError: seven"):
            everything(race)


def test_work_begins_here_and_goes_on_in_a_copy_once_it_asks_to() -> None:
    steps = ["prepared"]
    heard: list[list[object]] = []

    def work(tell: Tell, move: Move) -> None:
        tell(["here", os.getpid()])
        steps.append("begun")
        move()
        steps.append("moved")
        move()
        tell(["there", os.getpid(), steps])

    with Race() as race:
        race.begin(work, heard.append)
        number = race.runners[0].number
        told = everything(race)

    assert heard == [["here", os.getpid()]]
    assert told == [["there", number, ["prepared", "begun", "moved"]]]
    assert steps == ["prepared", "begun"]


def test_work_that_never_asks_to_move_is_done_here() -> None:
    heard: list[list[object]] = []

    def work(tell: Tell, move: Move) -> None:
        tell(["end", True])

    with Race() as race:
        race.begin(work, heard.append)
        assert race.runners == []

    assert heard == [["end", True]]


def test_what_fails_before_it_moved_is_raised_as_it_is() -> None:
    def fail(tell: Tell, move: Move) -> None:
        raise ValueError("eight")

    with Race() as race, pytest.raises(ValueError, match="eight"):
        race.begin(fail, lambda _: None)
