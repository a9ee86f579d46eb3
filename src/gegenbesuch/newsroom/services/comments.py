"""Verbs of readers on comments: write, change, remove, report, follow."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from gegenbesuch.accounts.models import Office
from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import ERASED
from gegenbesuch.newsroom import letters, pace
from gegenbesuch.newsroom.models import Article, Comment, CommentReport, Desk
from gegenbesuch.newsroom.screening import suspicions
from gegenbesuch.newsroom.selectors import is_read
from gegenbesuch.newsroom.services.editions import turn_page

if TYPE_CHECKING:
    from datetime import datetime

S = Comment.Status
Rank = Comment.Rank
#: How long authors may change or remove what they wrote.
EDITABLE_FOR = timedelta(minutes=15)
SAME_TEXT_WITHIN = timedelta(days=1)


def submit_comment(  # noqa: PLR0913 -- a comment has these parts
    article: Article,
    *,
    author_name: str,
    author_email: str,
    text: str,
    language: str,
    sender_hint: str,
    at: datetime,
    parent: Comment | None = None,
    wants_answers: bool = False,
    proven_email: str = "",
) -> Comment:
    """
    Take a reader's comment; it waits until somebody approves it.

    Only the comment of somebody whose address is proven, and of whom the office has
    approved one before, appears at once; unless it is suspicious.

    Args:
        sender_hint: A shortened network address, to slow down floods.
        parent: The comment that it answers.
        wants_answers: The author would like mails about answers; asked once more by
            mail after the approval.
        proven_email: The address that the writer has shown to be their own.

    Raises:
        ActionError: The article takes no comments, or has this one already.
        TooFastError: More than two a minute, or a flood.
    """
    if not article.comments_open or not is_read(article, at):
        raise ActionError(_("This article is not open for comments."))
    email = author_email.strip().lower()
    pace.check_pace(sender_hint, at=at, author_email=email)
    _refuse_again(article, text, at)
    with transaction.atomic():
        # One at a time, so that the pace holds for writers who write at once.
        Office.objects.select_for_update().get(pk=article.office_id)
        pace.check_pace(sender_hint, at=at, author_email=email)
        _refuse_again(article, text, at)
        comment = Comment(
            article=article,
            parent=_top(article, parent),
            author_name=author_name,
            author_email=email,
            text=text,
            language=language,
            consented_at=at,
            wants_answers=wants_answers,
            sender_hint=sender_hint,
        )
        _look_at(comment)
        if pace.is_flood(at):
            comment.rank = Rank.FLOOD
            pace.demote_flood(at)
        if proven_email and proven_email == email:
            comment.address_proven_at = at
        is_known = comment.rank == Rank.ORDINARY and _is_known(comment)
        if is_known:
            comment.status, comment.decided_at = S.PUBLISHED, at
        comment.save()
        audit.record(
            "newsroom.comment.submitted", comment, actor=None, actor_label=author_name
        )
        if is_known:
            audit.record("newsroom.comment.passed", comment, actor=None)
            tell_answers(comment)
            turn_page()
        elif comment.rank != Rank.FLOOD:
            letters.write_to_moderators(comment)
    return comment


def _refuse_again(article: Article, text: str, at: datetime) -> None:
    same = article.comments.filter(text=text, created_at__gt=at - SAME_TEXT_WITHIN)
    if same.exists():
        raise ActionError(_("This comment has arrived already."))


def _top(article: Article, parent: Comment | None) -> Comment | None:
    """Return the comment at the top of the thread, if it may be answered."""
    if parent is None:
        return None
    if parent.article_id != article.pk or parent.status != S.PUBLISHED:
        raise ActionError(_("This comment can no longer be answered."))
    return parent.parent or parent


def _look_at(comment: Comment) -> None:
    office = comment.article.office
    desk = Desk.objects.filter(office=office).first()
    names = office.name.data if isinstance(office.name.data, dict) else {}
    found = suspicions(
        comment.author_name,
        comment.text,
        listed=desk.listed_words.split("\n") if desk else (),
        offices=[name for name in names.values() if name],
    )
    comment.suspicion = " ".join(found)
    comment.rank = Rank.SUSPICIOUS if found else Rank.ORDINARY


def _is_known(comment: Comment) -> bool:
    """Tell whether the address is proven and a comment of it was approved before."""
    return (
        comment.address_proven_at is not None
        and Comment.objects.filter(
            article__office_id=comment.article.office_id,
            author_email=comment.author_email,
            address_proven_at__isnull=False,
            status=S.PUBLISHED,
        ).exists()
    )


@transaction.atomic
def edit_comment(comment: Comment, *, text: str, at: datetime) -> Comment:
    """
    Change what one wrote, in the first quarter of an hour; it waits again.

    Raises:
        ActionError: The time is over, or the office has put the comment away.
    """
    comment.text = text
    _look_at(comment)
    changes = {
        "text": text,
        "suspicion": comment.suspicion,
        "status": S.WAITING,
        "edited_at": at,
        "updated_at": at,
    }
    if comment.rank == Rank.SUSPICIOUS:
        changes["rank"] = Rank.SUSPICIOUS
    _change_own(comment, at, changes)
    audit.record(
        "newsroom.comment.edited", comment, actor=None, actor_label=comment.author_name
    )
    turn_page()
    return comment


@transaction.atomic
def remove_comment(comment: Comment, *, at: datetime) -> Comment:
    """
    Take back what one wrote, in the first quarter of an hour; nothing of it is kept.

    Raises:
        ActionError: The time is over, or the office has put the comment away.
    """
    changes = {
        "text": "",
        "author_name": ERASED,
        "author_email": "",
        "wants_answers": False,
        "sender_hint": "",
        "status": S.REMOVED,
        "decided_at": at,
        "updated_at": at,
    }
    _change_own(comment, at, changes)
    audit.blank(Comment, [comment.pk])
    audit.record("newsroom.comment.removed", comment, actor=None, actor_label=ERASED)
    turn_page()
    return comment


def _change_own(comment: Comment, at: datetime, changes: dict[str, object]) -> None:
    own = Comment.objects.filter(
        pk=comment.pk,
        status__in=(S.WAITING, S.PUBLISHED),
        created_at__gt=at - EDITABLE_FOR,
    )
    if not own.update(**changes):
        raise ActionError(
            _("The quarter of an hour is over; the comment can no longer be changed.")
        )
    comment.refresh_from_db()


@transaction.atomic
def report_comment(
    comment: Comment, *, reason: str, text: str, sender_hint: str, at: datetime
) -> CommentReport:
    """
    Tell the office that something is wrong with a published comment.

    Raises:
        ActionError: It is not published, or the sender reports more than twice a minute.
    """
    if comment.status != S.PUBLISHED:
        raise ActionError(_("This comment is no longer shown."))
    lately = CommentReport.objects.filter(created_at__gt=at - pace.MINUTE)
    if (
        sender_hint
        and lately.filter(sender_hint=sender_hint).count() >= pace.MOST_A_MINUTE
    ) or lately.count() >= pace.MOST_ON_SITE_A_MINUTE:
        raise ActionError(
            _("You are writing very quickly. Please try again in a minute.")
        )
    report = CommentReport.objects.create(
        comment=comment, reason=reason, text=text, sender_hint=sender_hint
    )
    audit.record(
        "newsroom.comment.reported", comment, actor=None, actor_label=_("A reader")
    )
    return report


@transaction.atomic
def follow_answers(comment: Comment, *, at: datetime) -> Comment:
    """
    Confirm by the mailed link that the address is one's own, and follow the answers.

    Raises:
        ActionError: The comment is not shown, or the author wants no mails any more.
    """
    rows = Comment.objects.filter(pk=comment.pk, status=S.PUBLISHED, wants_answers=True)
    if not rows.update(address_proven_at=at, updated_at=at):
        raise ActionError(_("There are no answers to follow here."))
    comment.refresh_from_db()
    audit.record(
        "newsroom.comment.followed",
        comment,
        actor=None,
        actor_label=comment.author_name,
    )
    return comment


@transaction.atomic
def stop_answers(comment: Comment) -> Comment:
    """Send no more mails about answers to this comment; it may be said twice."""
    if Comment.objects.filter(pk=comment.pk, wants_answers=True).update(
        wants_answers=False
    ):
        audit.record(
            "newsroom.comment.unfollowed",
            comment,
            actor=None,
            actor_label=comment.author_name,
        )
    comment.refresh_from_db()
    return comment


def tell_answers(answer: Comment) -> None:
    """Write to those in the thread who follow it that somebody has answered."""
    if answer.parent_id is None:
        return
    thread = Comment.objects.filter(
        article=answer.article_id,
        status=S.PUBLISHED,
        wants_answers=True,
        address_proven_at__isnull=False,
    )
    told = {answer.author_email}
    for other in thread.select_related("article__office").order_by("pk"):
        is_of_thread = answer.parent_id in {other.pk, other.parent_id}
        if is_of_thread and other.pk != answer.pk and other.author_email not in told:
            told.add(other.author_email)
            letters.write_about_answer(other, answer)
