"""
Where statements about a record come from, and how far they can be trusted.

Whatever is stated about a record can carry sources (`Citation`), numbers
(`Figure`), statements that contradict each other (`Claim`) and what nobody
knows yet (`OpenQuestion`): four generic tables, so that every app above uses
the same evidence model.
"""

from __future__ import annotations

from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.models import BaseModel
from gegenbesuch.core.values.fields import (
    I18nCharField,
    I18nTextField,
    PartialDateField,
    QuantityField,
)
from gegenbesuch.directory.models.base import OfficeModel, page_of


class EvidenceModel(OfficeModel):
    """A row that can carry sources, figures, claims and open questions."""

    citations = GenericRelation("directory.Citation", "target_id", "target_type")
    figures = GenericRelation("directory.Figure", "target_id", "target_type")
    claims = GenericRelation("directory.Claim", "target_id", "target_type")
    open_questions = GenericRelation(
        "directory.OpenQuestion", "target_id", "target_type"
    )

    class Meta:
        abstract = True


class Source(OfficeModel):
    """A document, page or person that a statement comes from."""

    class Kind(models.TextChoices):
        PRESS_RELEASE = "press_release", _("Press release")
        WEB_PAGE = "web_page", _("Web page")
        NEWSPAPER = "newspaper", _("Newspaper")
        PARTNER = "partner", _("Text of a partner")
        DATABASE = "database", _("Database")
        PERSON = "person", _("Person")
        DOCUMENT = "document", _("Document")

    number = models.CharField(_("number"), max_length=20)
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind.choices, default=Kind.DOCUMENT
    )
    title = I18nCharField(_("title"), max_length=500)
    url = models.URLField(_("address"), max_length=500, blank=True)
    published_on = PartialDateField(_("published"))
    note = I18nTextField(_("note"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "number"], name="one_source_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """Return the page that lists all that rests on this source."""
        return page_of("directory:source", self.code)


class EvidenceRow(models.Model):
    """A row that hangs on any other row."""

    target_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, related_name="+"
    )
    target_id = models.BigIntegerField()
    target = GenericForeignKey("target_type", "target_id")

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["target_type", "target_id"])]


class DetailRow(BaseModel, EvidenceRow):
    """A row that hangs on any other row and is edited on a page of its own."""

    class Meta(EvidenceRow.Meta):
        abstract = True


class Citation(DetailRow):
    """A record, or one aspect of it, rests on a source."""

    source = models.ForeignKey(
        Source, on_delete=models.CASCADE, related_name="citations"
    )
    aspect = models.CharField(_("aspect"), max_length=60, blank=True)
    locator = models.CharField(_("page or place"), max_length=100, blank=True)
    quote = models.TextField(_("quoted words"), blank=True)

    def __str__(self) -> str:
        return f"[{self.source.number}]"


class Claim(DetailRow):
    """
    One of several statements about the same aspect of a record.

    Two claims with the same aspect contradict each other and stay side by side;
    `is_preferred` says which one the office goes by, `note` why.
    """

    aspect = models.CharField(_("aspect"), max_length=60)
    label = I18nCharField(_("question"), max_length=300)
    statement = I18nTextField(_("statement"))
    is_preferred = models.BooleanField(_("the office goes by this"), default=False)
    note = I18nTextField(_("note"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    citations = GenericRelation(Citation, "target_id", "target_type")

    def __str__(self) -> str:
        return f"{self.aspect}: {self.statement}"


class Figure(DetailRow):
    """A number about a record: ours, theirs, or mere context."""

    class Role(models.TextChoices):
        OURS = "ours", _("Our result")
        THEIRS = "theirs", _("About the host")
        CONTEXT = "context", _("Context")

    what = models.SlugField(_("key"), max_length=60)
    label = I18nCharField(_("what is counted"), max_length=300)
    quantity = QuantityField(_("number"))
    role = models.CharField(
        _("role"), max_length=10, choices=Role.choices, default=Role.CONTEXT
    )
    note = I18nTextField(_("note"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    citations = GenericRelation(Citation, "target_id", "target_type")

    def __str__(self) -> str:
        return f"{self.label}: {self.quantity}"


class OpenQuestion(DetailRow):
    """Something that no source tells."""

    text = I18nTextField(_("what is not known"))
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.text)
