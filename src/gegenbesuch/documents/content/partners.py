"""The organisations that a mission meets: how to reach them, whom one meets there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from gegenbesuch.core.rows import rows_of
from gegenbesuch.directory.address_format import address_lines
from gegenbesuch.directory.contact_values import shown_contact
from gegenbesuch.directory.models import (
    Address,
    ContactPoint,
    Organisation,
    Person,
    Role,
)
from gegenbesuch.documents.content.people import is_held_at
from gegenbesuch.documents.content.words import listed, other_name, words
from gegenbesuch.missions import selectors
from gegenbesuch.missions.models import Mission, Participation, Stop

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from gegenbesuch.missions.models import ProgrammeItem

#: More people of one partner, and more earlier missions, nobody reads on the way.
MOST_PEOPLE = 8
MOST_MISSIONS = 4


@dataclass
class Partner:
    """
    An organisation with what a delegation wants to know of it.

    Attributes:
        roles: The people who hold a post there at the time, with `person`.
        missions: Earlier missions of the office in which it took part, latest first.
    """

    organisation: Organisation
    address: list[str] = field(default_factory=list)
    contacts: list[str] = field(default_factory=list)
    roles: list[Any] = field(default_factory=list)
    missions: list[Mission] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name, with that in the other script."""
        return listed(
            [words(self.organisation.name), other_name(self.organisation.name)]
        )

    @property
    def place(self) -> str:
        """Where it sits."""
        row = self.organisation
        return words(row.place.name) if row.place else words(row.place_text)


def met_by(
    mission: Mission, stops: Iterable[Stop], items: Iterable[Any]
) -> list[Organisation]:
    """Return whom a mission meets: hosts, visited and partners, in this order."""
    met: dict[int, Organisation] = {}
    for stop in stops:
        met |= {row.pk: row for row in (stop.host, stop.organisation) if row}
    for item in items:
        met |= {row.pk: row for row in (*item.host_list, item.visited) if row}
    people = selectors.participations_of(mission, with_internal=False)
    selectors.name_everybody(participations=people)
    for row in people:
        if row.function in selectors.PARTNERS and row.organisation:
            met.setdefault(row.organisation.pk, row.organisation)
    ours = {
        row.organisation_id for row in people if row.function not in selectors.PARTNERS
    }
    return [row for pk, row in met.items() if pk not in ours]


def partners(mission: Mission, keys: Collection[int]) -> dict[int, Partner]:
    """Return the organisations by key, with all that is told of each."""
    rows = Organisation.objects.filter(pk__in=keys).select_related("place")
    found = {row.pk: Partner(row) for row in rows}
    kind = ContentType.objects.get_for_model(Organisation).pk
    addresses = rows_of(Address, target_type=[kind], target_id=found)
    for address in sorted(addresses, key=lambda row: (row.position, row.pk)):
        partner = found[address.target_id]
        if address.kind == Address.Kind.OFFICE and not partner.address:
            partner.address = address_lines(address)
    for point in _contacts(kind, found):
        shown = shown_contact(point.kind, point.value)
        found[point.target_id].contacts.append(shown)
    for role in _roles(mission, found):
        at = found[role.organisation_id].roles
        if len(at) < MOST_PEOPLE and role.person not in [row.person for row in at]:
            at.append(role)
    for key, earlier in _earlier(mission, found).items():
        found[key].missions = earlier[:MOST_MISSIONS]
    return found


def _contacts(kind: int, keys: Collection[int]) -> list[ContactPoint]:
    rows = rows_of(ContactPoint, target_type=[kind], target_id=keys)
    wanted = [row for row in rows if not row.is_private]
    return sorted(wanted, key=lambda row: (not row.is_preferred, row.position, row.pk))


def _roles(mission: Mission, keys: Collection[int]) -> list[Any]:
    day = mission.starts_on.first_day()
    roles = rows_of(Role, organisation=keys)
    held = [role for role in roles if is_held_at(role, day)]
    people = {
        row.pk: row
        for row in rows_of(Person, pk={role.person_id for role in held})
        if not (row.is_deceased or row.is_archived)
    }
    kept = [role for role in held if role.person_id in people]
    for role in kept:
        role.person = people[role.person_id]
    return sorted(kept, key=lambda role: (role.person.sort_key, role.pk))


def _earlier(mission: Mission, keys: Collection[int]) -> dict[int, list[Mission]]:
    """Return the earlier missions of the office by the organisations in them."""
    pairs = set(
        Participation.objects.filter(organisation__in=keys).values_list(
            "organisation", "mission"
        )
    )
    stops = Stop.objects.filter(Q(organisation__in=keys) | Q(host__in=keys))
    for organisation, host, pk in stops.values_list("organisation", "host", "mission"):
        pairs |= {(key, pk) for key in (organisation, host) if key in keys}
    missions = {
        row.pk: row
        for row in Mission.objects.of_offices([mission.office_id]).filter(
            pk__in={pk for _key, pk in pairs}, starts_on__lt=mission.starts_on
        )
        if row.pk != mission.pk
    }
    found: dict[int, list[Mission]] = defaultdict(list)
    for key, pk in pairs:
        if pk in missions:
            found[key].append(missions[pk])
    for rows in found.values():
        rows.sort(key=lambda row: (row.starts_on.sort_key, row.pk), reverse=True)
    return found


def hosts_of(item: ProgrammeItem) -> list[Organisation]:
    """Return in whose house an item is, and who invites to it."""
    row: Any = item
    return list(dict.fromkeys([each for each in (row.visited, *row.host_list) if each]))
