"""`manage.py plan_mission --like MISSION --start DATE`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gegenbesuch.core.errors import ActionError
from gegenbesuch.missions import services
from gegenbesuch.missions.models import Mission


class Command(BaseCommand):
    """Plan a mission like an earlier one."""

    help = "Plan a mission like an earlier one, with all dates moved."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask which mission it is to be like, and when it begins."""
        parser.add_argument("--like", required=True, help="the code of a mission")
        parser.add_argument(
            "--start", required=True, help="the first day, such as 2027-06-03"
        )
        parser.add_argument("--title", help="by default the earlier one's, new year")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the code of the new mission."""
        source = Mission.objects.filter(code=options["like"]).first()
        if source is None:
            message = f"There is no mission with the code {options['like']}."
            raise CommandError(message)
        try:
            starts_on = date.fromisoformat(options["start"])
        except ValueError as error:
            message = f"{options['start']} is no day; write it like 2027-06-03."
            raise CommandError(message) from error
        title = options["title"]
        try:
            made = services.plan_like(
                source,
                starts_on=starts_on,
                actor=None,
                title={source.office.language: title} if title else None,
            )
        except ActionError as error:
            raise CommandError(str(error.message)) from error
        self.stdout.write(made.code)
