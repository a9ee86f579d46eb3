"""Verbs on people and the roles they hold over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.directory.models import ContactPoint, Person, Role
from gegenbesuch.directory.services.archive import change_tags
from gegenbesuch.directory.services.details import add_detail
from gegenbesuch.directory.services.evidence import cite_source
from gegenbesuch.directory.services.field_values import coerced, differing, texts_of
from gegenbesuch.directory.services.indexing import put_people, set_person_keys

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.core.values.name import Name
    from gegenbesuch.directory.models import Source


@transaction.atomic
def create_person(  # noqa: PLR0913 -- a person has these parts
    office: Office,
    *,
    name: Name,
    actor: User | None,
    code: str = "",
    tags: Iterable[str] = (),
    contacts: Iterable[tuple[str, str]] = (),
    **values: Any,
) -> Person:
    """
    Add a person to the directory of an office.

    Args:
        contacts: Pairs of a kind of `ContactPoint` and a value.
        values: Other fields of the model.
    """
    person = Person(office=office, name=name, **coerced(Person, values))
    if code:
        person.code = code
    set_person_keys(person)
    person.save()
    change_tags(person, tags)
    put_people([person])
    audit.record("directory.person.created", person, actor=actor)
    for kind, value in contacts:
        add_detail(person, ContactPoint, actor=actor, kind=kind, value=value)
    return person


@transaction.atomic
def update_person(
    person: Person,
    *,
    actor: User | None,
    tags: Iterable[str] | None = None,
    **values: Any,
) -> Person:
    """Change fields of a person; leaves no trace when nothing differs."""
    values = differing(person, values)
    changes = audit.changed(person, values)
    if tags is not None:
        changes |= change_tags(person, tags)
    if not changes:
        return person
    for field, value in values.items():
        setattr(person, field, value)
    set_person_keys(person)
    person.save()
    put_people([person])
    audit.record("directory.person.updated", person, actor=actor, changes=changes)
    return person


@transaction.atomic
def add_role(
    person: Person,
    *,
    actor: User | None,
    source: tuple[Source, str] | None = None,
    **values: Any,
) -> Role:
    """
    Note a function that a person holds or held; earlier ones stay as they are.

    Args:
        source: What shows it, with the words or the page; None if nothing does.

    Raises:
        ActionError: No function or no organisation is named, the organisation
            is another office's, or the role ends before it starts.
    """
    role = Role(person=person, **coerced(Role, values))
    _check(role)
    role.save()
    put_people([person])
    audit.record(
        "directory.role.added",
        person,
        actor=actor,
        role=role.code,
        title=str(role.title),
        organisation=str(role.organisation or role.organisation_text),
    )
    if source:
        cite_source(role, source[0], actor=actor, quote=source[1])
    return role


@transaction.atomic
def update_role(
    role: Role,
    *,
    actor: User | None,
    source: tuple[Source, str] | None = None,
    **values: Any,
) -> Role:
    """
    Change a role, for example its end; leaves no trace when nothing differs.

    Args:
        source: A further one that shows it.

    Raises:
        ActionError: As in `add_role`.
    """
    if source:
        cite_source(role, source[0], actor=actor, quote=source[1])
    values = differing(role, values)
    changes = audit.changed(role, values)
    if not changes:
        return role
    for field, value in values.items():
        setattr(role, field, value)
    _check(role)
    role.save()
    put_people([role.person])
    audit.record(
        "directory.role.updated",
        role.person,
        actor=actor,
        changes=changes,
        role=role.code,
    )
    return role


def _check(role: Role) -> None:
    if not texts_of(role.title):
        raise ActionError(_("A role needs a function in at least one language."))
    if role.organisation is None and not texts_of(role.organisation_text):
        raise ActionError(_("A role needs an organisation, as a record or in words."))
    if role.organisation and role.organisation.office_id != role.person.office_id:
        raise ActionError(_("This organisation is not in the person's office."))
    for start, end in (
        (role.started_on, role.ended_on),
        (role.seen_from, role.seen_until),
    ):
        if start.is_known and end.is_known and _ends_before(start, end):
            raise ActionError(_("The role ends before it starts."))


def _ends_before(start: Any, end: Any) -> bool:
    return bool(end.last_day() < start.first_day())
