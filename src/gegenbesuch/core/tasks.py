"""Background work: the task decorator of Django's task interface."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django_tasks import task

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["enqueue_at", "task"]


def enqueue_at(what: Any, at: datetime, **arguments: Any) -> None:
    """Have a task done at a later time, if the queue can wait; tests' cannot."""
    if what.get_backend().supports_defer:
        what.using(run_after=at).enqueue(**arguments)
