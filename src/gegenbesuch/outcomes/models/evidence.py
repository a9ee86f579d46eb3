"""To whom a result is credited, and what makes it more than our own word."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.models import Language
from gegenbesuch.core.models import ERASED
from gegenbesuch.core.values.fields import I18nTextField, PartialDateField
from gegenbesuch.directory.models import OfficeModel
from gegenbesuch.missions.models import Mission
from gegenbesuch.outcomes.models.outcomes import Outcome, Result, Settlement
from gegenbesuch.scheduling.models import Meeting

#: An outcome or a settlement, and not both.
ONE_RESULT = Q(outcome__isnull=False, settlement__isnull=True) | Q(
    outcome__isnull=True, settlement__isnull=False
)


class OfResult(OfficeModel):
    """A row about an outcome or about a settlement."""

    outcome = models.ForeignKey(
        Outcome,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="%(class)ss",
    )
    settlement = models.ForeignKey(
        Settlement,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="%(class)ss",
    )

    class Meta:
        abstract = True

    @property
    def result(self) -> Result:
        """The outcome or the settlement."""
        found: Any = self.outcome or self.settlement
        return found  # type: ignore[no-any-return]


class Credit(OfResult):
    """
    The share of a result that is put down to a mission or one of its meetings.

    It is a judgement with a reason. The shares of one result are at most 100 percent
    together, so that no total over missions counts more than there was.
    """

    mission = models.ForeignKey(
        Mission,
        on_delete=models.CASCADE,
        related_name="credits",
        verbose_name=_("mission"),
    )
    meeting = models.ForeignKey(
        Meeting,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="credits",
        verbose_name=_("meeting"),
    )
    share = models.DecimalField(_("share in percent"), max_digits=5, decimal_places=2)
    reason = I18nTextField(_("reason"))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=ONE_RESULT, name="credit_of_one_result"),
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=100), name="credit_is_a_share"
            ),
            *(
                models.UniqueConstraint(
                    fields=[kind, "mission"],
                    condition=Q(meeting__isnull=True),
                    name=f"one_credit_per_{kind}_and_mission",
                )
                for kind in ("outcome", "settlement")
            ),
            *(
                models.UniqueConstraint(
                    fields=[kind, "meeting"], name=f"one_credit_per_{kind}_and_meeting"
                )
                for kind in ("outcome", "settlement")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mission} ({self.share:f} %)"


class Confirmation(OfResult):
    """
    A partner is asked by personal link whether a result is as the office says.

    Attributes:
        statement: What the partner was shown, as `services.statement_of` says it.
        fingerprint: Of that; an answer counts only while the result still is so.
    """

    class Answer(models.TextChoices):
        WAITING = "waiting", _("no answer yet")
        CONFIRMED = "confirmed", _("confirmed")
        CONTRADICTED = "contradicted", _("contradicted")
        WITHDRAWN = "withdrawn", _("withdrawn")

    to_name = models.CharField(_("name"), max_length=200)
    to_email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    statement: Any = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64)
    until = models.DateTimeField(_("answer until"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answer = models.CharField(
        _("answer"), max_length=20, choices=Answer.choices, default=Answer.WAITING
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.CharField(_("answered by"), max_length=200, blank=True)
    remark = models.TextField(_("remark"), blank=True)

    #: That a partner confirmed it stays; who it was is forgotten.
    after_erasure: ClassVar[dict[str, Any]] = {
        "to_name": ERASED,
        "to_email": "",
        "answered_by": ERASED,
        "remark": "",
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=ONE_RESULT, name="confirmation_of_one_result"
            )
        ]

    def __str__(self) -> str:
        return f"{self.to_name}: {self.get_answer_display()}"

    def get_personal_url(self, token: str) -> str:
        """Return the page on which the partner answers."""
        return reverse("outcomes:answer-confirmation", args=[token])


def path_of_proof(_proof: Proof, _name: str) -> str:
    """Return where a file is kept: nothing of its own name gets into the path."""
    return f"proofs/{secrets.token_hex(16)}"


class Proof(OfResult):
    """
    A document on file that attests a result.

    Attributes:
        media_type: As its content says, whatever it was called.
        sha256: Of the content, as hexadecimal digits.
    """

    file = models.FileField(upload_to=path_of_proof, blank=True)
    file_name = models.CharField(_("file"), max_length=150)
    media_type = models.CharField(_("kind of file"), max_length=40)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("fingerprint (SHA-256)"), max_length=64)
    dated = PartialDateField(_("date of the document"))
    what = models.CharField(_("what it is"), max_length=200)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_because = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=ONE_RESULT, name="proof_of_one_result"),
            *(
                models.UniqueConstraint(
                    fields=[kind, "sha256"],
                    condition=Q(withdrawn_at__isnull=True),
                    name=f"one_proof_per_{kind}_and_content",
                )
                for kind in ("outcome", "settlement")
            ),
        ]

    def __str__(self) -> str:
        return self.what
