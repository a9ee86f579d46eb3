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
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from gegenbesuch.matchmaking.models import Profile
    from gegenbesuch.scheduling.models import Session, Slot


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


def counts(session: Session) -> dict[str, int]:
    """Return how many meetings of a session are in each state, `planned` being the rest."""
    found: Counter[str] = Counter()
    for state, count in _by_state(session.pk):
        found[state or Course.State.PLANNED] += count
    return dict(found)


def missed_before(session: Session) -> int:
    """Return how many meetings were missed before the date they have now."""
    return len({*_missed_before(session.pk)})


@kept
def _missed_before(session: int) -> QuerySet[Meeting, int]:
    rows = _meetings(session).filter(missed_dates__session=session).order_by()
    others = rows.exclude(course__state=Course.State.NO_SHOW)
    return others.values_list("pk", flat=True)


@kept
def _by_state(session: int) -> QuerySet[Meeting, tuple[str | None, int]]:
    rows = _meetings(session).order_by().values_list("course__state")
    return rows.annotate(n=Count("pk"))


def results(session: Session, *, state: str, first: int, most: int) -> list[Result]:
    """
    Return meetings of a session in order of time.

    Args:
        state: Only those in this state; empty: all. Who was missed once and met
            on a later date stands among the missed ones, too.
        first, most: Which of them.
    """
    rows = _meetings(session.pk)
    if state == Course.State.PLANNED:
        rows = rows.filter(Q(course=None) | Q(course__state=state))
    elif state == Course.State.NO_SHOW:
        again = MissedDate.objects.filter(session=session).values("meeting")
        rows = rows.filter(Q(course__state=state) | Q(pk__in=again))
    elif state:
        rows = rows.filter(course__state=state)
    at = Coalesce(F("slot__starts_at"), F("course__slot__starts_at"))
    meetings = list(rows.order_by(at, "pk")[first : first + most])
    give_companies(requests_of(meetings))
    slot = {row.pk: row for row in scheduling.slots_of(session)}
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
