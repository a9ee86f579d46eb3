"""Sessions, their grids and agendas as the pages need them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import (
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from gegenbesuch.core.rows import kept, rows_of, values_of
from gegenbesuch.directory.models import Organisation, Person
from gegenbesuch.matchmaking.models import Profile, Request
from gegenbesuch.scheduling.models import (
    Absence,
    Closure,
    Interpreter,
    Meeting,
    Session,
    Slot,
    SolverRun,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from gegenbesuch.missions.models import Mission


# --- What is to be scheduled -------------------------------------------------


def accepted_requests(session: Session) -> QuerySet[Request]:
    """Return the accepted requests of the mission that no other session holds."""
    return _accepted_rows(session.mission_id, session.pk, _own(session)).select_related(
        "sender__organisation", "sender__mission", "recipient__organisation"
    )


def _own(session: Session) -> int:
    """Return 1 if companies of one side may meet, else 0; a kept query wants numbers."""
    return int(not session.is_across_only)


def accepted_in(mission: Mission) -> QuerySet[Request]:
    """Return the accepted requests of a mission."""
    return Request.objects.filter(
        sender__mission=mission, status=Request.Status.ACCEPTED
    )


def _accepted_rows(mission: int, session: int, own: int) -> QuerySet[Request]:
    elsewhere = Meeting.objects.filter(
        request=OuterRef("pk"), slot__isnull=False
    ).exclude(session=session)
    return (
        Request.objects.filter(sender__mission=mission, status=Request.Status.ACCEPTED)
        .exclude(pk__in=elsewhere.values("request"))
        .alias(own=Value(own, output_field=IntegerField()))
        .filter(~Q(sender__side=F("recipient__side")) | Q(own=1))
        .order_by("pk")
    )


_accepted = kept(_accepted_rows)


def missing_for_schedule(session: Session) -> str:
    """Return why no schedule can be computed yet, or nothing."""
    if not session.slots.exists():
        return _("This session has no slots yet.")
    if not session.tables.exists():
        return _("This session has no tables yet.")
    if not accepted_requests(session).exists():
        return _("No request has been accepted yet.")
    return ""


def _count(model: type[Any], **where: Any) -> Coalesce:
    rows = (
        model.objects.filter(session=OuterRef("pk"), **where)
        .order_by()
        .values("session")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Coalesce(Subquery(rows, output_field=IntegerField()), 0)


def sessions_of(mission: Mission) -> QuerySet[Session]:
    """
    Return a mission's sessions in order of time, with their numbers.

    Annotated: `slot_count`, `table_count`, `interpreter_count`, `placed_count`,
    `unplaced_count` and the first slot's `starts_at`.
    """
    first = Slot.objects.filter(session=OuterRef("pk")).order_by("starts_at")
    return (
        Session.objects.filter(mission=mission)
        .select_related("mission", "place")
        .annotate(
            starts_at=Subquery(first.values("starts_at")[:1]),
            slot_count=_count(Slot),
            table_count=_count(Table),
            interpreter_count=_count(Interpreter),
            placed_count=_count(Meeting, slot__isnull=False),
            unplaced_count=_count(Meeting, status=Meeting.Status.UNSCHEDULED),
        )
        .order_by("starts_at", "pk")
    )


def session_pages() -> QuerySet[Session]:
    """Return sessions with what their page names."""
    return Session.objects.select_related("mission", "place")


def meeting_pages() -> QuerySet[Meeting]:
    """Return meetings with what their pages and grids show."""
    return Meeting.objects.select_related(
        "session__mission",
        "request__sender__organisation",
        "request__recipient__organisation",
        "request__sender__mission",
        "slot",
        "table",
        "interpreter__person",
    )


def run_pages() -> QuerySet[SolverRun]:
    """Return runs with the session that they belong to."""
    return SolverRun.objects.select_related("session__mission")


def latest_run(session: Session) -> SolverRun | None:
    """Return the newest computation of a session, without its big fields."""
    run = next(iter(_latest_run(session.pk)), None)
    if run:
        run.session = session
    return run


@kept
def _latest_run(session: int) -> QuerySet[SolverRun]:
    runs = SolverRun.objects.filter(session=session)
    return runs.defer("instance").order_by("-pk")[:1]


def latest_result(session: Session) -> SolverRun | None:
    """Return the newest computation that put a schedule into the session."""
    return (
        session.runs.filter(
            status__in=[SolverRun.Status.DONE, SolverRun.Status.CANCELLED],
            result__has_key="placed",
        )
        .defer("instance")
        .order_by("-pk")
        .first()
    )


# --- The page of a session ---------------------------------------------------


def clock(at: datetime, zone: str, *, other_than: str = "") -> str:
    """
    Return the time of day on the clocks of a place.

    Args:
        other_than: A zone; `+1` is added if it is one day behind then.

    """
    local = at.astimezone(ZoneInfo(zone))
    days = 0
    if other_than:
        days = (local.date() - at.astimezone(ZoneInfo(other_than)).date()).days
    return f"{local:%H:%M} ({days:+d})" if days else f"{local:%H:%M}"


@dataclass(frozen=True)
class SlotRow:
    """A slot with the meetings at each table, in the order of the tables."""

    slot: Slot
    home_clock: str
    partner_clock: str
    cells: Sequence[Meeting | None]
    begins_block: bool


@dataclass(frozen=True)
class Cell:
    """What a company does in a slot."""

    slot: Slot
    meetings: Sequence[Encounter]
    is_absent: bool
    is_gap: bool


@dataclass(frozen=True)
class Encounter:
    """A meeting seen from one of its two companies."""

    meeting: Meeting
    partner: Profile


@dataclass(frozen=True)
class CompanyRow:
    """A company with what it does in each slot."""

    profile: Profile
    cells: Sequence[Cell]
    accepted: int
    placed: int
    free: int

    @property
    def is_overbooked(self) -> bool:
        """Whether more requests are accepted than slots are free."""
        return self.accepted > self.free


@dataclass(frozen=True)
class Overview:
    """All that the page of a session shows about its slots and meetings."""

    session: Session
    slots: Sequence[Slot]
    tables: Sequence[Table]
    interpreters: Sequence[Interpreter]
    profiles: Sequence[Profile]
    meetings: Sequence[Meeting]
    requests: Sequence[Request]
    companies: Sequence[CompanyRow] = field(default=())
    closed: Counter[int] = field(default_factory=Counter)
    closures: frozenset[tuple[int, int]] = frozenset()

    @property
    def placed(self) -> list[Meeting]:
        """The meetings that have a slot."""
        return [meeting for meeting in self.meetings if meeting.slot_id]

    @property
    def unplaced(self) -> list[Meeting]:
        """The meetings that have none."""
        return [meeting for meeting in self.meetings if not meeting.slot_id]

    @property
    def new_requests(self) -> int:
        """How many accepted requests the last computation did not know."""
        known = {meeting.request_id for meeting in self.meetings}
        return sum(request.pk not in known for request in self.requests)

    @property
    def is_broken(self) -> bool:
        """Whether a meeting is where a company or its table can't be any more."""
        return any(
            cell.is_absent and cell.meetings
            for row in self.companies
            for cell in row.cells
        ) or any((m.table_id, m.slot_id) in self.closures for m in self.placed)

    @property
    def has_work_left(self) -> bool:
        """Whether an accepted request has no slot."""
        return len(self.placed) < len(self.requests)

    @property
    def grid(self) -> list[SlotRow]:
        """The slots with the meetings at each table."""
        at = {(m.slot_id, m.table_id): m for m in self.meetings}
        rows = []
        block = None
        for slot in self.slots:
            cells = [at.get((slot.pk, table.pk)) for table in self.tables]
            begins_block = block not in (None, slot.block)
            rows.append(SlotRow(slot, *self._clocks(slot), cells, begins_block))
            block = slot.block
        return rows

    @property
    def has_two_zones(self) -> bool:
        """Whether the partners' clocks differ from those of the session."""
        return self.session.partner_time_zone not in {"", self.session.time_zone}

    def _clocks(self, slot: Slot) -> tuple[str, str]:
        home, partner = self.session.time_zone, self.session.partner_time_zone
        return clock(slot.starts_at, home), (
            clock(slot.starts_at, partner, other_than=home)
            if self.has_two_zones
            else ""
        )

    def open_slots(self, interpreter: Interpreter) -> int:
        """Return in how many slots the interpreter can be called."""
        return len(self.slots) - self.closed[interpreter.pk]

    @property
    def interpreted(self) -> Counter[int]:
        """How many meetings each interpreter has, by primary key."""
        return Counter(m.interpreter_id for m in self.meetings if m.interpreter_id)


def overview(session: Session) -> Overview:
    """Read a session with its grids in a fixed number of queries."""
    slots, tables, interpreters = parts_of(session)
    closed = values_of(
        Interpreter.closed_slots.through,
        "interpreter",
        interpreter=[row.pk for row in interpreters],
    )
    requests, everything = with_parties(session, slots, tables, interpreters)
    cancelled = Meeting.Status.CANCELLED
    meetings = [meeting for meeting in everything if meeting.status != cancelled]
    parties = {
        profile.pk: profile
        for request in [*requests, *(m.request for m in meetings)]
        for profile in (request.sender, request.recipient)
    }
    profiles = sorted(
        parties.values(), key=lambda p: (p.side, p.organisation.sort_key, p.pk)
    )
    absent = defaultdict(set)
    for profile_id, slot_id in Absence.objects.filter(
        slot__session=session
    ).values_list("profile_id", "slot_id"):
        absent[profile_id].add(slot_id)
    halves = [(slot.pk, slot.half_day(session.zone)) for slot in slots]
    for profile in profiles:
        if profile.closed_halves:
            closed_too = {pk for pk, half in halves if half in profile.closed_halves}
            absent[profile.pk] |= closed_too
    accepted = Counter(p for r in requests for p in (r.sender_id, r.recipient_id))
    meets: dict[int, list[Encounter]] = defaultdict(list)
    for meeting in meetings:
        request = meeting.request
        meets[request.sender_id].append(Encounter(meeting, request.recipient))
        meets[request.recipient_id].append(Encounter(meeting, request.sender))
    companies = [
        _company_row(profile, slots, meets[profile.pk], absent[profile.pk], accepted)
        for profile in profiles
    ]
    return Overview(
        *(session, slots, tables, interpreters, profiles, meetings, requests),
        companies=companies,
        closed=Counter(pk for (pk,) in closed),
        closures=frozenset(
            Closure.objects.filter(table__session=session).values_list(
                "table_id", "slot_id"
            )
        ),
    )


def parts_of(
    session: Session,
) -> tuple[list[Slot], list[Table], list[Interpreter]]:
    """Return slots, tables and interpreters of a session in their order."""
    slots = sorted(rows_of(Slot, session=[session.pk]), key=_position)
    tables = sorted(rows_of(Table, session=[session.pk]), key=_position)
    interpreters = sorted(rows_of(Interpreter, session=[session.pk]), key=_position)
    people = rows_of(Person, pk={row.person_id for row in interpreters})
    person = {row.pk: row for row in people}
    for interpreter in interpreters:
        interpreter.person = person[interpreter.person_id]
    return slots, tables, interpreters


def _position(row: Slot | Table | Interpreter) -> tuple[int, int]:
    return row.position, row.pk


def with_parties(
    session: Session,
    slots: Sequence[Slot],
    tables: Sequence[Table],
    interpreters: Sequence[Interpreter],
) -> tuple[list[Request], list[Meeting]]:
    """Read requests and meetings, each company and slot being one object for all."""
    party = {row.pk: row for row in rows_of(Profile, mission=[session.mission_id])}
    named = ("code", "name", "sort_key")
    companies = {row.organisation_id for row in party.values()}
    company = {row.pk: row for row in rows_of(Organisation, only=named, pk=companies)}
    for profile in party.values():
        profile.organisation = company[profile.organisation_id]
        profile.mission = session.mission
    slot = {row.pk: row for row in slots}
    table = {row.pk: row for row in tables}
    person = {row.pk: row for row in interpreters}
    requests = _accepted(session.mission_id, session.pk, _own(session))
    meetings = rows_of(Meeting, session=[session.pk])
    asked = {row.pk: row for row in requests}
    others = {meeting.request_id for meeting in meetings} - asked.keys()
    asked |= {row.pk: row for row in rows_of(Request, pk=others)}
    for request in asked.values():
        request.sender = party[request.sender_id]
        request.recipient = party[request.recipient_id]
    for meeting in meetings:
        meeting.request = asked[meeting.request_id]
        meeting.session = session
        meeting.slot = slot.get(meeting.slot_id or 0)
        meeting.table = table.get(meeting.table_id or 0)
        meeting.interpreter = person.get(meeting.interpreter_id or 0)
    meetings.sort(key=lambda meeting: meeting.request_id)
    return requests, meetings


def _company_row(
    profile: Profile,
    slots: Sequence[Slot],
    encounters: Iterable[Encounter],
    absent: set[int],
    accepted: Counter[int],
) -> CompanyRow:
    mine: dict[int, list[Encounter]] = defaultdict(list)
    for encounter in encounters:
        if encounter.meeting.slot_id is not None:
            mine[encounter.meeting.slot_id].append(encounter)
    busy = [index for index, slot in enumerate(slots) if mine.get(slot.pk)]
    inside = range(busy[0], busy[-1]) if busy else range(0)
    cells = [
        Cell(
            slot,
            mine.get(slot.pk, []),
            slot.pk in absent,
            index in inside and not mine.get(slot.pk),
        )
        for index, slot in enumerate(slots)
    ]
    free = sum(not cell.is_absent for cell in cells) * profile.representatives
    placed = sum(len(cell.meetings) for cell in cells)
    return CompanyRow(profile, cells, accepted[profile.pk], placed, free)


# --- The agenda of a company -------------------------------------------------


def agenda_profiles() -> QuerySet[Profile]:
    """Return profiles with what the head of an agenda shows."""
    return Profile.objects.select_related("mission__office", "organisation__place")
