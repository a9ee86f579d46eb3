"""
How fast comments may come: from one sender, and on the whole site.

What is refused costs next to nothing, so that a flood does not slow the readers.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from gegenbesuch.core.errors import ActionError
from gegenbesuch.newsroom.models import Comment

if TYPE_CHECKING:
    from datetime import datetime

MINUTE = timedelta(minutes=1)
MOST_A_MINUTE = 2
MOST_ON_SITE_A_MINUTE = 60
#: More than this is a flood: what comes in it stands at the end of the queue.
FLOOD = ((MINUTE, 20), (timedelta(hours=1), 120))
#: So often a refused sender tries again before it is taken for a machine.
PATIENCE = 3
_MOST_SENDERS = 5000


class TooFastError(ActionError):
    """Too many comments; `is_machine` when a person would not go on like this."""

    def __init__(self, message: str, *, is_machine: bool) -> None:
        super().__init__(message)
        self.is_machine = is_machine


class _Refusals:
    """How often each sender was refused in the current minute, in this process."""

    def __init__(self) -> None:
        self.counts: OrderedDict[str, tuple[int, int]] = OrderedDict()
        self.lock = Lock()

    def add(self, sender: str, at: datetime) -> int:
        minute = int(at.timestamp() // 60)
        with self.lock:
            since, count = self.counts.pop(sender, (minute, 0))
            count = count + 1 if minute - since <= 1 else 1
            self.counts[sender] = (minute, count)
            if len(self.counts) > _MOST_SENDERS:
                self.counts.popitem(last=False)
            return count


_refusals = _Refusals()


def check_pace(sender_hint: str, *, at: datetime, author_email: str = "") -> None:
    """
    Let a comment pass, unless its sender or the whole site gets too many.

    Raises:
        TooFastError: With what to do; the third time from one sender its waiting
            comments move to the end of the queue as well.
    """
    lately = Comment.objects.filter(created_at__gt=at - MINUTE, is_official=False)
    sender = Q()
    if sender_hint:
        sender |= Q(sender_hint=sender_hint)
    if author_email:
        sender |= Q(author_email=author_email)
    if sender and lately.filter(sender).count() >= MOST_A_MINUTE:
        refused = _refusals.add(sender_hint or author_email, at)
        if refused == PATIENCE:
            _demote(lately.filter(sender))
        raise TooFastError(
            _("You are writing very quickly. Please try again in a minute."),
            is_machine=refused > PATIENCE,
        )
    if lately.count() >= MOST_ON_SITE_A_MINUTE:
        raise TooFastError(
            _("Very many comments are coming in. Please try again in a few minutes."),
            is_machine=True,
        )


def is_flood(at: datetime) -> bool:
    """Tell whether so many comments come in that it is no conversation."""
    rows = Comment.objects.filter(is_official=False)
    return any(
        rows.filter(created_at__gt=at - span).count() >= most for span, most in FLOOD
    )


def demote_flood(at: datetime) -> None:
    """Move what came in during the last minutes to the end of the queue."""
    _demote(Comment.objects.filter(created_at__gt=at - 5 * MINUTE, is_official=False))


def _demote(rows: object) -> None:
    rows.filter(  # type: ignore[attr-defined]
        status=Comment.Status.WAITING, address_proven_at=None
    ).exclude(rank=Comment.Rank.FLOOD).update(rank=Comment.Rank.FLOOD)
