"""What several records of a kind are called, in the order in which pages list them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    "directory.tag": _("Tags"),
    "directory.distributionlist": _("Distribution lists"),
    "guests.guest": _("Guests"),
    "guests.need": _("Diet and access needs"),
    "guests.gift": _("Gifts"),
    "letters.outboxmessage": _("Mails"),
    "accounts.personallink": _("Personal links"),
    "calls.application": _("Applications"),
    "newsroom.comment": _("Comments"),
    "missions.proposal": _("Proposed participants"),
    "missions.resource": _("Interpreters, cars and rooms"),
    "exchange.importrow": _("Rows of imports"),
    "matchmaking.profile": _("Profiles"),
    "matchmaking.request": _("Requests for meetings"),
    "scheduling.meeting": _("Meetings"),
    "scheduling.seat": _("Meetings"),
    "scheduling.interpreter": _("Interpreters"),
}


def kind_name(label: str) -> Any:
    """Return the name of a kind, such as `missions.stop`."""
    return KINDS.get(label, _("Other records"))


def in_order(counts: Mapping[str, int]) -> list[tuple[Any, int]]:
    """Return how many there are of each kind, by name, in the order of pages."""
    named: Counter[Any] = Counter()
    for label, count in counts.items():
        named[kind_name(label)] += count
    order = dict.fromkeys([*KINDS.values(), kind_name("")])
    return [(name, named[name]) for name in order if named[name]]
