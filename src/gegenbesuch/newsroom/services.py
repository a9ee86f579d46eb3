"""Verbs on articles and comments."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.newsroom.models import Article, Comment

if TYPE_CHECKING:
    from datetime import datetime

    from gegenbesuch.accounts.models import Office, User

LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
SUSPICIOUS_LINKS = 2
MOST_A_MINUTE = 2


@transaction.atomic
def create_article(
    *, office: Office, actor: User, code: str | None = None, **values: Any
) -> Article:
    """Start an article as a draft."""
    sectors = values.pop("sectors", ())
    article = Article(office=office, **values)
    if code:
        article.code = code
    article.save()
    article.sectors.set(sectors)
    audit.record("newsroom.article.created", article, actor=actor)
    return article


@transaction.atomic
def update_article(article: Article, *, actor: User, **values: Any) -> Article:
    """Change texts and particulars of an article."""
    sectors = values.pop("sectors", None)
    changes = audit.changed(article, values)
    for field, value in values.items():
        setattr(article, field, value)
    article.save(update_fields=[*values, "updated_at"])
    if sectors is not None:
        article.sectors.set(sectors)
    audit.record("newsroom.article.updated", article, actor=actor, changes=changes)
    return article


@transaction.atomic
def publish_article(article: Article, *, actor: User, at: datetime) -> Article:
    """
    Release an article to every reader from `at` on.

    Raises:
        ActionError: It is published already.

    """
    changed = Article.objects.exclude(status=Article.Status.PUBLISHED)
    if not changed.filter(pk=article.pk).update(
        status=Article.Status.PUBLISHED, published_at=at
    ):
        raise ActionError(_("This article is published already."))
    article.refresh_from_db()
    audit.record("newsroom.article.published", article, actor=actor)
    return article


@transaction.atomic
def withdraw_article(article: Article, *, actor: User) -> Article:
    """
    Take an article off the public site; it becomes a draft again.

    Raises:
        ActionError: It is not published.

    """
    published = Article.objects.filter(pk=article.pk, status=Article.Status.PUBLISHED)
    if not published.update(status=Article.Status.DRAFT, updated_at=now()):
        raise ActionError(_("This article is not published."))
    article.refresh_from_db()
    audit.record("newsroom.article.withdrawn", article, actor=actor)
    return article


@transaction.atomic
def submit_comment(  # noqa: PLR0913 -- a comment has these parts
    article: Article,
    *,
    author_name: str,
    author_email: str,
    text: str,
    language: str,
    sender_hint: str,
    at: datetime,
) -> Comment:
    """
    Take a reader's comment; it waits until somebody approves it.

    Args:
        sender_hint: A shortened network address, to slow down floods.

    Raises:
        ActionError: The article takes no comments, or the sender writes more
            than two a minute.

    """
    if not article.comments_open:
        raise ActionError(_("This article is not open for comments."))
    lately = Comment.objects.filter(
        sender_hint=sender_hint, created_at__gt=at - timedelta(minutes=1)
    )
    if sender_hint and lately.count() >= MOST_A_MINUTE:
        raise ActionError(
            _("You are writing very quickly. Please try again in a minute.")
        )
    comment = Comment.objects.create(
        article=article,
        author_name=author_name,
        author_email=author_email,
        text=text,
        language=language,
        consented_at=at,
        is_suspicious=len(LINK.findall(text)) >= SUSPICIOUS_LINKS,
        sender_hint=sender_hint,
    )
    audit.record(
        "newsroom.comment.submitted", comment, actor=None, actor_label=author_name
    )
    return comment


def approve_comment(comment: Comment, *, actor: User, at: datetime) -> Comment:
    """Show a comment under its article."""
    return _decide(
        comment, Comment.Status.PUBLISHED, "approved", actor=actor, at=at, reason=""
    )


def reject_comment(
    comment: Comment, *, actor: User, at: datetime, reason: str
) -> Comment:
    """Keep a comment from being shown, and note why."""
    return _decide(
        comment, Comment.Status.REJECTED, "rejected", actor=actor, at=at, reason=reason
    )


def mark_comment_as_spam(comment: Comment, *, actor: User, at: datetime) -> Comment:
    """Keep a comment from being shown because it is spam."""
    return _decide(
        comment, Comment.Status.SPAM, "marked-as-spam", actor=actor, at=at, reason=""
    )


@transaction.atomic
def _decide(  # noqa: PLR0913 -- the decision and its circumstances
    comment: Comment, status: str, verb: str, *, actor: User, at: datetime, reason: str
) -> Comment:
    decided = Comment.objects.filter(pk=comment.pk).exclude(status=status)
    if not decided.update(status=status, decided_at=at, reason=reason, updated_at=at):
        raise ActionError(_("Somebody has already decided so."))
    comment.refresh_from_db()
    audit.record(f"newsroom.comment.{verb}", comment, actor=actor, reason=reason)
    return comment
