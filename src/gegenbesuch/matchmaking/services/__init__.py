"""Verbs of matchmaking: on marketplaces, profiles, requests and suggestions."""

from gegenbesuch.matchmaking.services.acting import Holder
from gegenbesuch.matchmaking.services.answers import (
    accept_request,
    decline_request,
    hand_over_request,
    lift_times,
    propose_time,
)
from gegenbesuch.matchmaking.services.expiring import (
    SHOWN_FOR,
    expire_profiles,
    renew_profile,
)
from gegenbesuch.matchmaking.services.marketplaces import (
    add_agent,
    set_up_marketplace,
    update_agent,
)
from gegenbesuch.matchmaking.services.profiles import (
    invite_company,
    publish_profile,
    return_profile,
    submit_profile,
    update_profile,
)
from gegenbesuch.matchmaking.services.reminders import (
    remind_companies,
    set_reminders,
)
from gegenbesuch.matchmaking.services.requests import (
    expire_requests,
    register_release,
    send_request,
    withdraw_request,
)
from gegenbesuch.matchmaking.services.suggestions import (
    allow_company,
    ask_for_suggestions,
    avoid_company,
)

__all__ = [
    "SHOWN_FOR",
    "Holder",
    "accept_request",
    "add_agent",
    "allow_company",
    "ask_for_suggestions",
    "avoid_company",
    "decline_request",
    "expire_profiles",
    "expire_requests",
    "hand_over_request",
    "invite_company",
    "lift_times",
    "propose_time",
    "publish_profile",
    "register_release",
    "remind_companies",
    "renew_profile",
    "return_profile",
    "send_request",
    "set_reminders",
    "set_up_marketplace",
    "submit_profile",
    "update_agent",
    "update_profile",
    "withdraw_request",
]
