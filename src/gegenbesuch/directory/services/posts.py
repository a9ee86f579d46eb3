"""A change of post: one role ends and the next begins, in one action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.directory.services.people import add_role, update_role

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import User
    from gegenbesuch.core.values.partial_date import PartialDate
    from gegenbesuch.directory.models import Person, Role, Source


@transaction.atomic
def change_post(
    person: Person,
    *,
    actor: User | None,
    old: Role | None,
    on: PartialDate,
    source: tuple[Source, str] | None = None,
    **values: Any,
) -> Role:
    """
    End a role and begin the next one; the old one stays on record as it was.

    Args:
        old: The role that ends; None if the person had none before.
        on: When, as far as it is known.
        source: What shows it, with the words or the page: it stands at both roles.
        values: Of the new role: `title`, `organisation` or `organisation_text`.

    Raises:
        ActionError: The old role is not the person's or has ended, or the new one
            makes no sense.
    """
    if old is not None:
        if old.person_id != person.pk:
            raise ActionError(_("This role belongs to somebody else."))
        if old.ended_on.is_known:
            raise ActionError(_("This role has ended already."))
        ended = {"ended_on": on} if on.is_known else {}
        update_role(old, actor=actor, source=source, **ended)
    new = add_role(person, actor=actor, source=source, started_on=on, **values)
    audit.record(
        "directory.person.changed-post",
        person,
        actor=actor,
        old=old.code if old else "",
        new=new.code,
    )
    return new
