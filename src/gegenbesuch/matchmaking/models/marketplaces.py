"""The rules by which the companies of one mission find each other."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.models import BaseModel
from gegenbesuch.missions.models import Mission

if TYPE_CHECKING:
    from datetime import datetime

LAST_WEEK = timedelta(days=7)
ANSWER_WITHIN = timedelta(days=3)
ANSWER_IN_LAST_WEEK = timedelta(hours=12)
ANSWER_ON_SITE = timedelta(minutes=30)


class Marketplace(BaseModel):
    """
    When companies may ask each other for meetings, and how many.

    A mission without one goes by the defaults: open, without dates.

    Attributes:
        opens_at: From when requests can be sent; None: at once.
        starts_at, ends_at: The first meeting begins, the last one ends.
        most_sent: Unanswered requests that a company may have out at a time.
        most_received: Unanswered requests that may wait for one company.
        most_meetings: Accepted meetings of a company that has no number of its own.
        most_suggestions, least_suggestions: For each company, in the fair choice.
        interpreters: Language pairs that are covered, such as "de-ja".
        suggested_at: When suggestions were computed; a newer profile is not in them.
        fairness: What the fair choice reached: `total`, `bound`, and who has too few
            suggestions, see `selectors.fairness_of`.
    """

    class Repeat(models.TextChoices):
        ANY = "any", _("Both")
        FIRST = "first", _("Only who has not met yet")
        AGAIN = "again", _("Who has met before comes first")

    mission = models.OneToOneField(
        Mission, on_delete=models.CASCADE, related_name="marketplace"
    )
    profiles_until = models.DateField(_("profiles until"), null=True, blank=True)
    opens_at = models.DateTimeField(_("requests from"), null=True, blank=True)
    starts_at = models.DateTimeField(_("first meeting"), null=True, blank=True)
    ends_at = models.DateTimeField(_("end of the last meeting"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Berlin")
    most_sent = models.PositiveSmallIntegerField(
        _("unanswered requests that a company may send"), default=15
    )
    most_received = models.PositiveSmallIntegerField(
        _("unanswered requests that a company may get"), default=30
    )
    most_meetings = models.PositiveSmallIntegerField(
        _("meetings of a company"), default=18
    )
    most_suggestions = models.PositiveSmallIntegerField(
        _("suggestions at most"), default=10
    )
    least_suggestions = models.PositiveSmallIntegerField(
        _("suggestions at least"), default=3
    )
    repeat = models.CharField(
        _("who has met before"),
        max_length=10,
        choices=Repeat.choices,
        default=Repeat.ANY,
    )
    interpreters = models.JSONField(_("interpreters"), default=list, blank=True)
    is_public = models.BooleanField(
        _("show offers and needs to everybody, without names"), default=False
    )
    suggested_at = models.DateTimeField(null=True, blank=True)
    suggested_by = models.CharField(max_length=200, blank=True)
    fairness = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_at__isnull=True)
                | models.Q(ends_at__isnull=True)
                | models.Q(ends_at__gt=models.F("starts_at")),
                name="meetings_end_after_they_begin",
            )
        ]

    def __str__(self) -> str:
        return str(self.mission)

    @property
    def office_id(self) -> int:
        """The office that leads the mission, which must have been selected."""
        return self.mission.office_id

    def get_absolute_url(self) -> str:
        """Return the organiser's page."""
        return reverse("matchmaking:marketplace", args=[self.mission.code])

    def takes_requests(self, at: datetime) -> bool:
        """Tell whether requests can be sent at this time."""
        has_begun = self.opens_at is None or self.opens_at <= at
        return has_begun and (self.ends_at is None or at < self.ends_at)

    def answer_by(self, at: datetime) -> datetime:
        """
        Return until when a request sent at this time has to be answered.

        Three days; 12 hours in the week before the first meeting; 30 minutes on site.
        """
        within = ANSWER_WITHIN
        if self.starts_at is not None:
            if at >= self.starts_at:
                within = ANSWER_ON_SITE
            elif self.starts_at - at <= LAST_WEEK:
                within = ANSWER_IN_LAST_WEEK
        until = at + within
        return min(until, self.ends_at) if self.ends_at else until
