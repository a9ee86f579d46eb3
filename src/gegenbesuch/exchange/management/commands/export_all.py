"""Write the whole installation into one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from gegenbesuch.exchange import full_export

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Export everything, files too; readable by nobody but the caller."""

    help = "Write the content of the whole installation into a zip file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write next to the target first, so that it is whole or not there."""
        path: Path = options["file"].absolute()
        draft = path.with_name(f".{path.name}.part")
        try:
            draft.touch(mode=0o600)
            counts = full_export.export_all(draft)
            draft.replace(path)
        except OSError as error:
            raise CommandError(
                f"{path} cannot be written: {error.strerror}."
            ) from error
        self.stdout.write(
            f"{counts['rows']} rows and {counts['files']} files in {path}."
        )
