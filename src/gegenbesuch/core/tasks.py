"""Background work: the task decorator of Django's task interface."""

from django_tasks import task

__all__ = ["task"]
