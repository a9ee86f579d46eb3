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
from gegenbesuch.matchmaking.models import Agent, Profile, Request
from gegenbesuch.matchmaking.selectors import (
    inbox_of,
    is_over,
    marketplace_of,
    own_profiles,
)
from gegenbesuch.matchmaking.services.acting import traces
from gegenbesuch.matchmaking.services.requests import lock
from gegenbesuch.matchmaking.times import day_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from gegenbesuch.accounts.models import PersonalLink
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
    done: set[int] = set()
    count = 0
    for profile in rows:
        if profile.pk not in done:
            bundle = _of_one_address(profile)
            done |= {company.pk for company, _link in bundle}
            count += _remind(bundle, at)
    return count


def _of_one_address(profile: Profile) -> list[tuple[Profile, PersonalLink]]:
    """Return the companies of the mission whose reminders go where this one's do."""
    link = letters.link_to(profile)
    if link is None:
        return []
    same = Q(contact_email=link.holder_email)
    if isinstance(link.target, Agent):
        same = Q(agents=link.target)
    others = (
        own_profiles()
        .filter(same, mission=profile.mission_id, wants_reminders=True)
        .exclude(pk=profile.pk)
        .order_by("pk")
    )
    found = [(other, letters.link_to(other)) for other in others]
    return [
        (profile, link),
        *(
            (other, to)
            for other, to in found
            if to is not None and to.holder_email == link.holder_email
        ),
    ]


@transaction.atomic
def _remind(bundle: Sequence[tuple[Profile, PersonalLink]], at: datetime) -> bool:
    """Write one mail about all companies of an address, unless one went out today."""
    lock(*(profile for profile, _link in bundle))
    keys = [profile.pk for profile, _link in bundle]
    lately = Q(reminded_at__gt=at - AT_MOST_EVERY)
    if not bundle or Profile.objects.filter(lately, pk__in=keys).exists():
        return False
    Profile.objects.filter(pk__in=keys).update(reminded_at=at)
    with translation.override(letters.language_to(bundle[0][1], bundle[0][0])):
        said = [
            (profile, letters.own_url(link, profile), lines)
            for profile, link in bundle
            if (lines := _lines(profile, at))
        ]
        texts = {
            "company": ", ".join(str(profile) for profile, _page, _lines in said),
            "open": "\n\n".join(
                "\n".join(
                    [
                        *([f"{profile}: {page}"] if len(said) > 1 else []),
                        *(f"– {line}" for line in lines),
                    ]
                )
                for profile, page, lines in said
            ),
            "stop": "\n".join(f"{page}#reminders" for _profile, page, _lines in said),
        }
    for profile, _page, lines in said:
        audit.record(
            "matchmaking.profile.reminded", profile, actor=None, things=len(lines)
        )
    return bool(said) and letters.tell(said[0][0], letters.REMINDER, **texts)


def _lines(profile: Profile, at: datetime) -> list[str]:
    """Say what waits for a company."""
    asking = [
        _("%(company)s asks for a meeting.") % {"company": request.other(profile)}
        for request in inbox_of(profile)
    ]
    return [*asking, *_about_profile(profile, at)]


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
