"""`manage.py erase_person CODE`: remove whatever says who a person was."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from gegenbesuch.core.errors import ActionError
from gegenbesuch.directory import services
from gegenbesuch.directory.erasing_forms import Reason
from gegenbesuch.directory.models import Person

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Erase a person and print what went, what stays and what was blacked out."""

    help = "Erase a person (Art. 17 GDPR); this cannot be undone."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take who and why."""
        parser.add_argument("code", help="the last part of the address of their page")
        parser.add_argument(
            "--reason", choices=Reason.values, default=Reason.REQUEST.value
        )
        parser.add_argument(
            "--reference", default="", help="file number of the request"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what would go and stay"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase, or say what would happen, as JSON."""
        person = Person.objects.filter(code=options["code"]).first()
        if person is None:
            msg = f"There is no person with the code “{options['code']}”."
            raise CommandError(msg)
        if options["dry_run"]:
            going, staying = services.plan_erasure(person)
            self._print(deleted=going, emptied=staying)
            return
        try:
            done = services.erase_person(
                person,
                actor=None,
                reason=options["reason"],
                reference=options["reference"],
            )
        except ActionError as error:
            raise CommandError(str(error)) from error
        self._print(
            deleted=done.deleted,
            emptied=done.emptied,
            blackened=done.blackened,
            has_namesake=done.has_namesake,
        )

    def _print(self, **parts: Any) -> None:
        self.stdout.write(json.dumps(parts, indent=1, sort_keys=True))
