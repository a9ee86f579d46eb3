"""The base of every model, and the audit trail."""

from __future__ import annotations

from typing import Any, Final, NoReturn

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.codes import new_code

#: What stands where personal data were erased; of no language, so that all read it.
ERASED: Final = "…"


class BaseModel(models.Model):
    """A row with a public code that stands in addresses instead of its number."""

    code = models.SlugField(_("code"), max_length=64, unique=True, default=new_code)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.code


class AuditEntry(models.Model):
    """One write: who did what to which object, when, and what changed."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    verb = models.CharField(max_length=80)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    actor_label = models.CharField(max_length=200)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    office_id = models.BigIntegerField(null=True, db_index=True)
    target_type = models.ForeignKey(
        ContentType, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    target_id = models.BigIntegerField()
    target_label = models.CharField(max_length=300)
    changes = models.JSONField(default=dict)
    context = models.JSONField(default=dict)
    request_id = models.CharField(max_length=32, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["target_type", "target_id"], name="audit_target")
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target_label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new entry; an existing one is never changed."""
        if self.pk is not None:
            self._refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: the trail is append-only."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        msg = "The audit trail is append-only."
        raise TypeError(msg)


class SearchEntry(models.Model):
    """
    What search knows of one record of any kind.

    Attributes:
        id: The place of the record among all, by whether it is archived and by
            its sort key: the index is read in this order, so that both
            databases cut a long list at the same record.
        names: Its normalised names, and `rest` all other texts.
        plain: The names as they are written, for the order of equal hits.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    names = models.TextField()
    rest = models.TextField()
    plain = models.TextField()
    sort_key = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"], name="one_search_entry_per_record"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Pulse(models.Model):
    """
    How often what an open page shows has changed; see `core.pulse`.

    The key is the code of what the page is about, such as a session or a profile.
    """

    key = models.SlugField(max_length=64, unique=True)
    version = models.PositiveBigIntegerField(default=1)
    changed_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key} {self.version}"
