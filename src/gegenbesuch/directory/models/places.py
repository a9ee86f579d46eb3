"""Places and sectors, which all offices share."""

from __future__ import annotations

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.models import BaseModel
from gegenbesuch.core.values.fields import I18nCharField
from gegenbesuch.directory.models.base import page_of
from gegenbesuch.directory.models.evidence import Citation


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

    def get_absolute_url(self) -> str:
        """Return the page of the sector."""
        return page_of("directory:sector", self.code)
