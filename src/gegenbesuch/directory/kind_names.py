"""What several records of a kind are called, in the order in which pages list them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

KINDS = {
    "missions.mission": _("Missions"),
    "missions.goal": _("Goals"),
    "missions.stop": _("Stops"),
    "missions.programmeitem": _("Programme"),
    "missions.participation": _("Participants"),
    "missions.missionlink": _("Links between missions"),
    "outcomes.interest": _("Interests"),
    "outcomes.outcome": _("Outcomes"),
    "outcomes.settlement": _("Settlements"),
    "outcomes.settlementstep": _("Steps of settlements"),
    "newsroom.article": _("News"),
    "directory.relation": _("Relations"),
    "directory.relationfact": _("Facts of relations"),
    "directory.organisation": _("Organisations"),
    "directory.person": _("People"),
    "directory.role": _("Roles"),
    "directory.place": _("Places"),
    "directory.figure": _("Numbers"),
    "directory.claim": _("Statements in dispute"),
    "directory.openquestion": _("Open questions"),
    "directory.citation": _("Sources"),
    "directory.organisationname": _("Further names"),
    "directory.clustermembership": _("Memberships"),
    "directory.address": _("Addresses"),
    "directory.contactpoint": _("Telephone numbers and mail addresses"),
    "directory.identifier": _("Numbers in registers"),
    "directory.note": _("Notes"),
    "directory.cardexchange": _("Business cards"),
    "directory.distributionentry": _("Entries of distribution lists"),
    "guests.guest": _("Guests"),
    "matchmaking.profile": _("Profiles"),
    "matchmaking.request": _("Requests for meetings"),
    "scheduling.meeting": _("Meetings"),
    "scheduling.seat": _("Meetings"),
    "scheduling.interpreter": _("Interpreters"),
}


def kind_name(label: str) -> Any:
    """Return the name of a kind, such as `missions.stop`."""
    return KINDS.get(label, _("Other records"))
