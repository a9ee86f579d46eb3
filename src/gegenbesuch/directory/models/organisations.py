"""Organisations, their names and the clusters they belong to."""

from __future__ import annotations

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.models import BaseModel
from gegenbesuch.core.values.fields import (
    I18nCharField,
    I18nTextField,
    PartialDateField,
)
from gegenbesuch.directory.models.base import page_of
from gegenbesuch.directory.models.contacts import DirectoryModel
from gegenbesuch.directory.models.evidence import Citation
from gegenbesuch.directory.models.places import Place, Sector


class Organisation(DirectoryModel):
    """A company, authority, association or any other body."""

    class Kind(models.TextChoices):
        AUTHORITY = "authority", _("Authority")
        COMPANY = "company", _("Company")
        CLUSTER = "cluster", _("Cluster")
        ASSOCIATION = "association", _("Association")
        UNIVERSITY = "university", _("University")
        UTILITY = "utility", _("Utility")
        TRADE_FAIR = "trade_fair", _("Trade-fair company")
        AGENCY = "agency", _("Agency")
        EMBASSY = "embassy", _("Embassy")
        CONSULATE = "consulate", _("Consulate")
        CULTURE = "culture", _("Cultural institution")
        OTHER = "other", _("Other")

    is_person = False

    name = I18nCharField(_("name"), max_length=300)
    reading = models.CharField(
        _("reading in kana"),
        max_length=300,
        blank=True,
        help_text=_("Asked for, never computed; Japanese lists go by it."),
    )
    aliases = models.JSONField(_("other spellings"), default=list, blank=True)
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind.choices, default=Kind.OTHER
    )
    legal_form = models.CharField(_("legal form"), max_length=60, blank=True)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="children",
        verbose_name=_("belongs to"),
    )
    place = models.ForeignKey(
        Place,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
        verbose_name=_("place"),
    )
    place_text = I18nCharField(_("place in words"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    is_site = models.BooleanField(
        _("This is a site of the organisation it belongs to."), default=False
    )
    site = I18nCharField(_("site"), max_length=200, blank=True)
    founded_on = PartialDateField(_("founded"))
    operator = models.CharField(_("operator"), max_length=200, blank=True)
    nace_codes = models.JSONField(_("NACE Rev. 2 divisions"), default=list, blank=True)
    sectors = models.ManyToManyField(
        Sector, blank=True, related_name="organisations", verbose_name=_("sectors")
    )
    note = I18nTextField(_("note"), blank=True)
    is_invented = models.BooleanField(_("invented"), default=False)
    sort_key = models.CharField(max_length=300, editable=False, default="")
    sort_key_ja = models.CharField(max_length=300, editable=False, default="")

    class Meta:
        # A list is read along an index, and no list shows the archive with the rest.
        indexes = [
            models.Index(
                fields=["office", *facet, key, "id"],
                name=f"organisation_{name}{language}",
                condition=models.Q(archived_at__isnull=True),
            )
            for name, facet in (
                ("list", []),
                ("kind", ["kind"]),
                ("country", ["country"]),
                ("place", ["place"]),
                ("owner", ["owner"]),
            )
            for language, key in (("", "sort_key"), ("_ja", "sort_key_ja"))
        ]
        indexes += [
            models.Index(
                fields=["office", "sort_key", "id"],
                name="organisation_archive",
                condition=models.Q(archived_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Return the page of the organisation."""
        return page_of("directory:organisation", self.code)


class OrganisationName(BaseModel):
    """
    A name beside the usual ones: in another language or script, or of another time.

    `language` is a language tag that can name a script: `ja-Latn`, `zh-Hant`.
    """

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("Official name")
        SHORT = "short", _("Short name")
        BRAND = "brand", _("Brand")
        FORMER = "former", _("Former name")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="other_names"
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=Kind.choices, default=Kind.OFFICIAL
    )
    language = models.CharField(_("language and script"), max_length=35, blank=True)
    text = models.CharField(_("name"), max_length=300)
    started_on = PartialDateField(_("since"))
    ended_on = PartialDateField(_("until"))
    citations = GenericRelation(Citation, "target_id", "target_type")

    def __str__(self) -> str:
        return self.text


class ClusterMembership(BaseModel):
    """An organisation belongs, or belonged, to a cluster, association or network."""

    cluster = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="members",
        verbose_name=_("cluster or association"),
    )
    member = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("member"),
    )
    function = I18nCharField(_("function"), max_length=200, blank=True)
    started_on = PartialDateField(_("since"))
    ended_on = PartialDateField(_("until"))
    citations = GenericRelation(Citation, "target_id", "target_type")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(cluster=models.F("member")),
                name="no_member_of_itself",
            )
        ]

    def __str__(self) -> str:
        return str(self.cluster)
