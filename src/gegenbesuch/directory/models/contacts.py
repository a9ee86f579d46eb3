"""How organisations and people are reached, told apart and remembered."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gegenbesuch.directory.models.base import OfficeModel
from gegenbesuch.directory.models.evidence import DetailRow, EvidenceModel


class Tag(OfficeModel):
    """A word of the office's own by which it groups records."""

    name = models.CharField(_("name"), max_length=60)
    key = models.CharField(max_length=60, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "key"], name="one_tag_per_name")
        ]

    def __str__(self) -> str:
        return self.name


class Address(DetailRow):
    """
    A postal address, in the words of one language.

    The same address in Japanese and in Latin letters is two rows of one kind.
    """

    class Kind(models.TextChoices):
        OFFICE = "office", pgettext_lazy("address", "Office")
        POSTAL = "postal", _("Postal address")
        BILLING = "billing", _("Billing address")
        DELIVERY = "delivery", _("Delivery address")
        PRIVATE = "private", _("Private")
        OTHER = "other", _("Other")

    kind = models.CharField(
        _("kind"), max_length=10, choices=Kind.choices, default=Kind.OFFICE
    )
    language = models.CharField(_("language"), max_length=35, blank=True)
    lines = models.TextField(_("street and building"), blank=True, max_length=500)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    locality = models.CharField(_("town"), max_length=200, blank=True)
    region = models.CharField(_("state or prefecture"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.lines, self.postcode, self.locality)))


class ContactPoint(DetailRow):
    """A telephone number, mail address or page, in its checked form."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Telephone")
        MOBILE = "mobile", _("Mobile telephone")
        FAX = "fax", _("Fax")
        WEBSITE = "website", _("Website")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    value = models.CharField(
        _("number or address"),
        max_length=500,
        help_text=_("Telephone numbers in the form of E.164, such as +4934112340."),
    )
    is_private = models.BooleanField(_("private"), default=False)
    is_preferred = models.BooleanField(_("use this first"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(DetailRow.Meta):
        indexes = [
            *DetailRow.Meta.indexes,
            models.Index(fields=["kind", "value"], name="contact_value"),
        ]

    def __str__(self) -> str:
        return self.value


class Identifier(DetailRow):
    """What a register calls a record; the check digits are right."""

    class Scheme(models.TextChoices):
        LEI = "lei", _("LEI")
        EU_VAT = "eu_vat", _("VAT number (EU)")
        DE_REGISTER = "de_register", _("Handelsregister (Germany)")
        JP_CORPORATE = "jp_corporate", _("Corporate number (Japan)")
        ORCID = "orcid", _("ORCID")
        ISNI = "isni", _("ISNI")
        OTHER = "other", _("Other")

    scheme = models.CharField(_("scheme"), max_length=20, choices=Scheme.choices)
    value = models.CharField(_("number"), max_length=100)
    note = models.CharField(_("note"), max_length=200, blank=True)

    is_one_after_merge = True

    class Meta(DetailRow.Meta):
        indexes = [
            *DetailRow.Meta.indexes,
            models.Index(fields=["scheme", "value"], name="identifier_value"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["target_type", "target_id", "scheme", "value"],
                name="one_identifier_per_record",
            )
        ]

    def __str__(self) -> str:
        return self.value


class Note(DetailRow):
    """What somebody in the office wrote down about a record, and when."""

    text = models.TextField(_("note"), max_length=20_000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("author"),
    )
    is_pinned = models.BooleanField(_("keep on top"), default=False)

    def __str__(self) -> str:
        return self.text[:80]


class DirectoryModel(EvidenceModel):
    """What organisations and people have in common: an entry of the directory."""

    languages = models.JSONField(_("languages"), default=list, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("looked after by"),
    )
    tags = models.ManyToManyField(
        Tag, blank=True, related_name="%(class)s_set", verbose_name=_("tags")
    )
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    addresses = GenericRelation(Address, "target_id", "target_type")
    contact_points = GenericRelation(ContactPoint, "target_id", "target_type")
    identifiers = GenericRelation(Identifier, "target_id", "target_type")
    notes = GenericRelation(Note, "target_id", "target_type")

    class Meta:
        abstract = True

    @property
    def is_archived(self) -> bool:
        """Whether it is kept, but left out of lists and invitations."""
        return self.archived_at is not None


def tag_key(name: Any) -> str:
    """Return what two spellings of one tag have in common."""
    return " ".join(str(name).split()).casefold()
