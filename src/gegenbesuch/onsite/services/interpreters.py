"""The page by which an interpreter sees the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from gegenbesuch.accounts.models import PersonalLink
from gegenbesuch.accounts.services import issue_link
from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.directory.lists import preferred_mail
from gegenbesuch.onsite import letters
from gegenbesuch.scheduling.letters import OPEN_FOR

if TYPE_CHECKING:
    from datetime import datetime

    from gegenbesuch.accounts.models import User
    from gegenbesuch.scheduling.models import Interpreter


@transaction.atomic
def invite_interpreter(
    interpreter: Interpreter, *, language: str, actor: User | None, at: datetime
) -> PersonalLink:
    """
    Send an interpreter the address of the page with all their meetings.

    Raises:
        ActionError: No mail address is known, or the session has no slots.
    """
    session, person = interpreter.session, interpreter.person
    email = preferred_mail([person.pk]).get(person.pk)
    if not email:
        raise ActionError(_("No mail address of %(name)s is known.") % {"name": person})
    last = session.slots.order_by("ends_at").last()
    if last is None:
        raise ActionError(_("This session has no slots yet."))
    link = issue_link(
        interpreter,
        office=session.mission.office,
        holder_name=person.name.display(language),
        holder_email=email,
        language=language,
        expires_at=max(last.ends_at, at) + OPEN_FOR,
        actor=actor,
    )
    letters.tell_interpreter(link, session)
    audit.record(
        "onsite.session.interpreter-invited", session, actor=actor, person=person.code
    )
    return link
