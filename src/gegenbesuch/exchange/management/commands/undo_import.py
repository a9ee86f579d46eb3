"""Take a whole import back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from gegenbesuch.core.errors import ActionError
from gegenbesuch.exchange import running, services, undoing
from gegenbesuch.exchange.models import ImportRun

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Undo an import; what was used or edited since stays, and is named."""

    help = "Undo a whole import: remove what it made, restore what it changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the import."""
        parser.add_argument("import", help="code of the import, as import_file says")

    def handle(self, *args: Any, **options: Any) -> None:
        """Undo and say what was done."""
        runs = ImportRun.objects.select_related("office", "actor")
        run = runs.filter(code=options["import"]).first()
        if run is None:
            raise CommandError(f"There is no import {options['import']!r}.")
        try:
            services.mark_for_undoing(run, actor=None, at=now())
        except ActionError as error:
            raise CommandError(str(error.message)) from error
        undoing.take_and_undo(run, running.new_holder(), at=now())
        run.refresh_from_db()
        report = run.undo_report
        self.stdout.write(
            f"{report['removed']} records removed, {report['restored']} restored, "
            f"{len(report['kept'])} kept because they were used or edited since."
        )
        for record in report["kept"]:
            self.stdout.write(f"  kept: {record['label']} ({record['code']})")
        for row in report["not_restored"]:
            self.stdout.write(f"  edited since, left as it is: {row['label']}")
