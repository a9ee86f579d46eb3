"""Tables, who must or must not sit together, and gifts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField

from gegenbesuch.core.models import ERASED, BaseModel
from gegenbesuch.directory.models import OfficeModel, Organisation, Person
from gegenbesuch.guests.models.guests import Guest, GuestList
from gegenbesuch.missions.models import Mission


class SeatingTable(BaseModel):
    """
    A table of an event.

    Its seats are numbered from the place of honour, which is farthest from the door.
    """

    class Shape(models.TextChoices):
        ROUND = "round", _("Round")
        LONG = "long", _("Long")

    guest_list = models.ForeignKey(
        GuestList, on_delete=models.CASCADE, related_name="tables"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    name = I18nCharField(_("name"), max_length=100, blank=True)
    shape = models.CharField(
        _("shape"), max_length=10, choices=Shape.choices, default=Shape.ROUND
    )
    seats = models.PositiveSmallIntegerField(_("seats"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guest_list", "number"], name="one_table_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}".strip()


class Seat(models.Model):
    """
    Where a guest sits.

    Attributes:
        is_fixed: A person chose the table.
        is_numbered: A person chose the very seat, too.
    """

    guest = models.OneToOneField(Guest, on_delete=models.CASCADE, related_name="seat")
    table = models.ForeignKey(
        SeatingTable, on_delete=models.CASCADE, related_name="taken"
    )
    number = models.PositiveSmallIntegerField(_("seat"))
    is_fixed = models.BooleanField(_("placed by hand"), default=False)
    is_numbered = models.BooleanField(_("on this very seat"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["table", "number"], name="one_guest_per_seat"
            )
        ]

    def __str__(self) -> str:
        return f"{self.table_id}/{self.number}"


class SeatingRule(BaseModel):
    """What the seating has to heed."""

    class Kind(models.TextChoices):
        APART = "apart", _("not at one table")
        TOGETHER = "together", _("at one table")

    guest_list = models.ForeignKey(
        GuestList, on_delete=models.CASCADE, related_name="seating_rules"
    )
    kind = models.CharField(_("rule"), max_length=10, choices=Kind.choices)
    one = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="+")
    note = models.CharField(_("why"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guest_list", "kind", "one", "other"],
                name="one_rule_per_pair_and_kind",
            ),
            models.CheckConstraint(
                condition=~models.Q(one=models.F("other")),
                name="no_rule_about_one_guest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} / {self.other}: {self.get_kind_display()}"


class Gift(OfficeModel):
    """A gift given or taken, with its value and who allowed it."""

    class Direction(models.TextChoices):
        GIVEN = "given", _("given")
        TAKEN = "taken", _("received")

    class Status(models.TextChoices):
        NOTED = "noted", _("below the limit")
        WAITING = "waiting", _("waits for approval")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    mission = models.ForeignKey(
        Mission, null=True, blank=True, on_delete=models.SET_NULL, related_name="gifts"
    )
    direction = models.CharField(
        _("direction"), max_length=10, choices=Direction.choices
    )
    what = models.CharField(_("what"), max_length=300)
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    on = models.DateField(_("when"))
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="gifts"
    )
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="gifts",
    )
    party = models.CharField(_("from or to whom"), max_length=300)
    ours = models.CharField(_("who of us gave or took it"), max_length=200)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    #: The register of gifts has to show what was given and taken.
    after_erasure: ClassVar[dict[str, Any]] = {"person": None, "party": ERASED}

    class Meta:
        indexes = [models.Index(fields=["office", "-on", "-id"], name="gift_list")]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        """Return the register; a single gift has no page."""
        return reverse("guests:gifts")


class GiftLimit(models.Model):
    """From which value on a gift needs approval, by office."""

    office = models.OneToOneField(
        "accounts.Office", on_delete=models.CASCADE, related_name="gift_limit"
    )
    amount = models.DecimalField(_("limit"), max_digits=12, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
