"""The board of the desk: what is on at each table, what is wrong, who waits."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q

from gegenbesuch.core.rows import kept, rows_of, values_of
from gegenbesuch.core.templatetags.page import choice
from gegenbesuch.core.values.name_sorting import fold_latin
from gegenbesuch.directory.models import Organisation
from gegenbesuch.matchmaking.models import Profile, Request
from gegenbesuch.onsite.models import OVER, Course, Presence
from gegenbesuch.onsite.offers import Free, Place, Shut, shut_in
from gegenbesuch.scheduling import selectors as scheduling
from gegenbesuch.scheduling.models import Meeting, Seat

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from gegenbesuch.scheduling.models import Interpreter, Session, Slot, Table

MOST_WAITING = 20
MOST_ASKED = 20
MOST_TABLES = 30
ON_SITE = timedelta(minutes=31)
REQUEST = ("code", "sender", "recipient", "priority", "expires_at")
PROFILE = ("code", "organisation", "representatives", "languages", "closed_halves")
MEETING = ("code", "request", "slot", "table", "interpreter")
COURSE = (
    *("meeting", "state", "missing", "extra_minutes"),
    *("sender_says", "recipient_says", "desk_says"),
)
LATEST = datetime.max.replace(tzinfo=UTC)
UNTOLD = Course(state=Course.State.PLANNED, missing="")
"""The course of a meeting of which nobody has said anything."""


# --- Reading meetings with their companies, cheaply --------------------------


def requests_of(meetings: Sequence[Meeting]) -> list[Request]:
    """Give meetings their requests, and return those."""
    keys = {meeting.request_id for meeting in meetings}
    asked = {row.pk: row for row in rows_of(Request, only=REQUEST, pk=keys)}
    for meeting in meetings:
        meeting.request = asked[meeting.request_id]
    return list(asked.values())


def give_companies(requests: Sequence[Request]) -> None:
    """Give requests their companies with their names."""
    keys = {pk for r in requests for pk in (r.sender_id, r.recipient_id)}
    party = {row.pk: row for row in rows_of(Profile, only=PROFILE, pk=keys)}
    name_companies(list(party.values()))
    for request in requests:
        request.sender = party[request.sender_id]
        request.recipient = party[request.recipient_id]


def name_companies(profiles: Sequence[Profile]) -> None:
    """Give profiles their organisations, with their names only."""
    keys = {profile.organisation_id for profile in profiles}
    named = ("code", "name", "sort_key")
    company = {row.pk: row for row in rows_of(Organisation, only=named, pk=keys)}
    for profile in profiles:
        profile.organisation = company[profile.organisation_id]


def presence_of(session: Session, profiles: Iterable[int]) -> dict[int, Presence]:
    """Return who has arrived, comes late or is away, by key of the profile."""
    shown = "profile", "state", "until"
    keys = set(profiles)
    rows = rows_of(Presence, only=shown, session=[session.pk], profile=keys)
    return {row.profile_id: row for row in rows}


def states_in(session: Session) -> dict[int, str]:
    """Return the stored states of presence in a session, by key of the profile."""
    return dict(values_of(Presence, "profile_id", "state", session=[session.pk]))


def courses_of(meetings: Iterable[Meeting]) -> dict[int, Course]:
    """Return what is known of meetings, by their key."""
    keys = {meeting.pk for meeting in meetings}
    rows = rows_of(Course, only=COURSE, meeting=keys)
    return {row.meeting_id: row for row in rows}


# --- The board ---------------------------------------------------------------


@dataclass(frozen=True)
class Party:
    """One side of a meeting at a table."""

    profile: Profile
    side: str
    presence: Presence | None
    is_missing: bool
    says: str


@dataclass(frozen=True)
class Talk:
    """A meeting on the board, with what is known of it."""

    meeting: Meeting
    course: Course
    parties: Sequence[Party]
    slot: Slot | None
    offers: Sequence[Request] = ()

    @property
    def best(self) -> Request | None:
        """The request that should get the place of this one."""
        return self.offers[0] if self.offers else None

    @property
    def place(self) -> str:
        """The place of the meeting, as a form sends it."""
        return f"{self.meeting.slot_id}-{self.meeting.table_id}"


@dataclass(frozen=True)
class TableRow:
    """A table with what is on there now and next."""

    table: Table
    now: Talk | None
    next: Talk | None
    is_closed: bool


@dataclass(frozen=True)
class Waiting:
    """An accepted request without place, and the earliest one that it could get."""

    request: Request
    place: Place | None


@dataclass(frozen=True)
class Part:
    """Some of the tables of a session; more than fit on one page are parted."""

    number: int
    first: str
    last: str
    is_shown: bool


@dataclass(frozen=True)
class Board:
    """All that the desk sees of a session at one time."""

    session: Session
    slots: Sequence[Slot]
    tables: Sequence[TableRow]
    parts: Sequence[Part]
    interpreters: Sequence[Interpreter]
    slot: Slot | None
    following: Slot | None
    is_now: bool
    trouble: Sequence[Talk]
    waiting: Sequence[Waiting]
    asked: Sequence[Request]
    broken: int
    arrived: int
    expected: int


def slot_at(slots: Sequence[Slot], at: datetime) -> Slot | None:
    """Return the slot that is on, else the next one, else the last one."""
    ahead = [slot for slot in slots if slot.ends_at > at]
    return ahead[0] if ahead else (slots[-1] if slots else None)


def board(
    session: Session, *, at: datetime, chosen: int | None = None, part: int = 0
) -> Board:
    """
    Read what the desk sees.

    Args:
        chosen: The position of the slot to look at; by default the one that is on.
        part: Which tables to show, if they are more than fit on one page.
    """
    slots, tables, interpreters = scheduling.parts_of(session)
    now = slot_at(slots, at)
    slot = next((each for each in slots if each.position == chosen), now)
    after = [each for each in slots if slot and each.starts_at >= slot.ends_at]
    following = after[0] if after else None
    shown = [each.pk for each in (slot, following) if each]
    first = part * MOST_TABLES if part * MOST_TABLES < len(tables) else 0
    here = tables[first : first + MOST_TABLES]
    keys = [table.pk for table in here]
    meetings = rows_of(Meeting, only=MEETING, slot=shown, table=keys)
    trouble = list(_in_trouble(session.pk))
    known = {meeting.pk for meeting in meetings}
    meetings += [row for row in trouble if row.pk not in known]
    requests = _waiting(session.mission_id, session.pk)
    asked = _asked_on_site(session.mission_id, at, at + ON_SITE)
    everything = [*requests_of(meetings), *requests, *asked]
    give_companies(everything)
    by_slot = {each.pk: each for each in slots}
    by_table = {each.pk: each for each in tables}
    person = {row.pk: row for row in interpreters}
    for meeting in meetings:
        meeting.session = session
        meeting.slot = by_slot.get(meeting.slot_id or 0)
        meeting.table = by_table.get(meeting.table_id or 0)
        meeting.interpreter = person.get(meeting.interpreter_id or 0)
    courses = courses_of(meetings)
    presence = presence_of(
        session, (pk for r in everything for pk in (r.sender_id, r.recipient_id))
    )
    ahead = [each for each in slots if each.ends_at > at]
    shut = shut_in({*filter(None, (slot, following)), *ahead})
    parts = ahead, tables, interpreters
    free = Free(parts, requests, shut, session) if requests else None
    waiting = [
        Waiting(request, free.next_place(request) if free else None)
        for request in requests
    ]

    def talk(meeting: Meeting) -> Talk:
        course = courses.get(meeting.pk, UNTOLD)
        now = meeting.slot
        offers: list[Request] = []
        if free and now in ahead and now and course.state == Course.State.NO_SHOW:
            offers = free.best(requests, now, meeting, presence, missing=course.missing)
        return Talk(meeting, course, _parties(meeting, course, presence), now, offers)

    talks = {row.pk: talk(row) for row in meetings}
    at_place = {(m.slot_id or 0, m.table_id): talks[m.pk] for m in meetings}
    rows = [
        TableRow(
            table,
            at_place.get((slot.pk if slot else 0, table.pk)),
            at_place.get((following.pk if following else 0, table.pk)),
            (table.pk, slot.pk if slot else None) in shut.tables,
        )
        for table in here
    ]
    counted = _expected(session.mission_id, session.pk) or [(0, 0, 0)]
    _mission, expected, arrived = counted[0]
    return Board(
        session=session,
        slots=slots,
        tables=rows,
        parts=[
            Part(n, tables[begin].name, group[-1].name, begin == first)
            for n, begin in enumerate(range(0, len(tables), MOST_TABLES))
            for group in [tables[begin : begin + MOST_TABLES]]
        ],
        interpreters=interpreters,
        slot=slot,
        following=following,
        is_now=slot is now,
        trouble=[talks[row.pk] for row in trouble],
        waiting=waiting,
        asked=asked,
        broken=count_broken(ahead, shut),
        arrived=arrived,
        expected=expected,
    )


def next_place(session: Session, request: Request, *, at: datetime) -> Place | None:
    """Return the earliest place that a request could get."""
    slots, tables, interpreters = scheduling.parts_of(session)
    ahead = [each for each in slots if each.ends_at > at]
    free = Free((ahead, tables, interpreters), [request], shut_in(ahead), session)
    return free.next_place(request)


def _parties(
    meeting: Meeting, course: Course, presence: Mapping[int, Presence]
) -> list[Party]:
    asked = meeting.request
    return [
        Party(
            profile,
            side,
            presence.get(profile.pk),
            course.missing in {side, "both"},
            says,
        )
        for profile, side, says in (
            (asked.sender, "sender", choice(course, "sender_says")),
            (asked.recipient, "recipient", choice(course, "recipient_says")),
        )
    ]


@kept
def _in_trouble(session: int) -> QuerySet[Meeting]:
    """Return the meetings that are disputed, or missed and still hold their place."""
    bad = [Course.State.DISPUTED, Course.State.NO_SHOW]
    known = Course.objects.filter(state__in=bad)  # few, and found by an index
    is_open = Q(course__state=Course.State.DISPUTED) | Q(slot__isnull=False)
    rows = Meeting.objects.filter(
        is_open, pk__in=known.values("meeting"), session=session
    )
    return rows.only(*MEETING).order_by("slot_id", "pk")


@kept
def _waiting(mission: int, session: int) -> QuerySet[Request]:
    """Return accepted requests without place, what counts most first."""
    nowhere = Q(meeting=None) | Q(meeting__session=session, meeting__slot=None)
    rows = Request.objects.filter(
        nowhere, mission=mission, status=Request.Status.ACCEPTED
    ).exclude(meeting__course__state__in=list(OVER))
    return rows.only(*REQUEST).order_by("-priority", "decided_at", "pk")[:MOST_WAITING]


@kept
def _asked_on_site(mission: int, at: datetime, until: datetime) -> QuerySet[Request]:
    """Return the requests of the last half hour that wait for an answer."""
    rows = Request.objects.filter(
        mission=mission,
        status=Request.Status.SENT,
        expires_at__gt=at,
        expires_at__lte=until,
    )
    return rows.only(*REQUEST).order_by("expires_at", "pk")[:MOST_ASKED]


@kept
def _expected(mission: int, session: int) -> QuerySet[Profile, tuple[int, int, int]]:
    """Count the companies that have a meeting in a session, and those that came."""
    seats = Seat.objects.filter(profile=OuterRef("pk"), slot__session=session)
    come = Presence.objects.filter(
        profile=OuterRef("pk"), session=session, state=Presence.State.ARRIVED
    )
    rows = Profile.objects.filter(Exists(seats), mission=mission).order_by()
    return rows.values_list("mission").annotate(
        expected=Count("pk"), arrived=Count("pk", filter=Exists(come))
    )


def asked_today(profile: Profile, *, at: datetime) -> list[Request]:
    """Return the requests of a company of the last half hour that wait for an answer."""
    return _asked_of(profile.pk, at, at + ON_SITE)


@kept
def _asked_of(profile: int, at: datetime, until: datetime) -> QuerySet[Request]:
    rows = Request.objects.filter(
        Q(sender=profile) | Q(recipient=profile),
        status=Request.Status.SENT,
        expires_at__gt=at,
        expires_at__lte=until,
    )
    return rows.order_by("expires_at", "pk")


def count_broken(slots: Sequence[Slot], shut: Shut) -> int:
    """
    Return how many meetings in these slots are where a company or table can't be.

    Args:
        shut: What can't be used; what is in other slots does not count.
    """
    keys = {slot.pk for slot in slots}
    absent = {row for row in shut.companies if row[1] in keys}
    closed = {row for row in shut.tables if row[1] in keys}
    seats = values_of(
        *(Seat, "profile_id", "slot_id", "meeting_id"),
        profile={profile for profile, _slot in absent},
        slot={slot for _profile, slot in absent},
    )
    placed = values_of(
        *(Meeting, "table_id", "slot_id", "id"),
        table={table for table, _slot in closed},
        slot={slot for _table, slot in closed},
    )
    broken = {row[2] for row in seats if row[:2] in absent}
    return len(broken | {row[2] for row in placed if row[:2] in closed})


# --- Arrivals ----------------------------------------------------------------


@dataclass(frozen=True)
class Arrival:
    """A company of a session: is it there, and when it is needed first."""

    profile: Profile
    presence: Presence | None
    first: datetime | None
    meetings: int

    @property
    def state(self) -> str:
        """The stored state, or `expected`."""
        return self.presence.state if self.presence else "expected"


def arrivals(
    session: Session, *, at: datetime, q: str, first: int, most: int
) -> tuple[list[Arrival], int]:
    """
    Return companies of a session, who is missing and needed soonest first.

    Args:
        q: A part of their name; empty: all.
        first, most: Which of them, by their place in that order.

    Returns:
        Those, and how many there are in all.
    """
    begins = {slot.pk: slot.starts_at for slot in scheduling.slots_of(session)}
    lately = at - timedelta(minutes=30)
    soon: dict[int, datetime] = {}
    count: Counter[int] = Counter()
    for profile, slot in values_of(Seat, "profile_id", "slot_id", slot=list(begins)):
        count[profile] += 1
        begin = begins[slot]
        if begin >= lately and begin < soon.get(profile, LATEST):
            soon[profile] = begin
    company = dict(values_of(Profile, "id", "organisation_id", pk=list(count)))
    keys = dict(values_of(Organisation, "id", "sort_key", pk=set(company.values())))
    states = states_in(session)

    def need(profile: int) -> tuple[object, ...]:
        is_there = states.get(profile, Presence.State.LATE) != Presence.State.LATE
        when = soon.get(profile, LATEST)
        return is_there, when, keys[company[profile]], profile

    wanted = set(count)
    if q:
        named = Q(organisation__name__icontains=q)
        named |= Q(organisation__sort_key__icontains=fold_latin(q))
        rows = Profile.objects.filter(named, mission=session.mission_id)
        wanted &= set(rows.values_list("pk", flat=True))
    ordered = sorted(wanted, key=need)[first : first + most]
    profiles = {row.pk: row for row in rows_of(Profile, only=PROFILE, pk=ordered)}
    name_companies(list(profiles.values()))
    presence = presence_of(session, ordered)
    found = [
        Arrival(profiles[pk], presence.get(pk), soon.get(pk), count[pk])
        for pk in ordered
    ]
    return found, len(wanted)


# --- Whom one could still meet -----------------------------------------------


@dataclass(frozen=True)
class Partner:
    """A company of the other side that takes requests today."""

    profile: Profile
    is_there: bool


def partners_there(
    session: Session, profile: Profile, *, at: datetime
) -> list[Partner]:
    """Return the companies of the other side without a request between the two."""
    known = Request.objects.filter(Q(sender=profile) | Q(recipient=profile)).exclude(
        status__in=[Request.Status.EXPIRED, Request.Status.WITHDRAWN]
    )
    pairs = known.values_list("sender_id", "recipient_id")
    asked = {pk for pair in pairs for pk in pair}
    rows = Profile.objects.published(at.date()).filter(mission=profile.mission_id)
    others = rows.exclude(side=profile.side).exclude(pk__in=asked)
    found = list(others.only(*PROFILE))
    name_companies(found)
    states = states_in(session)
    partners = [
        Partner(row, states.get(row.pk) == Presence.State.ARRIVED)
        for row in found
        if states.get(row.pk) != Presence.State.AWAY
    ]
    return sorted(
        partners, key=lambda p: (not p.is_there, p.profile.organisation.sort_key)
    )
