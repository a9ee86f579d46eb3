"""What all tests share: the cast, the marks, and a word on what was left out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from _pytest.terminal import TerminalReporter
    from pytest_django.fixtures import SettingsWrapper

pytest_plugins = ["tests.cast"]


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
    """Mark what needs a browser, and keep it on one worker: it shares one site."""
    for item in items:
        if {"browser", "page"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
            item.add_marker(pytest.mark.xdist_group("browser"))


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
