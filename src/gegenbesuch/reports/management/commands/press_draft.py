"""`manage.py press_draft MISSION --before|--after --language ja --out FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gegenbesuch.missions.selectors import mission_with_names
from gegenbesuch.reports import services
from gegenbesuch.reports.press import draft_of


class Command(BaseCommand):
    """Write a draft for the press into a file."""

    help = (
        "Write a draft for the press from the records of a mission into a file: plain "
        "text with the codes of the records behind each sentence, or, as the name of "
        "the file ends, .json for data, .docx to edit."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask which mission, before or after it, which language and where to."""
        parser.add_argument("mission", help="the code of a mission")
        moment = parser.add_mutually_exclusive_group(required=True)
        moment.add_argument(
            "--before", dest="moment", action="store_const", const="before"
        )
        moment.add_argument(
            "--after", dest="moment", action="store_const", const="after"
        )
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default=settings.LANGUAGE_CODE,
        )
        parser.add_argument("--out", required=True, type=Path, help="a file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the name of the file."""
        mission = mission_with_names().filter(code=options["mission"]).first()
        if mission is None:
            message = f"There is no mission with the code {options['mission']}."
            raise CommandError(message)
        moment, language = options["moment"], options["language"]
        paragraphs = draft_of(mission, moment, language)
        if not paragraphs:
            message = f"Of {mission.code} there is nothing to tell {moment} it."
            raise CommandError(message)
        path: Path = options["out"]
        file = services.export_press(
            mission,
            paragraphs,
            moment=moment,
            language=language,
            ending=path.suffix.lower().lstrip("."),
            actor=None,
        )
        try:
            path.write_bytes(file)
        except OSError as error:
            message = f"The file {path} cannot be written: {error}."
            raise CommandError(message) from error
        self.stdout.write(str(path))
