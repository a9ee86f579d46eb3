"""Verbs on many records at once, on saved searches and on distribution lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.directory.models import (
    DistributionEntry,
    DistributionList,
    Organisation,
    Person,
    SavedFilter,
)
from gegenbesuch.directory.models.contacts import tag_key
from gegenbesuch.directory.services.archive import archive_record, restore_record
from gegenbesuch.directory.services.organisations import update_organisation
from gegenbesuch.directory.services.people import update_person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.directory.models import Sector


@transaction.atomic
def change_many(  # noqa: PLR0913 -- each is one of the changes
    records: Iterable[Organisation | Person],
    *,
    actor: User | None,
    add_tags: Iterable[str] = (),
    remove_tags: Iterable[str] = (),
    owner: User | None = None,
    add_sector: Sector | None = None,
    add_to: DistributionList | None = None,
    archive: str = "",
) -> int:
    """
    Change all records in the same way, each with its own entry in the trail.

    Args:
        archive: `archive`, `restore`, or empty to leave it.

    Returns:
        How many records there were.
    """
    count = 0
    away = {tag_key(name) for name in remove_tags}
    for record in records:
        count += 1
        values: dict[str, Any] = {"owner": owner} if owner else {}
        if add_tags or away:
            known = list(record.tags.values_list("name", flat=True))
            values["tags"] = [
                name for name in [*known, *add_tags] if tag_key(name) not in away
            ]
        if isinstance(record, Person):
            update_person(record, actor=actor, **values)
            if add_to and record.office_id == add_to.office_id:
                add_to_list(add_to, record, actor=actor, is_strict=False)
        else:
            if add_sector:
                values["sectors"] = {*record.sectors.all(), add_sector}
            update_organisation(record, actor=actor, **values)
        if archive == "archive" and not record.is_archived:
            archive_record(record, actor=actor)
        if archive == "restore" and record.is_archived:
            restore_record(record, actor=actor)
    return count


# --- Searches under a name ---------------------------------------------------


@transaction.atomic
def save_filter(  # noqa: PLR0913 -- a search has these parts
    office: Office, *, actor: User, kind: str, name: str, query: str, is_shared: bool
) -> SavedFilter:
    """Keep a search of a list under a name."""
    saved = SavedFilter.objects.create(
        office=office, author=actor, kind=kind, name=name, query=query[:1000],
        is_shared=is_shared,
    )  # fmt: skip
    audit.record("directory.filter.saved", saved, actor=actor, query=saved.query)
    return saved


@transaction.atomic
def remove_filter(saved: SavedFilter, *, actor: User) -> None:
    """Forget a search that was kept."""
    audit.record("directory.filter.removed", saved, actor=actor)
    saved.delete()


# --- Distribution lists ------------------------------------------------------


@transaction.atomic
def create_list(
    office: Office, *, actor: User | None, name: str, purpose: str = ""
) -> DistributionList:
    """Begin a list of people whom an office invites or writes to."""
    made = DistributionList.objects.create(office=office, name=name, purpose=purpose)
    audit.record("directory.list.created", made, actor=actor)
    return made


@transaction.atomic
def update_list(
    row: DistributionList, *, actor: User | None, **values: Any
) -> DistributionList:
    """Change the name or the purpose of a list."""
    changes = audit.changed(row, values)
    if changes:
        for field, value in values.items():
            setattr(row, field, value)
        row.save()
        audit.record("directory.list.updated", row, actor=actor, changes=changes)
    return row


@transaction.atomic
def remove_list(row: DistributionList, *, actor: User | None) -> None:
    """Take away a list; the people on it stay in the directory."""
    audit.record("directory.list.removed", row, actor=actor)
    row.delete()


@transaction.atomic
def add_to_list(
    row: DistributionList,
    person: Person,
    *,
    actor: User | None,
    note: str = "",
    is_strict: bool = True,
) -> bool:
    """
    Put a person on a distribution list; returns whether they are new there.

    Args:
        is_strict: Say why somebody cannot be put there; else pass over them.

    Raises:
        ActionError: The person has died, is in the archive, or of another office.
    """
    reason = _why_not(row, person)
    if reason:
        if is_strict:
            raise ActionError(reason)
        return False
    _entry, is_new = DistributionEntry.objects.get_or_create(
        list=row, person=person, defaults={"note": note}
    )
    if is_new:
        audit.record(
            "directory.list.person-added", row, actor=actor, person=str(person)
        )
    return is_new


@transaction.atomic
def remove_from_list(
    row: DistributionList, person: Person, *, actor: User | None
) -> None:
    """Take a person off a distribution list."""
    if row.entries.filter(person=person).delete()[0]:
        audit.record(
            "directory.list.person-removed", row, actor=actor, person=str(person)
        )


def _why_not(row: DistributionList, person: Person) -> str:
    if person.office_id != row.office_id:
        return _("This person is not in the office of the list.")
    if person.is_deceased:
        return _("%(person)s has died and is never invited.") % {"person": person}
    if person.is_archived:
        return _("%(person)s is in the archive.") % {"person": person}
    return ""
