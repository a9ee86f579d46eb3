"""The day of one company or one interpreter, as their phone shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.utils.html import strip_tags
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gegenbesuch.core.rows import rows_of
from gegenbesuch.core.templatetags.display import partial_date
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.onsite.models import (
    ContactOffer,
    Course,
    Entry,
    Presence,
    Saying,
    side_of,
)
from gegenbesuch.onsite.selectors import UNTOLD, courses_of
from gegenbesuch.scheduling import agendas
from gegenbesuch.scheduling.languages import pair_name, spoken_pair
from gegenbesuch.scheduling.models import Meeting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from gegenbesuch.matchmaking.models import Profile
    from gegenbesuch.scheduling.models import Interpreter, Session

State = Course.State
WORDS: dict[str, Any] = {
    State.RUNNING: gettext_lazy("You are both at the table."),
    State.HELD: gettext_lazy("You have met."),
    State.DISPUTED: gettext_lazy(
        "You and your partner say different things. The desk will settle it."
    ),
}
"""How a meeting stands, in words that are the same for both sides."""


def new_key() -> str:
    """Return a key for what a form will send, so that a second click is known."""
    return str(uuid4())


@lru_cache(maxsize=256)
def _day(on: date, _language: str) -> str:
    return strip_tags(partial_date(PartialDate.on(on), "weekday"))


@dataclass(frozen=True)
class Talk:
    """A meeting as one of its companies sees it on the day."""

    item: agendas.Item
    course: Course
    side: str
    presence: Presence | None
    entries: Sequence[Entry] = ()
    offers: Sequence[ContactOffer] = ()
    is_now: bool = False
    is_ahead: bool = False
    key: str = field(default_factory=new_key)
    interest_key: str = field(default_factory=new_key)
    note_key: str = field(default_factory=new_key)
    step_key: str = field(default_factory=new_key)
    offer_key: str = field(default_factory=new_key)

    @property
    def code(self) -> str:
        """The code of the meeting."""
        return self.item.meeting.code

    @property
    def says(self) -> str:
        """What this side has said last."""
        return str(getattr(self.course, f"{self.side}_says"))

    @property
    def partner_says(self) -> str:
        """What the other side has said last."""
        other = "recipient" if self.side == "sender" else "sender"
        return str(getattr(self.course, f"{other}_says"))

    @property
    def day(self) -> str:
        """The day of the meeting on the clocks there."""
        zone = self.item.session.zone
        on = self.item.slot.starts_at.astimezone(zone).date()
        return _day(on, get_language() or "")

    @property
    def words(self) -> str:
        """How the meeting stands, as this side reads it; empty before it begins."""
        state = self.course.state
        if state == State.WAITING:
            return (
                _("You are at the table. Your partner has been told.")
                if self.says == Saying.HERE
                else _("Your partner is at the table.")
            )
        if state == State.NO_SHOW:
            return (
                _("You did not come.")
                if self.course.missing in {self.side, "both"}
                else _("Your partner did not come. The desk has been told.")
            )
        return str(WORDS.get(state, ""))

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What this side can say now: `(value, words)`, the likeliest first."""
        words = {
            Saying.HERE: _("We are here"),
            Saying.HELD: _("We have met"),
            Saying.MISSED: _("They did not come"),
            Saying.ABSENT: _("We can't come"),
        }
        if self.is_now:
            fitting = [*words]
        elif self.is_ahead:
            fitting = [Saying.HERE, Saying.ABSENT]
        else:
            fitting = [Saying.HELD, Saying.MISSED, Saying.ABSENT]
            words[Saying.ABSENT] = _("We could not come")
        if self.is_now and self.says == Saying.HERE:
            fitting.remove(Saying.HERE)
        return [(value, words[value]) for value in fitting]

    @property
    def notes(self) -> list[Entry]:
        """The notes and next steps of this company, oldest first."""
        kinds = {Entry.Kind.NOTE, Entry.Kind.NEXT_STEP}
        return [e for e in self.entries if e.kind in kinds and e.text]

    @property
    def interest(self) -> str:
        """The interest that was noted last; empty if none was."""
        found = [e.value for e in self.entries if e.kind == Entry.Kind.INTEREST]
        return found[-1] if found else ""

    @property
    def offered(self) -> list[ContactOffer]:
        """Whose addresses of this side the other one may see."""
        return [o for o in self.offers if o.profile_id == self.item.profile.pk]

    @property
    def contacts(self) -> list[ContactOffer]:
        """The addresses of the other side, once both have agreed."""
        others = [o for o in self.offers if o.profile_id == self.item.partner.pk]
        return others if self.offered else []


@dataclass(frozen=True)
class MyDay:
    """All meetings of a company: what is on, what comes, what is over."""

    agenda: agendas.Agenda
    talks: Sequence[Talk]
    presence: Presence | None
    session: Session | None

    @property
    def now(self) -> list[Talk]:
        """The meetings of this slot."""
        return [talk for talk in self.talks if talk.is_now]

    @property
    def ahead(self) -> list[Talk]:
        """The meetings that are still to come."""
        return [talk for talk in self.talks if talk.is_ahead and not talk.is_now]

    @property
    def over(self) -> list[Talk]:
        """The meetings whose time is over, the last one first."""
        done = [t for t in self.talks if not t.is_ahead and not t.is_now]
        return done[::-1]


def day_of(profile: Profile, *, at: datetime) -> MyDay:
    """Read the day of a company as it was told of it."""
    agenda = agendas.published_agenda_of(profile)
    items = [*agenda.items, *agenda.cancelled]
    meetings = [item.meeting for item in items]
    courses = courses_of(meetings)
    keys = {meeting.pk for meeting in meetings}
    entries = rows_of(Entry, meeting=keys, profile=[profile.pk])
    offers = [o for o in rows_of(ContactOffer, meeting=keys) if o.withdrawn_at is None]
    session = agendas.on_or_next([(item.slot, item.session) for item in items], at=at)
    partners = {item.partner.pk for item in items}
    presence = (
        {
            row.profile_id: row
            for row in rows_of(
                Presence, session=[session.pk], profile=partners | {profile.pk}
            )
        }
        if session
        else {}
    )
    talks = [
        Talk(
            item,
            courses.get(item.meeting.pk, UNTOLD),
            side_of(item.meeting, profile),
            presence.get(item.partner.pk),
            sorted(
                (e for e in entries if e.meeting_id == item.meeting.pk),
                key=lambda entry: (entry.at, entry.pk),
            ),
            sorted(
                (o for o in offers if o.meeting_id == item.meeting.pk),
                key=lambda offer: offer.pk,
            ),
            is_now=item.slot.starts_at <= at < item.slot.ends_at and not off,
            is_ahead=item.slot.ends_at > at and not off,
        )
        for item in items
        for off in [item.meeting.status == Meeting.Status.CANCELLED]
        if not off or item.meeting.pk in courses
    ]
    talks.sort(key=lambda talk: (talk.item.slot.starts_at, talk.item.meeting.pk))
    return MyDay(agenda, talks, presence.get(profile.pk), session)


# --- An interpreter ----------------------------------------------------------


@dataclass(frozen=True)
class Interpreting:
    """A meeting as its interpreter sees it on the day."""

    meeting: Meeting
    course: Course
    pair: str
    is_now: bool
    is_ahead: bool


def interpreting_of(interpreter: Interpreter, *, at: datetime) -> list[Interpreting]:
    """Return the meetings of an interpreter as they stand now, in order of time."""
    rows = Meeting.objects.filter(interpreter=interpreter, slot__isnull=False)
    meetings = list(
        rows.select_related(
            "slot",
            "table",
            "request__sender__organisation",
            "request__recipient__organisation",
        ).order_by("slot__starts_at", "pk")
    )
    courses = courses_of(meetings)
    return [
        Interpreting(
            meeting,
            courses.get(meeting.pk, UNTOLD),
            _pair(meeting, interpreter),
            is_now=meeting.slot.starts_at <= at < meeting.slot.ends_at,
            is_ahead=meeting.slot.ends_at > at,
        )
        for meeting in meetings
        if meeting.slot is not None
    ]


def _pair(meeting: Meeting, interpreter: Interpreter) -> str:
    asked = meeting.request
    pair = spoken_pair(
        asked.sender.languages, asked.recipient.languages, interpreter.pairs
    )
    return pair_name(pair) if pair else ""
