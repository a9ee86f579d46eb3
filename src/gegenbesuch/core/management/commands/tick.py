"""`manage.py tick`: do what is due, to be called every few minutes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gegenbesuch.core import duties


class Command(BaseCommand):
    """Do the duties of all apps; harmless at any time and twice at once."""

    help = "Do what is due: send mails, delete what has had its time."

    def handle(self, *args: Any, **options: Any) -> None:
        """
        Print what was done; nothing if nothing was due.

        Raises:
            CommandError: A duty failed; the others were done.
        """
        failed = []
        for done in duties.do_all():
            if done.trouble:
                failed.append(f"{done.name} ({done.trouble})")
            elif done.count:
                self.stdout.write(f"{done.name}: {done.count}")
        if failed:
            msg = f"Failed: {'; '.join(failed)}."
            raise CommandError(msg)
