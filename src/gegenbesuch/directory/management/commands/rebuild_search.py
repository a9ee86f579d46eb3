"""Make the search index anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from gegenbesuch.directory import services


class Command(BaseCommand):
    """Compute sort keys and search grams of all organisations and people."""

    help = (
        "Compute how organisations and people are sorted and found, from their names."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, and say how much."""
        counts = services.rebuild_search()
        parts = ", ".join(f"{count} × {name}" for name, count in counts.items())
        self.stdout.write(f"The search index was rebuilt: {parts}.")
