"""`manage.py compile_translations`: build the .mo files, without gettext's tools."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.reloader import translation_file_changed


class Command(BaseCommand):
    """Compile every catalogue that is newer than its compiled file."""

    help = "Compile the translations that changed since the last time."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile and say what was compiled."""
        for path in compile_translations():
            if options["verbosity"] > 1:
                self.stdout.write(f"compiled {path}")


def compile_translations() -> list[Path]:
    """
    Compile what changed; returns the catalogues that were compiled.

    Raises:
        CommandError: A catalogue is broken; the message names file and line.
    """
    done = []
    for folder in settings.LOCALE_PATHS:
        for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
            target = source.with_suffix(".mo")
            if _is_newer(target, source):
                continue
            try:
                catalogue = polib.pofile(str(source))
            except (OSError, ValueError) as error:
                msg = f"The translations cannot be read: {error}."
                raise CommandError(msg) from error
            _replace(target, catalogue.to_binary())
            # This process may go on and has read what was there before.
            translation_file_changed(None, target)
            done.append(source)
    return done


def _is_newer(target: Path, source: Path) -> bool:
    try:
        return target.stat().st_mtime_ns >= source.stat().st_mtime_ns
    except FileNotFoundError:
        return False


def _replace(target: Path, content: bytes) -> None:
    """Write beside the target and rename, for whoever compiles at the same time."""
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".tmp")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).chmod(0o644)
    Path(name).replace(target)
