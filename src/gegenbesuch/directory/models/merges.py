"""Records that were made one, and how to part them again."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from gegenbesuch.directory.models.base import OfficeModel


class Merge(OfficeModel):
    """
    One record went into another; `log` says all that changed.

    Numbers, not keys: what a merge remembers must not move with another merge.
    """

    class Kind(models.TextChoices):
        ORGANISATION = "organisation"
        PERSON = "person"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    kept_id = models.BigIntegerField()
    dropped_id = models.BigIntegerField()
    dropped_code = models.CharField(max_length=64, db_index=True)
    dropped_label = models.CharField(max_length=300)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    log = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "kept_id"], name="merge_kept")]

    def __str__(self) -> str:
        return self.dropped_label
