"""What came of a session in numbers: from the first request to the last meeting."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import CharField, Count, Exists
from django.db.models.functions import Cast

from gegenbesuch.core.rows import kept, values_of
from gegenbesuch.matchmaking.models import Profile, Request
from gegenbesuch.onsite.models import Course, MissedDate
from gegenbesuch.scheduling import needs, who_meets
from gegenbesuch.scheduling import selectors as scheduling
from gegenbesuch.scheduling.models import Apart, Closure, Meeting, Seat, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from gegenbesuch.scheduling.models import Session, Slot

State = Course.State
Status = Request.Status
#: Upper ends of the classes into which the times to answer fall; the last is open.
ANSWERED_WITHIN = (
    timedelta(hours=1),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
)
MOST_GAPS = 3
"""Companies with so many idle gaps or more are counted together."""


class _Row(NamedTuple):
    """Requests that are alike, their meetings and what became of them: how many."""

    status: str
    priority: int
    sender_side: int
    recipient_side: int
    session: int | None
    meeting_status: str | None
    slot: int | None
    left_slot: int | None
    state: str | None
    missing: str | None
    many: int


@dataclass(frozen=True)
class Placed:
    """How many requests of one priority were accepted, and how many had a slot."""

    priority: int
    accepted: int
    placed: int


@dataclass(frozen=True)
class SlotUse:
    """A slot: how many tables were open, how many had a meeting, how many held one."""

    slot: Slot
    tables: int
    placed: int
    held: int


@dataclass(frozen=True)
class Figures:
    """
    What came of a session.

    Attributes:
        requests: How many requests of the mission are in each state.
        answers: How many were answered within each of `ANSWERED_WITHIN`, and later.
        answered_after: The median time to an answer; None if nothing was answered.
        placed: By priority, the highest first.
        outcomes: How many dates of meetings ended in which way: the states of a meeting, and
            `ahead` and `called_off`; `planned` are those of which nobody said what
            became of them.
        missing: Who did not come: `home`, `partner` or `both`.
        second_dates: How many of these were missed before the meeting got another.
        gaps: How many companies have 0, 1, 2 … idle gaps.
        idle: How long companies wait between two of their meetings, all together.
        companies: How many companies have a meeting.
        slots: The use of tables, by slot in order of time.
    """

    requests: Mapping[str, int]
    answers: Sequence[int]
    answered_after: timedelta | None
    placed: Sequence[Placed]
    outcomes: Mapping[str, int]
    missing: Mapping[str, int]
    second_dates: int
    gaps: Sequence[int]
    idle: timedelta
    companies: int
    slots: Sequence[SlotUse] = field(default_factory=list)

    @property
    def decided(self) -> int:
        """Requests that got an answer, or none in time."""
        return sum(
            self.requests.get(status, 0)
            for status in (Status.ACCEPTED, Status.DECLINED, Status.EXPIRED)
        )

    @property
    def accepted(self) -> int:
        """Accepted requests that belong to this session."""
        return sum(row.accepted for row in self.placed)

    @property
    def with_slot(self) -> int:
        """Accepted requests that had a slot."""
        return sum(row.placed for row in self.placed)

    @property
    def over(self) -> int:
        """Meetings whose time is over, and that were not called off."""
        kinds = (State.HELD, State.NO_SHOW, State.DISPUTED, State.PLANNED)
        return sum(self.outcomes.get(kind, 0) for kind in kinds)

    @property
    def held(self) -> int:
        """Meetings that were held."""
        return self.outcomes.get(State.HELD, 0)

    @property
    def table_slots(self) -> int:
        """In how many slots tables were open, all tables together."""
        return sum(use.tables for use in self.slots)

    @property
    def used_table_slots(self) -> int:
        """In how many of them a meeting was placed."""
        return sum(use.placed for use in self.slots)


def figures_of(session: Session, *, at: datetime) -> Figures:
    """Count what came of a session until now, in a fixed number of queries."""
    slots = scheduling.slots_of(session)
    tables = [pk for (pk,) in values_of(Table, "id", session=[session.pk])]
    # The database counts what is alike: thousands of rows would cost more to read.
    apart = needs.apart_in(session.pk)
    out = who_meets.kept_out_by_fields(session)
    rows = (
        _requests_but(session.mission_id, session.pk, out)
        if apart or out
        else _requests(session.mission_id)
    )
    mine = [
        row
        for row in map(_Row._make, rows)
        if row.session in {session.pk, None}
        and not (session.is_across_only and row.sender_side == row.recipient_side)
    ]
    answers, after = _answers(session)
    outcomes, missing = _outcomes(mine, slots, at)
    second_dates = 0
    for who, sender, recipient, many in _missed_dates(session.pk):
        outcomes[State.NO_SHOW] += many
        missing[_missing(who, sender, recipient)] += many
        second_dates += many
    waiting = _waiting(slots)
    return Figures(
        requests=dict(_by_status(session.mission_id)),
        answers=answers,
        answered_after=after,
        placed=_placed(mine),
        outcomes=outcomes,
        missing=missing,
        second_dates=second_dates,
        gaps=_by_gaps(gaps for gaps, _idle in waiting),
        idle=sum((idle for _gaps, idle in waiting), timedelta()),
        companies=len(waiting),
        slots=_use(mine, slots, tables),
    )


@kept
def _by_status(mission: int) -> QuerySet[Request, tuple[str, int]]:
    rows = Request.objects.filter(mission=mission).exclude(status=Status.DRAFT)
    return rows.order_by().values_list("status").annotate(n=Count("pk"))


@kept
def _requests(mission: int) -> QuerySet[Request, tuple[Any, ...]]:
    return _counted(Request.objects.filter(mission=mission))


@kept
def _requests_but(
    mission: int, session: int, out: list[int]
) -> QuerySet[Request, tuple[Any, ...]]:
    """Leave out those of companies that do not meet in the session."""
    apart = Apart.objects.filter(scheduling.are_apart(), session=session)
    rows = Request.objects.filter(mission=mission).exclude(pk__in=out)
    return _counted(rows.exclude(Exists(apart)))


def _counted(rows: QuerySet[Request]) -> QuerySet[Request, tuple[Any, ...]]:
    """Count requests in the order of the columns of `_Row`."""
    alike = rows.exclude(status=Status.DRAFT).order_by()
    return alike.values_list(
        *("status", "priority", "sender__side", "recipient__side"),
        *("meeting__session_id", "meeting__status", "meeting__slot_id"),
        *("meeting__course__slot_id", "meeting__course__state"),
        "meeting__course__missing",
    ).annotate(n=Count("pk"))


@kept
def _times(mission: int) -> QuerySet[Request, tuple[str, str]]:
    """Return when answered requests were sent and decided; as texts, for speed."""
    answered = Request.objects.filter(
        mission=mission,
        status__in=[Status.ACCEPTED, Status.DECLINED],
        decided_at__isnull=False,
    )
    text = CharField()
    return answered.order_by().values_list(
        Cast("created_at", text), Cast("decided_at", text)
    )


def _answers(session: Session) -> tuple[list[int], timedelta | None]:
    read = datetime.fromisoformat
    took = sorted(
        read(decided) - read(asked) for asked, decided in _times(session.mission_id)
    )
    counts = [0] * (len(ANSWERED_WITHIN) + 1)
    for time in took:
        counts[sum(time > end for end in ANSWERED_WITHIN)] += 1
    if not took:
        return counts, None
    half = len(took) // 2
    return counts, (took[half] + took[-half - 1]) / 2


def _placed(rows: Iterable[_Row]) -> list[Placed]:
    accepted: Counter[int] = Counter()
    placed: Counter[int] = Counter()
    for row in rows:
        if row.status == Status.ACCEPTED:
            accepted[row.priority] += row.many
            placed[row.priority] += row.many if row.slot or row.left_slot else 0
    return [
        Placed(priority, accepted[priority], placed[priority])
        for priority in sorted(Request.Priority.values, reverse=True)
    ]


def _outcomes(
    rows: Iterable[_Row], slots: Sequence[Slot], at: datetime
) -> tuple[Counter[str], Counter[str]]:
    over = {slot.pk for slot in slots if slot.ends_at <= at}
    outcomes: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    for row in rows:
        slot = row.slot or row.left_slot
        if row.meeting_status == Meeting.Status.CANCELLED and not row.state:
            outcomes["called_off"] += row.many
        elif slot:
            outcomes[_outcome(row, is_over=slot in over)] += row.many
        if slot and row.state == State.NO_SHOW:
            sides = row.sender_side, row.recipient_side
            missing[_missing(row.missing, *sides)] += row.many
    return outcomes, missing


@kept
def _missed_dates(session: int) -> QuerySet[MissedDate, tuple[str, int, int, int]]:
    """Count the dates before second ones, by who missed them and the two sides."""
    rows = MissedDate.objects.filter(session=session).order_by()
    sides = ("meeting__request__sender__side", "meeting__request__recipient__side")
    return rows.values_list("missing", *sides).annotate(n=Count("pk"))


def _missing(who: str | None, sender_side: int, recipient_side: int) -> str:
    """Return which side did not come: `home`, `partner` or `both`."""
    side = {"sender": sender_side, "recipient": recipient_side}
    found = side.get(who or "")
    if found is None:
        return "both"
    return "home" if found == Profile.Side.HOME else "partner"


def _outcome(row: _Row, *, is_over: bool) -> str:
    """Return how a meeting ended; one side that waited alone is not an end."""
    if row.state in {State.HELD, State.NO_SHOW, State.DISPUTED}:
        return row.state
    return State.PLANNED if is_over else "ahead"


def _waiting(slots: Sequence[Slot]) -> list[tuple[int, timedelta]]:
    """Return for each company with meetings its idle gaps, and how long they are."""
    bits = {slot.pk: 1 << n for n, slot in enumerate(slots)}
    busy: dict[int, int] = defaultdict(int)
    for profile, slot in values_of(Seat, "profile_id", "slot_id", slot=[*bits]):
        busy[profile] |= bits[slot]
    lengths = [slot.ends_at - slot.starts_at for slot in slots]
    # Many companies are busy in the same slots.
    known = {pattern: _idle(pattern, lengths) for pattern in {*busy.values()}}
    return [known[pattern] for pattern in busy.values()]


def _idle(busy: int, lengths: Sequence[timedelta]) -> tuple[int, timedelta]:
    """Count the gaps between the slots of a pattern of bits, and add up their time."""
    numbers = [n for n in range(len(lengths)) if busy >> n & 1]
    gaps = [pair for pair in pairwise(numbers) if pair[1] > pair[0] + 1]
    inside = (lengths[n] for before, after in gaps for n in range(before + 1, after))
    return len(gaps), sum(inside, timedelta())


def _by_gaps(gaps: Iterable[int]) -> list[int]:
    counted = Counter(min(count, MOST_GAPS) for count in gaps)
    return [counted[count] for count in range(MOST_GAPS + 1)]


def _use(
    rows: Iterable[_Row], slots: Sequence[Slot], tables: Sequence[int]
) -> list[SlotUse]:
    closed = Counter(
        slot for _table, slot in values_of(Closure, "table_id", "slot_id", table=tables)
    )
    placed: Counter[int | None] = Counter()
    held: Counter[int | None] = Counter()
    for row in rows:
        placed[row.slot] += row.many
        held[row.slot] += row.many if row.state == State.HELD else 0
    return [
        SlotUse(slot, len(tables) - closed[slot.pk], placed[slot.pk], held[slot.pk])
        for slot in slots
    ]
