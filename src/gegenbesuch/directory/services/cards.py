"""Both sides of a business card become one person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gegenbesuch.core.values.partial_date import NO_DATE, PartialDate
from gegenbesuch.directory.contact_values import contact_value
from gegenbesuch.directory.models import Address, CardExchange, ContactPoint
from gegenbesuch.directory.services.details import add_detail
from gegenbesuch.directory.services.merging import joined_names
from gegenbesuch.directory.services.organisations import create_organisation
from gegenbesuch.directory.services.people import (
    add_role,
    create_person,
    update_person,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.core.values.name import Name
    from gegenbesuch.directory.models import Organisation, Person


@dataclass(frozen=True)
class Card:
    """
    What stands on the two sides of a card, and how it came to the office.

    Attributes:
        name: In all scripts of the card.
        organisation: A record; or None and its names by language.
        title: The function by language.
        contacts: Pairs of a kind of `ContactPoint` and what is printed.
        addresses: Values of `Address`, one for each side.
    """

    name: Name
    organisation: Organisation | None = None
    organisation_names: dict[str, str] = field(default_factory=dict)
    title: dict[str, str] = field(default_factory=dict)
    contacts: list[tuple[str, str]] = field(default_factory=list)
    addresses: list[dict[str, str]] = field(default_factory=list)
    country: str = ""
    on: PartialDate = NO_DATE
    occasion: str = ""
    introduced_by: Person | None = None
    front: str = ""
    back: str = ""


@transaction.atomic
def capture_card(
    office: Office,
    card: Card,
    *,
    actor: User | None,
    person: Person | None = None,
    tags: Iterable[str] = (),
) -> Person:
    """
    Write what a business card says: person, organisation, role and how to reach them.

    What is there already is not written twice.

    Args:
        person: Whose card it is, if they are in the directory.

    Raises:
        ActionError: A part of it makes no sense, such as a telephone number.
    """
    if person is None:
        person = create_person(office, name=card.name, actor=actor, tags=tags)
    else:
        name = joined_names(person.name, card.name)
        update_person(person, actor=actor, name=name)
    organisation = card.organisation
    if organisation is None and card.organisation_names:
        organisation = create_organisation(
            office, actor=actor, name=card.organisation_names, country=card.country
        )
    if card.title and organisation is not None and not _holds(person, organisation):
        add_role(
            person,
            actor=actor,
            title=card.title,
            organisation=organisation,
            seen_from=card.on,
            seen_until=card.on,
        )
    known = set(person.contact_points.values_list("kind", "value"))
    for kind, text in card.contacts:
        value = contact_value(kind, text, card.country)
        if (kind, value) not in known:
            add_detail(person, ContactPoint, actor=actor, kind=kind, value=value)
    for address in card.addresses:
        if not person.addresses.filter(**address).exists():
            add_detail(person, Address, actor=actor, **address)
    add_detail(
        person,
        CardExchange,
        actor=actor,
        on=card.on,
        occasion=card.occasion,
        introduced_by=card.introduced_by,
        received_by=actor,
        front=card.front,
        back=card.back,
    )
    return person


def _holds(person: Person, organisation: Organisation) -> bool:
    """Tell whether the person is known in the organisation and has not left it."""
    roles: Any = person.roles.filter(organisation=organisation)
    return any(not role.ended_on.is_known for role in roles)
