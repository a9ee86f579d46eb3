"""`manage.py render_documents MISSION --language de --out DIR`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from gegenbesuch.documents import services
from gegenbesuch.documents.catalogue import entries_of
from gegenbesuch.missions.selectors import mission_with_names


class Command(BaseCommand):
    """Write all documents of a mission into a folder."""

    help = "Write all documents of a mission into a folder, one file each."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask which mission, which language and where to."""
        parser.add_argument("mission", help="the code of a mission")
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default=settings.LANGUAGE_CODE,
        )
        parser.add_argument(
            "--sensitive",
            action="store_true",
            help="also what people eat and need, which is for coordinators only",
        )
        parser.add_argument("--out", required=True, type=Path, help="a folder")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the name of each file."""
        mission = mission_with_names().filter(code=options["mission"]).first()
        if mission is None:
            message = f"There is no mission with the code {options['mission']}."
            raise CommandError(message)
        folder: Path = options["out"]
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"The folder {folder} cannot be made: {error}."
            raise CommandError(message) from error
        for entry in entries_of(mission):
            if entry.is_sensitive and not options["sensitive"]:
                continue
            for ending in entry.endings:
                file = services.export_document(
                    mission,
                    entry,
                    ending=ending,
                    language=options["language"],
                    actor=None,
                    at=now(),
                )
                path = folder / f"{entry.key}.{ending}"
                path.write_bytes(file)
                self.stdout.write(str(path))
