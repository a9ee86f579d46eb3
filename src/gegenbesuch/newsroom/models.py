"""News in three languages, and what readers say about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.models import Language
from gegenbesuch.core.models import BaseModel
from gegenbesuch.core.values.fields import I18nCharField, I18nTextField
from gegenbesuch.directory.models import (
    EvidenceModel,
    OfficeQuerySet,
    Place,
    Sector,
    page_of,
)
from gegenbesuch.missions.models import Mission

if TYPE_CHECKING:
    from datetime import datetime


class ArticleQuerySet(OfficeQuerySet):
    """Articles: the office's own for staff, the published ones for everybody."""

    def published(self, at: datetime) -> ArticleQuerySet:
        """Keep what every reader may see at this time."""
        return self.filter(status=Article.Status.PUBLISHED, published_at__lte=at)


class Article(EvidenceModel):
    """A piece of news; title, lead and text by language."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("In review")
        PUBLISHED = "published", _("Published")

    mission = models.ForeignKey(
        Mission,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="articles",
    )
    title = I18nCharField(_("title"), max_length=300)
    lead = I18nTextField(_("lead"))
    body = I18nTextField(_("text"), help_text=_("Markdown"))
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.DRAFT
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    sectors = models.ManyToManyField(Sector, blank=True, related_name="+")
    comments_open = models.BooleanField(_("open for comments"), default=True)
    press_contact = I18nTextField(_("press contact"), blank=True)

    objects: ClassVar[Any] = ArticleQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["status", "-published_at", "id"], name="article_list")
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Return the public page of the article."""
        return page_of("newsroom:article", self.code)


class CommentQuerySet(models.QuerySet[Any]):
    """Comments on articles."""

    def visible_to(self, user: Any) -> CommentQuerySet:
        """Keep the comments on articles of the user's offices."""
        return self.filter(article__in=Article.objects.visible_to(user))


class Comment(BaseModel):
    """What a reader wrote under an article; shown only once approved."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        PUBLISHED = "published", _("Published")
        REJECTED = "rejected", _("Rejected")
        SPAM = "spam", _("Spam")
        REMOVED = "removed", _("Removed by the author")

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="comments"
    )
    author_name = models.CharField(_("name"), max_length=100)
    author_email = models.EmailField(_("e-mail address"))
    text = models.TextField(_("comment"), max_length=4000)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    consented_at = models.DateTimeField(_("consent"))
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.WAITING
    )
    is_suspicious = models.BooleanField(_("suspicious"), default=False)
    reason = models.TextField(_("reason"), blank=True)
    sender_hint = models.CharField(max_length=50, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    after_erasure = None  #: A comment goes with its author.

    objects = CommentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["article", "status", "id"], name="comment_list")
        ]

    def __str__(self) -> str:
        return self.author_name
