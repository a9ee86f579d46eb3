"""Verbs that put records aside, and the words an office groups them by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.search import kinds
from gegenbesuch.directory.models import Tag
from gegenbesuch.directory.models.contacts import tag_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.directory.models import Organisation, Person


@transaction.atomic
def archive_record(record: Organisation | Person, *, actor: User | None) -> None:
    """
    Leave a record out of lists and invitations, with all that hangs on it kept.

    Raises:
        ActionError: It is in the archive already.
    """
    if not _put(record, to=now()):
        raise ActionError(_("This record is in the archive already."))
    noun = record._meta.model_name
    audit.record(f"directory.{noun}.archived", record, actor=actor)


@transaction.atomic
def restore_record(record: Organisation | Person, *, actor: User | None) -> None:
    """
    Bring a record back from the archive.

    Raises:
        ActionError: It is not in the archive.
    """
    if not _put(record, to=None):
        raise ActionError(_("This record is not in the archive."))
    noun = record._meta.model_name
    audit.record(f"directory.{noun}.restored", record, actor=actor)


def _put(record: Organisation | Person, *, to: datetime | None) -> bool:
    """Write the state, if it is the other one; of two at once, one finds it so."""
    rows = type(record)._default_manager.filter(pk=record.pk)
    record.archived_at = to
    is_changed = rows.filter(archived_at__isnull=to is not None).update(
        archived_at=to, updated_at=now()
    )
    kinds.index(type(record), [record])
    return bool(is_changed)


def tags_called(office: Office, names: Iterable[str]) -> list[Tag]:
    """Return the tags of an office with these names, made where they are new."""
    wanted = {tag_key(name): " ".join(name.split()) for name in names if name.strip()}
    missing = wanted.keys() - set(
        Tag.objects.filter(office=office, key__in=wanted).values_list("key", flat=True)
    )
    Tag.objects.bulk_create(
        (Tag(office=office, name=wanted[key], key=key) for key in sorted(missing)),
        ignore_conflicts=True,
    )
    return list(Tag.objects.filter(office=office, key__in=wanted).order_by("name"))


def change_tags(
    record: Organisation | Person, names: Iterable[str]
) -> dict[str, list[Any]]:
    """Group a record by these words only; returns the change for the audit trail."""
    before = sorted(record.tags.values_list("name", flat=True))
    after = tags_called(record.office, names)
    named = sorted(tag.name for tag in after)
    if before == named:
        return {}
    record.tags.set(after)
    return {"tags": [before, named]}
