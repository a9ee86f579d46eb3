"""Meetings in the timeline of a company."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _

from gegenbesuch.core import timeline
from gegenbesuch.core.rows import values_of
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.matchmaking.models import Profile
from gegenbesuch.scheduling.models import Meeting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gegenbesuch.directory.models import Organisation, Person


def meetings_of(organisation: Organisation, user: Any) -> Iterator[timeline.Entry]:
    """Say on which day the company meets whom, as far as the user may see it."""
    profiles = values_of(Profile, "id", organisation=[organisation.pk])
    yield from _entries(user, {pk for (pk,) in profiles})


def meetings_of_person(person: Person, user: Any) -> Iterator[timeline.Entry]:
    """Say on which day a person represents their company in a meeting."""
    profiles = values_of(Profile.people.through, "profile_id", person=[person.pk])
    yield from _entries(user, {pk for (pk,) in profiles})


def _entries(user: Any, profiles: set[int]) -> Iterator[timeline.Entry]:
    if not profiles:
        return
    meetings = (
        Meeting.objects.visible_to(user)
        .filter(
            Q(request__sender__in=profiles) | Q(request__recipient__in=profiles),
            slot__isnull=False,
        )
        .select_related(
            "slot",
            "session",
            "request__sender__organisation",
            "request__recipient__organisation",
        )
    )
    for meeting in meetings:
        if meeting.slot is None:
            continue
        asked = meeting.request
        is_sender = asked.sender_id in profiles
        partner = asked.recipient if is_sender else asked.sender
        zone = ZoneInfo(meeting.session.time_zone)
        yield timeline.Entry(
            on=PartialDate.on(meeting.slot.starts_at.astimezone(zone).date()),
            kind="meeting",
            title=_("Meeting with %(company)s") % {"company": partner},
            url=meeting.get_absolute_url(),
            state="planned",
            detail=str(meeting.session),
            is_invented=meeting.session.is_invented,
        )


timeline.register("directory.organisation", meetings_of)
timeline.register("directory.person", meetings_of_person)
