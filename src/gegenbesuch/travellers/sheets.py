"""The day sheets of those who travel: whose they are, and the links to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.timezone import now

from gegenbesuch.accounts.models import Language
from gegenbesuch.accounts.services import issue_link, link_url
from gegenbesuch.core import audit
from gegenbesuch.core.ordering import in_order
from gegenbesuch.core.rows import rows_of
from gegenbesuch.directory.models import ContactPoint, Person
from gegenbesuch.missions import day_sheet, selectors
from gegenbesuch.missions.groups import for_person, groups_of
from gegenbesuch.missions.models import Participation
from gegenbesuch.travellers import letters
from gegenbesuch.travellers.selectors import days_of
from gegenbesuch.travellers.services import KEPT_AFTER, KEPT_WITHOUT_DATE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gegenbesuch.accounts.models import PersonalLink, User
    from gegenbesuch.missions.models import Mission


@dataclass(frozen=True)
class Holder:
    """Somebody who travels, and where and in which language they are written to."""

    row: Participation
    email: str
    language: str

    @property
    def language_name(self) -> str:
        """The language in the reader's words."""
        return str(Language(self.language).label)


def holders_of(mission: Mission) -> list[Holder]:
    """Return the people who travel, by rank, in a fixed number of queries."""
    rows = [
        row
        for row in in_order(rows_of(Participation, mission=[mission.pk]))
        if row.function in selectors.TRAVELLING and row.person_id is not None
    ]
    selectors.name_everybody(participations=rows)
    people = {
        person.pk: person
        for person in rows_of(
            Person, only=("languages",), pk={row.person_id for row in rows}
        )
    }
    kind = ContentType.objects.get_for_model(Person).pk
    points = sorted(
        (
            point
            for point in rows_of(ContactPoint, target_type=[kind], target_id=people)
            if point.kind == ContactPoint.Kind.EMAIL
        ),
        key=lambda row: (not row.is_preferred, row.is_private, row.position, row.pk),
    )
    mails: dict[int, str] = {}
    for point in points:
        mails.setdefault(point.target_id, point.value)
    return [
        Holder(
            row,
            mails.get(row.person_id, ""),
            next(
                (
                    code
                    for code in people[row.person_id].languages
                    if code in Language.values
                ),
                mission.office.language,
            ),
        )
        for row in rows
    ]


def link_of(mission: Mission, holder: Holder, *, actor: User | None) -> PersonalLink:
    """Return the link to somebody's day sheet, made when it is first needed."""
    _first, last = days_of(mission)
    expires = (
        datetime.combine(last, time.max, tzinfo=UTC) + KEPT_AFTER
        if last
        else now() + KEPT_WITHOUT_DATE
    )
    link = issue_link(
        holder.row,
        office=mission.office,
        holder_name=str(holder.row)[:200],
        holder_email=holder.email,
        language=holder.language,
        expires_at=expires,
        actor=actor,
    )
    if link.expires_at < expires:  # The mission was moved to later.
        link.expires_at = expires
        link.save(update_fields=["expires_at", "updated_at"])
    return link


@transaction.atomic
def send_days(
    mission: Mission, holders: Iterable[Holder], *, actor: User | None
) -> int:
    """Mail the chosen people the address of their day sheet; returns how many."""
    sent = 0
    for holder in holders:
        if not holder.email:
            continue
        link = link_of(mission, holder, actor=actor)
        letters.send_days(mission, holder, link=link_url(link))
        sent += 1
    if sent:
        audit.record("travellers.days.sent", mission, actor=actor, people=sent)
    return sent


def own_sheet(row: Participation) -> dict[str, Any]:
    """Return what the day sheet of one who travels shows."""
    mission = row.mission
    stops = selectors.stops_of(mission)
    items = selectors.items_of(mission, stops)
    people = [
        other
        for other in selectors.participations_of(mission, with_internal=True)
        if other.function in selectors.TRAVELLING
    ]
    selectors.name_everybody(stops, items, people)
    groups = groups_of(mission)
    days, phones = day_sheet.day_sheet(
        mission,
        items,
        people,
        with_phones=True,
        groups=groups,
        wanted=for_person(row.person, groups, people),
    )
    return {
        "days": days,
        "phones": phones,
        "groups": groups,
        "next": day_sheet.next_entry(days, now()),
    }
