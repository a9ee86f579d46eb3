"""What is still free on the day, and which waiting request fits where best."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gegenbesuch.core.rows import values_of
from gegenbesuch.onsite.models import Presence
from gegenbesuch.scheduling.languages import pair_key, wanted_pairs
from gegenbesuch.scheduling.models import (
    Absence,
    Closure,
    Interpreter,
    Meeting,
    Seat,
)
from gegenbesuch.scheduling.needs import Needs, needs_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gegenbesuch.matchmaking.models import Profile, Request
    from gegenbesuch.scheduling.models import Session, Slot, Table

Arrived = Presence.State.ARRIVED
Away = Presence.State.AWAY
NEAR = 4
"""How many slots are looked at first for a place; most requests find one there."""


@dataclass(frozen=True)
class Shut:
    """
    What can't be used in some slots.

    Attributes:
        tables, companies: Keys of those, each with that of the slot.
    """

    tables: set[tuple[int, int]]
    companies: set[tuple[int, int]]


def shut_in(slots: Iterable[Slot]) -> Shut:
    """Read which tables are closed in these slots and which companies can't meet."""
    keys = {slot.pk for slot in slots}
    return Shut(
        set(values_of(Closure, "table_id", "slot_id", slot=keys)),
        set(values_of(Absence, "profile_id", "slot_id", slot=keys)),
    )


@dataclass(frozen=True)
class Place:
    """A slot and a table at which nobody meets."""

    slot: Slot
    table: Table

    @property
    def value(self) -> str:
        """What a form sends."""
        return f"{self.slot.pk}-{self.table.pk}"


class Free:
    """
    What is free in some slots of a session, for some companies.

    A quick look for what to propose; the engine's validator decides.
    """

    def __init__(
        self,
        parts: tuple[Sequence[Slot], Sequence[Table], Sequence[Interpreter]],
        requests: Iterable[Request],
        shut: Shut,
        session: Session,
    ) -> None:
        """
        Read when the companies are free.

        Args:
            parts: The slots to look at, the tables and interpreters of the session.
            shut: What can't be used in the slots.
        """
        parties = {p.pk: p for r in requests for p in (r.sender, r.recipient)}
        self.slots, self.tables, interpreters = parts
        self.shut = shut
        self.half_day = {slot.pk: slot.half_day(session.zone) for slot in self.slots}
        self.seated = Counter(values_of(Seat, "profile_id", "slot_id", profile=parties))
        self.meets: Counter[int] = Counter()
        for (profile, _slot), seats in self.seated.items():
            self.meets[profile] += seats
        self.spoken = {
            row.pk: {pair_key(pair) for pair in row.pairs} for row in interpreters
        }
        self.offered = set().union(*self.spoken.values())
        self.table = {table.pk: table for table in self.tables}
        has_kinds = any(table.features or table.site_id for table in self.tables)
        self.needs = needs_of(session) if has_kinds else Needs()
        self._taken: dict[int, set[int]] = {}
        self._busy: dict[int, set[int]] = {}

    def taken(self, slot: Slot) -> set[int]:
        """Return the tables that are taken or closed in a slot, by their keys."""
        self._look_at(slot)
        return self._taken[slot.pk]

    def busy(self, slot: Slot) -> set[int]:
        """Return the interpreters who have a meeting or are away, by their keys."""
        self._look_at(slot)
        return self._busy[slot.pk]

    def _look_at(self, slot: Slot) -> None:
        """Read what goes on in a slot and in those after it, of which few are asked."""
        if slot.pk in self._taken:
            return
        some = NEAR if not self._taken else len(self.slots)
        first = self.slots.index(slot)
        keys = [each.pk for each in self.slots[first : first + some]]
        for key in keys:
            self._taken[key], self._busy[key] = set(), set()
        rows = values_of(Meeting, "slot_id", "table_id", "interpreter_id", slot=keys)
        for at, table, person in rows:
            self._taken[at].add(table)
            if person:
                self._busy[at].add(person)
        for table, at in self.shut.tables:
            if at in self._taken:
                self._taken[at].add(table)
        away = Interpreter.closed_slots.through
        for at, person in values_of(away, "slot_id", "interpreter_id", slot=keys):
            self._busy[at].add(person)

    def fits(self, request: Request, slot: Slot, freed: Meeting | None = None) -> bool:
        """
        Tell whether both companies and an interpreter are free in a slot.

        Args:
            freed: A meeting there that gives up its place.
        """
        return (
            self._has_time(request.sender, slot, freed)
            and self._has_time(request.recipient, slot, freed)
            and self._is_understood(request, slot, freed)
        )

    def _has_time(self, party: Profile, slot: Slot, freed: Meeting | None) -> bool:
        key = party.pk, slot.pk
        seated = self.seated[key]
        if freed and party.pk in {freed.request.sender_id, freed.request.recipient_id}:
            seated -= 1
        return (
            seated < max(1, party.representatives)
            and key not in self.shut.companies
            and self.half_day[slot.pk] not in party.closed_halves
        )

    def _is_understood(
        self, request: Request, slot: Slot, freed: Meeting | None
    ) -> bool:
        sides = request.sender.languages, request.recipient.languages
        pairs = {*wanted_pairs(*sides, self.offered)}
        if not pairs:
            return True
        busy = self.busy(slot) - {freed.interpreter_id if freed else None}
        return any(
            person not in busy and not pairs.isdisjoint(spoken)
            for person, spoken in self.spoken.items()
        )

    def next_place(self, request: Request) -> Place | None:
        """Return the earliest place for a request."""
        for slot in self.slots:
            if not self.fits(request, slot):
                continue
            taken = self.taken(slot)
            for table in self.tables:
                if table.pk not in taken and self.needs.suits(table, request):
                    return Place(slot, table)
        return None

    def best(
        self,
        requests: Iterable[Request],
        slot: Slot,
        freed: Meeting,
        presence: Mapping[int, Presence],
        *,
        missing: str,
    ) -> list[Request]:
        """
        Return the requests that fit into the place of a meeting, the best one first.

        Those come first that have the company which waits at the table, then what
        counts more, whose companies have arrived, and who has the fewest meetings.

        Args:
            missing: Which side did not come.
        """
        asked = freed.request
        absent = {
            pk
            for side, pk in (
                ("sender", asked.sender_id),
                ("recipient", asked.recipient_id),
            )
            if missing in {side, "both"}
        }
        waits = {asked.sender_id, asked.recipient_id} - absent

        def order(request: Request) -> tuple[object, ...]:
            parties = {request.sender_id, request.recipient_id}
            there = sum(_is(presence, pk, Arrived) for pk in parties)
            meets = sum(self.meets[pk] for pk in parties)
            return not parties & waits, -request.priority, -there, meets, request.pk

        found = [
            request
            for request in requests
            if not {request.sender_id, request.recipient_id} & absent
            and not any(
                _is(presence, pk, Away)
                for pk in (request.sender_id, request.recipient_id)
            )
            and self.fits(request, slot, freed)
            and self._suits(request, freed)
        ]
        return sorted(found, key=order)

    def _suits(self, request: Request, freed: Meeting) -> bool:
        """Tell whether the table of a meeting has what another one needs."""
        table = self.table.get(freed.table_id or 0)
        return table is not None and self.needs.suits(table, request)


def _is(presence: Mapping[int, Presence], profile: int, state: str) -> bool:
    return profile in presence and presence[profile].state == state
