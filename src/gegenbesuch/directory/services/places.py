"""Verbs on places, which all offices share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.directory.models import Place
from gegenbesuch.directory.services.field_values import coerced, differing, texts_of

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import User


@transaction.atomic
def create_place(*, actor: User | None, **values: Any) -> Place:
    """
    Add a place; its code is its name, by which lists are in order.

    Raises:
        ActionError: It has no name.
    """
    place = Place(**coerced(Place, values))
    _check(place)
    names = texts_of(place.name)
    code = slugify(names.get("en") or names.get("de") or "")[:32]
    if code and not Place.objects.filter(code=code).exists():
        place.code = code
    place.save()
    audit.record("directory.place.created", place, actor=actor)
    return place


@transaction.atomic
def update_place(place: Place, *, actor: User | None, **values: Any) -> Place:
    """
    Change a place; leaves no trace when nothing differs.

    Raises:
        ActionError: It would have no name.
    """
    values = differing(place, values)
    changes = audit.changed(place, values)
    for field, value in values.items():
        setattr(place, field, value)
    _check(place)
    if changes:
        place.save()
        audit.record("directory.place.updated", place, actor=actor, changes=changes)
    return place


def _check(place: Place) -> None:
    if not texts_of(place.name):
        raise ActionError(_("A place needs a name in at least one language."))
