"""Import a file of contacts into an office, in the terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.timezone import now

from gegenbesuch.accounts.models import Office
from gegenbesuch.core.errors import ActionError
from gegenbesuch.exchange import mapping, reporting, running, services
from gegenbesuch.exchange.models import ImportRun
from gegenbesuch.exchange.reading.files import check_size

if TYPE_CHECKING:
    from argparse import ArgumentParser

Status = ImportRun.Status


class Command(BaseCommand):
    """Import a file; the same call goes on where a killed one stopped."""

    help = "Import people and organisations from a spreadsheet, text, vCard or JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the file and the office."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--office", required=True, help="code of the office")
        parser.add_argument(
            "--report", type=Path, help="where the report goes, as JSON"
        )
        parser.add_argument(
            "--mapping", type=Path, help="JSON that says what the columns are"
        )
        parser.add_argument("--sheet", help="name or number of the sheet")
        parser.add_argument(
            "--header-row", type=int, help="number of the heading row, 0 for none"
        )
        parser.add_argument(
            "--policy",
            choices=ImportRun.Policy.values,
            default=ImportRun.Policy.FILL,
            help="what happens to records that exist",
        )
        parser.add_argument("--tag", default="", help="tag for all records")
        parser.add_argument(
            "--dry-run", action="store_true", help="only report what would happen"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, report, and say the totals."""
        office = Office.objects.filter(code=options["office"]).first()
        if office is None:
            raise CommandError(f"There is no office {options['office']!r}.")
        with translation.override(office.language):
            try:
                self._run(office, options)
            except ActionError as error:
                raise CommandError(str(error.message)) from error

    def _run(self, office: Office, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        if options["report"] and options["report"].is_dir():
            raise CommandError(f"{options['report']} is a folder; name a file in it.")
        if options["report"] and not options["report"].absolute().parent.is_dir():
            raise CommandError(f"There is no folder for {options['report']}.")
        try:
            check_size(path.stat().st_size)
            data = path.read_bytes()
            given = _json(options["mapping"]) if options["mapping"] else {}
        except OSError as error:
            msg = f"{error.filename} cannot be read: {error.strerror}."
            raise CommandError(msg) from error
        given |= {
            name: options[name]
            for name in ("sheet", "header_row")
            if options[name] is not None
        }
        run = services.upload_import(
            office, data=data, name=path.name, actor=None, at=now()
        )
        try:
            mapping.apply(run, given, policy=options["policy"], tag=options["tag"])
            run = self._start(run, is_preview=options["dry_run"])
        except ActionError:
            _forget(run)
            raise
        running.take(run, holder := running.new_holder(), at=now(), force=True)
        running.process(run, holder, on_progress=self._progress(options["verbosity"]))
        run.refresh_from_db()
        if options["report"]:
            options["report"].write_text(reporting.report_text(run), encoding="utf-8")
        totals = reporting.totals_of(run)
        counts = ", ".join(f"{n} {status}" for status, n in totals.items() if n)
        self.stdout.write(f"Import {run.code}: {sum(totals.values())} rows, {counts}.")
        if options["dry_run"]:
            _forget(run)

    def _start(self, run: ImportRun, *, is_preview: bool) -> ImportRun:
        """Begin, or go on with the same file that was broken off in this office."""
        broken = None if is_preview else services.broken_off(run)
        if broken is not None:
            self.stdout.write(f"Going on with import {broken.code}.")
            _forget(run)
            return broken
        return services.prepare_import(run, actor=None, at=now(), preview=is_preview)

    def _progress(self, verbosity: int) -> Any:
        def tell(done: int, total: int) -> None:
            if verbosity > 0 and self.stderr.isatty():
                self.stderr.write(f"\r{done} / {total}", ending="")
                if done >= total:
                    self.stderr.write("")
                self.stderr.flush()

        return tell


def _forget(run: ImportRun) -> None:
    """Leave no upload behind in which nothing was imported."""
    services.delete_upload(run, actor=None)
    run.delete()


def _json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        msg = f"{path} is no JSON: {error}."
        raise CommandError(msg) from error
    if not isinstance(content, dict):
        raise CommandError(f"{path} must hold an object.")
    return content
