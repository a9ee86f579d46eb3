"""What came of a session in numbers: from the first request to the last meeting."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, Func, IntegerField, Max, Q

from gegenbesuch.core.rows import kept, values_of
from gegenbesuch.matchmaking.models import Profile, Request
from gegenbesuch.onsite.models import Course, MissedDate
from gegenbesuch.scheduling import selectors as scheduling
from gegenbesuch.scheduling import who_meets
from gegenbesuch.scheduling.models import Closure, Meeting, Seat, Session, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from gegenbesuch.scheduling.models import Slot

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
    """Meetings that are alike and what became of them: how many."""

    priority: int
    request_status: str
    status: str
    slot: int | None
    left_slot: int | None
    state: str | None
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
    out = who_meets.barred(session)
    rows = list(map(_Row._make, _meetings(session.pk, out)))
    requests: Counter[str] = Counter()
    accepted: Counter[int] = Counter()
    for status, priority, many in _by_status(session.mission_id):
        requests[status] += many
        accepted[priority] += many if status == Status.ACCEPTED else 0
    others = _elsewhere(session.mission_id, session.pk, out)
    for status, priority, many in (*others, *(_among(out) if out else ())):
        accepted[priority] -= many if status == Status.ACCEPTED else 0
    answers, after = _answers(session)
    outcomes, missing = _outcomes(rows, slots, at), Counter[str]()
    for held_in, who, sender, recipient, many in _no_shows(out):
        if held_in == session.pk:
            missing[_missing(who, sender, recipient)] += many
    second_dates = 0
    for who, sender, recipient, many in _missed_dates(session.pk):
        outcomes[State.NO_SHOW] += many
        missing[_missing(who, sender, recipient)] += many
        second_dates += many
    waiting = _waiting(session, slots)
    return Figures(
        requests=requests,
        answers=answers,
        answered_after=after,
        placed=_placed(accepted, rows),
        outcomes=outcomes,
        missing=missing,
        second_dates=second_dates,
        gaps=waiting.gaps,
        idle=waiting.idle,
        companies=waiting.companies,
        slots=_use(rows, slots, tables),
    )


@kept
def _by_status(mission: int) -> QuerySet[Request, tuple[str, int, int]]:
    """Count the requests of a mission by status and priority, from an index."""
    rows = Request.objects.filter(mission=mission).exclude(status=Status.DRAFT)
    return rows.order_by().values_list("status", "priority").annotate(n=Count("*"))


@kept
def _among(requests: list[int]) -> QuerySet[Request, tuple[str, int, int]]:
    """Count some requests likewise."""
    rows = Request.objects.filter(pk__in=requests).order_by()
    return rows.values_list("status", "priority").annotate(n=Count("*"))


@kept
def _meetings(session: int, out: list[int]) -> QuerySet[Meeting, tuple[Any, ...]]:
    """Count the meetings of requests but some, in the order of the columns of `_Row`."""
    rows = Meeting.objects.filter(session=session).exclude(request__in=out)
    return (
        rows.order_by()
        .values_list(
            *("request__priority", "request__status", "status", "slot_id"),
            *("course__slot_id", "course__state"),
        )
        .annotate(n=Count("*"))
    )


@kept
def _elsewhere(
    mission: int, session: int, out: list[int]
) -> QuerySet[Meeting, tuple[str, int, int]]:
    """Count the requests that other sessions hold, by status and priority."""
    others = Session.objects.filter(mission=mission).exclude(pk=session)
    rows = Meeting.objects.filter(session__in=others).exclude(request__in=out)
    alike = rows.order_by().values_list("request__status", "request__priority")
    return alike.annotate(n=Count("*"))


@kept
def _no_shows(
    out: list[int],
) -> QuerySet[Course, tuple[int, str, int, int, int]]:
    """
    Count the meetings to which somebody did not come, by session, whom, and the sides.

    They are few; asked for by session, all meetings of that would be looked at.
    """
    dated = Q(meeting__slot__isnull=False) | Q(slot__isnull=False)
    rows = Course.objects.filter(dated, state=State.NO_SHOW)
    alike = rows.exclude(meeting__request__in=out).order_by()
    sides = "meeting__request__sender__side", "meeting__request__recipient__side"
    return alike.values_list("meeting__session_id", "missing", *sides).annotate(
        n=Count("*")
    )


class _Seconds(Func):
    """From one moment to a later one, in whole seconds."""

    output_field = IntegerField()
    arity = 2
    template = "ROUND(EXTRACT(EPOCH FROM (%(expressions)s)))::bigint"
    arg_joiner = " - "

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Count days: Django's own difference of moments is computed in Python."""
        return self.as_sql(
            compiler,
            connection,
            template="CAST(ROUND(86400 * (julianday(%(expressions)s))) AS integer)",
            arg_joiner=") - julianday(",
            **context,
        )


def _answered(mission: int) -> QuerySet[Request]:
    rows = Request.objects.filter(mission=mission, decided_at__isnull=False)
    return rows.filter(status__in=[Status.ACCEPTED, Status.DECLINED]).order_by()


@kept
def _times(mission: int) -> QuerySet[Request, tuple[int]]:
    """Return after how many seconds each request was answered."""
    return _answered(mission).values_list(_Seconds("decided_at", "created_at"))


@kept
def _newest_answer(mission: int) -> QuerySet[Request, tuple[int, datetime, int]]:
    """Return how many requests are answered, when the last was, and the last key."""
    rows = _answered(mission).values("mission")
    counted = rows.annotate(n=Count("*"), last=Max("decided_at"), key=Max("pk"))
    return counted.values_list("n", "last", "key")


def _answers(session: Session) -> tuple[list[int], timedelta | None]:
    """
    Count the answers by how long they took, and return the median of that.

    An answer is given once, and later than all before: as long as none is newer and
    as many are left, they are those that were read before.
    """
    newest = tuple(_newest_answer(session.mission_id))
    counts, median = _answers_in(session.mission_id, session.created_at, newest)
    return [*counts], median


@lru_cache(maxsize=32)
def _answers_in(
    mission: int, _session_made_at: datetime, _answers_are: tuple[Any, ...]
) -> tuple[tuple[int, ...], timedelta | None]:
    took = sorted(seconds for (seconds,) in _times(mission))
    ends = [bisect_right(took, end.total_seconds()) for end in ANSWERED_WITHIN]
    counts = [after - before for before, after in pairwise([0, *ends, len(took)])]
    if not took:
        return tuple(counts), None
    half = len(took) // 2
    median = timedelta(seconds=(took[half] + took[-half - 1]) / 2)
    return tuple(counts), median


def _placed(accepted: Mapping[int, int], rows: Iterable[_Row]) -> list[Placed]:
    placed: Counter[int] = Counter()
    for row in rows:
        if row.request_status == Status.ACCEPTED and (row.slot or row.left_slot):
            placed[row.priority] += row.many
    return [
        Placed(priority, accepted[priority], placed[priority])
        for priority in sorted(Request.Priority.values, reverse=True)
    ]


def _outcomes(
    rows: Iterable[_Row], slots: Sequence[Slot], at: datetime
) -> Counter[str]:
    over = {slot.pk for slot in slots if slot.ends_at <= at}
    outcomes: Counter[str] = Counter()
    for row in rows:
        slot = row.slot or row.left_slot
        if row.status == Meeting.Status.CANCELLED and not row.state:
            outcomes["called_off"] += row.many
        elif slot:
            outcomes[_outcome(row, is_over=slot in over)] += row.many
    return outcomes


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


class _Waiting(NamedTuple):
    """How many companies have 0, 1, 2 … idle gaps, and how long they wait in all."""

    gaps: tuple[int, ...]
    idle: timedelta
    companies: int


def _waiting(session: Session, slots: Sequence[Slot]) -> _Waiting:
    """
    Return how companies wait between two of their meetings.

    Seats are made and taken away, and never changed: as long as none is newer and as
    many are left, they are those that were read before.
    """
    seats = next(iter(_newest_seat(session.mission_id)), (0, 0))
    lengths = tuple((slot.pk, slot.ends_at - slot.starts_at) for slot in slots)
    return _waiting_in(session.mission_id, session.created_at, lengths, seats)


@kept
def _newest_seat(mission: int) -> QuerySet[Seat, tuple[int, int]]:
    """Return how many seats there are, and the key of the last."""
    rows = Seat.objects.filter(profile__mission=mission).order_by()
    counted = rows.values("profile__mission").annotate(n=Count("*"), last=Max("pk"))
    return counted.values_list("n", "last")


@lru_cache(maxsize=32)
def _waiting_in(
    mission: int,
    _session_made_at: datetime,
    slots: tuple[tuple[int, timedelta], ...],
    _seats_are: tuple[int, int],
) -> _Waiting:
    bits = {pk: 1 << n for n, (pk, _length) in enumerate(slots)}
    busy: dict[int, int] = defaultdict(int)
    for profile, slot in _seats(mission):
        if slot in bits:
            busy[profile] |= bits[slot]
    lengths = [length for _pk, length in slots]
    # Many companies are busy in the same slots.
    patterns = Counter(busy.values())
    found = {pattern: _idle(pattern, lengths) for pattern in patterns}
    gaps: Counter[int] = Counter()
    for pattern, many in patterns.items():
        gaps[min(found[pattern][0], MOST_GAPS)] += many
    return _Waiting(
        tuple(gaps[count] for count in range(MOST_GAPS + 1)),
        sum((found[each][1] * many for each, many in patterns.items()), timedelta()),
        len(busy),
    )


@kept
def _seats(mission: int) -> QuerySet[Seat, tuple[int, int]]:
    """Return who has a meeting when, from an index that begins with the company."""
    rows = Seat.objects.filter(profile__mission=mission)
    return rows.values_list("profile_id", "slot_id")


def _idle(busy: int, lengths: Sequence[timedelta]) -> tuple[int, timedelta]:
    """Count the gaps between the slots of a pattern of bits, and add up their time."""
    numbers = [n for n in range(len(lengths)) if busy >> n & 1]
    gaps = [pair for pair in pairwise(numbers) if pair[1] > pair[0] + 1]
    inside = (lengths[n] for before, after in gaps for n in range(before + 1, after))
    return len(gaps), sum(inside, timedelta())


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
