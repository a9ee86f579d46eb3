"""The meetings of a company in words: for the page, the PDF and the calendar."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from django.db.models import F, Q
from django.utils.html import strip_tags
from django.utils.translation import get_language, override

from gegenbesuch.core.rows import kept, rows_of
from gegenbesuch.core.templatetags.display import (
    both_times,
    moment,
    partial_date,
)
from gegenbesuch.core.values.languages import base_language
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.directory.models import Organisation, Person, Place
from gegenbesuch.matchmaking.models import Profile, Request
from gegenbesuch.scheduling import publishing, selectors
from gegenbesuch.scheduling.languages import pair_name, spoken_pair
from gegenbesuch.scheduling.models import Meeting, Session

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from gegenbesuch.scheduling.models import Slot

T = TypeVar("T")
People = dict[int, list[Any]]
"""Who comes for companies, by their keys."""


@dataclass(frozen=True)
class Party:
    """A company and its people as they are written for the reader, and otherwise."""

    name: str
    other_names: Sequence[tuple[str, str]]
    place: str
    people: Sequence[Person]

    @property
    def people_names(self) -> list[str]:
        """The people, each with the other script beside the reader's."""
        return [_in_both_scripts(person) for person in self.people]


@dataclass(frozen=True)
class Item:
    """A meeting as its company sees it; texts are in the active language."""

    meeting: Meeting
    session: Session
    profile: Profile
    partner: Profile
    party: Party
    pair: str

    @property
    def slot(self) -> Slot:
        """
        The slot of the meeting.

        Raises:
            ValueError: The meeting is not placed.

        """
        if self.meeting.slot is None:
            msg = "This meeting has no slot."
            raise ValueError(msg)
        return self.meeting.slot

    @property
    def is_ours(self) -> bool:
        """Whether the company itself asked for the meeting."""
        return self.meeting.request.sender_id == self.profile.pk

    @property
    def pair_name(self) -> str:
        """The languages that are interpreted, by name."""
        return pair_name(self.pair) if self.pair else ""

    @property
    def home_time(self) -> str:
        """The time on the clocks of the session, which are named."""
        slot = self.slot
        return strip_tags(
            moment(slot.starts_at, self.session.time_zone, end=slot.ends_at)
        )

    @property
    def partner_time(self) -> str:
        """The time on the partners' clocks; empty when they are the same."""
        slot, zone = self.slot, self.session.partner_time_zone
        if not zone or zone == self.session.time_zone:
            return ""
        home = slot.starts_at.astimezone(ZoneInfo(self.session.time_zone)).date()
        away = slot.starts_at.astimezone(ZoneInfo(zone)).date()
        return strip_tags(
            moment(slot.starts_at, zone, end=slot.ends_at, date=home != away)
        )

    @property
    def times(self) -> str:
        """Both times with their zones, as HTML."""
        slot, session = self.slot, self.session
        return both_times(
            slot.starts_at,
            session.time_zone,
            session.partner_time_zone,
            end=slot.ends_at,
        )


@dataclass(frozen=True)
class Day:
    """The meetings of one day of a session."""

    session: Session
    on: date
    items: Sequence[Item]

    @property
    def title(self) -> str:
        """The day with its weekday."""
        return strip_tags(partial_date(PartialDate.on(self.on), "weekday"))


@dataclass(frozen=True)
class Agenda:
    """All meetings of a company in a mission."""

    profile: Profile
    party: Party
    days: Sequence[Day]
    unplaced: Sequence[Item]
    cancelled: Sequence[Item]
    is_invented: bool

    @property
    def items(self) -> list[Item]:
        """The meetings that have a time, in its order."""
        return [item for day in self.days for item in day.items]


def agenda_of(profile: Profile) -> Agenda:
    """Read the meetings of a company as the office has them now."""
    meetings, people = _meetings_of([profile])
    selectors.give_places(meetings)
    meetings.sort(key=publishing.by_slot)
    theirs = [_encounter(profile, meeting) for meeting in meetings]
    return _agenda(profile, theirs, people)


def published_agenda_of(profile: Profile) -> Agenda:
    """Read the meetings of a company as it was told of them."""
    meetings, people = _meetings_of([profile])
    shown = publishing.show_published(meetings)
    theirs = [_encounter(profile, meeting) for meeting in shown]
    return _agenda(profile, theirs, people)


def agendas_of(
    session: Session, *, language_of: Callable[[Profile], str] | None = None
) -> list[Agenda]:
    """
    Return what each company of a session was told, in the order of their names.

    Args:
        language_of: In which language the agenda of a company is; else the active one.
    """
    placed = Meeting.objects.filter(placements__publication__session=session)
    profiles = selectors.agenda_profiles().filter(
        Q(requests_sent__meeting__in=placed) | Q(requests_received__meeting__in=placed)
    )
    profiles = profiles.distinct().prefetch_related("people")
    rows = list(profiles.order_by("organisation__sort_key", "pk"))
    meetings: dict[int, list[Meeting]] = defaultdict(list)
    every, people = _meetings_of(rows)
    for meeting in publishing.show_published(every):
        meetings[meeting.request.sender_id].append(meeting)
        meetings[meeting.request.recipient_id].append(meeting)
    found = []
    for profile in rows:
        with override(language_of(profile) if language_of else get_language()):
            theirs = [_encounter(profile, meeting) for meeting in meetings[profile.pk]]
            found.append(_agenda(profile, theirs, people))
    return [agenda for agenda in found if agenda.items]


def _meetings_of(profiles: Sequence[Profile]) -> tuple[list[Meeting], People]:
    """Return the meetings of companies, with these, without places, and who comes."""
    meetings = _meetings([profile.pk for profile in profiles])
    sessions = _sessions({meeting.session_id for meeting in meetings})
    session = {row.pk: row for row in sessions}
    mission = {row.mission_id: row.mission for row in sessions}
    asked = [meeting.request for meeting in meetings]
    parties = rows_of(Profile, pk={pk for r in asked for pk in _parties(r)})
    people: People = defaultdict(list)
    for person in _people({row.pk for row in (*profiles, *parties)}):
        people[person.comes_for].append(person)
    companies = rows_of(Organisation, pk={row.organisation_id for row in parties})
    places = rows_of(Place, pk={row.place_id for row in companies if row.place_id})
    place = {row.pk: row for row in places}
    for company in companies:
        company.place = place.get(company.place_id or 0)
    organisation = {row.pk: row for row in companies}
    for party in parties:
        party.organisation = organisation[party.organisation_id]
        party.mission = mission[party.mission_id]
    profile = {row.pk: row for row in parties}
    for meeting in meetings:
        meeting.session = session[meeting.session_id]
        meeting.request.sender = profile[meeting.request.sender_id]
        meeting.request.recipient = profile[meeting.request.recipient_id]
    return meetings, people


@kept
def _people(companies: Collection[int]) -> QuerySet[Any]:
    rows = Person.objects.filter(profiles__in=companies)
    return rows.annotate(comes_for=F("profiles")).order_by("pk")


def session_on(profile: Profile, *, at: datetime) -> Session | None:
    """Return the session of a company that is on or comes next, else the last one."""
    shown = publishing.show_published(_meetings([profile.pk]))
    found = on_or_next([(m.slot, m.session_id) for m in shown if m.slot], at=at)
    return next(iter(_sessions({found}))) if found else None


def on_or_next(rows: Iterable[tuple[Slot, T]], *, at: datetime) -> T | None:
    """Return what belongs to the slot that is on or comes next, else to the last one."""
    ordered = sorted(rows, key=lambda row: row[0].starts_at)
    ahead = [row for row in ordered if row[0].ends_at > at] or ordered[-1:]
    return next((found for _slot, found in ahead), None)


def _parties(request: Request) -> tuple[int, int]:
    return request.sender_id, request.recipient_id


@kept
def _meetings(companies: Collection[int]) -> QuerySet[Meeting]:
    asked = Request.objects.filter(Q(sender__in=companies) | Q(recipient__in=companies))
    rows = Meeting.objects.filter(request__in=asked.values("pk"))
    return rows.select_related("request")


@kept
def _sessions(keys: Collection[int]) -> QuerySet[Session]:
    return Session.objects.filter(pk__in=keys).select_related("place", "mission")


def _encounter(profile: Profile, meeting: Meeting) -> selectors.Encounter:
    request = meeting.request
    is_ours = request.sender_id == profile.pk
    return selectors.Encounter(
        meeting, request.recipient if is_ours else request.sender
    )


def _agenda(
    profile: Profile, encounters: list[selectors.Encounter], people: People
) -> Agenda:
    items = [_item(profile, each.meeting, each.partner, people) for each in encounters]
    cancelled = [item for item in items if item.meeting.status == "cancelled"]
    others = [item for item in items if item.meeting.status != "cancelled"]
    placed = [item for item in others if item.meeting.slot]
    days = [
        Day(group[0].session, on, group)
        for (_session, on), rows in groupby(placed, key=_day)
        for group in [list(rows)]
    ]
    return Agenda(
        profile,
        party_of(profile.organisation, people.get(profile.pk, ())),
        days,
        [item for item in others if not item.meeting.slot],
        [item for item in cancelled if item.meeting.slot],
        profile.mission.is_invented or any(i.session.is_invented for i in items),
    )


def _day(item: Item) -> tuple[int, date]:
    zone = ZoneInfo(item.session.time_zone)
    return item.session.pk, item.slot.starts_at.astimezone(zone).date()


def _item(profile: Profile, meeting: Meeting, partner: Profile, people: People) -> Item:
    pairs = meeting.interpreter.pairs if meeting.interpreter else ()
    return Item(
        meeting,
        meeting.session,
        profile,
        partner,
        party_of(partner.organisation, people.get(partner.pk, ())),
        spoken_pair(profile.languages, partner.languages, pairs),
    )


def party_of(organisation: Organisation, people: Iterable[Person]) -> Party:
    """Return how a company and its people are written in the active language."""
    name = str(organisation.name)
    by_language = getattr(organisation.name, "data", None)
    if not isinstance(by_language, dict):
        by_language = {}
    others = {
        text: language
        for language, text in by_language.items()
        if text and text != name
    }
    return Party(
        name,
        [(language, text) for text, language in others.items()],
        str(organisation.place or ""),
        list(people),
    )


def _in_both_scripts(person: Person) -> str:
    name, language = person.name, base_language(get_language())
    shown = name.display(language)
    other = name.display("en" if language == "ja" else "ja", form="plain")
    if other == name.display(language, form="plain"):
        return shown
    return f"{shown} ({other})"
