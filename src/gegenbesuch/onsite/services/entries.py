"""Taking in what companies wrote down about their meetings, each entry once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from gegenbesuch.core import audit, pulse
from gegenbesuch.onsite.models import Course, Entry, Saying, side_of
from gegenbesuch.onsite.services.courses import course_of, tell_follow_up
from gegenbesuch.onsite.services.presence import note_arrival
from gegenbesuch.scheduling.models import Meeting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gegenbesuch.matchmaking.models import Profile

Kind = Entry.Kind
LONGEST = 5000
_VALUES: dict[str, list[str]] = {
    Kind.SAYS: Saying.values,
    Kind.INTEREST: Entry.Interest.values,
}


@dataclass(frozen=True)
class Said:
    """What a phone says was written down: about which meeting, what, and when."""

    key: UUID
    meeting: str
    kind: str
    at: datetime
    value: str = ""
    text: str = ""
    due_on: date | None = None
    replaces: UUID | None = None


@dataclass(frozen=True)
class Taken:
    """Which entries are stored now, new or known, and which are of no meeting here."""

    keys: list[str]
    unknown: list[str]


def read_said(row: Any) -> Said:
    """
    Read what a phone sent.

    Raises:
        ValueError: It is not what our page sends; the message names the field.
    """
    if not isinstance(row, dict):
        raise ValueError("not an entry")  # noqa: TRY004 -- it is the sender's value
    at = datetime.fromisoformat(str(row.get("at", "")))
    if at.tzinfo is None:
        raise ValueError("at: a time without zone")
    kind = str(row.get("kind", ""))
    if kind not in Kind.values:
        raise ValueError("kind: unknown")
    value, words = str(row.get("value", "")), str(row.get("text", "")).strip()
    if kind in _VALUES and value not in _VALUES[kind]:
        raise ValueError("value: unknown")
    replaces = str(row.get("replaces") or "") if kind not in _VALUES else ""
    if kind not in _VALUES and not words and not replaces:
        raise ValueError("text: empty")
    due = str(row.get("due_on") or "")
    return Said(
        key=UUID(str(row.get("key", ""))),
        meeting=str(row.get("meeting", ""))[:64],
        kind=kind,
        at=at,
        value=value if kind in _VALUES else "",
        text="" if kind in _VALUES else words[:LONGEST],
        due_on=date.fromisoformat(due) if due and kind == Kind.NEXT_STEP else None,
        replaces=UUID(replaces) if replaces else None,
    )


@transaction.atomic
def take_entries(
    profile: Profile, said: Iterable[Said], *, by: str, at: datetime
) -> Taken:
    """
    Store what a company wrote about its meetings, each once however often it arrives.

    Of what it says about a meeting and of its interest the last word counts, by the
    time at which it was said. A time that lies ahead, from a phone whose clock is
    wrong, becomes now.

    Args:
        by: The name on the personal link.
    """
    rows = sorted(said, key=lambda row: row.at)
    meetings = _meetings(profile, {row.meeting for row in rows})
    mine = [row for row in rows if row.meeting in meetings]
    keys = [row.key for row in mine]
    known = set(Entry.objects.filter(key__in=keys).values_list("key", flat=True))
    new = [row for row in mine if row.key not in known]
    Entry.objects.bulk_create(
        [
            Entry(
                key=row.key,
                meeting=meetings[row.meeting],
                profile=profile,
                kind=row.kind,
                value=row.value,
                text=row.text,
                replaces=row.replaces,
                due_on=row.due_on,
                at=min(row.at, at),
                received_at=at,
                by=by,
            )
            for row in new
        ],
        ignore_conflicts=True,
    )
    for root in {row.replaces for row in new if row.replaces}:
        _keep_last(profile, root)
    beaten: set[str] = set()
    for meeting in {row.meeting: meetings[row.meeting] for row in new}.values():
        about = [row for row in new if row.meeting == meeting.code]
        _follow(meeting, profile, about, by=by, at=at)
        asked = meeting.request
        beaten |= {meeting.session.code, asked.sender.code, asked.recipient.code}
    tell_follow_up([meetings[row.meeting].pk for row in new], at=at)
    pulse.beat(*beaten)
    return Taken(
        [str(row.key) for row in mine],
        [str(row.key) for row in rows if row.meeting not in meetings],
    )


def _keep_last(profile: Profile, root: UUID) -> None:
    """Let go the text of a note in all versions but the last one."""
    versions = Entry.objects.filter(Q(key=root) | Q(replaces=root), profile=profile)
    last = versions.order_by("-at", "-pk").first()
    if last is not None:
        versions.exclude(pk=last.pk).exclude(text="").update(text="", due_on=None)


def _meetings(profile: Profile, codes: set[str]) -> dict[str, Meeting]:
    """Return the meetings of the company that it was told of, by code."""
    party = Q(request__sender=profile) | Q(request__recipient=profile)
    rows = Meeting.objects.filter(party, code__in=codes, placements__isnull=False)
    found = rows.select_related(
        "session", "request__sender__organisation", "request__recipient__organisation"
    )
    return {meeting.code: meeting for meeting in found.distinct()}


def _follow(
    meeting: Meeting, profile: Profile, said: list[Said], *, by: str, at: datetime
) -> None:
    """Do what entries bring about; doing it twice changes nothing."""
    for row in said:
        if row.kind == Kind.SAYS:
            _say(meeting, profile, row.value, min(row.at, at), by=by)
    audit.record(
        "onsite.meeting.written",
        meeting,
        actor=None,
        actor_label=by,
        on_behalf_of=str(profile),
        entries=["changed" if row.replaces else row.value or row.kind for row in said],
    )


def _say(
    meeting: Meeting, profile: Profile, value: str, said_at: datetime, *, by: str
) -> None:
    side = side_of(meeting, profile)
    course = course_of(meeting)
    earlier = Q(**{f"{side}_said_at": None}) | Q(**{f"{side}_said_at__lte": said_at})
    Course.objects.filter(earlier, pk=course.pk).update(
        **{f"{side}_says": value, f"{side}_said_at": said_at}
    )
    if value in {Saying.HERE, Saying.HELD}:
        note_arrival(meeting.session, profile, at=said_at, actor=None, actor_label=by)
