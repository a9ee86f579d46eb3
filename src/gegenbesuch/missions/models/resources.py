"""Interpreters, cars and rooms, and how long it takes between two places."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.models import ERASED
from gegenbesuch.core.values.fields import I18nCharField
from gegenbesuch.directory.models import OfficeModel, Person, Place
from gegenbesuch.missions.models.missions import ProgrammeItem


class Resource(OfficeModel):
    """Something or somebody that can be in one place only: a hard limit."""

    class Kind(models.TextChoices):
        INTERPRETER = "interpreter", _("Interpreter")
        CAR = "car", _("Car or bus")
        ROOM = "room", _("Room")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    name = I18nCharField(_("name"), max_length=200)
    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="resources",
        verbose_name=_("person"),
    )
    languages = models.CharField(_("languages"), max_length=100, blank=True)
    capacity = models.PositiveIntegerField(_("how many persons"), null=True, blank=True)
    place = models.ForeignKey(
        Place,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("place"),
    )
    phone = models.CharField(_("phone"), max_length=50, blank=True)
    is_retired = models.BooleanField(_("no longer available"), default=False)
    items = models.ManyToManyField(
        ProgrammeItem, through="Booking", related_name="resources"
    )

    #: Somebody interpreted: the programme stays as it was.
    after_erasure: ClassVar[dict[str, Any]] = {
        "person": None,
        "name": ERASED,
        "phone": "",
        "is_retired": True,
    }

    def __str__(self) -> str:
        return str(self.name)


class Booking(models.Model):
    """A resource is needed for a programme item."""

    item = models.ForeignKey(
        ProgrammeItem, on_delete=models.CASCADE, related_name="bookings"
    )
    resource = models.ForeignKey(
        Resource, on_delete=models.CASCADE, related_name="bookings"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "resource"], name="one_booking_per_item_and_resource"
            )
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} {self.item_id}"


class Journey(models.Model):
    """
    How long it takes between two places, both ways, as the office knows it.

    From a place to itself it is how long it takes between two houses there.
    """

    office = models.ForeignKey(
        "accounts.Office", on_delete=models.CASCADE, related_name="journeys"
    )
    one = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    minutes = models.PositiveIntegerField(_("minutes"))
    how = models.CharField(_("by what"), max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "one", "other"], name="one_journey_per_pair"
            ),
            models.CheckConstraint(
                condition=models.Q(one__lte=models.F("other")),
                name="journey_is_stored_one_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id}–{self.other_id}"
