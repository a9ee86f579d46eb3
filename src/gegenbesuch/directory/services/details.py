"""
Verbs on what hangs on an organisation or a person, kind by kind.

Addresses, contact points, identifiers, notes, numbers, names, memberships and
business cards are added, changed and taken away in the same three ways; only
what makes sense differs, and that is `_CHECKS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.search import kinds
from gegenbesuch.directory.contact_values import contact_value, identifier_value
from gegenbesuch.directory.models import (
    Address,
    CardExchange,
    ClusterMembership,
    ContactPoint,
    EvidenceRow,
    Figure,
    Identifier,
    Note,
    Organisation,
    OrganisationName,
    Person,
)
from gegenbesuch.directory.services.evidence import cite_source
from gegenbesuch.directory.services.field_values import coerced, differing, texts_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from gegenbesuch.accounts.models import User
    from gegenbesuch.directory.models import Source

    Record = Organisation | Person

#: What the audit trail and the addresses of pages call each kind.
NOUNS: dict[type[Any], str] = {
    Address: "address",
    ContactPoint: "contact",
    Identifier: "identifier",
    Note: "note",
    Figure: "figure",
    OrganisationName: "name",
    ClusterMembership: "membership",
    CardExchange: "card",
}
#: Which field holds the record, where it is no generic one.
_OWNERS: dict[type[Any], str] = {
    OrganisationName: "organisation",
    ClusterMembership: "member",
    CardExchange: "person",
}


@transaction.atomic
def add_detail(
    record: Record, model: type[Any], *, actor: User | None, **values: Any
) -> Any:
    """
    Hang something on a record: `add_detail(person, Address, actor=…, lines=…)`.

    Raises:
        ActionError: It makes no sense, such as a telephone number with letters.
    """
    detail = model(**_owner(model, record), **coerced(model, values))
    _check(detail, record)
    detail.save()
    _refresh(record)
    noun = NOUNS[model]
    audit.record(
        f"directory.{noun}.added", record, actor=actor, detail=detail.code,
        value=str(detail),
    )  # fmt: skip
    return detail


@transaction.atomic
def update_detail(detail: Any, *, actor: User | None, **values: Any) -> Any:
    """
    Change what hangs on a record; leaves no trace when nothing differs.

    Raises:
        ActionError: As in `add_detail`.
    """
    record = record_of(detail)
    before = {name: getattr(detail, name) for name in values}
    for field, value in differing(detail, values).items():
        setattr(detail, field, value)
    _check(detail, record)
    after = {name: getattr(detail, name) for name in before}
    for field, value in before.items():
        setattr(detail, field, value)
    changes = audit.changed(detail, after)
    if not changes:
        return detail
    for field, value in after.items():
        setattr(detail, field, value)
    detail.save()
    _refresh(record)
    noun = NOUNS[type(detail)]
    audit.record(
        f"directory.{noun}.updated", record, actor=actor, changes=changes,
        detail=detail.code,
    )  # fmt: skip
    return detail


@transaction.atomic
def remove_detail(detail: Any, *, actor: User | None) -> None:
    """Take away what hangs on a record."""
    record = record_of(detail)
    noun = NOUNS[type(detail)]
    audit.record(
        f"directory.{noun}.removed", record, actor=actor, detail=detail.code,
        value=str(detail),
    )  # fmt: skip
    detail.delete()
    _refresh(record)


@transaction.atomic
def add_cited_detail(
    record: Record,
    model: type[Any],
    *,
    actor: User | None,
    source: tuple[Source, str] | None,
    **values: Any,
) -> Any:
    """
    Hang something on a record together with the source it rests on.

    Args:
        source: The source and the words or the page in it; None if there is none.
    """
    detail = add_detail(record, model, actor=actor, **values)
    if source:
        cite_source(detail, source[0], actor=actor, quote=source[1])
    return detail


@transaction.atomic
def update_cited_detail(
    detail: Any, *, actor: User | None, source: tuple[Source, str] | None, **values: Any
) -> Any:
    """Change what hangs on a record, and name a further source for it."""
    update_detail(detail, actor=actor, **values)
    if source:
        cite_source(detail, source[0], actor=actor, quote=source[1])
    return detail


def record_of(detail: Any) -> Any:
    """Return the organisation or person on which it hangs."""
    return getattr(detail, _OWNERS.get(type(detail), "target"))


def _owner(model: type[Any], record: Record) -> dict[str, Any]:
    if issubclass(model, EvidenceRow):
        kind = ContentType.objects.get_for_model(record)
        return {"target_type": kind, "target_id": record.pk}
    return {_OWNERS[model]: record}


def _refresh(record: Record) -> None:
    """Let the record be found by what hangs on it now."""
    kinds.index(type(record), [record])


def _check(detail: Any, record: Record) -> None:
    check = _CHECKS.get(type(detail))
    if check is not None:
        check(detail, record)


def _check_address(address: Address, record: Record) -> None:
    if not (address.lines or address.postcode or address.locality):
        raise ActionError(_("An address needs a street, a postcode or a town."))
    address.country = address.country.upper()


def _check_contact(contact: ContactPoint, record: Record) -> None:
    country = getattr(record, "country", "")
    contact.value = contact_value(contact.kind, contact.value, country)


def _check_identifier(identifier: Identifier, record: Record) -> None:
    identifier.value = identifier_value(identifier.scheme, identifier.value)
    same = record.identifiers.filter(scheme=identifier.scheme, value=identifier.value)
    if same.exclude(pk=identifier.pk).exists():
        raise ActionError(_("This number stands here already."))


def _check_note(note: Note, record: Record) -> None:
    if not note.text.strip():
        raise ActionError(_("Please write something."))


def _check_figure(figure: Figure, record: Record) -> None:
    if not texts_of(figure.label) or figure.quantity is None:
        raise ActionError(_("Please say what is counted, and how many there are."))


def _check_name(name: OrganisationName, record: Record) -> None:
    if not name.text.strip():
        raise ActionError(_("Please give the name."))
    _check_period(name)


def _check_membership(membership: ClusterMembership, record: Record) -> None:
    if membership.cluster.office_id != record.office_id:
        raise ActionError(_("The organisation it belongs to is not in this office."))
    if membership.cluster == record:
        raise ActionError(_("An organisation cannot belong to itself."))
    _check_period(membership)


def _check_card(card: CardExchange, record: Record) -> None:
    if card.introduced_by == record:
        raise ActionError(_("Nobody introduces themselves here; leave it empty."))


def _check_period(row: Any) -> None:
    start, end = row.started_on, row.ended_on
    if start.is_known and end.is_known and end.last_day() < start.first_day():
        raise ActionError(_("It ends before it starts."))


_CHECKS: dict[type[Any], Callable[[Any, Any], None]] = {
    Address: _check_address,
    ContactPoint: _check_contact,
    Identifier: _check_identifier,
    Note: _check_note,
    Figure: _check_figure,
    OrganisationName: _check_name,
    ClusterMembership: _check_membership,
    CardExchange: _check_card,
}
