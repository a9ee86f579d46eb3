"""Mails on their way, and the office's own wording of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.models import Language, Office
from gegenbesuch.accounts.rules import office_ids
from gegenbesuch.core.models import BaseModel

if TYPE_CHECKING:
    from typing import Self


class MessageQuerySet(models.QuerySet[Any]):
    """Messages of an office."""

    def visible_to(self, user: Any) -> Self:
        """Keep the messages of the offices in which the user has a role."""
        return self.filter(office_id__in=office_ids(user))


class OutboxMessage(BaseModel):
    """
    One mail: what it says, to whom, and how far it has come.

    It is written in the transaction that causes it and sent after that, so that no
    mail is sent for what was rolled back and none is lost when the machine stops.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        BOUNCED = "bounced", _("came back")

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=60)
    target_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, related_name="+"
    )
    target_id = models.BigIntegerField()
    target = GenericForeignKey("target_type", "target_id")
    to_name = models.CharField(_("to"), max_length=200)
    to_email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("to be sent from"))
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    problem = models.TextField(_("what went wrong"), blank=True)

    after_erasure = None  #: A mail goes with whom it was written to.

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["status", "due_at"], name="message_due"),
            models.Index(fields=["target_type", "target_id"], name="message_target"),
            models.Index(fields=["to_email"], name="message_address"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} – {self.to_name}"


class Wording(BaseModel):
    """The office's own text of a letter in one language."""

    office = models.ForeignKey(
        Office, on_delete=models.CASCADE, related_name="wordings"
    )
    kind = models.CharField(_("letter"), max_length=60)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "language"],
                name="one_wording_per_letter_and_language",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.language})"
