"""Records that are likely one, to be looked at by a person."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gegenbesuch.directory.models.base import OfficeModel


class DuplicatePair(OfficeModel):
    """
    Two records of an office that are likely one, and why.

    A pair that somebody dismissed stays, so that it is not shown again.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("People")
        ORGANISATION = "organisation", _("Organisations")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    first_id = models.BigIntegerField()
    second_id = models.BigIntegerField()
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "first_id", "second_id"],
                name="one_row_per_pair",
            ),
            models.CheckConstraint(
                condition=models.Q(first_id__lt=models.F("second_id")),
                name="pair_in_order",
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "kind", "-score", "id"],
                name="duplicate_list",
                condition=models.Q(dismissed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first_id} = {self.second_id}"
