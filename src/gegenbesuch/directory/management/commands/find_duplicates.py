"""`manage.py find_duplicates`: records that are likely one, with the reasons."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from gegenbesuch.accounts.models import Language, Office
from gegenbesuch.directory import services
from gegenbesuch.directory.duplicates.finding import MODELS, Register
from gegenbesuch.directory.duplicates.reasons import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Compare all records of each office and print the pairs that are likely one."""

    help = "Print pairs of people and organisations that are likely one, best first."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to narrow the search to, and how to print."""
        parser.add_argument("--json", action="store_true", help="print a JSON list")
        parser.add_argument("--office", help="code of the office; else all offices")
        parser.add_argument("--kind", choices=list(MODELS), action="append")
        parser.add_argument("--language", choices=Language.values, default="de")
        parser.add_argument(
            "--store",
            action="store_true",
            help="fill the list that the office works through instead of printing",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare and print, or store."""
        offices = Office.objects.order_by("pk")
        if options["office"]:
            offices = offices.filter(code=options["office"])
            if not offices:
                msg = f"There is no office with the code “{options['office']}”."
                raise CommandError(msg)
        if options["store"]:
            for office in offices:
                counts = services.look_for_duplicates(office, actor=None)
                parts = ", ".join(f"{n} × {kind}" for kind, n in counts.items())
                self.stdout.write(f"{office}: {parts}.")
            return
        kinds = options["kind"] or list(MODELS)
        with translation.override(options["language"]):
            rows = [row for office in offices for row in _pairs(office, kinds)]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        for row in rows:
            first, second = row["records"]
            self.stdout.write(
                f"{row['score']:>3} {first['label']} ({first['code']}) = "
                f"{second['label']} ({second['code']}): {'; '.join(row['reasons'])}"
            )


def _pairs(office: Office, kinds: list[str]) -> Iterator[dict[str, Any]]:
    for kind in kinds:
        pairs = Register.of_office(kind, office).pairs()
        pks = {pk for pair in pairs for pk in (pair.first, pair.second)}
        named = MODELS[kind]._default_manager.filter(office=office).only("code", "name")
        records = {row.pk: row for row in named if row.pk in pks}
        for pair in pairs:
            yield {
                "kind": kind,
                "office": office.code,
                "records": [
                    {"code": records[pk].code, "label": str(records[pk].name)}
                    for pk in (pair.first, pair.second)
                ],
                "score": pair.score,
                "reasons": in_words(pair.reasons),
                "reason_codes": [reason.code for reason in pair.reasons],
            }
