"""What all tests share: the cast, the marks, and a word on what was left out."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _pytest.terminal import TerminalReporter
    from pytest_django.fixtures import SettingsWrapper

pytest_plugins = ["tests.cast", "tests.installation"]

ROOT = Path(__file__).resolve().parent.parent
#: How many migrated databases are kept for the next runs.
KEPT = 3

#: How fast examples are drawn says something of the machine and nothing of the code.
hypothesis_settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("any machine")


def pytest_configure() -> None:
    """Build the translations that changed, whoever starts the tests."""
    try:
        from gegenbesuch.core.management.commands.compile_translations import (  # noqa: PLC0415 -- only with Django set up
            compile_translations,
        )
    except ImportError:
        return
    compile_translations()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """
    Mark what needs a browser, and keep it on two workers: each has a site of its own.

    The axe test looks at what the journeys before it have left, so it ends the first half.
    """
    for item in items:
        if {"browser", "page"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
            half = int(item.path.name > "test_every_page.py")
            item.add_marker(pytest.mark.xdist_group(f"browser-{half}"))


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Say before the closing line what could not run, as `make test` found out."""
    notes = [n for n in os.environ.get("GEGENBESUCH_TEST_NOTES", "").split("\n") if n]
    if notes:
        terminalreporter.section("not run here")
        for note in notes:
            terminalreporter.line(note)


@pytest.fixture(autouse=True)
def _own_files(settings: SettingsWrapper, tmp_path: Path) -> None:
    """Keep what a test uploads out of the checkout."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _no_flood() -> None:
    """Forget whom another test has refused."""
    if pace := sys.modules.get("gegenbesuch.newsroom.pace"):
        pace.forget()


@pytest.fixture(scope="session")
def _migrated(
    request: pytest.FixtureRequest, django_db_modify_db_settings: None
) -> Iterator[tuple[sqlite3.Connection, Path] | None]:
    """
    Fill the test database from one that the same migrations have made before.

    Applying all migrations takes longer than the tests of an app. Django finds them
    applied. A changed migration, and so a fresh checkout, applies all of them again.
    """
    name = connection.creation._get_test_db_name()  # Nothing public tells it.
    if connection.vendor != "sqlite" or "mode=memory" not in str(name):
        yield None
        return
    assert request.config.cache is not None
    folder = request.config.cache.mkdir("migrated")
    kept = folder / f"{_migrations_hash()}.sqlite3"
    with closing(sqlite3.connect(name, uri=True, check_same_thread=False)) as memory:
        if kept.exists():
            with closing(sqlite3.connect(kept)) as file:
                file.backup(memory)
        yield memory, kept


@pytest.fixture(scope="session")
def django_db_setup(
    _migrated: tuple[sqlite3.Connection, Path] | None, django_db_setup: None
) -> None:
    """Keep the migrated database for the next run."""
    if _migrated is None or _migrated[1].exists():
        return
    memory, kept = _migrated
    half = kept.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(half)) as file:
        memory.backup(file)
    half.rename(kept)
    old = sorted(kept.parent.glob("*.sqlite3"), key=lambda f: f.stat().st_mtime)
    for outdated in old[:-KEPT]:
        outdated.unlink(missing_ok=True)


@pytest.fixture(scope="session")
def migrated_file(
    _migrated: tuple[sqlite3.Connection, Path] | None, django_db_setup: None
) -> Path | None:
    """Return an empty SQLite database with all migrations applied, if there is one."""
    return _migrated and _migrated[1]


def _migrations_hash() -> str:
    files = sorted(ROOT.glob("src/gegenbesuch/*/migrations/*.py"))
    state = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for file in files:
        state.update(file.relative_to(ROOT).as_posix().encode() + file.read_bytes())
    return state.hexdigest()[:20]
