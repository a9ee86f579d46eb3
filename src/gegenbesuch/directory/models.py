"""
Places, sources, sectors, organisations, people and what is known of them.

Whatever is stated about a record can carry sources (`Citation`), numbers
(`Figure`), statements that contradict each other (`Claim`) and what nobody
knows yet (`OpenQuestion`): four generic tables, so that every app above uses
the same evidence model.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from gegenbesuch.accounts.models import Office
from gegenbesuch.accounts.rules import office_ids
from gegenbesuch.core.models import BaseModel
from gegenbesuch.core.values.fields import NameField, PartialDateField, QuantityField

if TYPE_CHECKING:
    from typing import Self


@lru_cache(maxsize=10_000)
def page_of(name: str, code: str) -> str:
    """Return the address of a record's page; pages name the same ones many times."""
    return reverse(name, args=[code])


class OfficeQuerySet(models.QuerySet[Any]):
    """Rows that belong to one office."""

    def visible_to(self, user: Any) -> Self:
        """Keep the rows of the offices in which the user has a role."""
        return self.filter(office_id__in=office_ids(user))


class OfficeModel(BaseModel):
    """A row that belongs to an office; nobody else sees it."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")

    objects = OfficeQuerySet.as_manager()

    class Meta:
        abstract = True


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


# --- Where things come from --------------------------------------------------


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


class Citation(EvidenceRow):
    """A record, or one aspect of it, rests on a source."""

    source = models.ForeignKey(
        Source, on_delete=models.CASCADE, related_name="citations"
    )
    aspect = models.CharField(_("aspect"), max_length=60, blank=True)
    locator = models.CharField(_("page or place"), max_length=100, blank=True)
    quote = models.TextField(_("quoted words"), blank=True)

    def __str__(self) -> str:
        return f"[{self.source.number}]"


class Claim(EvidenceRow):
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


class Figure(EvidenceRow):
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


class OpenQuestion(EvidenceRow):
    """Something that no source tells."""

    text = I18nTextField(_("what is not known"))
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.text)


# --- Places and sectors ------------------------------------------------------


class Place(BaseModel):
    """A town with its names, its position and its time zone."""

    name = I18nCharField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=2)
    region = models.CharField(_("region"), max_length=10, blank=True)
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    time_zone = models.CharField(_("time zone"), max_length=50)
    aliases = models.JSONField(_("other spellings"), default=list, blank=True)
    citations = GenericRelation(Citation, "target_id", "target_type")

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Return the page of the place."""
        return page_of("directory:place", self.code)


class Sector(BaseModel):
    """A field of business as offices speak of it, mapped to classifications."""

    name = I18nCharField(_("name"), max_length=200)
    synonyms = models.JSONField(_("synonyms"), default=list, blank=True)
    codes = models.JSONField(
        _("codes"),
        default=dict,
        blank=True,
        help_text=_("By scheme with version, such as NACE 2 or JSIC 13."),
    )
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.name)


# --- Organisations and people ------------------------------------------------


class Organisation(EvidenceModel):
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

    name = I18nCharField(_("name"), max_length=300)
    aliases = models.JSONField(_("other spellings"), default=list, blank=True)
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind.choices, default=Kind.OTHER
    )
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
    search_text = models.TextField(editable=False, default="")

    class Meta:
        indexes = [
            models.Index(fields=["office", "sort_key", "id"], name="organisation_list"),
            models.Index(
                fields=["office", "kind", "sort_key", "id"], name="organisation_kind"
            ),
            models.Index(
                fields=["office", "country", "sort_key", "id"],
                name="organisation_country",
            ),
            models.Index(
                fields=["office", "place", "sort_key", "id"], name="organisation_place"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Return the page of the organisation."""
        return page_of("directory:organisation", self.code)


class Person(EvidenceModel):
    """A human being, with a name in several scripts and roles over time."""

    name = NameField(_("name"))
    languages = models.JSONField(_("languages"), default=list, blank=True)
    is_deceased = models.BooleanField(_("deceased"), default=False)
    is_invented = models.BooleanField(_("invented"), default=False)
    note = I18nTextField(_("note"), blank=True)
    sort_key = models.CharField(max_length=300, editable=False, default="")
    sort_key_ja = models.CharField(max_length=300, editable=False, default="")
    search_text = models.TextField(editable=False, default="")

    class Meta:
        indexes = [
            models.Index(fields=["office", "sort_key", "id"], name="person_list"),
            models.Index(fields=["office", "sort_key_ja", "id"], name="person_list_ja"),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Return the page of the person."""
        return page_of("directory:person", self.code)


class Role(BaseModel):
    """
    An office that a person holds or held.

    `started_on` and `ended_on` are known dates; `seen_from` and `seen_until` only
    say when sources show the person in it.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles")
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="roles",
    )
    organisation_text = I18nCharField(
        _("organisation in words"), max_length=300, blank=True
    )
    title = I18nCharField(_("function"), max_length=300)
    started_on = PartialDateField(_("since"))
    ended_on = PartialDateField(_("until"))
    seen_from = PartialDateField(_("seen from"))
    seen_until = PartialDateField(_("seen until"))
    note = I18nTextField(_("note"), blank=True)
    citations = GenericRelation(Citation, "target_id", "target_type")

    def __str__(self) -> str:
        return str(self.title)


# --- The relation between two regions ----------------------------------------


class Relation(EvidenceModel):
    """What a region has with another one abroad, from the first contact on."""

    name = I18nCharField(_("name"), max_length=300)
    home = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    country = models.CharField(_("country"), max_length=2)
    started_on = PartialDateField(_("since"))
    summary = I18nTextField(_("summary"), blank=True)

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Return the page of the relation."""
        return page_of("directory:relation", self.code)


class RelationFact(models.Model):
    """Something that belongs to a relation but to no mission."""

    class Kind(models.TextChoices):
        CONTACT = "contact", _("Lasting contact")
        BACKGROUND = "background", _("Background")

    relation = models.ForeignKey(
        Relation, on_delete=models.CASCADE, related_name="facts"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="relation_facts",
    )
    on = PartialDateField(_("from"))
    until = PartialDateField(_("until"))
    text = I18nTextField(_("text"))
    citations = GenericRelation(Citation, "target_id", "target_type")

    def __str__(self) -> str:
        return str(self.text)
