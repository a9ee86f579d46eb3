"""Plan the visit that answers a visit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from i18nfield.strings import LazyI18nString

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.missions import rules, selectors
from gegenbesuch.missions.models import (
    Mission,
    MissionLink,
    Participation,
    ProgrammeItem,
    Proposal,
)
from gegenbesuch.missions.services.missions import create_mission, link_missions
from gegenbesuch.missions.services.planning import (
    in_all_languages,
    plan_like,
    set_up_checklist,
)

if TYPE_CHECKING:
    from datetime import date

    from gegenbesuch.accounts.models import User

D, F = Mission.Direction, Participation.Function
#: We went there, so they come; they came, so we go.
ANSWERED_BY = {D.OUTBOUND: D.INBOUND, D.ABROAD: D.INBOUND} | dict.fromkeys(
    (D.INBOUND, D.HOME), D.OUTBOUND
)
KINDS = {D.INBOUND: Mission.Kind.VISIT, D.OUTBOUND: Mission.Kind.DELEGATION}


@transaction.atomic
def plan_answer(
    visit: Mission, *, starts_on: date, actor: User | None, title: Any = None
) -> Mission:
    """
    Plan the mission that answers a visit, and say that it does.

    It is planned like the last one in that direction of the same relation; without
    one it begins with the usual checklist. The hosts of a visit of ours, or the guests
    of one of theirs, are proposed for it; nobody is told.

    Args:
        title: By default "Answer to", and the title of the visit.

    Raises:
        ActionError: The visit has not taken place, or is answered already.
    """
    if visit.status not in rules.HELD:
        raise ActionError(_("Only a visit that took place can be answered."))
    if visit.later_links.filter(kind=MissionLink.Kind.ANSWERS).exists():
        raise ActionError(_("A mission that answers this visit is on record already."))
    direction = ANSWERED_BY[D(visit.direction)]
    name = title or _answering(visit)
    if (pattern := _pattern(visit, direction)) is not None:
        made = plan_like(pattern, starts_on=starts_on, actor=actor, title=name)
        made.proposals.all().delete()
    else:
        made = create_mission(
            visit.office,
            actor=actor,
            title=name,
            kind=KINDS[direction],
            direction=direction,
            status=Mission.Status.PLANNED,
            relation=visit.relation,
            starts_on=PartialDate.on(starts_on),
            countries=visit.countries if direction == D.OUTBOUND else [],
            is_invented=visit.is_invented,
        )
        set_up_checklist(made, actor=actor)
    _propose(visit, made)
    link_missions(visit, made, kind=MissionLink.Kind.ANSWERS, actor=actor)
    return made


def _answering(visit: Mission) -> LazyI18nString:
    """Return the title that says which visit is answered, in all languages."""
    pattern = in_all_languages(gettext_lazy("Answer to: %(visit)s"))
    return LazyI18nString(
        {
            language: str(text) % {"visit": visit.title.localize(language)}
            for language, text in pattern.data.items()
        }
    )


def _pattern(visit: Mission, direction: str) -> Mission | None:
    """Return the last mission in this direction of the same relation, if it has a day."""
    if visit.relation_id is None:
        return None
    rows = Mission.objects.filter(
        office=visit.office_id,
        relation=visit.relation_id,
        direction=direction,
        status__in=rules.HELD,
        is_invented=visit.is_invented,
    ).order_by("-starts_on", "-pk")
    return next(
        (row for row in rows[:10] if selectors.dates_of(row)[0].first_day()), None
    )


def _propose(visit: Mission, made: Mission) -> None:
    if made.direction == D.INBOUND:
        hosts = ProgrammeItem.hosts.through.objects.filter(programmeitem__mission=visit)
        keys = [
            *visit.stops.values_list("host", flat=True),
            *hosts.values_list("organisation", flat=True),
        ]
        rows = [{"organisation_id": key} for key in dict.fromkeys(filter(None, keys))]
        function = F.GUEST
    else:
        guests = visit.participations.filter(function=F.GUEST)
        rows = [
            {"person_id": person, "organisation_id": organisation}
            for person, organisation in guests.values_list("person", "organisation")
            if person or organisation
        ]
        function = F.PARTNER
    Proposal.objects.bulk_create(
        Proposal(mission=made, function=function, position=number, **row)
        for number, row in enumerate(rows)
    )
