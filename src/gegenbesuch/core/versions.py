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
from django.forms.widgets import ChoiceWidget
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

    If not, the form says why, says at each field what is stored now if something
    else was typed, still holds that, and goes on from the version it compared with.

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
        form.add_error(None, str(error.message))
        for name in form.changed_data:
            if name != FIELD:
                form.add_error(name, _stored(form[name]))
        typed = cast("QueryDict", form.data).copy()
        typed[form.add_prefix(FIELD)] = form.initial[FIELD]
        form.data = typed
        return False
    return True


def _stored(field: forms.BoundField) -> str:
    """Say what a field would hold if the form were opened anew."""
    value = field.field.prepare_value(field.initial)
    if words := _in_words(field.field.widget, field.html_name, value):
        return _("Stored now: %(words)s") % {"words": words}
    return _("Nothing is stored here now.")


def _in_words(widget: forms.Widget, name: str, value: Any) -> str:
    if isinstance(widget, forms.MultiWidget):
        parts = value if isinstance(value, list | tuple) else widget.decompress(value)
        shown = [
            _in_words(one, name, part)
            for one, part in zip(widget.widgets, parts or (), strict=False)
        ]
        return " · ".join(filter(None, shown))
    if isinstance(widget, forms.CheckboxInput):
        return _("yes") if value else _("no")
    if isinstance(widget, ChoiceWidget):
        groups = widget.optgroups(name, widget.format_value(value))
        options = [option for _group, options, _index in groups for option in options]
        return "; ".join(
            str(option["label"])
            for option in options
            if option["selected"] and option["value"] != ""
        )
    return str(widget.format_value(value) or "")


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
