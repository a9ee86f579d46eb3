"""What the directory itself adds to timelines: roles, and facts of relations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from gegenbesuch.accounts.rules import office_ids
from gegenbesuch.core.rows import kept
from gegenbesuch.core.timeline import Entry, register
from gegenbesuch.directory import selectors
from gegenbesuch.directory.models import CardExchange, RelationFact, Role

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from django.db.models import QuerySet

    from gegenbesuch.directory.models import Organisation, Person, Relation

MOST_FACTS = 200


def roles_of_person(person: Person, user: Any) -> Iterator[Entry]:
    """Say when a person is known to hold which function."""
    for role in selectors.roles_in_order(person):
        organisation = role.organisation
        yield _role_entry(
            role,
            title=_("%(role)s, %(organisation)s")
            % {
                "role": role.title,
                "organisation": organisation or role.organisation_text,
            },
            url=organisation.get_absolute_url() if organisation else "",
        )


def roles_in_organisation(organisation: Organisation, user: Any) -> Iterator[Entry]:
    """Say who is known to hold which function in an organisation."""
    for role in selectors.roles_in_order(organisation):
        yield _role_entry(
            role,
            title=_("%(person)s: %(role)s")
            % {"person": role.person.name, "role": role.title},
            url=role.person.get_absolute_url(),
        )


def facts_of_relation(relation: Relation, user: Any) -> Iterator[Entry]:
    """Tell the background and the lasting contacts of a relation."""
    return _facts(_facts_of(relation.pk))


def facts_about_organisation(organisation: Organisation, user: Any) -> Iterator[Entry]:
    """Tell what the relations of the user's offices say of an organisation."""
    return _facts(_facts_about(office_ids(user), organisation.pk))


def cards_of_person(person: Person, user: Any) -> Iterator[Entry]:
    """Say when and on what occasion the person's card came to the office."""
    for card in _cards_of(person.pk):
        detail = ""
        if card.introduced_by:
            detail = _("Introduced by %(person)s") % {"person": card.introduced_by}
        yield Entry(
            on=card.on,
            kind="card",
            title=card.occasion or _("Business cards exchanged"),
            detail=detail,
        )


def _role_entry(role: Role, *, title: str, url: str) -> Entry:
    first, last = selectors.first_seen(role), selectors.last_seen(role)
    is_known = role.started_on.is_known or role.ended_on.is_known
    return Entry(
        on=first,
        until=last if last != first else None,
        kind="role",
        title=title,
        url=url,
        detail="" if is_known else _("As far as the sources show it."),
        record=role,
    )


@kept
def _cards_of(person: int) -> QuerySet[CardExchange]:
    cards = CardExchange.objects.filter(person=person).order_by("-on", "-pk")
    return cards.select_related("introduced_by")[:MOST_FACTS]


@kept
def _facts_of(relation: int) -> QuerySet[RelationFact]:
    rows = RelationFact.objects.filter(relation=relation)
    return rows.order_by("pk")[:MOST_FACTS]


@kept
def _facts_about(offices: Collection[int], organisation: int) -> QuerySet[RelationFact]:
    rows = RelationFact.objects.filter(
        organisation=organisation, relation__office__in=offices
    )
    return rows.order_by("pk")[:MOST_FACTS]


def _facts(facts: list[RelationFact]) -> Iterator[Entry]:
    for fact in facts:
        yield Entry(
            on=fact.on,
            until=fact.until if fact.until.is_known and fact.until != fact.on else None,
            kind="background",
            title=fact.text,
            detail=fact.get_kind_display(),
            record=fact,
        )


register("directory.person", roles_of_person)
register("directory.person", cards_of_person)
register("directory.organisation", roles_in_organisation)
register("directory.organisation", facts_about_organisation)
register("directory.relation", facts_of_relation)
