"""Who acts: staff for a company, a consulate for a company, a company itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gegenbesuch.accounts.models import User

if TYPE_CHECKING:
    from gegenbesuch.matchmaking.models import Profile


@dataclass(frozen=True)
class Holder:
    """
    Somebody without an account, by personal link.

    Attributes:
        is_agent: A consulate or agency, which acts for a company that is not its own.
    """

    name: str
    is_agent: bool = False


#: A member of staff, somebody with a personal link, or None for the machine.
Actor = User | Holder | None


def traces(actor: Actor, profile: Profile) -> dict[str, Any]:
    """Return what the audit entry says about who acted, and for which company."""
    if isinstance(actor, Holder):
        behalf = str(profile) if actor.is_agent else ""
        return {"actor": None, "actor_label": actor.name, "on_behalf_of": behalf}
    return {"actor": actor, "on_behalf_of": str(profile) if actor else ""}
