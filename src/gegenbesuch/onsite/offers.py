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
        session: Session,
        slots: Sequence[Slot],
        tables: Sequence[Table],
        interpreters: Sequence[Interpreter],
        requests: Iterable[Request],
    ) -> None:
        parties = {p.pk: p for r in requests for p in (r.sender, r.recipient)}
        keys = [slot.pk for slot in slots]
        self.session, self.slots, self.tables = session, slots, tables
        self.taken: set[tuple[int, int]] = set()
        self.busy_interpreters: set[tuple[int, int]] = set()
        rows = values_of(Meeting, "slot_id", "table_id", "interpreter_id", slot=keys)
        for slot, table, person in rows:
            self.taken.add((slot, table))
            self.busy_interpreters.add((slot, person))
        rows = values_of(Closure, "slot_id", "table_id", slot=keys)
        self.taken.update((slot, table) for slot, table in rows)
        people = [row.pk for row in interpreters]
        closed = Interpreter.closed_slots.through
        rows = values_of(closed, "slot_id", "interpreter_id", interpreter=people)
        self.busy_interpreters.update((slot, person) for slot, person in rows)
        self.seated = Counter(values_of(Seat, "profile_id", "slot_id", profile=parties))
        self.absent = set(
            values_of(Absence, "profile_id", "slot_id", slot=keys, profile=parties)
        )
        self.meets: Counter[int] = Counter()
        for (profile, _slot), seats in self.seated.items():
            self.meets[profile] += seats
        self.spoken = {
            row.pk: {pair_key(pair) for pair in row.pairs} for row in interpreters
        }
        self.offered = set().union(*self.spoken.values())
        self.table = {table.pk: table for table in tables}
        has_kinds = any(table.features or table.site_id for table in tables)
        self.needs = needs_of(session) if has_kinds else Needs()

    def fits(self, request: Request, slot: Slot, freed: Meeting | None = None) -> bool:
        """
        Tell whether both companies and an interpreter are free in a slot.

        Args:
            freed: A meeting there that gives up its place.
        """
        return all(
            self._has_time(party, slot, freed)
            for party in (request.sender, request.recipient)
        ) and self._is_understood(request, slot, freed)

    def _has_time(self, party: Profile, slot: Slot, freed: Meeting | None) -> bool:
        seated = self.seated[party.pk, slot.pk]
        if freed and party.pk in {freed.request.sender_id, freed.request.recipient_id}:
            seated -= 1
        return (
            seated < max(1, party.representatives)
            and (party.pk, slot.pk) not in self.absent
            and slot.half_day(self.session.zone) not in party.closed_halves
        )

    def _is_understood(
        self, request: Request, slot: Slot, freed: Meeting | None
    ) -> bool:
        sides = request.sender.languages, request.recipient.languages
        pairs = wanted_pairs(*sides, self.offered)
        freed_person = freed.interpreter_id if freed else None
        return not pairs or any(
            spoken & {*pairs}
            and (
                (slot.pk, person) not in self.busy_interpreters
                or person == freed_person
            )
            for person, spoken in self.spoken.items()
        )

    def next_place(self, request: Request) -> Place | None:
        """Return the earliest place for a request."""
        for slot in self.slots:
            if not self.fits(request, slot):
                continue
            for table in self.tables:
                is_free = (slot.pk, table.pk) not in self.taken
                if is_free and self.needs.suits(table, request):
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
