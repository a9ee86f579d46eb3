"""
Verbs on what hangs on a record, kind by kind.

Addresses, contact points, identifiers, notes, numbers, names, memberships,
business cards, facts, statements in dispute, open questions and sources are added,
changed and taken away in the same three ways; only what makes sense differs, and
that is `_CHECKS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.search import kinds
from gegenbesuch.directory.contact_values import contact_value, identifier_value
from gegenbesuch.directory.models import (
    Address,
    CardExchange,
    Citation,
    Claim,
    ClusterMembership,
    ContactPoint,
    EvidenceRow,
    Figure,
    Identifier,
    Note,
    OpenQuestion,
    OrganisationName,
    RelationFact,
)
from gegenbesuch.directory.services.evidence import cite_source
from gegenbesuch.directory.services.field_values import coerced, differing, texts_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from gegenbesuch.accounts.models import User
    from gegenbesuch.core.values.partial_date import PartialDate
    from gegenbesuch.directory.models import OfficeModel, Source

    Record = OfficeModel

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
    RelationFact: "fact",
    Claim: "claim",
    OpenQuestion: "question",
    Citation: "citation",
}
#: Which field holds the record, where it is no generic one.
_OWNERS: dict[type[Any], str] = {
    OrganisationName: "organisation",
    ClusterMembership: "member",
    CardExchange: "person",
    RelationFact: "relation",
}
#: Where a new one comes last.
_IN_ORDER = (Figure, Claim, OpenQuestion)


@transaction.atomic
def add_detail(
    record: Record, model: type[Any], *, actor: User | None, **values: Any
) -> Any:
    """
    Hang something on a record: `add_detail(person, Address, actor=…, lines=…)`.

    Raises:
        ActionError: It makes no sense, such as a telephone number with letters.
    """
    owner = _owner(model, record)
    detail = model(**owner, **coerced(model, values))
    if isinstance(detail, _IN_ORDER):
        last = type(detail).objects.filter(**owner).aggregate(last=Max("position"))
        detail.position = 0 if last["last"] is None else last["last"] + 1
    _check(detail, record)
    detail.save()
    _refresh(record, detail)
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
    _refresh(record, detail)
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
    """Return the record on which it hangs."""
    return getattr(detail, _OWNERS.get(type(detail), "target"))


def _owner(model: type[Any], record: Record) -> dict[str, Any]:
    if issubclass(model, EvidenceRow):
        kind = ContentType.objects.get_for_model(record)
        return {"target_type": kind, "target_id": record.pk}
    return {_OWNERS[model]: record}


def _refresh(record: Record, detail: Any = None) -> None:
    """Let the record be found by what hangs on it, and statements fit each other."""
    if isinstance(detail, Claim):
        _part_claims(detail)
    if record._meta.model_name in kinds.KINDS:
        kinds.index(type(record), [record])


def _part_claims(claim: Claim) -> None:
    """Let all statements answer one question, and the office go by one at most."""
    others = Claim.objects.filter(
        target_type=claim.target_type, target_id=claim.target_id, aspect=claim.aspect
    ).exclude(pk=claim.pk)
    for other in others:
        is_preferred = other.is_preferred and not claim.is_preferred
        if other.is_preferred != is_preferred or other.label != claim.label:
            other.is_preferred, other.label = is_preferred, claim.label
            other.save()


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


def _check_identifier(identifier: Identifier, record: Any) -> None:
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


def _check_fact(fact: RelationFact, record: Record) -> None:
    if not texts_of(fact.text):
        raise ActionError(_("Please write something."))
    if fact.organisation and fact.organisation.office_id != record.office_id:
        raise ActionError(_("The organisation is not in this office."))
    _check_order(fact.on, fact.until)


def _check_claim(claim: Claim, record: Record) -> None:
    if not texts_of(claim.label) or not texts_of(claim.statement):
        raise ActionError(_("Please give the question, and what is said about it."))


def _check_question(question: OpenQuestion, record: Record) -> None:
    if not texts_of(question.text):
        raise ActionError(_("Please write what is not known."))


def _check_citation(citation: Citation, record: Record) -> None:
    if citation.source.office_id != record.office_id:
        raise ActionError(_("The source is not in this office."))
    same = Citation.objects.filter(
        target_type=citation.target_type,
        target_id=citation.target_id,
        source=citation.source,
        aspect=citation.aspect,
        locator=citation.locator,
        quote=citation.quote,
    )
    if same.exclude(pk=citation.pk).exists():
        raise ActionError(_("This source stands here already."))


def _check_period(row: Any) -> None:
    _check_order(row.started_on, row.ended_on)


def _check_order(start: PartialDate, end: PartialDate) -> None:
    begins, ends = start.first_day(), end.last_day()
    if begins and ends and ends < begins:
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
    RelationFact: _check_fact,
    Claim: _check_claim,
    OpenQuestion: _check_question,
    Citation: _check_citation,
}
