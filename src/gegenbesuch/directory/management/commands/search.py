"""`manage.py search "WORDS"`: what the search page finds, for scripts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from gegenbesuch.accounts.models import Language, Office
from gegenbesuch.core.search import finding, kinds

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Search over everything and print the best hits."""

    help = "Search over all records, best hits first."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the words, how many hits, and what to narrow the search to."""
        parser.add_argument("words", nargs="+")
        parser.add_argument("--limit", type=int, default=10, help="most hits printed")
        parser.add_argument("--json", action="store_true", help="print a JSON list")
        parser.add_argument("--office", help="code of the office; else all offices")
        parser.add_argument(
            "--kind", action="append", default=[], help="only this kind"
        )
        parser.add_argument("--language", choices=Language.values, default="de")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print kind, code, label and score of each hit."""
        limit = options["limit"]
        if limit < 1:
            msg = "--limit must be at least 1."
            raise CommandError(msg)
        found = finding.find(
            " ".join(options["words"]),
            offices=self._offices(options["office"]),
            kinds=self._kinds(options["kind"]),
            enough=max(limit, finding.ENOUGH),
        )
        with translation.override(options["language"]):
            rows = [
                {
                    "kind": kind.name,
                    "code": line.code,
                    "label": line.title,
                    "score": hit.score,
                }
                for kind, hit, line in kinds.lines_of(found.hits[:limit])
            ]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        for row in rows:
            self.stdout.write(
                f"{row['score']:>3} {row['kind']:15} {row['label']} ({row['code']})"
            )

    def _offices(self, code: str | None) -> list[int] | None:
        if not code:
            return None
        office = Office.objects.filter(code=code).first()
        if office is None:
            msg = f"There is no office with the code “{code}”."
            raise CommandError(msg)
        return [office.pk]

    def _kinds(self, names: list[str]) -> list[str]:
        unknown = sorted(set(names) - set(kinds.KINDS))
        if unknown:
            known = ", ".join(kinds.KINDS)
            msg = f"There is no kind “{unknown[0]}”; there are {known}."
            raise CommandError(msg)
        return names
