"""Meetings in the timeline of a company."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _

from gegenbesuch.core import timeline
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.scheduling.models import Meeting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gegenbesuch.directory.models import Organisation, Person


def meetings_of(organisation: Organisation, user: Any) -> Iterator[timeline.Entry]:
    """Say on which day the company meets whom, as far as the user may see it."""
    yield from _entries(
        user,
        Q(request__sender__organisation=organisation),
        Q(request__recipient__organisation=organisation),
    )


def meetings_of_person(person: Person, user: Any) -> Iterator[timeline.Entry]:
    """Say on which day a person represents their company in a meeting."""
    yield from _entries(
        user, Q(request__sender__people=person), Q(request__recipient__people=person)
    )


def _entries(user: Any, as_sender: Q, as_recipient: Q) -> Iterator[timeline.Entry]:
    visible = Meeting.objects.visible_to(user).filter(slot__isnull=False)
    meetings = list(
        visible.filter(as_sender | as_recipient)
        .distinct()
        .select_related(
            "slot",
            "session",
            "request__sender__organisation",
            "request__recipient__organisation",
        )
    )
    sent = (
        set(visible.filter(as_sender).values_list("pk", flat=True)) if meetings else {}
    )
    for meeting in meetings:
        if meeting.slot is None:
            continue
        asked = meeting.request
        is_sender = meeting.pk in sent
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
