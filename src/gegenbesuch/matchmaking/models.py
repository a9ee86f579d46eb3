"""What companies offer and need in a mission, and whom they want to meet."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.functions import Greatest, Least
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.models import Language
from gegenbesuch.core.models import BaseModel
from gegenbesuch.core.values.fields import I18nTextField
from gegenbesuch.directory.models import Organisation, Person, Sector, page_of
from gegenbesuch.matchmaking.languages import language_name
from gegenbesuch.missions.models import Mission


class ProfileQuerySet(models.QuerySet[Any]):
    """Profiles of missions."""

    def visible_to(self, user: Any) -> ProfileQuerySet:
        """Keep the profiles in missions of the user's offices."""
        return self.filter(mission__in=Mission.objects.visible_to(user))


class Profile(BaseModel):
    """A company in a mission: who it is there, what it offers and needs."""

    class Side(models.IntegerChoices):
        HOME = 0, _("Home side")
        PARTNER = 1, _("Partner side")

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="profiles"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="profiles"
    )
    side = models.PositiveSmallIntegerField(_("side"), choices=Side.choices)
    summary = I18nTextField(_("who we are"), blank=True)
    sectors = models.ManyToManyField(
        Sector, blank=True, related_name="profiles", verbose_name=_("fields")
    )
    people = models.ManyToManyField(
        Person, blank=True, related_name="profiles", verbose_name=_("people")
    )
    languages = models.JSONField(_("languages"), default=list, blank=True)
    representatives = models.PositiveSmallIntegerField(
        _("people who can hold meetings at the same time"), default=1
    )

    objects = ProfileQuerySet.as_manager()

    is_one_after_merge = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "organisation"], name="one_profile_per_mission"
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def office_id(self) -> int:
        """The office that leads the mission, which must have been selected."""
        return self.mission.office_id

    @property
    def language_names(self) -> list[str]:
        """The company's languages by name, the best one first."""
        return [language_name(code) for code in self.languages]

    def get_absolute_url(self) -> str:
        """Return the page of the profile."""
        return page_of("matchmaking:profile", self.code)

    def get_personal_url(self, token: str) -> str:
        """Return the page that a personal link to this profile opens."""
        return reverse("scheduling:my-agenda", args=[token])


class Statement(models.Model):
    """One thing a company offers or needs, in the language it was written in."""

    class Kind(models.TextChoices):
        OFFER = "offer", _("Offer")
        NEED = "need", _("Need")

    profile = models.ForeignKey(
        Profile, on_delete=models.CASCADE, related_name="statements"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    text = models.TextField(_("text"))
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.text


class RequestQuerySet(models.QuerySet[Any]):
    """Requests between profiles."""

    def visible_to(self, user: Any) -> RequestQuerySet:
        """Keep the requests in missions of the user's offices."""
        return self.filter(sender__mission__in=Mission.objects.visible_to(user))


class Request(BaseModel):
    """The wish of one company to meet another."""

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
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.SENT
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    is_one_after_merge = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sender", "recipient"], name="one_request_per_pair"
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

    def __str__(self) -> str:
        return f"{self.sender} – {self.recipient}"

    @property
    def office_id(self) -> int:
        """The office that leads the mission, which must have been selected."""
        return self.sender.office_id

    def get_absolute_url(self) -> str:
        """Return the request's place in the list of its mission."""
        path = reverse("matchmaking:requests", args=[self.sender.mission.code])
        return f"{path}#request-{self.code}"
