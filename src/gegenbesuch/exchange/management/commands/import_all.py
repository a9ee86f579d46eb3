"""Fill an empty installation with a full export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from gegenbesuch.core.errors import ActionError
from gegenbesuch.exchange import full_export

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """The other way round of `export_all`."""

    help = "Fill an empty installation from a file that export_all has written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill and say how much there was."""
        try:
            counts = full_export.import_all(options["file"])
        except ActionError as error:
            raise CommandError(str(error.message)) from error
        self.stdout.write(
            f"{counts['rows']} rows and {counts['files']} files imported."
        )
