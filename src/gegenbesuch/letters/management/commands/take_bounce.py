"""`manage.py take_bounce < mail`: note at the guest that a mail came back."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from gegenbesuch.letters import services
from gegenbesuch.letters.bounces import read_bounce


class Command(BaseCommand):
    """Take a delivery report from the standard input; for a mail server's pipe."""

    help = "Read a delivery report from standard input and note the failure."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say which mail it was; a mail that is none of ours is no error."""
        bounce = read_bounce(sys.stdin.buffer.read())
        if bounce is None:
            self.stdout.write("no bounce of a mail of ours")
            return
        services.record_bounce(bounce.message, problem=bounce.problem)
        self.stdout.write(f"{bounce.message.code}: {bounce.problem}")
