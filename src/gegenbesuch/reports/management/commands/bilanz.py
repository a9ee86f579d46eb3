"""`manage.py bilanz MISSION --language de --format json --out FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from gegenbesuch.reports import services
from gegenbesuch.reports.files import MEDIA_TYPES
from gegenbesuch.reports.scopes import scope_with_missions


class Command(BaseCommand):
    """Write the Bilanz of a mission into a file."""

    help = "Write the Bilanz of a mission, computed from its records, into a file."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask which mission, which language, what kind of file and where to."""
        parser.add_argument("mission", help="the code of a mission")
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default=settings.LANGUAGE_CODE,
        )
        parser.add_argument("--format", choices=sorted(MEDIA_TYPES), default="json")
        parser.add_argument("--out", required=True, type=Path, help="a file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the name of the file."""
        found = scope_with_missions(options["mission"])
        if found is None:
            message = f"There is no mission with the code {options['mission']}."
            raise CommandError(message)
        scope, missions = found
        file = services.export_bilanz(
            scope,
            missions,
            missions[0].office,
            ending=options["format"],
            language=options["language"],
            actor=None,
            at=now(),
        )
        path: Path = options["out"]
        try:
            path.write_bytes(file)
        except OSError as error:
            message = f"The file {path} cannot be written: {error}."
            raise CommandError(message) from error
        self.stdout.write(str(path))
