"""Publish the schedule of a session and write to its companies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.management.commands.check_database import check_database
from gegenbesuch.scheduling import services
from gegenbesuch.scheduling.models import Publication, Session

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Make the schedule a version that the companies see."""

    help = "Publish the schedule of a session and write to its companies."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the session and for what the version is."""
        parser.add_argument("session", help="code of the session, such as demo-forum")
        parser.add_argument(
            "--state",
            choices=Publication.State.values,
            required=True,
            help="what the version is; a final one is frozen",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish, and say which version it is."""
        check_database(current=True)
        session = Session.objects.filter(code=options["session"]).first()
        if session is None:
            raise CommandError(f"There is no session {options['session']!r}.")
        try:
            version = services.publish_schedule(
                session,
                state=options["state"],
                actor=None,
                actor_label="publish_schedule",
                at=now(),
            )
        except ActionError as error:
            raise CommandError(str(error.message)) from error
        count = version.placements.count()
        self.stdout.write(
            f"Version {version.number} ({version.state}) with {count} meetings."
        )
