"""`manage.py delete_needs`: delete what guests ate and needed, once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import localdate

from gegenbesuch.guests import services


class Command(BaseCommand):
    """Delete diet and access needs of events that ended 30 days ago."""

    help = "Delete what guests told about food and access at events long over."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how many were deleted."""
        count = services.delete_expired_needs(on=localdate())
        self.stdout.write(f"deleted: {count}")
