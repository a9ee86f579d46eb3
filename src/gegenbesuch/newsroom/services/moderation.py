"""Verbs of the office on comments: approve, reject, answer, settle, forget."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from gegenbesuch.accounts.models import Office
from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.newsroom import letters
from gegenbesuch.newsroom.models import Comment, CommentReport
from gegenbesuch.newsroom.services.comments import tell_answers
from gegenbesuch.newsroom.services.editions import turn_page

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from gegenbesuch.accounts.models import User

S = Comment.Status
#: How long rejected comments, and the traces of all senders, are kept.
KEPT_FOR = timedelta(days=30)


def approve_comment(comment: Comment, *, actor: User, at: datetime) -> Comment:
    """
    Show a comment under its article.

    Now its author is asked by mail whether to follow the answers, if they said so,
    and those who follow the thread are told.

    Raises:
        ActionError: Somebody has already decided so.
    """
    with transaction.atomic():
        _decide(comment, S.PUBLISHED, "approved", actor=actor, at=at, reason="")
        if comment.wants_answers and comment.told_at is None:
            Comment.objects.filter(pk=comment.pk).update(told_at=at)
            letters.ask_to_follow(comment)
        tell_answers(comment)
    return comment


def reject_comment(
    comment: Comment, *, actor: User, at: datetime, reason: str
) -> Comment:
    """
    Keep a comment from being shown, and tell its author why.

    Raises:
        ActionError: Somebody has already decided so.
    """
    return _decide(comment, S.REJECTED, "rejected", actor=actor, at=at, reason=reason)


def mark_comment_as_spam(comment: Comment, *, actor: User, at: datetime) -> Comment:
    """
    Keep a comment from being shown because it is spam.

    Raises:
        ActionError: Somebody has already decided so.
    """
    return _decide(comment, S.SPAM, "marked-as-spam", actor=actor, at=at, reason="")


@transaction.atomic
def _decide(  # noqa: PLR0913 -- the decision and its circumstances
    comment: Comment, status: str, verb: str, *, actor: User, at: datetime, reason: str
) -> Comment:
    decided = Comment.objects.filter(pk=comment.pk).exclude(
        status__in=(status, S.REMOVED)
    )
    if not decided.update(status=status, decided_at=at, reason=reason, updated_at=at):
        raise ActionError(_("Somebody has already decided so."))
    comment.refresh_from_db()
    if status != S.PUBLISHED:
        comment.reports.filter(settled_at=None).update(settled_at=at)
    audit.record(f"newsroom.comment.{verb}", comment, actor=actor, reason=reason)
    turn_page()
    return comment


@transaction.atomic
def answer_comment(
    comment: Comment, *, actor: User, text: str, language: str, at: datetime
) -> Comment:
    """
    Answer a published comment in the name of the office; it appears at once.

    Raises:
        ActionError: The comment is not published.
    """
    if comment.status != S.PUBLISHED:
        raise ActionError(_("Only a published comment can be answered."))
    answer = Comment.objects.create(
        article=comment.article,
        parent=comment.parent or comment,
        author_name=str(actor),
        text=text,
        language=language,
        consented_at=at,
        status=S.PUBLISHED,
        decided_at=at,
        is_official=True,
    )
    audit.record("newsroom.comment.answered", comment, actor=actor, answer=answer.code)
    tell_answers(answer)
    turn_page()
    return answer


@transaction.atomic
def settle_reports(comment: Comment, *, actor: User, at: datetime) -> None:
    """
    Leave a reported comment where it is: what was reported is no reason.

    Raises:
        ActionError: Nobody has reported it, or somebody has settled it.
    """
    if not comment.reports.filter(settled_at=None).update(settled_at=at):
        raise ActionError(_("Nothing is reported here any more."))
    audit.record("newsroom.comment.settled", comment, actor=actor)


@transaction.atomic
def clear_flood(offices: Iterable[Office], *, actor: User, at: datetime) -> int:
    """Mark all that came in a flood and still waits as spam; returns how many."""
    total = 0
    for office in offices:
        rows = Comment.objects.filter(
            article__office=office, status=S.WAITING, rank=Comment.Rank.FLOOD
        )
        count = rows.update(status=S.SPAM, decided_at=at, updated_at=at)
        if count:
            audit.record("newsroom.flood.cleared", office, actor=actor, count=count)
        total += count
    return total


@transaction.atomic
def purge_comments(*, at: datetime) -> int:
    """
    Delete what was put away 30 days ago, and forget where comments came from.

    Returns:
        How many comments went.
    """
    long_ago = at - KEPT_FOR
    gone = Comment.objects.filter(
        status__in=(S.REJECTED, S.SPAM, S.REMOVED), decided_at__lt=long_ago
    )
    count = 0
    for office in Office.objects.filter(pk__in=gone.values("article__office")):
        pks = list(gone.filter(article__office=office).values_list("pk", flat=True))
        audit.blank(Comment, pks)
        Comment.objects.filter(pk__in=pks).delete()
        audit.record("newsroom.comments.purged", office, actor=None, count=len(pks))
        count += len(pks)
    for rows in (Comment.objects.all(), CommentReport.objects.all()):
        rows.filter(created_at__lt=long_ago).exclude(sender_hint="").update(
            sender_hint=""
        )
    return count
