"""Who may open what in matchmaking."""

from __future__ import annotations

from typing import Any

from gegenbesuch.accounts.services import link_token
from tests import factories as make
from tests.house.access import (
    COMPANY_PAGE,
    OFFICE_PAGE,
    PUBLIC,
    Row,
    World,
    action,
    everybody,
    page,
)

EDITORS = page(other_office=404, least="editor")
BY_COMPANY = everybody(404) | {"company": 302}


def _sent_request(world: World) -> Any:
    """A request to the company that nobody has answered yet."""
    found = world.profile.requests_received.filter(status="sent").first()
    return found or make.RequestFactory(
        recipient=world.profile, sender__mission=world.mission, status="sent"
    )


def _other_side(world: World) -> Any:
    found = world.mission.profiles.filter(side=1, requests_sent=None).first()
    return found or make.ProfileFactory(mission=world.mission, side=1)


def _public(world: World) -> Any:
    if not hasattr(world.mission, "marketplace"):
        make.MarketplaceFactory(mission=world.mission, is_public=True)
    return world.mission


def _whole(world: World) -> Any:
    """Return Esi's profile with all that has to be in one."""
    profile = world.profile
    if not profile.statements.exists():
        make.StatementFactory(profile=profile)
        make.RepresentativeFactory(profile=profile)
        profile.sectors.add(make.SectorFactory())
        profile.summary = "Wir bauen Sensoren."
        profile.contact_email = "esi@company.example"
        profile.save()
    return profile


def _agent_token(world: World) -> str:
    """Return a token of an agent for the company, a forged one for others."""
    if world.token.startswith("forged"):
        return world.token
    agent = world.mission.agents.first() or make.AgentFactory(mission=world.mission)
    agent.profiles.add(world.profile)
    return link_token(make.PersonalLinkFactory(target=agent, office=world.office))


def _agent(world: World) -> Any:
    found = world.mission.agents.first()
    return found or make.AgentFactory(mission=world.mission)


def _rules(_world: World) -> dict[str, Any]:
    return {
        "time_zone": "Asia/Tokyo",
        "most_sent": 10,
        "most_received": 20,
        "most_meetings": 12,
        "least_suggestions": 3,
        "most_suggestions": 9,
        "repeat": "any",
    }


def _desk(name: str, args: Any = lambda _w: [], data: Any = lambda _w: {}) -> list[Row]:
    """Return the rows of a page that a company and the office have."""
    posts = data is not None
    return [
        Row(
            f"matchmaking:own-{name}",
            lambda w: [w.token, w.profile.code, *args(w)],
            get=COMPANY_PAGE,
            post=BY_COMPANY if posts else None,
            data=data if posts else lambda _w: {},
        ),
        Row(
            f"matchmaking:{name}-on-behalf",
            lambda w: [w.profile.code, *args(w)],
            get=EDITORS,
            post=action("editor") if posts else None,
            data=data if posts else lambda _w: {},
        ),
    ]


ROWS = [
    Row("matchmaking:marketplace", lambda w: [w.mission.code], get=OFFICE_PAGE),
    Row(
        "matchmaking:set-up-marketplace",
        lambda w: [w.mission.code],
        get=EDITORS,
        post=action("editor"),
        data=_rules,
    ),
    Row(
        "matchmaking:ask-for-suggestions",
        lambda w: [w.mission.code],
        post=action("editor"),
    ),
    Row(
        "matchmaking:invite-company",
        lambda w: [w.mission.code],
        get=EDITORS,
        post=action("editor"),
        data=lambda w: {
            "organisation": w.organisation.code,
            "side": "0",
            "contact_name": "Anke Vogel",
            "contact_email": "anke@company.example",
            "contact_language": "de",
        },
    ),
    Row(
        "matchmaking:add-agent",
        lambda w: [w.mission.code],
        get=EDITORS,
        post=action("editor"),
        data=lambda w: {
            "name": "Generalkonsulat",
            "email": "konsulat@example.org",
            "language": "ja",
            "profiles": w.profile.code,
        },
    ),
    Row(
        "matchmaking:update-agent",
        lambda w: [_agent(w).code],
        get=EDITORS,
        post=action("editor"),
        data=lambda w: {
            "name": "Generalkonsulat",
            "email": "konsulat@example.org",
            "language": "ja",
            "profiles": w.profile.code,
        },
    ),
    Row("matchmaking:profiles", lambda w: [w.mission.code], get=OFFICE_PAGE),
    Row("matchmaking:profile", lambda w: [w.profile.code], get=OFFICE_PAGE),
    Row(
        "matchmaking:publish-profile",
        lambda w: [_whole(w).code],
        post=action("editor"),
        data=lambda _w: {"until": "2131-06-30"},
    ),
    Row(
        "matchmaking:return-profile",
        lambda w: [w.profile.code],
        post=action("editor"),
        data=lambda _w: {"about": "Bitte länger."},
    ),
    Row("matchmaking:requests", lambda w: [w.mission.code], get=OFFICE_PAGE),
    Row(
        "matchmaking:send-request",
        lambda w: [w.profile.code],
        post=action("editor"),
        data=lambda w: {
            "recipient": _other_side(w).code,
            "language": "de",
            "priority": "1",
        },
    ),
    Row(
        "matchmaking:accept-request",
        lambda w: [_sent_request(w).code],
        post=action("editor"),
    ),
    Row(
        "matchmaking:own-companies",
        lambda w: [_agent_token(w)],
        get=COMPANY_PAGE,
    ),
    *_desk("company", data=lambda _w: {"verb": "stop"}),
    *_desk("step", lambda _w: ["contact"], lambda _w: {"contact_language": "de"}),
    *_desk("market", data=None),
    *_desk(
        "partner",
        lambda w: [_other_side(w).code],
        lambda _w: {"verb": "send", "language": "de", "priority": "1"},
    ),
    *_desk(
        "request",
        lambda w: [_sent_request(w).code],
        lambda _w: {"verb": "accept"},
    ),
    Row("matchmaking:offers", lambda w: [_public(w).code], get=PUBLIC),
    Row(
        "matchmaking:offer",
        lambda w: [_public(w).code, w.profile.code],
        get=PUBLIC,
    ),
]
