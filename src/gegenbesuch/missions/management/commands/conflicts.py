"""`manage.py conflicts`: all clashes of all missions, with the reason."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from gegenbesuch.accounts.models import Office
from gegenbesuch.missions import findings


class Command(BaseCommand):
    """Print what cannot be as it is planned."""

    help = "List all clashes of people, rooms, ways and holidays, with the reason."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the form, the language and the office."""
        parser.add_argument(
            "--json", action="store_true", help="as JSON, for other programs"
        )
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default=settings.LANGUAGE_CODE,
        )
        parser.add_argument("--office", help="the code of one office, instead of all")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one object or one line for each finding."""
        offices = Office.objects.order_by("pk")
        if code := options["office"]:
            offices = offices.filter(code=code)
            if not offices:
                message = f"There is no office with the code {code}."
                raise CommandError(message)
        with translation.override(options["language"]):
            rows = [row.to_json() for row in findings.find_in(offices)]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        for row in rows:
            where = row["item_title"] or row["mission_title"]
            self.stdout.write(f"{row['from']}  {where}: {row['reason']}")
