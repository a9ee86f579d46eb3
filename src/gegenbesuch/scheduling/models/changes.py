"""What companies ask to be changed in a preliminary schedule."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gegenbesuch.core.models import BaseModel
from gegenbesuch.matchmaking.models import Profile
from gegenbesuch.scheduling.models.schedules import Meeting, Session


class ChangeRequestQuerySet(models.QuerySet[Any]):
    """What companies ask for in sessions."""

    def visible_to(self, user: Any) -> ChangeRequestQuerySet:
        """Keep what concerns sessions that the user may see."""
        return self.filter(meeting__session__in=Session.objects.visible_to(user))


class DayReminder(models.Model):
    """That the companies of a session were written to on the day before one of its days."""

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="day_reminders"
    )
    on = models.DateField(_("day of the meetings"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "on"], name="one_reminder_per_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.on}"


class ChangeRequest(BaseModel):
    """A company's wish to have a meeting of a preliminary schedule changed."""

    class Kind(models.TextChoices):
        OTHER_TIME = "other_time", _("Another time")
        CALL_OFF = "call_off", _("Call the meeting off")
        OTHER = "other", _("Something else")

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("wish", "Open")
        ACCEPTED = "accepted", _("Agreed to")
        DECLINED = "declined", _("Not possible")
        WITHDRAWN = "withdrawn", _("Taken back")

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="change_requests"
    )
    profile = models.ForeignKey(
        Profile, on_delete=models.CASCADE, related_name="change_requests"
    )
    kind = models.CharField(_("what should change"), max_length=20, choices=Kind)
    text = models.TextField(_("why"), max_length=2000)
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.OPEN
    )
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "profile"],
                condition=models.Q(status="open"),
                name="one_open_change_request",
            )
        ]
        indexes = [
            # What is open is little, however many meetings a session has.
            models.Index(fields=["status", "meeting"], name="change_request_state")
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.get_kind_display()}"

    @property
    def session(self) -> Session:
        """The session of the meeting, which must have been selected."""
        return self.meeting.session
