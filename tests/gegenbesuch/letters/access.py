"""Who gets what from letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gegenbesuch.letters.models import OutboxMessage
from tests import factories as make
from tests.house.access import Row, action, page

if TYPE_CHECKING:
    from tests.house.access import World

WORDS = {"subject": "Einladung: {event}", "body": "{salutation}\n\n{link}"}


def failed_message(w: World) -> Any:
    return OutboxMessage.objects.first() or make.OutboxMessageFactory(
        office=w.office, target=w.mission, status="failed"
    )


def letter(w: World) -> list[str]:
    return [w.office.code, "invite_guest", "ja"]


ROWS = [
    Row(
        "letters:wordings",
        lambda w: [w.office.code],
        get=page(other_office=404, least="coordinator"),
    ),
    Row(
        "letters:wording",
        letter,
        get=page(other_office=404, least="coordinator"),
        post=action("coordinator"),
        data=lambda _w: WORDS,
    ),
    Row("letters:reset-wording", letter, post=action("coordinator")),
    Row(
        "letters:retry-message",
        lambda w: [failed_message(w).code],
        post=action("editor"),
    ),
]
