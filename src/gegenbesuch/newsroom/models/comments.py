"""What readers say about articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gegenbesuch.accounts.models import Language
from gegenbesuch.accounts.rules import office_ids
from gegenbesuch.core.models import BaseModel
from gegenbesuch.newsroom.models.articles import Article

if TYPE_CHECKING:
    from typing import Self


class CommentQuerySet(models.QuerySet[Any]):
    """Comments on articles."""

    def visible_to(self, user: Any) -> Self:
        """Keep the comments on articles of the user's offices."""
        return self.filter(article__office_id__in=office_ids(user))


class Comment(BaseModel):
    """
    What a reader wrote under an article; shown only once approved.

    Attributes:
        parent: The comment that it answers; answers are not answered in turn, they
            stand below each other.
        is_official: It is the office that speaks; `author_name` is the member of staff.
        rank: Where it stands in the queue.
        address_proven_at: When whoever reads the mail of the address said so.
        told_at: When the author was asked to confirm the wish for mails.
        sender_hint: The shortened network address; forgotten after 30 days.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("comment", "Waiting")
        PUBLISHED = "published", pgettext_lazy("comment", "Published")
        REJECTED = "rejected", pgettext_lazy("comment", "Rejected")
        SPAM = "spam", _("Spam")
        REMOVED = "removed", _("Removed by the author")

    class Rank(models.IntegerChoices):
        SUSPICIOUS = 0, _("Suspicious")
        ORDINARY = 1, _("Ordinary")
        FLOOD = 2, _("Came in a flood")

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="comments"
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="answers"
    )
    author_name = models.CharField(_("name"), max_length=100)
    author_email = models.EmailField(_("e-mail address"), blank=True)
    text = models.TextField(_("comment"), max_length=4000)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    consented_at = models.DateTimeField(_("consent"))
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.WAITING
    )
    is_official = models.BooleanField(default=False)
    rank = models.PositiveSmallIntegerField(choices=Rank.choices, default=Rank.ORDINARY)
    suspicion = models.CharField(max_length=200, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    wants_answers = models.BooleanField(_("mails about answers"), default=False)
    address_proven_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    sender_hint = models.CharField(max_length=50, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    after_erasure = None  #: A comment goes with its author.

    objects = CommentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["article", "status", "id"], name="comment_list"),
            models.Index(fields=["status", "rank", "id"], name="comment_queue"),
            models.Index(fields=["created_at", "sender_hint"], name="comment_pace"),
            models.Index(fields=["author_email"], name="comment_address"),
        ]

    def __str__(self) -> str:
        return self.author_name


class CommentReport(BaseModel):
    """What a reader says is wrong with a published comment."""

    class Reason(models.TextChoices):
        INSULT = "insult", _("It insults or threatens somebody.")
        UNLAWFUL = "unlawful", _("It breaks the law.")
        PRIVATE = "private", _("It tells private things about somebody.")
        ADVERTISING = "advertising", _("It is advertising.")
        OTHER = "other", _("Something else")

    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="reports"
    )
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices)
    text = models.TextField(_("explanation"), max_length=1000, blank=True)
    sender_hint = models.CharField(max_length=50, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["settled_at", "id"], name="report_queue")]

    def __str__(self) -> str:
        return str(self.get_reason_display())
