"""The relation between two regions."""

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
from gegenbesuch.directory.models.evidence import Citation, EvidenceModel
from gegenbesuch.directory.models.organisations import Organisation
from gegenbesuch.directory.models.places import Place


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


class RelationFact(BaseModel):
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
