"""
Two people who edit one record: the later one is told, and loses nothing.

A form remembers when the record was last written, as it was shown. Saving first
claims that version in the database; if somebody else has written since then, the
form is shown again with what was typed.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _

from gegenbesuch.core.errors import ActionError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import QueryDict

    from gegenbesuch.core.models import BaseModel

FIELD = "version"

F = TypeVar("F", bound=forms.Form)


def watched(form: F, record: BaseModel) -> F:
    """Return the form with a hidden field that says which version it was shown."""
    form.fields[FIELD] = forms.CharField(widget=forms.HiddenInput, required=False)
    form.initial[FIELD] = record.updated_at.isoformat()
    return form


def save(
    form: forms.Form, record: BaseModel, write: Callable[..., Any], *, actor: Any
) -> bool:
    """
    Write what was typed into a watched form; returns whether it is saved.

    If not, the form says why, still holds what was typed, and goes on from the
    version that is stored now.

    Args:
        write: A service that takes the record, `actor` and the fields of the form.
    """
    if not form.is_valid():
        return False
    values = dict(form.cleaned_data)
    version = values.pop(FIELD)
    try:
        with transaction.atomic():
            claim(record, version)
            write(record, actor=actor, **values)
    except ActionError as error:
        record.refresh_from_db()
        form.add_error(None, str(error.message))
        typed = cast("QueryDict", form.data).copy()
        typed[form.add_prefix(FIELD)] = record.updated_at.isoformat()
        form.data = typed
        return False
    return True


def claim(record: BaseModel, version: str) -> None:
    """
    Hold the record for the rest of the transaction, if this is its version.

    It is written, though with the same value, so that a second claim waits for
    the first and then finds another version.

    Raises:
        ActionError: Somebody else has changed the record since.
    """
    rows = type(record)._default_manager.filter(pk=record.pk)
    at = _moment(version)
    if at is None or not rows.filter(updated_at=at).update(updated_at=at):
        raise ActionError(
            _(
                "Somebody else has changed this in the meantime. Your entries are "
                "still below; please compare and save again."
            )
        )


def _moment(version: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(version)
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None
