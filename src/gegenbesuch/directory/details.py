"""What hangs on a record, read for its page in as few queries as there are tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.values.languages import base_language
from gegenbesuch.directory.address_format import address_lines
from gegenbesuch.directory.contact_values import (
    contact_link,
    shown_contact,
    shown_identifier,
)
from gegenbesuch.directory.languages import language_name
from gegenbesuch.directory.models import (
    Address,
    CardExchange,
    ClusterMembership,
    ContactPoint,
    Identifier,
    Note,
    Organisation,
    OrganisationName,
    Person,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Shown:
    """
    One thing that hangs on a record, ready to be written.

    Attributes:
        label: What it is, such as `Telephone`.
        text: The thing itself, line by line.
        link: What opens it, or empty.
        language: The language tag of the text, or empty.
        note: What is said beside it.
        row: The record behind it; `row.code` leads to its form.
    """

    label: Any
    text: list[str]
    row: Any
    link: str = ""
    language: str = ""
    note: Any = ""


@dataclass(frozen=True)
class Details:
    """All that hangs on a record but for roles and evidence."""

    contacts: list[Shown]
    addresses: list[Shown]
    identifiers: list[Shown]
    notes: list[Note]
    names: list[Shown] = field(default_factory=list)
    memberships: list[ClusterMembership] = field(default_factory=list)
    members: list[ClusterMembership] = field(default_factory=list)
    cards: list[CardExchange] = field(default_factory=list)


def details_of(record: Organisation | Person) -> Details:
    """Return what hangs on a record; one query for each table."""
    common = {
        "contacts": [_contact(row) for row in _rows(ContactPoint, record, "position")],
        "addresses": [_address(row) for row in _addresses(record)],
        "identifiers": [_identifier(row) for row in _rows(Identifier, record)],
        "notes": list(
            _about(Note, record)
            .select_related("author")
            .order_by("-is_pinned", "-created_at", "-pk")
        ),
    }
    if isinstance(record, Person):
        cards = CardExchange.objects.filter(person=record)
        people = cards.select_related("introduced_by", "received_by")
        return Details(**common, cards=list(people.order_by("-on", "-pk")))
    links = list(
        ClusterMembership.objects.filter(Q(cluster=record) | Q(member=record))
        .select_related("cluster", "member")
        .order_by("started_on", "pk")
    )
    names = OrganisationName.objects.filter(organisation=record)
    return Details(
        **common,
        names=[_name(row) for row in names.order_by("kind", "pk")],
        memberships=[link for link in links if link.member_id == record.pk],
        members=[link for link in links if link.cluster_id == record.pk],
    )


def _about(model: type[Any], record: Any) -> Any:
    kind = ContentType.objects.get_for_model(type(record))
    return model.objects.filter(target_type=kind, target_id=record.pk)


def _rows(model: type[Any], record: Any, *order: str) -> Iterable[Any]:
    return list(_about(model, record).order_by(*order, "pk"))


def _addresses(record: Any) -> list[Address]:
    """Return the addresses, those in the reader's language first in each kind."""
    reader = base_language(get_language())
    rows = list(_rows(Address, record, "position"))
    kinds = list(dict.fromkeys(row.kind for row in rows))
    return sorted(
        rows,
        key=lambda row: (
            kinds.index(row.kind),
            not row.language.startswith(reader),
            row.position,
        ),
    )


def _contact(row: ContactPoint) -> Shown:
    words: list[Any] = [_("private")] if row.is_private else []
    words += [_("preferred")] if row.is_preferred else []
    words += [row.note] if row.note else []
    return Shown(
        row.get_kind_display(),
        [shown_contact(row.kind, row.value)],
        row,
        link=contact_link(row.kind, row.value),
        note=", ".join(map(str, words)),
    )


def _address(row: Address) -> Shown:
    return Shown(row.get_kind_display(), address_lines(row), row, language=row.language)


def _identifier(row: Identifier) -> Shown:
    return Shown(
        row.get_scheme_display(),
        [shown_identifier(row.scheme, row.value)],
        row,
        note=row.note,
    )


def _name(row: OrganisationName) -> Shown:
    return Shown(
        row.get_kind_display(),
        [row.text],
        row,
        language=row.language,
        note=language_name(row.language) if row.language else "",
    )
