"""Who may change the wording of letters."""

from __future__ import annotations

from typing import Any

from gegenbesuch.accounts.models import Office
from gegenbesuch.accounts.rules import Role, has_role
from gegenbesuch.letters.models import OutboxMessage


def can_edit_wordings(user: Any, office: Office) -> bool:
    """Coordinators of the office may change what its letters say."""
    return has_role(user, office.pk, Role.COORDINATOR)


def can_retry_message(user: Any, message: OutboxMessage) -> bool:
    """Editors of the office may send a mail that failed once more."""
    return has_role(user, message.office_id, Role.EDITOR)
