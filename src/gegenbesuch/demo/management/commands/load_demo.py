"""`manage.py load_demo`: the demo data into the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gegenbesuch.core.management.commands.check_database import check_database
from gegenbesuch.demo.loader import FOLDER, DemoDataError, load


class Command(BaseCommand):
    """Load the demo; a second time changes nothing."""

    help = "Load the demo data; loading the same files again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take another folder of data."""
        parser.add_argument(
            "--data",
            type=Path,
            default=FOLDER,
            metavar="FOLDER",
            help="another folder of demo data than the one that comes with us",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, or say in one sentence what is wrong with data or database."""
        check_database(current=True)
        try:
            counts = load(options["data"])
        except DemoDataError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"] == 0:
            return
        if counts:
            numbers = ", ".join(f"{count} {noun}" for noun, count in counts.items())
            self.stdout.write(f"Loaded {numbers}.")
        else:
            self.stdout.write("The demo data is loaded already; nothing was changed.")
