"""Articles in three languages, their pictures and corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.models import Language, Office
from gegenbesuch.accounts.rules import office_ids
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
    from typing import Self

#: What an article says, by the names of its fields.
TEXTS = ("title", "lead", "body")


class ArticleQuerySet(OfficeQuerySet):
    """Articles: the office's own for staff, the published ones for everybody."""

    def published(self, at: datetime) -> ArticleQuerySet:
        """Keep what every reader may see at this time."""
        return self.filter(status=Article.Status.PUBLISHED, published_at__lte=at)


class Article(EvidenceModel):
    """
    A piece of news: what its texts hold is what readers see once it is published.

    Attributes:
        source_language: In which it is written; the others are translations.
        published_at: From when on readers see it; later than now it is under embargo.
        release_zone: On whose clock that time was set.
        submitted_by: Who asked for the release, which is somebody else's to give.
    """

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
    source_language = models.CharField(
        _("written in"),
        max_length=2,
        choices=Language.choices,
        default=Language.GERMAN,
    )
    title = I18nCharField(_("title"), max_length=300)
    lead = I18nTextField(_("lead"))
    body = I18nTextField(_("text"), help_text=_("Markdown"))
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.DRAFT
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    release_zone = models.CharField(_("time zone"), max_length=50, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    review_note = models.TextField(_("note of the review"), blank=True)
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
        constraints = [
            models.CheckConstraint(
                name="published_article_has_a_time",
                condition=~models.Q(status="published")
                | models.Q(published_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Return the public page of the article."""
        return page_of("newsroom:article", self.code)

    @property
    def zone(self) -> str:
        """On whose clock the time of the release is shown."""
        return self.release_zone or self.office.time_zone


class PartQuerySet(models.QuerySet[Any]):
    """Parts of articles."""

    def visible_to(self, user: Any) -> Self:
        """Keep the parts of articles of the user's offices."""
        return self.filter(article__office_id__in=office_ids(user))


class Translation(BaseModel):
    """
    An article in one more language, as the translator has it.

    Attributes:
        basis: The texts of the source that this translates, by `TEXTS`: what the
            source says now beside them is what has changed since.
        is_ready: Whether readers get this text; until then they get the one before.
    """

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="translations"
    )
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    title = models.CharField(_("title"), max_length=300, blank=True)
    lead = models.TextField(_("lead"), blank=True)
    body = models.TextField(_("text"), blank=True)
    basis = models.JSONField(default=dict)
    is_ready = models.BooleanField(_("ready for readers"), default=False)

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "language"], name="one_translation_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.article} ({self.language})"


class Correction(BaseModel):
    """What was wrong in a published article, said to its readers."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="corrections"
    )
    note = I18nTextField(_("what was corrected"))
    corrected_at = models.DateTimeField()

    objects = PartQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.note)


class Picture(BaseModel):
    """
    A picture of an article, encoded anew: nothing of the uploaded file is kept.

    Attributes:
        alt: What it shows, for those who do not see it.
        credit: Whom to name beside it.
        permission: Who gave it, or the licence; nobody asks where it is our own.
        usable_until: After this day readers no longer get it.
    """

    class Rights(models.TextChoices):
        OWN = "own", _("Our own picture")
        PERMISSION = "permission", _("Used by permission")
        LICENCE = "licence", _("Under a free licence")

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="pictures"
    )
    file = models.FileField(upload_to="pictures/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField(default=0)
    alt = I18nCharField(_("alternative text"), max_length=500)
    caption = I18nCharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=200)
    rights = models.CharField(_("rights"), max_length=20, choices=Rights.choices)
    permission = models.CharField(
        _("permission or licence"), max_length=300, blank=True
    )
    usable_until = models.DateField(_("usable until"), null=True, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="picture_of_others_has_permission",
                condition=models.Q(rights="own") | ~models.Q(permission=""),
            )
        ]

    def __str__(self) -> str:
        return str(self.alt)


class Edition(models.Model):
    """
    Which edition of the public site is current: kept pages of others are old.

    Attributes:
        stamp: Anew with every change that readers can see.
    """

    stamp = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.stamp


class Desk(models.Model):
    """
    How an office runs its newsroom.

    Attributes:
        listed_words: One a line; a comment with one of them is suspicious.
        moderators: Who gets each comment by mail; nobody means the coordinators.
    """

    office = models.OneToOneField(Office, on_delete=models.CASCADE, related_name="desk")
    press_contact = I18nTextField(_("press contact"), blank=True)
    listed_words = models.TextField(_("listed words"), blank=True)
    moderators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return str(self.office)
