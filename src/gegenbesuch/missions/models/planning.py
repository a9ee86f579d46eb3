"""The checklist of a mission, and people proposed for it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.models import BaseModel
from gegenbesuch.core.values.fields import I18nCharField, I18nTextField
from gegenbesuch.directory.models import OfficeModel, Organisation, Person
from gegenbesuch.missions.models.missions import Mission, Participation


class Step(BaseModel):
    """
    A piece of work on the way of a mission.

    Its due date moves with the mission: `offset_days` counts from the departure,
    in the phases after the journey from the return. `due_on` is a date that stays.
    """

    class Phase(models.IntegerChoices):
        IDEA = 0, _("Idea and annual plan")
        MANDATE = 1, _("Mandate")
        CONCEPT = 2, _("Concept")
        CALL = 3, _("Call for participants")
        SELECTION = 4, _("Selection")
        PROFILES = 5, _("Profiles")
        PROGRAMME = 6, _("Programme")
        MATCHMAKING = 7, _("Matchmaking")
        PROTOCOL = 8, _("Protocol")
        TRAVEL = 9, _("Travel and law")
        BRIEFING = 10, _("Briefing")
        PRESS_BEFORE = 11, _("Press before")
        ON_SITE = 12, _("On site")
        DEBRIEF = 13, _("Debrief")
        PRESS_AFTER = 14, _("Press after")
        FOLLOW_UP = 15, _("Follow-up")
        RETURN_VISIT = 16, _("Return visit")
        BILANZ = 17, _("Bilanz")
        CLOSE = 18, _("Close")

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        NOT_NEEDED = "not_needed", _("Not needed")

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="steps")
    phase = models.PositiveSmallIntegerField(_("phase"), choices=Phase.choices)
    text = I18nTextField(_("what is to do"))
    offset_days = models.IntegerField(_("days from departure"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("who does it"),
    )
    owner_text = models.CharField(
        _("who does it, in words"), max_length=200, blank=True
    )
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.OPEN
    )
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        indexes = [
            models.Index(fields=["mission", "phase", "position"], name="step_list")
        ]

    def __str__(self) -> str:
        return str(self.text)

    def due(self, departure: date | None, back: date | None) -> date | None:
        """
        Return when it is due; None while neither it nor the journey has a date.

        Args:
            departure: The first day of the mission, if it is known.
            back: Its last day; where it is not known the departure stands in.
        """
        return due_of_step(
            self.due_on, self.phase, self.offset_days, departure=departure, back=back
        )


def due_of_step(
    due_on: date | None,
    phase: int,
    offset_days: int | None,
    *,
    departure: date | None,
    back: date | None,
) -> date | None:
    """Return what `Step.due` returns, for where there are thousands of steps."""
    if due_on is not None:
        return due_on
    start = back or departure if phase >= _AFTERWARDS else departure
    if start is None or offset_days is None:
        return None
    return start + timedelta(days=offset_days)


_AFTERWARDS = Step.Phase.DEBRIEF.value


class Proposal(BaseModel):
    """Somebody who took part in an earlier mission and may be asked again."""

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="proposals"
    )
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    function = models.CharField(
        _("function"), max_length=20, choices=Participation.Function.choices
    )
    title = I18nCharField(_("title at the time"), max_length=300, blank=True)
    is_public = models.BooleanField(_("on the public list"), default=True)
    position = models.PositiveSmallIntegerField(_("rank"), default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False)
                | models.Q(organisation__isnull=False),
                name="proposal_is_somebody",
            )
        ]

    def __str__(self) -> str:
        return str(self.person or self.organisation)

    def as_participation(self) -> dict[str, Any]:
        """Return the fields of the participation that it would become."""
        return {
            "person": self.person,
            "organisation": self.organisation,
            "title": self.title,
            "is_public": self.is_public,
        }


class MissionTemplate(OfficeModel):
    """A name under which an earlier mission is the pattern of new ones."""

    name = models.CharField(_("name"), max_length=100)
    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="templates"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"], name="one_template_per_name"
            )
        ]

    def __str__(self) -> str:
        return self.name
