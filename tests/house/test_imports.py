"""Who may import whom."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.house.repository import PACKAGE, ROOT, SOURCE, python_files, short

LOCAL_IMPORT = re.compile(r"noqa: PLC0415(?P<reason>.*)")
REASONS = ("-- slow import", "-- optional dependency", "-- app ready")
LEAN = """
import importlib, pkgutil, sys
import convene
for module in pkgutil.walk_packages(convene.__path__, "convene."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
strange = [name for name in ("django", "gegenbesuch") if name in sys.modules]
sys.exit(", ".join(strange) or 0)
"""


def test_convene_runs_without_django() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LEAN],
        check=False,
        capture_output=True,
        text=True,
        cwd=SOURCE,
    )

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_the_import_contracts_are_kept() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as c; c()",
        ],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )

    assert done.returncode == 0, done.stdout


def test_imports_inside_functions_carry_a_reason() -> None:
    strange = [
        f"{short(path)}: {match[0]}"
        for path in python_files(SOURCE)
        for match in LOCAL_IMPORT.finditer(path.read_text(encoding="utf-8"))
        if not match["reason"].strip().startswith(REASONS)
    ]

    assert strange == []


def test_views_and_forms_belong_to_their_app() -> None:
    rule = re.compile(
        r"from gegenbesuch\.(?P<app>\w+)(?:\.(?:views|forms)\b| import .*\b(?:views|forms)\b)"
        r"|import gegenbesuch\.(?P<whole>\w+)\.(?:views|forms)\b"
    )
    found = [
        f"{short(path)}: {match[0]}"
        for path in python_files(PACKAGE)
        for match in rule.finditer(path.read_text(encoding="utf-8"))
        if path.relative_to(PACKAGE).parts[0] not in {match["app"], match["whole"]}
    ]

    assert found == []


def test_the_product_never_imports_its_tests() -> None:
    rule = re.compile(r"^\s*(from|import) tests\b", re.MULTILINE)
    found = [
        short(path)
        for path in python_files(SOURCE)
        if rule.search(path.read_text(encoding="utf-8"))
    ]

    assert found == []
