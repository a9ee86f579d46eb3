"""The lock files fit pyproject.toml and each other, and name no address."""

from __future__ import annotations

import re
import tomllib

from tests.house.repository import ROOT

PIN = re.compile(
    r"^(?P<name>[a-z0-9-]+)==(?P<version>[^ ;]+)(?: ; (?P<marker>[^\\]+))?",
    re.MULTILINE,
)
NAME = re.compile(r"^[A-Za-z0-9-]+")


def _pins(name: str) -> set[tuple[str, str, str]]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return {
        (m["name"], m["version"], (m["marker"] or "").strip())
        for m in PIN.finditer(text)
    }


def _wanted(requirements: list[str]) -> set[str]:
    names = (NAME.match(r) for r in requirements)
    return {match[0].lower() for match in names if match}


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]
    dev = project["optional-dependencies"]["dev"]

    runtime_names = {name for name, _version, _marker in _pins("requirements.txt")}
    dev_names = {name for name, _version, _marker in _pins("requirements-dev.txt")}

    assert _wanted(project["dependencies"]) - runtime_names == set()
    assert _wanted([*project["dependencies"], *dev]) - dev_names == set()


def test_the_dev_lock_holds_the_runtime_lock() -> None:
    ours, theirs = _pins("requirements.txt"), _pins("requirements-dev.txt")

    assert {(n, v) for n, v, _m in ours} - {(n, v) for n, v, _m in theirs} == set()


def test_the_locks_name_no_address() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        assert "://" not in (ROOT / name).read_text(encoding="utf-8")
