"""Verbs on organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.directory.models import ContactPoint, Organisation
from gegenbesuch.directory.services.archive import change_tags
from gegenbesuch.directory.services.details import add_detail
from gegenbesuch.directory.services.field_values import coerced, differing, texts_of
from gegenbesuch.directory.services.indexing import (
    index_organisations,
    index_staff,
    put_organisations,
    set_organisation_keys,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.directory.models import Sector

_DEEPEST = 20
#: Fields by which the people in an organisation are found too.
_NAMED_BY = {"name", "place", "sectors"}


@transaction.atomic
def create_organisation(  # noqa: PLR0913 -- it has these parts
    office: Office,
    *,
    actor: User | None,
    code: str = "",
    sectors: Iterable[Sector] = (),
    tags: Iterable[str] = (),
    contacts: Iterable[tuple[str, str]] = (),
    **values: Any,
) -> Organisation:
    """
    Add an organisation to the directory of an office.

    Args:
        tags: The office's own words; new ones are made.
        contacts: Pairs of a kind of `ContactPoint` and a value.
        values: Fields of the model; `name` as `{language: text}`.

    Raises:
        ActionError: It has no name, or belongs to another office's organisation.
    """
    organisation = Organisation(office=office, **coerced(Organisation, values))
    if code:
        organisation.code = code
    _check(organisation)
    _fill_country(organisation)
    set_organisation_keys(organisation)
    organisation.save()
    organisation.sectors.set(sectors)
    change_tags(organisation, tags)
    put_organisations([organisation])
    audit.record("directory.organisation.created", organisation, actor=actor)
    for kind, value in contacts:
        add_detail(organisation, ContactPoint, actor=actor, kind=kind, value=value)
    return organisation


@transaction.atomic
def update_organisation(
    organisation: Organisation,
    *,
    actor: User | None,
    sectors: Iterable[Sector] | None = None,
    tags: Iterable[str] | None = None,
    **values: Any,
) -> Organisation:
    """
    Change fields of an organisation; leaves no trace when nothing differs.

    Raises:
        ActionError: It would have no name, or belong to itself.
    """
    values = differing(organisation, values)
    changes = audit.changed(organisation, values)
    for field, value in values.items():
        setattr(organisation, field, value)
    _check(organisation)
    if sectors is not None:
        changes |= _change_sectors(organisation, list(sectors))
    if tags is not None:
        changes |= change_tags(organisation, tags)
    if not changes:
        return organisation
    _fill_country(organisation)
    organisation.save()
    index_organisations([organisation])
    if changes.keys() & _NAMED_BY:
        index_staff(organisation)
    audit.record(
        "directory.organisation.updated", organisation, actor=actor, changes=changes
    )
    return organisation


def _change_sectors(
    organisation: Organisation, sectors: list[Sector]
) -> dict[str, list[Any]]:
    before = sorted(organisation.sectors.values_list("code", flat=True))
    after = sorted(sector.code for sector in sectors)
    if before == after:
        return {}
    organisation.sectors.set(sectors)
    return {"sectors": [before, after]}


def _check(organisation: Organisation) -> None:
    if not texts_of(organisation.name):
        raise ActionError(_("An organisation needs a name in at least one language."))
    parent = organisation.parent
    if parent and parent.office_id != organisation.office_id:
        raise ActionError(_("The organisation it belongs to is not in this office."))
    for _step in range(_DEEPEST):
        if parent is None:
            return
        if organisation.pk and parent.pk == organisation.pk:
            break
        parent = parent.parent
    raise ActionError(_("An organisation cannot belong to itself."))


def _fill_country(organisation: Organisation) -> None:
    if organisation.place and not organisation.country:
        organisation.country = organisation.place.country
