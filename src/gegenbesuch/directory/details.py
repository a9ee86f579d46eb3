"""What hangs on a record, read for its page in as few queries as there are tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Q, When
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.rows import kept, rows_of, values_of
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
    from django.db.models import QuerySet

MOST_MEMBERS = 25
MOST_LINKS = 100  # memberships and members together


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
    member_count: int = 0
    cards: list[CardExchange] = field(default_factory=list)


def details_of(record: Organisation | Person) -> Details:
    """Return what hangs on a record; one query for each table."""
    common: dict[str, Any] = {
        "contacts": [_contact(row) for row in _about(ContactPoint, record)],
        "addresses": [_address(row) for row in _addresses(record)],
        "identifiers": [_identifier(row) for row in _about(Identifier, record)],
        "notes": _notes(record),
    }
    if isinstance(record, Person):
        return Details(**common, cards=_cards_of(record.pk))
    links = _links_of(record.pk)
    members = [link for link in links if link.cluster_id == record.pk]
    size = len(members)
    if size > MOST_MEMBERS or len(links) == MOST_LINKS:
        size = len(values_of(ClusterMembership, "pk", cluster=[record.pk]))
    names = rows_of(OrganisationName, organisation=[record.pk])
    return Details(
        **common,
        names=[_name(row) for row in sorted(names, key=lambda n: (n.kind, n.pk))],
        memberships=[link for link in links if link.member_id == record.pk],
        members=members[:MOST_MEMBERS],
        member_count=size,
    )


@kept
def _links_of(organisation: int) -> QuerySet[ClusterMembership]:
    """Return where an organisation is a member, then its own members."""
    rows = ClusterMembership.objects.filter(
        Q(member=organisation) | Q(cluster=organisation)
    )
    shown = rows.select_related("cluster", "member").only(
        *_LINK, "cluster__code", "cluster__name", "member__code", "member__name"
    )
    own_last = Case(When(cluster=organisation, then=1), default=0)
    return shown.order_by(own_last, "started_on", "pk")[:MOST_LINKS]


_LINK = ("code", "cluster", "member", "function", "started_on", "ended_on")


def _about(model: type[Any], record: Any) -> list[Any]:
    """Return the rows that hang on a record, in order."""
    kind = ContentType.objects.get_for_model(type(record))
    rows = rows_of(model, target_type=[kind.pk], target_id=[record.pk])
    return sorted(rows, key=lambda row: (getattr(row, "position", 0), row.pk))


def _notes(record: Any) -> list[Note]:
    """Return the notes, those kept on top first, then the latest."""
    kind = ContentType.objects.get_for_model(type(record))
    return _notes_about(kind.pk, record.pk)


@kept
def _notes_about(kind: int, pk: int) -> QuerySet[Note]:
    notes = Note.objects.filter(target_type=kind, target_id=pk)
    notes = notes.select_related("author").defer("author__password")
    return notes.order_by("-is_pinned", "-created_at", "-pk")


@kept
def _cards_of(person: int) -> QuerySet[CardExchange]:
    cards = CardExchange.objects.filter(person=person).order_by("-on", "-pk")
    return cards.select_related("introduced_by", "received_by")


def _addresses(record: Any) -> list[Address]:
    """Return the addresses, those in the reader's language first in each kind."""
    reader = base_language(get_language())
    rows: list[Address] = _about(Address, record)
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
