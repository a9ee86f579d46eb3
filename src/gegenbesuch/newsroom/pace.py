"""
How fast comments may come: from one sender, and on the whole site.

What is refused costs next to nothing, so that a flood does not slow the readers:
once the database has said that it is too much, this process remembers until when.
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
#: Forms that can't be taken: from one sender a minute, and on the whole site
#: before they are answered in a few words and no longer with the whole page.
MOST_SLIPS = 10
MOST_SLIPS_ON_SITE = 60
_MOST_SENDERS = 5000
_SITE = ""


class TooFastError(ActionError):
    """Too many comments; `is_machine` when a person would not go on like this."""

    def __init__(self, message: str, *, is_machine: bool) -> None:
        super().__init__(message)
        self.is_machine = is_machine


class _Counts:
    """How often something happened to each sender in its minute, in this process."""

    def __init__(self) -> None:
        self.counts: OrderedDict[str, tuple[datetime, int]] = OrderedDict()
        self.lock = Lock()

    def add(self, sender: str, at: datetime) -> int:
        with self.lock:
            since, count = self.counts.pop(sender, (at, 0))
            if at - since > MINUTE:
                since, count = at, 0
            self.counts[sender] = since, count + 1
            if len(self.counts) > _MOST_SENDERS:
                self.counts.popitem(last=False)
            return count + 1


class _Closed:
    """To whom this process takes nothing for a while, and until when."""

    def __init__(self) -> None:
        self.until: OrderedDict[str, datetime] = OrderedDict()
        self.lock = Lock()

    def close(self, sender: str, until: datetime) -> None:
        with self.lock:
            self.until.pop(sender, None)
            self.until[sender] = until
            if len(self.until) > _MOST_SENDERS:
                self.until.popitem(last=False)

    def is_closed(self, sender: str, at: datetime) -> bool:
        until = self.until.get(sender)
        return until is not None and at < until


_refusals, _slips, _closed = _Counts(), _Counts(), _Closed()


def forget() -> None:
    """Forget what this process knows of senders."""
    for counts in (_refusals, _slips):
        counts.counts.clear()
    _closed.until.clear()


def refuse_known(sender: str, *, at: datetime) -> None:
    """
    Refuse whoever was refused for good a moment ago, without asking the database.

    Raises:
        TooFastError: The sender or the whole site has had too many.
    """
    if sender and _closed.is_closed(sender, at):
        raise _sender_too_fast(is_machine=True)


def refuse_while_full(*, at: datetime) -> None:
    """
    Refuse a new comment while the whole site has too many, without the database.

    Raises:
        TooFastError: It had a moment ago.
    """
    if _closed.is_closed(_SITE, at):
        raise _site_too_fast()


def count_slip(sender: str, *, at: datetime) -> bool:
    """
    Count a form that can't be taken; tells whether there are too many of them.

    A sender of more than a few is refused for a minute.
    """
    if sender and _slips.add(sender, at) >= MOST_SLIPS:
        _closed.close(sender, at + MINUTE)
    return _slips.add(_SITE, at) > MOST_SLIPS_ON_SITE


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
        if refused > PATIENCE and sender_hint:
            _closed.close(sender_hint, at + MINUTE)
        raise _sender_too_fast(is_machine=refused > PATIENCE)
    newest = lately.order_by("-created_at").values_list("created_at", flat=True)
    if first := newest[MOST_ON_SITE_A_MINUTE - 1 : MOST_ON_SITE_A_MINUTE].first():
        _closed.close(_SITE, first + MINUTE)
        raise _site_too_fast()


def _sender_too_fast(*, is_machine: bool) -> TooFastError:
    message = _("You are writing very quickly. Please try again in a minute.")
    return TooFastError(message, is_machine=is_machine)


def _site_too_fast() -> TooFastError:
    return TooFastError(
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
