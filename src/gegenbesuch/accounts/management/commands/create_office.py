"""Set up an office from the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from gegenbesuch.accounts import services
from gegenbesuch.accounts.models import Language, Office

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Make an office; its code is what other commands call it."""

    help = "Set up an office."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the name."""
        parser.add_argument("--name", required=True)
        parser.add_argument("--code", help="letters, digits and hyphens; else random")
        parser.add_argument(
            "--language", choices=Language.values, default=Language.GERMAN
        )
        parser.add_argument(
            "--print-code", action="store_true", help="print nothing but the code"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the office and print its code."""
        code = options["code"]
        if not options["name"].strip():
            raise CommandError("Please give the office a name.")
        if code and not code.replace("-", "").replace("_", "").isalnum():
            raise CommandError(f"{code!r} is no code: use letters, digits, hyphens.")
        if code and Office.objects.filter(code=code).exists():
            raise CommandError(f"There is an office {code!r} already.")
        office = services.create_office(
            {options["language"]: options["name"].strip()},
            actor=None,
            code=code,
            language=options["language"],
        )
        if options["print_code"]:
            self.stdout.write(office.code)
        else:
            self.stdout.write(f"Office {options['name']!r} has the code {office.code}.")
