"""Verbs on the rules of a mission's matchmaking, and on agents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gegenbesuch.accounts import services as accounts
from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.matchmaking import letters
from gegenbesuch.matchmaking.models import Agent, Marketplace

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from gegenbesuch.accounts.models import User
    from gegenbesuch.matchmaking.models import Profile
    from gegenbesuch.missions.models import Mission


@transaction.atomic
def set_up_marketplace(
    mission: Mission, *, actor: User | None, **values: Any
) -> Marketplace:
    """
    Set when companies may ask each other for meetings, and how many.

    Raises:
        ActionError: The meetings would end before they begin.

    """
    market, _created = Marketplace.objects.get_or_create(mission=mission)
    changes = audit.changed(market, values)
    for field, value in values.items():
        setattr(market, field, value)
    try:
        with transaction.atomic():
            market.save(update_fields=[*values, "updated_at"])
    except IntegrityError as error:
        raise ActionError(_("The meetings can't end before they begin.")) from error
    audit.record("matchmaking.marketplace.set-up", market, actor=actor, changes=changes)
    return market


@transaction.atomic
def add_agent(  # noqa: PLR0913 -- an agent has these parts
    mission: Mission,
    *,
    name: str,
    email: str,
    language: str,
    profiles: Iterable[Profile],
    at: datetime,
    actor: User | None,
) -> Agent:
    """Let a consulate or agency act for some companies; it gets a link by mail."""
    agent = Agent.objects.create(
        mission=mission, name=name, email=email, language=language
    )
    agent.profiles.set(profiles)
    audit.record(
        "matchmaking.agent.added",
        agent,
        actor=actor,
        companies=[profile.code for profile in profiles],
    )
    letters.tell_agent(agent, at=at, actor=actor)
    return agent


@transaction.atomic
def update_agent(  # noqa: PLR0913 -- an agent has these parts
    agent: Agent,
    *,
    name: str,
    email: str,
    language: str,
    profiles: Iterable[Profile],
    at: datetime,
    actor: User,
) -> Agent:
    """
    Change for which companies a consulate or agency acts, and how it is reached.

    At another address it gets a new link, and the old one opens no more.
    """
    values = {"name": name, "email": email, "language": language}
    changes = audit.changed(agent, values)
    before = sorted(agent.profiles.values_list("code", flat=True))
    wanted = list(profiles)
    after = sorted({profile.code for profile in wanted})
    if before != after:
        agent.profiles.set(wanted)
        changes["companies"] = [before, after]
    if not changes:
        return agent
    for field, value in values.items():
        setattr(agent, field, value)
    agent.save(update_fields=[*values, "updated_at"])
    audit.record("matchmaking.agent.updated", agent, actor=actor, changes=changes)
    if "email" in changes:
        for link in letters.links_of(agent).exclude(holder_email=email):
            accounts.revoke_link(link, actor=actor, at=at)
        letters.tell_agent(agent, at=at, actor=actor)
    return agent
