"""Verbs on what a region has with others abroad."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.directory.models import Relation
from gegenbesuch.directory.services.field_values import coerced, differing, texts_of

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User


@transaction.atomic
def create_relation(office: Office, *, actor: User | None, **values: Any) -> Relation:
    """
    Begin the record of a relation of a region with one abroad.

    Args:
        values: Fields of the model; `name` as `{language: text}`.

    Raises:
        ActionError: It has no name or no country.
    """
    relation = Relation(office=office, **coerced(Relation, values))
    _check(relation)
    relation.save()
    audit.record("directory.relation.created", relation, actor=actor)
    return relation


@transaction.atomic
def update_relation(
    relation: Relation, *, actor: User | None, **values: Any
) -> Relation:
    """
    Change fields of a relation; leaves no trace when nothing differs.

    Raises:
        ActionError: As in `create_relation`.
    """
    values = differing(relation, values)
    changes = audit.changed(relation, values)
    for field, value in values.items():
        setattr(relation, field, value)
    _check(relation)
    if changes:
        relation.save()
        audit.record(
            "directory.relation.updated", relation, actor=actor, changes=changes
        )
    return relation


def _check(relation: Relation) -> None:
    if not texts_of(relation.name):
        raise ActionError(_("A relation needs a name in at least one language."))
    if not relation.country:
        raise ActionError(_("A relation needs the country of the other side."))
    relation.country = relation.country.upper()
