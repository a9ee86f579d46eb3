"""
What an installation has to do again and again, gathered from all apps.

Each app registers its duties in its module `duties`; `manage.py tick` does them.
A duty may come at any time, twice at once too, and does only what is due.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

TASKS_KEPT = timedelta(days=14)
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Done:
    """What became of one duty: how many things it did, or why it failed."""

    name: str
    count: int = 0
    trouble: str = ""


_duties: dict[str, Callable[[datetime], int]] = {}


def register(name: str, does: Callable[[datetime], int]) -> None:
    """
    Let `does(at)` be called every few minutes; it returns how many it did.

    Args:
        name: What it does, in English, for the log: `deliver mail`.
    """
    _duties[name] = does


def forget_tasks(at: datetime) -> int:
    """Delete what background tasks left behind, two weeks after their end."""
    return DBTaskResult.objects.filter(finished_at__lt=at - TASKS_KEPT).delete()[0]


register("forget finished tasks", forget_tasks)


def do_all() -> Iterator[Done]:
    """Do every duty; one that fails is told and keeps no other from being done."""
    for name, does in _duties.items():
        try:
            yield Done(name, does(now()))
        except Exception as error:
            logger.exception("The duty “%s” failed.", name)
            yield Done(name, trouble=f"{type(error).__name__}: {error}")
