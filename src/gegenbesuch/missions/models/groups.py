"""Groups that go different ways during a mission, and versions of its programme."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.models import BaseModel
from gegenbesuch.core.values.fields import I18nCharField
from gegenbesuch.directory.models import page_of
from gegenbesuch.missions.models.missions import Mission, Participation, ProgrammeItem


class Group(BaseModel):
    """
    A part of the delegation that has a programme of its own for a while.

    An item that names groups is for their members; one that names nobody is for the
    whole delegation.
    """

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="groups"
    )
    name = I18nCharField(_("name"), max_length=200)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    members = models.ManyToManyField(
        Participation, blank=True, related_name="groups", verbose_name=_("members")
    )
    items = models.ManyToManyField(
        ProgrammeItem, blank=True, related_name="groups", verbose_name=_("items")
    )

    class Meta:
        indexes = [models.Index(fields=["mission", "position"], name="group_list")]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Return the group's place among the groups of its mission."""
        return f"{page_of('missions:groups', self.mission.code)}#group-{self.code}"


class PlanVersion(BaseModel):
    """
    The programme as it was planned at a time; it never changes.

    Attributes:
        items: One object for each item, as `plan_versions.entry_of` writes it.
    """

    class Occasion(models.TextChoices):
        BY_HAND = "by_hand", _("kept by hand")
        FIXED = "fixed", _("when the mission was fixed")
        RUNNING = "running", _("when the mission began")
        POSTPONED = "postponed", _("before the mission was postponed")

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="plan_versions"
    )
    number = models.PositiveIntegerField(_("number"))
    occasion = models.CharField(_("occasion"), max_length=10, choices=Occasion.choices)
    name = models.CharField(_("name"), max_length=100, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("kept by"),
    )
    items: Any = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "number"], name="one_plan_version_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.name or self.get_occasion_display()}"
