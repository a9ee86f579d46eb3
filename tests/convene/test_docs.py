from __future__ import annotations

import re
from pathlib import Path

import pytest

from convene.matching.signals import Signal
from convene.timetable import GoalId, Rule

DOCS = Path(__file__).parents[2] / "docs" / "convene"
BLOCKS = [
    (path.name, code)
    for path in sorted(DOCS.glob("*.md"))
    for code in re.findall(r"```python\n(.*?)```", path.read_text(), re.DOTALL)
]


@pytest.mark.parametrize(("name", "code"), BLOCKS)
def test_code_in_the_documents_runs(name: str, code: str) -> None:
    exec(compile(code, name, "exec"), {})


def test_every_rule_and_goal_is_documented() -> None:
    text = (DOCS / "rules.md").read_text()

    assert set(re.findall(r"^\| `([a-z-]+)`", text, re.MULTILINE)) == {*Rule, *GoalId}


def test_every_signal_is_documented() -> None:
    text = (DOCS / "matching.md").read_text()
    signals = text.partition("## The signals")[2].partition("## The method")[0]

    assert re.findall(r"^\| `([a-z-]+)`", signals, re.MULTILINE) == [*Signal]
