"""Verbs on suggestions; computing them is a worker's, see `suggesting`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from gegenbesuch.core import audit
from gegenbesuch.matchmaking import tasks
from gegenbesuch.matchmaking.models import Marketplace
from gegenbesuch.matchmaking.services.acting import traces

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import User
    from gegenbesuch.matchmaking.models import Profile
    from gegenbesuch.matchmaking.services.acting import Actor
    from gegenbesuch.missions.models import Mission


@transaction.atomic
def ask_for_suggestions(mission: Mission, *, actor: User | None) -> Marketplace:
    """Have suggestions for all companies computed anew, in the background."""
    market, _created = Marketplace.objects.get_or_create(mission=mission)
    audit.record("matchmaking.marketplace.suggested", market, actor=actor)
    transaction.on_commit(
        partial(tasks.update_suggestions.enqueue, mission_id=mission.pk, is_whole=True)
    )
    return market


@transaction.atomic
def avoid_company(profile: Profile, partner: Profile, *, actor: Actor) -> None:
    """Suggest a partner to a company no more."""
    profile.avoided.add(partner)
    audit.record(
        "matchmaking.profile.avoided",
        profile,
        company=str(partner),
        **traces(actor, profile),
    )


@transaction.atomic
def allow_company(profile: Profile, partner: Profile, *, actor: Actor) -> None:
    """Let a partner be suggested to a company again."""
    profile.avoided.remove(partner)
    audit.record(
        "matchmaking.profile.allowed",
        profile,
        company=str(partner),
        **traces(actor, profile),
    )
