"""`manage.py check_version REPORT`."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gegenbesuch.reports.models import Report
from gegenbesuch.reports.versions import LANGUAGES, check


class Command(BaseCommand):
    """Compute a frozen Bilanz again."""

    help = (
        "Compute a frozen Bilanz again: says that it gives the same numbers, or names "
        "the records that changed, and ends with 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask which version, and in which language to name things."""
        parser.add_argument("report", help="the code of a frozen version")
        parser.add_argument("--language", choices=LANGUAGES, default="en")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line for each number that differs, and for each record."""
        report = Report.objects.filter(code=options["report"]).first()
        if report is None:
            message = f"There is no frozen version with the code {options['report']}."
            raise CommandError(message)
        found = check(report, options["language"])
        if found.holds:
            count = len(report.papers[options["language"]]["numbers"])
            self.stdout.write(f"The same: {count} numbers, SHA-256 {report.sha256}.")
            return
        if not found.is_intact:
            self.stdout.write("The content of this version was changed after freezing.")
        if not found.is_computable:
            self.stdout.write(f"There is no {report.kind} {report.key} any more.")
        for number in found.changes:
            self.stdout.write(
                f"{number.key}: {number.before or '-'} -> {number.after or '-'}"
            )
            for record in number.records:
                self.stdout.write(
                    f"  {record.kind} {record.code} ({record.label}): "
                    f"{record.before or '-'} -> {record.after or '-'}"
                )
        sys.exit(1)
