from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.house.repository import ROOT

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the script as a module that works on a folder of its own."""
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "bootstrap.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "STAMP", tmp_path / "bootstrap.json")
    return module


def test_bootstrap_does_nothing_while_the_stamp_fits(bootstrap: ModuleType) -> None:
    stamp = {"runtime": bootstrap.fingerprint("runtime")}
    bootstrap.STAMP.write_text(json.dumps(stamp), encoding="utf-8")
    before = bootstrap.STAMP.stat().st_mtime_ns

    code = bootstrap.main("runtime")

    assert code == 0
    assert bootstrap.STAMP.stat().st_mtime_ns == before


def test_bootstrap_reads_a_broken_stamp_as_none(bootstrap: ModuleType) -> None:
    bootstrap.STAMP.write_text("{", encoding="utf-8")

    assert bootstrap.stamp() == {}


def test_bootstrap_refuses_an_old_python(
    bootstrap: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(bootstrap, "OLDEST", (99, 0))

    code = bootstrap.main("runtime")

    assert code == 1
    assert capsys.readouterr().err.startswith("Gegenbesuch needs Python 3.11 or newer")


def test_bootstrap_refuses_an_unknown_wish() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "bootstrap.py", "everything"],
        check=False,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    assert done.stderr == "Say runtime or dev, not 'everything'.\n"
