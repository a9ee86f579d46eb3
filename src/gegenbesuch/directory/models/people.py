"""People, the roles they hold over time, and how the office met them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.models import BaseModel
from gegenbesuch.core.values.fields import (
    I18nCharField,
    I18nTextField,
    NameField,
    PartialDateField,
)
from gegenbesuch.directory.models.base import OfficeQuerySet, page_of
from gegenbesuch.directory.models.contacts import DirectoryModel
from gegenbesuch.directory.models.evidence import Citation
from gegenbesuch.directory.models.organisations import Organisation

if TYPE_CHECKING:
    from typing import Self


class PersonQuerySet(OfficeQuerySet):
    """People of an office."""

    def invitable(self) -> Self:
        """Leave out whom nobody may invite: the dead and the archived."""
        return self.filter(is_deceased=False, archived_at__isnull=True)


class Person(DirectoryModel):
    """A human being, with a name in several scripts and roles over time."""

    class Salutation(models.TextChoices):
        MR = "mr", _("Mr")
        MS = "ms", _("Ms")

    is_person = True

    name = NameField(_("name"))
    salutation = models.CharField(
        _("salutation"), max_length=10, choices=Salutation.choices, blank=True
    )
    address_forms = models.JSONField(
        _("forms of address"),
        default=dict,
        blank=True,
        help_text=_("By document and language, where the usual form is wrong."),
    )
    is_deceased = models.BooleanField(_("deceased"), default=False)
    is_invented = models.BooleanField(_("invented"), default=False)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)
    note = I18nTextField(_("note"), blank=True)
    sort_key = models.CharField(max_length=300, editable=False, default="")
    sort_key_ja = models.CharField(max_length=300, editable=False, default="")

    objects = PersonQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        # A list is read along an index, and no list shows the archive with the rest.
        indexes = [
            models.Index(
                fields=["office", *facet, key, "id"],
                name=f"person_{name}{language}",
                condition=models.Q(archived_at__isnull=True),
            )
            for name, facet in (("list", []), ("owner", ["owner"]))
            for language, key in (("", "sort_key"), ("_ja", "sort_key_ja"))
        ]
        indexes += [
            models.Index(
                fields=["office", "sort_key", "id"],
                name="person_archive",
                condition=models.Q(archived_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def is_erased(self) -> bool:
        """Whether only what no longer says who it was is left."""
        return self.erased_at is not None

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


class CardExchange(BaseModel):
    """A business card changed hands: when, on what occasion, who introduced them."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="card_exchanges"
    )
    on = PartialDateField(_("exchanged"))
    occasion = models.CharField(_("occasion"), max_length=300, blank=True)
    introduced_by = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="introductions",
        verbose_name=_("introduced by"),
    )
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("received by"),
    )
    front = models.TextField(_("front of the card"), blank=True, max_length=2000)
    back = models.TextField(_("back of the card"), blank=True, max_length=2000)

    def __str__(self) -> str:
        return self.occasion or str(self.person)

    def get_absolute_url(self) -> str:
        """Return the page of the person, which shows the card."""
        return self.person.get_absolute_url()
