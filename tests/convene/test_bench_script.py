from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from convene.bench.run import BASELINES, OURS, Outcome, to_json
from convene.timetable import read_instance

ROOT = Path(__file__).parents[2]


@pytest.fixture
def script() -> ModuleType:
    path = ROOT / "bench" / "timetable.py"
    spec = importlib.util.spec_from_file_location("bench_timetable", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_document_has_a_place_for_every_set(script: ModuleType) -> None:
    text = script.DOCUMENT.read_text(encoding="utf-8")

    for name in script.SETS:
        assert text.count(f"<!-- {name}: begin -->") == 1
        assert text.count(f"<!-- {name}: end -->") == 1


def test_results_take_the_place_of_the_table(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results, document = tmp_path / "results.jsonl", tmp_path / "benchmarks.md"
    head = (
        '{"set": "small", "date": "2026-11-20", "commit": "abc", "seconds": 9, '
        f'"seed": 0, "threads": 1, "methods": ["{OURS}", "{BASELINES[0]}", '
        f'"{BASELINES[2]}"], "python": "3.11", "cores": 2, "load": 0.5}}'
    )
    rows = [
        Outcome("i", OURS, "optimal", 1.0, 1.0, 9, 3, 3, 0, 3, 0),
        Outcome("i", BASELINES[0], "unknown", 9.0, 9.0, 9, gaps_bound=1),
        Outcome("i", BASELINES[2], "missing", note="no such program"),
    ]
    results.write_text("\n".join([head, *map(to_json, rows)]), encoding="utf-8")
    document.write_text(
        "before\n<!-- small: begin -->\nold\n<!-- small: end -->\nafter\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(script, "DOCUMENT", document)

    script.write_tables(results)

    text = document.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("\nafter\n")
    assert "old" not in text
    assert "| i | 1.00 s (1.00): **0** | 9.00 s (9.00): nothing, bound 1 |" in text
    assert "Not run: chuffed (no such program)." in text
    assert "settled 1 and 0, better on 1, worse on 0" in text


def test_published_instances_come_in_the_order_of_the_globs(
    script: ModuleType, tmp_path: Path
) -> None:
    for name, meetings in (("a-big", 4), ("a-small", 2), ("b", 1)):
        listed = ",".join('{"a": 0, "b": 1}' for _ in range(meetings))
        (tmp_path / f"{name}.json").write_text(
            f'{{"slots": 2, "participants": 2, "capacity": [1, 1], '
            f'"meetings": [{listed}]}}',
            encoding="utf-8",
        )

    found = script._published(str(tmp_path), ["a*", "*"])

    assert [path.stem for path in found] == ["a-small", "a-big", "b"]
    assert script._published("", ["*"]) == []
    assert len(read_instance(found[1]).meetings) == 4
