"""The papers that those who travel need, how long they are valid, and fees."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gegenbesuch.missions.models import Mission, Participation


class PaperKind(models.TextChoices):
    """A paper that somebody has to have, or has to hand in."""

    PASSPORT = "passport", _("Passport")
    VISA = "visa", _("Visa")
    INSURANCE = "insurance", _("Insurance")
    REGISTRATION = "registration", _("Registration form")
    PHOTO_CONSENT = "photo_consent", _("Consent to photographs")
    STATE_AID = "state_aid", _("De-minimis declaration")


#: Those that end at some day; the others are there or are not.
EXPIRING = frozenset({PaperKind.PASSPORT, PaperKind.VISA, PaperKind.INSURANCE})


class RequiredPaper(models.Model):
    """
    A paper that everybody who travels on a mission has to have.

    Attributes:
        days_beyond: For how many days after the return it has to be valid.
    """

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="required_papers"
    )
    kind = models.CharField(_("paper"), max_length=20, choices=PaperKind.choices)
    days_beyond = models.PositiveSmallIntegerField(
        _("days after the return"), default=0
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "kind"], name="each_paper_required_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.mission_id} {self.kind}"


class Paper(models.Model):
    """
    That somebody has a paper, and until when it is valid; nothing else of it.

    No number and no picture is kept. Only coordinators see it, each look is logged,
    and it is deleted soon after the mission.
    """

    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="papers"
    )
    kind = models.CharField(_("paper"), max_length=20, choices=PaperKind.choices)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    seen_on = models.DateField(_("seen on"))

    after_erasure = None  #: It goes with the name of whose it is.

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "kind"], name="one_paper_of_each_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.participation_id} {self.kind}"


class Fee(models.Model):
    """What somebody pays for taking part, in euros, and since when it is paid."""

    participation = models.OneToOneField(
        Participation, on_delete=models.CASCADE, related_name="fee"
    )
    amount = models.DecimalField(_("fee in euros"), max_digits=10, decimal_places=2)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__gte=0), name="no_fee_below_nothing"
            )
        ]

    def __str__(self) -> str:
        return str(self.amount)


class TravelNeed(models.Model):
    """
    What somebody who travels eats or needs to get around, told of their own will.

    Diet can reveal faith or health: as with guests it stands apart, only coordinators
    see it, each look is logged, and it is deleted soon after the mission.
    """

    participation = models.OneToOneField(
        Participation, on_delete=models.CASCADE, related_name="need"
    )
    diet = models.CharField(_("diet"), max_length=300, blank=True)
    access = models.CharField(_("access"), max_length=300, blank=True)
    consented_at = models.DateTimeField()
    expires_on = models.DateField()

    after_erasure = None  #: It goes with the name of whose it is.

    class Meta:
        indexes = [models.Index(fields=["expires_on"], name="travel_need_expires")]

    def __str__(self) -> str:
        return str(self.participation_id)


class PaperWarning(models.Model):
    """That the coordinators were warned so many days before a mission."""

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="paper_warnings"
    )
    days_before = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "days_before"], name="each_warning_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.mission_id} {self.days_before}"
