"""What becomes of a published profile when its day is over, and how it comes back."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.matchmaking import letters, tasks
from gegenbesuch.matchmaking.models import Profile
from gegenbesuch.matchmaking.selectors import is_over, own_profiles
from gegenbesuch.matchmaking.services.acting import traces

if TYPE_CHECKING:
    from datetime import datetime

    from gegenbesuch.matchmaking.services.acting import Actor

S = Profile.Status
#: For so long a profile is shown if nobody chooses another day.
SHOWN_FOR = timedelta(days=180)
MOST_EXPIRED = 500


def expire_profiles(at: datetime) -> int:
    """Show no more what was published until a day that is over; companies are told."""
    rows = (
        own_profiles()
        .filter(status=S.PUBLISHED, published_until__lt=at.date())
        .order_by("published_until", "pk")[:MOST_EXPIRED]
    )
    gone = [profile for profile in rows if _expire(profile, at)]
    for mission in sorted({profile.mission_id for profile in gone}):
        tasks.update_suggestions.enqueue(mission_id=mission)
    return len(gone)


@transaction.atomic
def _expire(profile: Profile, at: datetime) -> bool:
    due = Profile.objects.filter(
        pk=profile.pk, status=S.PUBLISHED, published_until__lt=at.date()
    )
    if not due.update(status=S.EXPIRED, updated_at=at):
        return False
    profile.status = S.EXPIRED
    audit.record(
        "matchmaking.profile.expired",
        profile,
        actor=None,
        changes={"status": [S.PUBLISHED.value, S.EXPIRED.value]},
    )
    if not is_over(profile.mission, at):
        letters.tell(profile, letters.NO_LONGER_SHOWN)
    return True


@transaction.atomic
def renew_profile(profile: Profile, *, at: datetime, actor: Actor) -> Profile:
    """
    Show a reviewed profile for another while, with the text as it was reviewed.

    Raises:
        ActionError: It is neither shown nor expired.

    """
    before, until = profile.published_until, at.date() + SHOWN_FOR
    here = Profile.objects.filter(pk=profile.pk, status__in=(S.EXPIRED, S.PUBLISHED))
    if not here.update(status=S.PUBLISHED, published_until=until, updated_at=at):
        raise ActionError(_("The office has to review this profile first."))
    profile.status, profile.published_until = S.PUBLISHED, until
    audit.record(
        "matchmaking.profile.renewed",
        profile,
        changes={"published_until": [str(before or ""), str(until)]},
        **traces(actor, profile),
    )
    transaction.on_commit(
        partial(
            tasks.update_suggestions.enqueue,
            mission_id=profile.mission_id,
            code=profile.code,
        )
    )
    return profile
