"""
The checklist that a new mission begins with: what is to do, and until when.

Days count from the departure, and in the phases after the journey from the return.
An office changes, adds and leaves out what it likes; nothing here is a rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from gegenbesuch.missions.models import Mission, Step

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

P = Step.Phase
K = Mission.Kind


class Template(NamedTuple):
    """A step as it is proposed: its phase, its days from departure or return."""

    phase: Step.Phase
    days: int | None
    text: str | _StrPromise


#: For a journey with everything; a visit and an event at home leave out some phases.
STEPS: Final = (
    Template(P.IDEA, -365, _("Agree on priorities, anchor event and partners' wishes")),
    Template(P.IDEA, -274, _("Apply for the budget and enter it in the annual plan")),
    Template(P.MANDATE, -213, _("Write the paper for the committee or council")),
    Template(P.MANDATE, -183, _("Get the decision")),
    Template(P.CONCEPT, -183, _("Write down goals that can be counted")),
    Template(P.CONCEPT, -152, _("Choose stops, sectors and partners")),
    Template(P.CALL, -152, _("Publish the call with price, deadline and criteria")),
    Template(P.CALL, -122, _("Reserve hotel rooms and name the cancellation date")),
    Template(P.SELECTION, -105, _("Choose participants and keep a waiting list")),
    Template(P.SELECTION, -91, _("Confirm, invoice and collect the declarations")),
    Template(P.PROFILES, -84, _("Collect the profiles of companies and people")),
    Template(P.PROFILES, -61, _("Send the profiles to the hosts")),
    Template(P.PROGRAMME, -35, _("Request appointments, courtesy calls first")),
    Template(P.PROGRAMME, -21, _("Book interpreters, cars and rooms")),
    Template(P.PROGRAMME, -7, _("Fix the programme with transfer times")),
    Template(P.MATCHMAKING, -21, _("Collect meeting requests and answers")),
    Template(P.MATCHMAKING, -7, _("Publish the meeting schedule")),
    Template(P.PROTOCOL, -28, _("Send the invitations")),
    Template(P.PROTOCOL, -14, _("Fix ranks, forms of address and speeches")),
    Template(P.PROTOCOL, -7, _("Settle seating, greetings list and gifts")),
    Template(P.TRAVEL, -91, _("Check passports, visas and insurance")),
    Template(P.TRAVEL, -61, _("Book flights and hotels")),
    Template(P.TRAVEL, -7, _("Hand out emergency contacts and rules for devices")),
    Template(P.BRIEFING, -14, _("Hold the briefing")),
    Template(P.BRIEFING, -1, _("Hand out the briefing book")),
    Template(P.PRESS_BEFORE, -3, _("Send the press release before the journey")),
    Template(P.ON_SITE, 0, _("Write notes and take in business cards the same day")),
    Template(P.DEBRIEF, 7, _("Talk with each company")),
    Template(P.DEBRIEF, 14, _("Send the thank-you letters")),
    Template(P.DEBRIEF, 14, _("Write down what was promised, by whom and until when")),
    Template(P.PRESS_AFTER, 10, _("Send the press release with the results")),
    Template(P.FOLLOW_UP, 30, _("Ask for the first results")),
    Template(P.FOLLOW_UP, 90, _("Survey the participants")),
    Template(P.FOLLOW_UP, 365, _("Survey the participants once more")),
    Template(P.RETURN_VISIT, 91, _("Agree on the return visit")),
    Template(P.BILANZ, 183, _("Report to the mayor and the council")),
    Template(P.CLOSE, 730, _("Hand over the file and delete personal data")),
)

_AT_HOME: Final = {P.CALL, P.SELECTION, P.TRAVEL}
_WITHOUT: Final[dict[str, set[Step.Phase]]] = {
    K.VISIT: _AT_HOME,
    K.HOME_EVENT: {P.TRAVEL, P.RETURN_VISIT},
    K.VIRTUAL: {P.TRAVEL, P.RETURN_VISIT},
    K.OFFICE_TRIP: {P.CALL, P.SELECTION},
    K.SEAT: {P.CALL, P.SELECTION, P.MATCHMAKING},
    K.PIONEER: {P.CALL, P.SELECTION, P.MATCHMAKING},
    K.OFFICE_OPENING: {P.CALL, P.SELECTION, P.PROFILES, P.MATCHMAKING},
}

#: What only some kinds of mission have to do.
_BESIDES: Final[dict[str, tuple[Template, ...]]] = {
    K.PIONEER: (
        Template(
            P.PROFILES, -98, _("Ask companies who may be presented with a profile")
        ),
        Template(P.ON_SITE, 0, _("Hand over the profiles and note who took which")),
        Template(P.DEBRIEF, 7, _("Tell each company who took its profile")),
        Template(P.FOLLOW_UP, 60, _("Decide on a trip with the companies asked for")),
    ),
    K.OFFICE_OPENING: (
        Template(
            P.CONCEPT, -183, _("Choose town, legal form and partner of the office")
        ),
        Template(P.CONCEPT, -152, _("Settle rent, staff and running costs")),
        Template(P.TRAVEL, -91, _("Register the office and its staff on the spot")),
        Template(
            P.PROTOCOL, -42, _("Agree with the host city on who opens the office")
        ),
        Template(P.FOLLOW_UP, 365, _("Report on the first year of the office")),
    ),
}


def steps_for(kind: str) -> list[Template]:
    """Return the steps that a mission of this kind begins with."""
    left_out = _WITHOUT.get(kind, set())
    steps = [step for step in STEPS if step.phase not in left_out]
    return sorted([*steps, *_BESIDES.get(kind, ())], key=lambda step: step.phase)
