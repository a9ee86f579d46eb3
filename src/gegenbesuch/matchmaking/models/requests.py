"""The wish of one company to meet another, and what becomes of it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Greatest, Least
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.models import Language
from gegenbesuch.core.models import BaseModel
from gegenbesuch.directory.models import Person
from gegenbesuch.matchmaking.models.profiles import Profile
from gegenbesuch.missions.models import Mission


class RequestQuerySet(models.QuerySet[Any]):
    """Requests between profiles."""

    def visible_to(self, user: Any) -> RequestQuerySet:
        """Keep the requests in missions of the user's offices."""
        return self.filter(mission__in=Mission.objects.visible_to(user))


class Request(BaseModel):
    """
    The wish of one company to meet another.

    While it is sent it takes no slot; only accepted requests are scheduled.

    Attributes:
        mission: That of both companies, so that its requests are found at once.
        waits_for: Whose answer it is; another proposed time turns it round.
        expires_at: Until when the answer has to come; None: it waits for ever.
        spans: The times that were proposed last, `[[begin, end], …]` in UTC; once
            accepted, the schedule keeps to them. Empty: any time.
        proposal: What was added to them in words.
        people: Who should be there, of both sides.
        handler_name, handler_email: The colleague whom it was handed over to.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SENT = "sent", _("Sent")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Expired")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Priority(models.IntegerChoices):
        """How much a request counts when not all can be placed."""

        NORMAL = 1, _("Normal")
        HIGH = 2, _("High")
        HIGHEST = 3, _("Highest")

    class Party(models.TextChoices):
        SENDER = "sender", _("Sender")
        RECIPIENT = "recipient", _("Recipient")

    class Reason(models.TextChoices):
        """Why a request is declined."""

        NO_FIT = "no_fit", _("Does not fit what we look for")
        NO_TIME = "no_time", _("We have no time left")
        KNOWN = "known", _("We are in contact already")
        WRONG_PERSON = "wrong_person", _("Somebody else should be asked")
        OTHER = "other", _("Another reason")

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="meeting_requests"
    )
    sender = models.ForeignKey(
        Profile, on_delete=models.CASCADE, related_name="requests_sent"
    )
    recipient = models.ForeignKey(
        Profile, on_delete=models.CASCADE, related_name="requests_received"
    )
    message = models.TextField(_("message"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority.choices, default=Priority.NORMAL
    )
    people = models.ManyToManyField(
        Person, blank=True, related_name="+", verbose_name=_("people")
    )
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.SENT
    )
    waits_for = models.CharField(
        max_length=10, choices=Party.choices, default=Party.RECIPIENT
    )
    expires_at = models.DateTimeField(_("answer until"), null=True, blank=True)
    spans = models.JSONField(_("other times"), default=list, blank=True)
    proposal = models.CharField(_("other time"), max_length=300, blank=True)
    reason = models.CharField(
        _("reason"), max_length=20, choices=Reason.choices, blank=True
    )
    reason_text = models.CharField(_("reason in words"), max_length=500, blank=True)
    handler_name = models.CharField(_("handed over to"), max_length=200, blank=True)
    handler_email = models.EmailField(_("e-mail address"), blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    #: The request stays between its companies.
    after_erasure: ClassVar[dict[str, Any]] = {"handler_name": "", "handler_email": ""}

    objects = RequestQuerySet.as_manager()

    is_one_after_merge = True

    class Meta:
        constraints = [
            # A no counts; what ran out or was withdrawn may be asked anew.
            models.UniqueConstraint(
                fields=["sender", "recipient"],
                condition=~models.Q(status__in=["expired", "withdrawn"]),
                name="one_request_per_pair",
            ),
            models.CheckConstraint(
                condition=~models.Q(sender=models.F("recipient")),
                name="no_request_to_oneself",
            ),
            models.UniqueConstraint(
                Least("sender", "recipient"),
                Greatest("sender", "recipient"),
                condition=models.Q(status__in=["sent", "accepted"]),
                name="one_open_request_between_two",
            ),
        ]
        indexes = [
            # No partial ones: SQLite does not see that a parameter is their condition.
            models.Index(fields=["status", "expires_at"], name="request_ending"),
            # Whom requests wait for is read from the index alone.
            models.Index(
                fields=[
                    *("mission", "status", "waits_for"),
                    *("recipient", "sender", "expires_at"),
                ],
                name="request_waiting",
            ),
            # How long answers took is read without what was written in them.
            models.Index(
                fields=["mission", "status", "decided_at", "created_at"],
                name="request_answered",
            ),
            *(
                models.Index(
                    fields=["mission", *status, "-priority", "created_at", "id"],
                    name=f"request_list{'_by_status' if status else ''}",
                )
                for status in ([], ["status"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender} – {self.recipient}"

    @property
    def office_id(self) -> int:
        """The office that leads the mission, which must have been selected."""
        return self.sender.office_id

    @property
    def answering(self) -> Profile:
        """The company whose answer it waits for."""
        is_sender = self.waits_for == self.Party.SENDER
        return self.sender if is_sender else self.recipient

    def other(self, profile: Profile) -> Profile:
        """Return the company on the other end."""
        return self.recipient if self.sender_id == profile.pk else self.sender

    def get_absolute_url(self) -> str:
        """Return the request's place in the list of its mission."""
        path = reverse("matchmaking:requests", args=[self.sender.mission.code])
        return f"{path}#request-{self.code}"
