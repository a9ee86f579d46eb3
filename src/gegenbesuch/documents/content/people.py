"""Who takes part in a mission, with the office that each held at the time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from gegenbesuch.directory.models import Role
from gegenbesuch.documents.content.words import words
from gegenbesuch.missions import selectors
from gegenbesuch.missions.models import Participation

if TYPE_CHECKING:
    from gegenbesuch.missions.models import Mission

F = Participation.Function


def people_of(mission: Mission, *, internal: bool) -> list[Any]:
    """Return who takes part, with the `role` that each person held at the time."""
    rows: list[Any] = selectors.participations_of(mission, with_internal=internal)
    selectors.name_everybody(participations=rows)
    held = roles_at(mission, [row.person_id for row in rows if row.person_id])
    for row in rows:
        row.role = held.get(row.person_id)
    return rows


def roles_at(mission: Mission, people: list[int]) -> dict[int, Role]:
    """Return the latest role of each person that is not known to lie elsewhere."""
    day = mission.starts_on.first_day()
    found: dict[int, Role] = {}
    roles = Role.objects.filter(person__in=people).select_related("organisation")
    for role in sorted(roles, key=lambda role: (_begins(role), role.pk)):
        if is_held_at(role, day):
            found[role.person_id] = role
    return found


def is_held_at(role: Role, day: date | None) -> bool:
    """Tell whether a role is not known to lie before or after a day."""
    ended = role.ended_on.last_day()
    is_past = ended is not None and (day is None or ended < day)
    return not is_past and (day is None or _begins(role) <= day)


def _begins(role: Role) -> date:
    days = (role.started_on.first_day(), role.seen_from.first_day())
    return min((day for day in days if day), default=date.min)


def function_of(row: Any) -> str:
    """Return the title at the time, else that of the role."""
    return words(row.title) or (words(row.role.title) if row.role else "")


def organisation_of(row: Any) -> str:
    """Return where somebody comes from; of an organisation itself nothing."""
    if row.person is None:
        return ""
    if row.organisation is not None:
        return words(row.organisation.name)
    if row.role is None:
        return ""
    if row.role.organisation is not None:
        return words(row.role.organisation.name)
    return words(row.role.organisation_text)
