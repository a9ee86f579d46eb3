"""Who may see and change what of a mission, and what counts as what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.rules import RANK, Role, has_role, roles_of
from gegenbesuch.missions.models import Mission, ProgrammeItem

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from gegenbesuch.accounts.models import Office
    from gegenbesuch.missions.models import MissionTemplate, Resource

S = Mission.Status

NOT_YET = frozenset({S.IDEA, S.ANNOUNCED, S.PLANNED, S.APPROVED, S.CALL_OPEN, S.FIXED})
HELD = frozenset({S.DONE, S.EVALUATED, S.CLOSED})
OFF = frozenset({S.POSTPONED, S.CANCELLED})
#: Items about which nothing can be done any more.
ITEM_IS_OVER = frozenset({ProgrammeItem.Status.HELD, ProgrammeItem.Status.DROPPED})
#: Afterwards it is too late; one under way can be cancelled, but not postponed.
MAY_BE_CALLED_OFF = NOT_YET | {S.RUNNING, S.POSTPONED}

#: What may follow what; a step back is allowed as long as nothing was held.
NEXT: dict[str, frozenset[str]] = {
    **{status: (NOT_YET | {S.RUNNING, S.DONE} | OFF) - {status} for status in NOT_YET},
    S.RUNNING: frozenset({S.DONE, S.CANCELLED}),
    S.DONE: frozenset({S.EVALUATED, S.CLOSED}),
    S.EVALUATED: frozenset({S.DONE, S.CLOSED}),
    S.CLOSED: frozenset(),
    S.POSTPONED: frozenset({S.IDEA, S.PLANNED, S.APPROVED, S.CANCELLED}),
    S.CANCELLED: frozenset(),
}


class Phase(NamedTuple):
    """A part of the way of a mission, and the status in which it is the present."""

    label: str | _StrPromise
    statuses: frozenset[str]


#: From the idea to the file; the phases that offices name, as far as a status tells.
PHASES = (
    Phase(_("Idea"), frozenset({S.IDEA})),
    Phase(_("Mandate and concept"), frozenset({S.ANNOUNCED, S.PLANNED})),
    Phase(_("Call and selection"), frozenset({S.APPROVED, S.CALL_OPEN})),
    Phase(_("Profiles, programme, protocol"), frozenset({S.FIXED})),
    Phase(_("On site"), frozenset({S.RUNNING})),
    Phase(_("Debrief and follow-up"), frozenset({S.DONE})),
    Phase(_("Bilanz"), frozenset({S.EVALUATED})),
    Phase(_("Closed"), frozenset({S.CLOSED})),
)


class PhaseState(NamedTuple):
    """A phase for the bar: `past`, `present` or `ahead`."""

    label: str | _StrPromise
    state: str


def phases_of(status: str) -> list[PhaseState]:
    """Return how far a mission is; all phases lie ahead if it was called off."""
    present = next(
        (number for number, phase in enumerate(PHASES) if status in phase.statuses), -1
    )
    states = []
    for number, phase in enumerate(PHASES):
        state = "past" if number < present else "ahead"
        states.append(
            PhaseState(phase.label, "present" if number == present else state)
        )
    return states


def can_create_mission(user: Any) -> bool:
    """Editors of any office may set up a mission."""
    return has_role(user, roles_of(user), Role.EDITOR)


def can_create_mission_in(user: Any, office: Office) -> bool:
    """Editors of this office may set up a mission in it."""
    return has_role(user, office.pk, Role.EDITOR)


def can_edit_mission(user: Any, mission: Mission) -> bool:
    """Editors of the office that leads the mission may change it."""
    return has_role(user, mission.office_id, Role.EDITOR)


def can_edit_programme(user: Any, mission: Mission) -> bool:
    """Editors of all offices that take part write the programme together."""
    if can_edit_mission(user, mission):
        return True
    offices = offices_to_edit_in(user)
    return bool(offices) and mission.partner_offices.filter(pk__in=offices).exists()


def offices_to_edit_in(user: Any) -> list[int]:
    """Return the keys of the offices in which the user is an editor at least."""
    return [
        office
        for office, role in roles_of(user).items()
        if RANK[Role(role)] >= RANK[Role.EDITOR]
    ]


def can_edit_template(user: Any, template: MissionTemplate) -> bool:
    """Editors of the office may use and forget its templates."""
    return has_role(user, template.office_id, Role.EDITOR)


def can_edit_resource(user: Any, resource: Resource) -> bool:
    """Editors of the office may change its interpreters, cars and rooms."""
    return has_role(user, resource.office_id, Role.EDITOR)


def can_see_internal(user: Any, mission: Mission) -> bool:
    """Editors of the leading office see who is not on the public list."""
    return has_role(user, mission.office_id, Role.EDITOR)


def can_see_phones(user: Any, mission: Mission) -> bool:
    """The leading office alone sees the numbers in its directory."""
    return has_role(user, mission.office_id, Role.VIEWER)


def can_see_papers(user: Any, mission: Mission) -> bool:
    """Only coordinators of the office that leads see who has which papers."""
    return has_role(user, mission.office_id, Role.COORDINATOR)


def state_of_mission(status: str, *, is_inferred: bool) -> str:
    """
    Return `held`, `announced`, `planned` or `dropped`, for pictures and lists.

    What no source attests is `inferred`, even if it would have been held.
    """
    if status in HELD or status == S.RUNNING:
        return "inferred" if is_inferred else "held"
    if status in OFF:
        return "dropped"
    return "announced" if status == S.ANNOUNCED else "planned"


def state_of_item(status: str) -> str:
    """Return `held`, `dropped` or `planned`."""
    if status == ProgrammeItem.Status.HELD:
        return "held"
    return "dropped" if status == ProgrammeItem.Status.DROPPED else "planned"
