from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from convene.cli import main


def numbers(participants: int, meetings: int, slots: int, tables: int) -> list[str]:
    return [
        f"--participants={participants}",
        f"--meetings={meetings}",
        f"--slots={slots}",
        f"--tables={tables}",
    ]


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    path = tmp_path / "instance.json"
    assert main(["generate", "o", *numbers(10, 30, 5, 3), "--output", str(path)]) == 0
    return path


def test_solve_writes_a_schedule_that_check_accepts(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "solution.json"

    status = main(["solve", str(instance), "--seconds", "5", "--output", str(output)])

    assert status == 0
    assert "Idle gaps" in capsys.readouterr().out
    solution = json.loads(output.read_text())
    assert solution["status"] == "optimal"
    assert solution["placed_weight"] == solution["placed_weight_bound"]
    assert all(entry["reasons"] for entry in solution["unplaced"])
    assert main(["check", str(instance), str(output)]) == 0


def test_solve_quietly_prints_the_solution_itself(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["solve", str(instance), "--iterations", "50", "--quiet"]) == 0

    captured = capsys.readouterr()
    assert captured.err == ""
    assert json.loads(captured.out)["instance"].startswith("o-10-")


def test_check_tells_what_is_broken_and_what_is_claimed_falsely(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    count = len(json.loads(instance.read_text())["meetings"])
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps({"slot": [0] * count, "placed_weight": 1}))

    assert main(["check", str(instance), str(wrong), "--language", "de"]) == 1
    out = capsys.readouterr().out
    assert "no-double-booking: Teilnehmer" in out
    assert "placed_weight: 1 is claimed" in out


def test_explain_speaks_three_languages(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "solution.json"
    main(["solve", str(instance), "--seconds", "5", "--output", str(output)])
    capsys.readouterr()

    for language, word in (("en", "help"), ("de", "helfen"), ("ja", "増やせば")):
        arguments = [str(instance), str(output), "--language", language]
        assert main(["explain", *arguments]) == 0
        assert word in capsys.readouterr().out


def test_solve_says_that_an_instance_is_infeasible(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "instance.json"
    path.write_text(
        json.dumps(
            {
                "name": "full",
                "slots": 1,
                "participants": 3,
                "capacity": [2],
                "meetings": [{"a": 0, "b": 1}, {"a": 0, "b": 2}],
                "must_place_all": True,
            }
        )
    )

    output = tmp_path / "solution.json"
    assert main(["solve", str(path), "--output", str(output)]) == 3
    assert "2 accepted requests and 1 usable slots" in capsys.readouterr().out
    solution = json.loads(output.read_text())
    assert solution["status"] == "infeasible"
    assert solution["contradiction"][0]["rule"] == "no-double-booking"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "JSON"),
        ('{"slots": 1}', "participants: expected a value"),
        (
            json.dumps(
                {
                    "slots": 1,
                    "participants": 1,
                    "capacity": [1],
                    "meetings": [{"a": 0, "b": 5}],
                }
            ),
            "meetings[0].b: expected a number 0 to 0, not 5",
        ),
    ],
)
def test_unusable_files_give_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, message: str
) -> None:
    path = tmp_path / "instance.json"
    path.write_text(content)

    assert main(["solve", str(path)]) == 2
    captured = capsys.readouterr()
    assert message in captured.err
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ({"breaks": 99}, "breaks: 99 is claimed"),
        ({"placed_weight_bound": 0}, "placed_weight_bound: 0 is claimed"),
        ({"breaks_bound": 99}, "breaks_bound: 99 is claimed"),
    ],
)
def test_check_finds_false_claims(
    instance: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    claim: dict[str, int],
    said: str,
) -> None:
    path = tmp_path / "solution.json"
    main(["solve", str(instance), "--quiet", "--output", str(path)])
    solution = json.loads(path.read_text())
    assert main(["check", str(instance), str(path)]) == 0
    path.write_text(json.dumps(solution | claim))
    capsys.readouterr()

    assert main(["check", str(instance), str(path)]) == 1
    assert said in capsys.readouterr().out


def test_unusable_options_give_one_line(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments in (
        ["solve", str(instance), "--seconds", "-1", "--threads", "0"],
        ["solve", str(instance), "--iterations", "1", "--output", "/no/such/place"],
        ["explain", str(instance), str(instance)],
        ["generate", "x", *numbers(2, 1, 1, 1)],
        ["generate", "g", *numbers(1, 1, 1, 1)],
    ):
        capsys.readouterr()
        assert main(arguments) == 2
        assert capsys.readouterr().err.splitlines()[-1].startswith("convene: ")


def test_interrupting_writes_the_best_so_far(tmp_path: Path) -> None:
    path, output = tmp_path / "instance.json", tmp_path / "solution.json"
    main(["generate", "h", *numbers(70, 400, 18, 30), "--output", str(path)])
    process = subprocess.Popen(
        [sys.executable, "-m", "convene", "solve", str(path), "--output", str(output)],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if "prove" in line:
            break

    process.send_signal(signal.SIGINT)
    process.communicate()

    assert process.wait(timeout=20) in (130, 0)
    assert len(json.loads(output.read_text())["slot"]) > 0
