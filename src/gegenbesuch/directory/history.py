"""What was changed on a record, and what went into it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef

from gegenbesuch.core import audit
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.rows import kept
from gegenbesuch.directory.models import Merge

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

MOST_ENTRIES = 50


@dataclass(frozen=True)
class Change:
    """An audit entry in words."""

    entry: AuditEntry
    sentence: str


def history_of(record: Model, merges: list[Merge] | None = None) -> list[Change]:
    """
    Return the latest writes of a record in words, newest first.

    Those of records that were merged into it count as well.

    Args:
        merges: `merges_into(record)`, if the page asked for them already.
    """
    if merges is None:
        merges = merges_into(record)
    entries = _entries_of(
        ContentType.objects.get_for_model(record).pk,
        [record.pk, *_merged_into(record, merges)],
    )
    return [Change(entry, audit.sentence(entry)) for entry in entries]


@kept
def _entries_of(kind: int, records: list[int]) -> QuerySet[AuditEntry]:
    entries = AuditEntry.objects.filter(target_type=kind, target_id__in=records)
    return entries.order_by("-at", "-pk")[:MOST_ENTRIES]


def has_merges(kind: str) -> Exists:
    """Annotate records with whether others were merged into them: few were."""
    merges = Merge.objects.filter(kind=kind, kept_id=OuterRef("pk"), undone_at=None)
    return Exists(merges)


def merges_into(record: Model) -> list[Merge]:
    """Return the merges into a record that can be undone, the last one first."""
    return _merges(record._meta.model_name or "", [record.pk])


@kept
def _merges(kind: str, records: list[int]) -> QuerySet[Merge]:
    rows = Merge.objects.filter(kind=kind, kept_id__in=records, undone_at=None)
    return rows.defer("log").order_by("-pk")


def kept_of(model: type[Model], user: Any, code: str) -> Any:
    """Return the record into which the one with this code was merged, if any."""
    kind = model._meta.model_name
    for _step in range(MOST_ENTRIES):
        rows = Merge.objects.visible_to(user).filter(kind=kind, dropped_code=code)
        merge = rows.filter(undone_at=None).order_by("-pk").first()
        if merge is None:
            return None
        kept = model._default_manager.filter(pk=merge.kept_id).first()
        if kept is not None:
            return kept
        later = Merge.objects.filter(
            kind=kind, dropped_id=merge.kept_id, undone_at=None
        )
        code = later.values_list("dropped_code", flat=True).first() or ""
    return None


def _merged_into(record: Model, merges: list[Merge]) -> list[int]:
    """Return the numbers of all that went into a record, over several merges."""
    found: list[int] = []
    level = [merge.dropped_id for merge in merges]
    while level:
        found += level
        rows = _merges(record._meta.model_name or "", level)
        level = [merge.dropped_id for merge in rows]
    return found
