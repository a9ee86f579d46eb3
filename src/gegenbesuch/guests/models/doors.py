"""Who came through which door, and when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gegenbesuch.guests.models.guests import Guest, GuestList


class DoorEvent(models.Model):
    """
    A guest came in or went out.

    The key is made where it happened, on a phone that may have had no network for a
    day; a second arrival of the same event is known by it and changes nothing.
    """

    class Kind(models.TextChoices):
        IN = "in", _("came in")
        OUT = "out", _("went out")

    key = models.UUIDField(unique=True)
    guest_list = models.ForeignKey(
        GuestList, on_delete=models.CASCADE, related_name="door_events"
    )
    guest = models.ForeignKey(
        Guest, on_delete=models.CASCADE, related_name="door_events"
    )
    kind = models.CharField(_("what"), max_length=3, choices=Kind.choices)
    at = models.DateTimeField(_("when"))
    door = models.CharField(_("door"), max_length=60, blank=True)
    received_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        indexes = [models.Index(fields=["guest_list", "at", "id"], name="door_events")]

    def __str__(self) -> str:
        return f"{self.guest_id} {self.kind} {self.at}"
