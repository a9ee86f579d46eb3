"""Who may open what in matchmaking."""

from __future__ import annotations

from typing import Any

from tests import factories as make
from tests.house.access import OFFICE_PAGE, Row, World, action


def _sent_request(world: World) -> Any:
    """A request to the company that nobody has answered yet."""
    found = world.profile.requests_received.filter(status="sent").first()
    return found or make.RequestFactory(
        recipient=world.profile, sender__mission=world.mission, status="sent"
    )


def _other_side(world: World) -> Any:
    found = world.mission.profiles.filter(side=1, requests_sent=None).first()
    return found or make.ProfileFactory(mission=world.mission, side=1)


ROWS = [
    Row("matchmaking:profiles", lambda w: [w.mission.code], get=OFFICE_PAGE),
    Row("matchmaking:profile", lambda w: [w.profile.code], get=OFFICE_PAGE),
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
        "matchmaking:decline-request",
        lambda w: [_sent_request(w).code],
        post=action("editor"),
    ),
]
