"""Verbs on sources and on what rests on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.directory.models import Citation, Source
from gegenbesuch.directory.services.field_values import coerced, texts_of

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
    if not texts_of(source.title):
        raise ActionError(_("A source needs a title."))
    source.number = source.number or _next_number(office)
    try:
        with transaction.atomic():
            source.save()
    except IntegrityError as error:
        raise ActionError(
            _("The number “%(number)s” is taken by another source.")
            % {"number": source.number}
        ) from error
    audit.record("directory.source.created", source, actor=actor)
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


def _next_number(office: Office) -> str:
    taken = set(Source.objects.filter(office=office).values_list("number", flat=True))
    number = len(taken) + 1
    while f"{number:03}" in taken:
        number += 1
    return f"{number:03}"
