"""Putting the few rows of one record in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


def in_order(rows: Iterable[Any]) -> list[Any]:
    """
    Return rows by their `position`.

    Ordering them in the database would cost more time than reading them: Django
    compares each ordering with each column.
    """
    return sorted(rows, key=lambda row: (row.position, row.pk))
