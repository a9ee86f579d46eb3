"""Suggestions and translations, made in the background."""

from __future__ import annotations

from datetime import datetime

from gegenbesuch.core.tasks import task
from gegenbesuch.matchmaking import translating
from gegenbesuch.matchmaking.models import Profile
from gegenbesuch.missions.models import Mission


@task()
def update_suggestions(
    *, mission_id: int, is_whole: bool = False, code: str = "", asked_at: str = ""
) -> None:
    """Bring the suggestions of a mission up to date after `code` was published."""
    from gegenbesuch.matchmaking import (  # noqa: PLC0415 -- slow import: numpy
        suggesting,
    )

    mission = Mission.objects.select_related("office").get(pk=mission_id)
    suggesting.update_suggestions(
        mission,
        is_whole=is_whole,
        code=code,
        asked_at=datetime.fromisoformat(asked_at) if asked_at else None,
    )


@task()
def translate_profile(*, profile_id: int) -> None:
    """Have the texts of a published profile translated, if a service is set."""
    translating.translate_profile(Profile.objects.get(pk=profile_id))
