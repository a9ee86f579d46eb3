"""What became of the meetings of a session, and what both sides wrote about them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from gegenbesuch.core.rows import kept, rows_of
from gegenbesuch.core.templatetags.page import choice
from gegenbesuch.onsite.models import Course, Entry, MissedDate
from gegenbesuch.onsite.selectors import (
    UNTOLD,
    courses_of,
    give_companies,
    requests_of,
)
from gegenbesuch.scheduling import selectors as scheduling
from gegenbesuch.scheduling.models import Meeting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from gegenbesuch.matchmaking.models import Profile
    from gegenbesuch.scheduling.models import Session, Slot

Tally = tuple[int, str | None, int]
"""The key of a slot, a state, and how many meetings are alike in both."""


@dataclass(frozen=True)
class Side:
    """What one company says and has written about a meeting."""

    profile: Profile
    is_missing: bool
    says: str
    interest: str
    notes: Sequence[Entry]


@dataclass(frozen=True)
class Result:
    """
    A meeting, what became of it, and what its two sides wrote.

    Attributes:
        missed: Its earlier dates that somebody did not come to, each with who.
    """

    meeting: Meeting
    course: Course
    slot: Slot | None
    sides: Sequence[Side]
    missed: Sequence[tuple[Slot | None, MissedDate]] = ()


def counts(tally: Iterable[Tally]) -> dict[str, int]:
    """Return how many meetings are in each state, `planned` being the rest."""
    found: Counter[str] = Counter()
    for _slot, state, count in tally:
        found[state or Course.State.PLANNED] += count
    return dict(found)


def tally_of(session: Session) -> list[Tally]:
    """Count the meetings of a session that had a slot, by this and by their state."""
    return _tally(session.pk)


@kept
def _tally(session: int) -> QuerySet[Meeting, Tally]:
    slot = Coalesce("slot_id", "course__slot_id")
    rows = _meetings(session).order_by().values_list(slot, "course__state")
    return rows.annotate(n=Count("*"))


def missed_before(session: Session) -> int:
    """Return how many meetings were missed before the date they have now."""
    return len({*_missed_before(session.pk)})


@kept
def _missed_before(session: int) -> QuerySet[Meeting, int]:
    rows = _meetings(session).filter(missed_dates__session=session).order_by()
    others = rows.exclude(course__state=Course.State.NO_SHOW)
    return others.values_list("pk", flat=True)


def results(
    session: Session, tally: Iterable[Tally], *, state: str, first: int, most: int
) -> list[Result]:
    """
    Return meetings of a session in order of time.

    Args:
        tally: What `tally_of` counts: no meeting is looked at before those asked for.
        state: Only those in this state; empty: all. Who was missed once and met
            on a later date stands among the missed ones, too.
        first, most: Which of them.
    """
    slot = {row.pk: row for row in scheduling.slots_of(session)}
    rows = _meetings(session.pk)
    if state == Course.State.NO_SHOW:
        again = MissedDate.objects.filter(session=session).values("meeting")
        rows = rows.filter(Q(course__state=state) | Q(pk__in=again))
    else:
        wanted = [row for row in tally if state in {"", row[1] or Course.State.PLANNED}]
        slots, before = _around(wanted, slot, first, most)
        left = Course.objects.filter(slot__in=slots, meeting__slot=None)
        rows = rows.filter(
            Q(slot__in=slots)
            | Q(pk__in=list(left.values_list("meeting_id", flat=True)))
        )
        first -= before
    if state == Course.State.PLANNED:
        rows = rows.filter(Q(course=None) | Q(course__state=state))
    elif state and state != Course.State.NO_SHOW:
        rows = rows.filter(course__state=state)
    at = Coalesce(F("slot__starts_at"), F("course__slot__starts_at"))
    rows = rows.only("code", "request", "slot").order_by(at, "pk")
    meetings = list(rows[first : first + most])
    give_companies(requests_of(meetings))
    courses = courses_of(meetings)
    written: dict[tuple[int, int], list[Entry]] = defaultdict(list)
    entries = rows_of(Entry, meeting={meeting.pk for meeting in meetings})
    for entry in sorted(entries, key=lambda entry: (entry.at, entry.pk)):
        written[entry.meeting_id, entry.profile_id].append(entry)
    missed: dict[int, list[tuple[Slot | None, MissedDate]]] = defaultdict(list)
    dates = rows_of(MissedDate, meeting={meeting.pk for meeting in meetings})
    for row in sorted(dates, key=lambda row: row.pk):
        missed[row.meeting_id].append((slot.get(row.slot_id or 0), row))
    return [
        replace(
            _result(meeting, courses.get(meeting.pk, UNTOLD), slot, written),
            missed=missed[meeting.pk],
        )
        for meeting in meetings
    ]


def _around(
    tally: Iterable[Tally], slot: Mapping[int, Slot], first: int, most: int
) -> tuple[list[int], int]:
    """Return the slots in which these meetings lie, and how many lie before them."""
    count: Counter[datetime] = Counter()
    for pk, _state, many in tally:
        count[slot[pk].starts_at] += many
    shown, before, passed = set(), 0, 0
    for begins in sorted(count):
        passed += count[begins]
        if passed <= first:
            before = passed
        elif passed - count[begins] < first + most:
            shown.add(begins)
    return [pk for pk, row in slot.items() if row.starts_at in shown], before


def _meetings(session: int) -> QuerySet[Meeting]:
    happened = Q(slot__isnull=False) | Q(course__slot__isnull=False)
    return Meeting.objects.filter(happened, session=session)


def _result(
    meeting: Meeting,
    course: Course,
    slot: dict[int, Slot],
    written: dict[tuple[int, int], list[Entry]],
) -> Result:
    asked = meeting.request
    sides = []
    for name, profile in (("sender", asked.sender), ("recipient", asked.recipient)):
        entries = written[meeting.pk, profile.pk]
        interest = [e.value for e in entries if e.kind == Entry.Kind.INTEREST]
        sides.append(
            Side(
                profile,
                course.missing in {name, "both"},
                choice(course, f"{name}_says"),
                str(Entry.Interest(interest[-1]).label) if interest else "",
                [e for e in entries if e.text],
            )
        )
    return Result(
        meeting, course, slot.get(meeting.slot_id or course.slot_id or 0), sides
    )
