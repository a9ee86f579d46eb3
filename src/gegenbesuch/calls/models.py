"""A call for participants, its questions, and who applies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from gegenbesuch.accounts.models import Language
from gegenbesuch.core.models import ERASED, BaseModel
from gegenbesuch.core.values.fields import I18nCharField, I18nTextField
from gegenbesuch.directory.models import OfficeModel
from gegenbesuch.missions.models import Mission, Participation
from gegenbesuch.missions.rules import OFF

if TYPE_CHECKING:
    from datetime import datetime


class Call(OfficeModel):
    """
    The invitation to apply for a place in a mission, by an address without sign-in.

    Attributes:
        closes_at: Until when applications are taken, to the minute.
        time_zone: On whose clock the deadline is said.
        taken: How many places are given away. It is counted up and down by
            conditional updates only, so that two who come at the same moment never
            get the same last place.
    """

    class Selection(models.TextChoices):
        FIRST = "first", _("First come, first served")
        CHOSEN = "chosen", _("The office selects by the criteria")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "call_open", _("Open")
        CLOSED = "closed", _("Closed")

    mission = models.OneToOneField(
        Mission, on_delete=models.CASCADE, related_name="call"
    )
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.DRAFT
    )
    text = I18nTextField(_("what applicants should know"))
    criteria = I18nTextField(_("criteria"), blank=True)
    selection = models.CharField(
        _("who gets a place"), max_length=10, choices=Selection.choices
    )
    closes_at = models.DateTimeField(_("applications until"))
    time_zone = models.CharField(_("time zone"), max_length=50)
    quota = models.PositiveIntegerField(_("places"))
    taken = models.PositiveIntegerField(default=0, editable=False)
    most_per_organisation = models.PositiveSmallIntegerField(
        _("places for one organisation"), null=True, blank=True
    )
    offer_days = models.PositiveSmallIntegerField(
        _("days to take an offered place"), default=7
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(taken__lte=models.F("quota")),
                name="no_more_participants_than_places",
            )
        ]

    def __str__(self) -> str:
        return str(self.mission)

    def get_absolute_url(self) -> str:
        """Return the page of the call in the office."""
        return reverse("calls:call", args=[self.mission.code])

    def is_open(self, at: datetime) -> bool:
        """Tell whether applications are taken at this time."""
        return (
            self.status == self.Status.OPEN
            and at <= self.closes_at
            and self.mission.status not in OFF
        )


class Question(BaseModel):
    """
    A question to applicants.

    Attributes:
        choices: One to a line, for the kind that has some.
        depends_on: It is only asked after this answer to another question.
    """

    class Kind(models.TextChoices):
        LINE = "line", _("One line")
        TEXT = "text", _("Some lines")
        YES_NO = "yes_no", _("Yes or no")
        CHOICE = "choice", _("One of several")

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(_("order"))
    text = I18nCharField(_("question"), max_length=300)
    kind = models.CharField(_("kind of answer"), max_length=10, choices=Kind.choices)
    choices = I18nTextField(_("choices"), blank=True)
    is_required = models.BooleanField(_("must be answered"), default=False)
    depends_on = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.CASCADE,
        related_name="dependents",
        verbose_name=_("only after"),
    )
    depends_value = models.CharField(_("with this answer"), max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call", "position"], name="one_question_per_position"
            ),
            models.CheckConstraint(
                condition=models.Q(depends_on__isnull=True)
                | ~models.Q(depends_value=""),
                name="a_condition_names_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return str(self.text)

    def options(self) -> list[tuple[str, str]]:
        """Return what can be answered: a value that stays, and its words."""
        if self.kind == self.Kind.YES_NO:
            return [
                ("yes", pgettext("answer", "Yes")),
                ("no", pgettext("answer", "No")),
            ]
        lines = [line.strip() for line in str(self.choices).splitlines()]
        return [(str(n), line) for n, line in enumerate(filter(None, lines), 1)]

    def in_words(self, value: str) -> str:
        """Write an answer as the reader's language has it."""
        if self.kind in {self.Kind.YES_NO, self.Kind.CHOICE}:
            return dict(self.options()).get(value, value)
        return value


class Criterion(BaseModel):
    """
    What applications are weighed by.

    Attributes:
        weight: How much it counts beside the others.
    """

    #: The most points that an application can get by one criterion.
    MOST: ClassVar[int] = 5

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="weighed_by")
    position = models.PositiveSmallIntegerField(_("order"))
    text = I18nCharField(_("criterion"), max_length=300)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call", "position"], name="one_criterion_per_position"
            ),
            models.CheckConstraint(
                condition=models.Q(weight__gte=1), name="a_criterion_weighs_something"
            ),
        ]

    def __str__(self) -> str:
        return str(self.text)


class Application(OfficeModel):
    """
    Somebody who wants to take part.

    Attributes:
        offered_until: Until when a place that is offered can be taken.
        sender_hint: A shortened network address, to slow down floods; forgotten once
            the address is confirmed.
        marks: Points by the code of a criterion. `score` follows from them where the
            call has criteria, from 0 to 100; it is unknown until all are marked.
    """

    class Status(models.TextChoices):
        UNPROVEN = "unproven", _("Address not confirmed")
        RECEIVED = "review", _("To be decided")
        OFFERED = "invited", _("Place offered")
        CONFIRMED = "confirmed", _("Confirmed")
        WAITING = "waiting", _("On the waiting list")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "cancelled", _("Withdrawn")
        LAPSED = "lapsed", _("Offer not taken in time")

    #: Who holds a place.
    HOLD = frozenset({Status.OFFERED, Status.CONFIRMED})
    #: Who is not written to about the mission: gone, or never confirmed the address.
    OUT = frozenset({Status.REJECTED, Status.WITHDRAWN, Status.UNPROVEN, Status.LAPSED})

    call = models.ForeignKey(
        Call, on_delete=models.CASCADE, related_name="applications"
    )
    name = models.CharField(_("name"), max_length=200)
    organisation = models.CharField(_("company or organisation"), max_length=200)
    function = models.CharField(_("function"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"))
    phone = models.CharField(_("phone"), max_length=50, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.GERMAN
    )
    answers = models.JSONField(default=dict)
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.RECEIVED
    )
    applied_at = models.DateTimeField(_("applied at"))
    offered_until = models.DateTimeField(_("offered until"), null=True, editable=False)
    sender_hint = models.CharField(max_length=64, blank=True, editable=False)
    marks: Any = models.JSONField(default=dict)
    score = models.PositiveSmallIntegerField(_("points"), null=True)
    note = models.TextField(_("why"), blank=True)
    participation = models.OneToOneField(
        Participation, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    #: Somebody applied: places that were given away stay counted.
    after_erasure: ClassVar[dict[str, Any]] = {
        "name": ERASED,
        "organisation": "",
        "function": "",
        "email": Concat("code", models.Value("@erased.invalid")),
        "phone": "",
        "answers": {},
        "marks": {},
        "sender_hint": "",
        "note": "",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call", "email"],
                condition=~models.Q(status="cancelled"),
                name="one_application_per_address",
            )
        ]
        indexes = [
            models.Index(fields=["call", "status", "applied_at"], name="applications")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.organisation})"

    def get_absolute_url(self) -> str:
        """Return the page of the application in the office."""
        return reverse("calls:application", args=[self.code])

    def get_personal_url(self, token: str) -> str:
        """Return the applicant's own page."""
        return reverse("calls:own-application", args=[token])
