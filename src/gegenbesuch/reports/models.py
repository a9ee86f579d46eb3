"""Frozen versions of a Bilanz, and drafts for the press."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.models import Language
from gegenbesuch.core.values.fields import I18nCharField
from gegenbesuch.directory.models import OfficeModel, page_of
from gegenbesuch.missions.models import Mission


class Released(OfficeModel):
    """
    Something that a second person releases.

    Attributes:
        made_by: Who wrote or froze it, and therefore may not release it.
    """

    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("made by"),
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("released by"),
    )
    released_at = models.DateTimeField(_("released"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_released(self) -> bool:
        """Whether a second person has released it."""
        return self.released_at is not None


class Report(Released):
    """
    A Bilanz as it was at a time; it never changes.

    Attributes:
        kind, key: What it is about, as in `scopes.Scope`.
        papers: By language what `paper.paper_of` returned.
        sha256: Of the papers, as `versions.digest_of` counts it.
    """

    kind = models.CharField(_("about"), max_length=10)
    key = models.CharField(_("key"), max_length=64)
    number = models.PositiveIntegerField(_("version"))
    title = I18nCharField(_("title"), max_length=300)
    with_costs = models.BooleanField(_("with costs"), default=True)
    papers: Any = models.JSONField(default=dict)
    sha256 = models.CharField(_("fingerprint (SHA-256)"), max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "key", "number"],
                name="one_report_per_number",
            ),
            models.CheckConstraint(
                condition=~Q(released_by=F("made_by")),
                name="report_is_released_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    def get_absolute_url(self) -> str:
        """Return the page of the version."""
        return page_of("reports:report", self.code)


class PressDraft(Released):
    """
    A text for the press in one language, sentence by sentence.

    Attributes:
        paragraphs: Lists of sentences, as `press.draft_of` makes them: what the
            records said, what stands there now, and which records it rests on.
        left_out: The keys of sentences that somebody took out.
        article: The code of the article that the newsroom made of it, once it has.
    """

    class Moment(models.TextChoices):
        BEFORE = "before", _("Before the mission")
        AFTER = "after", _("After the mission")

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="press_drafts"
    )
    moment = models.CharField(_("when"), max_length=10, choices=Moment.choices)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    paragraphs: Any = models.JSONField(default=list)
    left_out: Any = models.JSONField(default=list)
    article = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(released_by=F("made_by")),
                name="press_draft_is_released_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mission} ({self.get_moment_display()}, {self.language})"

    def get_absolute_url(self) -> str:
        """Return the page on which the draft is read and edited."""
        return page_of("reports:press-draft", self.code)
