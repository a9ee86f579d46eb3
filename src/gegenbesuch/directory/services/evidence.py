"""Verbs on sources and on what rests on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.directory.models import Citation, Source
from gegenbesuch.directory.services.field_values import coerced, differing, texts_of

if TYPE_CHECKING:
    from django.db.models import Model

    from gegenbesuch.accounts.models import Office, User


@transaction.atomic
def create_source(office: Office, *, actor: User | None, **values: Any) -> Source:
    """
    Add a source; without a number it gets the next one of the office.

    Raises:
        ActionError: It has no title, or its number is taken.
    """
    source = Source(office=office, **coerced(Source, values))
    _save(source)
    audit.record("directory.source.created", source, actor=actor)
    return source


@transaction.atomic
def update_source(source: Source, *, actor: User | None, **values: Any) -> Source:
    """
    Change fields of a source; leaves no trace when nothing differs.

    Raises:
        ActionError: As in `create_source`.
    """
    values = differing(source, values)
    changes = audit.changed(source, values)
    for field, value in values.items():
        setattr(source, field, value)
    if changes:
        _save(source)
        audit.record("directory.source.updated", source, actor=actor, changes=changes)
    return source


@transaction.atomic
def cite_source(
    row: Model, source: Source, *, actor: User | None, quote: str = "", aspect: str = ""
) -> Citation:
    """Say that a row rests on a source; saying it twice changes nothing."""
    kind = ContentType.objects.get_for_model(row)
    citation, is_new = Citation.objects.get_or_create(
        target_type=kind,
        target_id=row.pk,
        source=source,
        aspect=aspect,
        quote=quote,
    )
    if is_new:
        audit.record(
            "directory.source.cited", source, actor=actor, row=str(row), quote=quote
        )
    return citation


@transaction.atomic
def remove_citation(citation: Citation, *, actor: User | None) -> None:
    """Say no longer that a row rests on a source."""
    audit.record(
        "directory.source.uncited", citation.source, actor=actor,
        row=str(citation.target), quote=citation.quote,
    )  # fmt: skip
    citation.delete()


def _save(source: Source) -> None:
    if not texts_of(source.title):
        raise ActionError(_("A source needs a title."))
    source.number = source.number or _next_number(source.office)
    try:
        with transaction.atomic():
            source.save()
    except IntegrityError as error:
        raise ActionError(
            _("The number “%(number)s” is taken by another source.")
            % {"number": source.number}
        ) from error


def _next_number(office: Office) -> str:
    taken = set(Source.objects.filter(office=office).values_list("number", flat=True))
    number = len(taken) + 1
    while f"{number:03}" in taken:
        number += 1
    return f"{number:03}"
