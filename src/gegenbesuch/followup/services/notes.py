"""Verbs on notes of what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from gegenbesuch.core import audit
from gegenbesuch.followup.models import Note

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import User
    from gegenbesuch.missions.models import Mission


@transaction.atomic
def write_note(mission: Mission, *, actor: User | None, **values: Any) -> Note:
    """Write down what was said; the log says that, and not what."""
    note = Note.objects.create(
        office=mission.office, mission=mission, author=actor, **values
    )
    audit.record("followup.note.written", mission, actor=actor, note=note.code)
    return note


@transaction.atomic
def update_note(note: Note, *, actor: User | None, **values: Any) -> Note:
    """Change a note."""
    for name, value in values.items():
        setattr(note, name, value)
    note.save()
    audit.record("followup.note.changed", note.mission, actor=actor, note=note.code)
    return note


@transaction.atomic
def remove_note(note: Note, *, actor: User | None) -> None:
    """Take a note off the record."""
    audit.record("followup.note.removed", note.mission, actor=actor, note=note.code)
    note.delete()
