"""`manage.py deliver_mail`: send what is due, to be called every few minutes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from gegenbesuch.letters import delivery


class Command(BaseCommand):
    """Try again what could not be sent at once."""

    help = "Send the mails that are due, also those that failed for now."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how many came to which state."""
        counts = delivery.deliver_due(at=now())
        for state, count in sorted(counts.items()):
            self.stdout.write(f"{state}: {count}")
