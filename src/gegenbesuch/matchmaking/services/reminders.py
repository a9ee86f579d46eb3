"""Reminding companies of what waits for them: one mail a day at most, for all of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import translation
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.matchmaking import letters
from gegenbesuch.matchmaking.models import Profile, Request
from gegenbesuch.matchmaking.selectors import (
    address_of,
    inbox_of,
    is_over,
    marketplace_of,
    own_profiles,
)
from gegenbesuch.matchmaking.services.acting import traces
from gegenbesuch.matchmaking.times import day_name

if TYPE_CHECKING:
    from datetime import datetime

    from gegenbesuch.matchmaking.services.acting import Actor

AT_MOST_EVERY = timedelta(days=1)
#: A request is not reminded of on the day it came: its own mail has just arrived.
UNANSWERED_FOR = timedelta(days=1)
#: A profile that is not finished is reminded of this often.
UNFINISHED_EVERY = timedelta(days=3)
#: So long before its end companies are reminded that their profile is shown no more.
ENDING = timedelta(days=7)
UNFINISHED = (Profile.Status.DRAFT, Profile.Status.RETURNED)
MOST = 500


def remind_companies(at: datetime) -> int:
    """Remind companies of unanswered requests and of profiles that are not finished."""
    waiting = Request.objects.filter(
        Q(recipient=OuterRef("pk"), waits_for=Request.Party.RECIPIENT)
        | Q(sender=OuterRef("pk"), waits_for=Request.Party.SENDER),
        status=Request.Status.SENT,
        expires_at__gt=at,
        updated_at__lte=at - UNANSWERED_FOR,
    )
    unfinished = Q(status__in=UNFINISHED, invited_at__lte=at - UNFINISHED_EVERY)
    ending = Q(
        status=Profile.Status.PUBLISHED,
        published_until__range=(at.date(), at.date() + ENDING),
    )
    seldom = Q(reminded_at=None) | Q(reminded_at__lte=at - UNFINISHED_EVERY)
    rows = (
        own_profiles()
        .filter(Exists(waiting) | seldom & (unfinished | ending), wants_reminders=True)
        .filter(Q(reminded_at=None) | Q(reminded_at__lte=at - AT_MOST_EVERY))
        .order_by("reminded_at", "pk")[:MOST]
    )
    return sum(_remind(profile, at) for profile in rows)


@transaction.atomic
def _remind(profile: Profile, at: datetime) -> bool:
    due = Q(reminded_at=None) | Q(reminded_at__lte=at - AT_MOST_EVERY)
    if not Profile.objects.filter(due, pk=profile.pk).update(reminded_at=at):
        return False
    link = address_of(profile)
    if link is None:
        return False
    with translation.override(letters.language_to(link, profile)):
        lines = [
            _("%(company)s asks for a meeting.") % {"company": request.other(profile)}
            for request in inbox_of(profile)
        ]
        lines += _about_profile(profile, at)
    if not lines:
        return False
    audit.record("matchmaking.profile.reminded", profile, actor=None, things=len(lines))
    return letters.tell(
        profile,
        letters.REMINDER,
        open="\n".join(f"– {line}" for line in lines),
        stop=f"{letters.own_url(link, profile)}#reminders",
    )


def _about_profile(profile: Profile, at: datetime) -> list[str]:
    """Say what is to be done about a profile itself, as long as it is of use."""
    if is_over(profile.mission, at):
        return []
    profiles_until = marketplace_of(profile.mission).profiles_until
    is_late = profiles_until is not None and profiles_until < at.date()
    if profile.status in UNFINISHED and not is_late:
        return [_("Your profile is not finished.")]
    until = profile.published_until
    if until and profile.is_published(at.date()) and until <= at.date() + ENDING:
        text = _("Your profile is shown until %(day)s. One click extends it.")
        return [text % {"day": day_name(until)}]
    return []


@transaction.atomic
def set_reminders(profile: Profile, *, wanted: bool, actor: Actor) -> Profile:
    """Let the reminders of a company come or stop."""
    profile.wants_reminders = wanted
    profile.save(update_fields=["wants_reminders", "updated_at"])
    audit.record(
        "matchmaking.profile.reminders-set",
        profile,
        wanted=wanted,
        **traces(actor, profile),
    )
    return profile
