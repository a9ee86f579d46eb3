"""Where a meeting could go, and what is in its way there."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from gegenbesuch.matchmaking.times import spans_of, times_of
from gegenbesuch.scheduling import needs
from gegenbesuch.scheduling.languages import pair_key, pairs_name, wanted_pairs
from gegenbesuch.scheduling.models import Absence, Closure, Meeting

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gegenbesuch.matchmaking.models import Profile
    from gegenbesuch.scheduling.models import Interpreter, Slot, Table


@dataclass(frozen=True)
class Option:
    """A slot to which a meeting could go: its free tables, or what is in the way."""

    slot: Slot
    tables: Sequence[Table]
    reasons: Sequence[str]
    is_current: bool

    @property
    def places(self) -> list[dict[str, str]]:
        """The free tables as choices of a form: value and label."""
        return [
            {"value": f"{self.slot.pk}-{table.pk}", "label": table.label}
            for table in self.tables
        ]


def places_of(meeting: Meeting) -> dict[str, Any]:
    """
    Return what is in the way of a meeting in each slot and at each table, as data.

    `{"slots": {slot: {"reasons": [sentence], "blocked": {table: sentence}}}}`; the
    keys are those of the rows.
    """
    view = View(meeting)
    return {
        "slots": {
            str(slot.pk): {
                "reasons": view.in_the_way(slot),
                "blocked": view.blocked(slot),
            }
            for slot in view.slots
        }
    }


def options_of(meeting: Meeting) -> list[Option]:
    """Return all slots of the session of a meeting, as seen from this meeting."""
    view = View(meeting)
    return [view.option(slot) for slot in view.slots]


class View:
    """The schedule of a session without one meeting."""

    def __init__(self, meeting: Meeting) -> None:
        session = meeting.session
        self.meeting = meeting
        self.parties = meeting.request.sender, meeting.request.recipient
        self.slots = list(session.slots.order_by("position"))
        self.tables = list(session.tables.order_by("position"))
        self.limits = session.max_meetings, session.max_per_day
        for slot in self.slots:
            slot.session = session
        self.interpreters = list(
            session.interpreters.select_related("person")
            .prefetch_related("closed_slots")
            .order_by("position", "pk")
        )
        others = (
            Meeting.objects.filter(session=session, slot__isnull=False)
            .exclude(pk=meeting.pk)
            .select_related(
                "request__sender__organisation", "request__recipient__organisation"
            )
        )
        self.at: dict[int, list[Meeting]] = defaultdict(list)
        for other in others:
            self.at[other.slot_id or 0].append(other)
        self.absent = set(
            Absence.objects.filter(
                profile__in=self.parties, slot__session=session
            ).values_list("profile_id", "slot_id")
        )
        for party in self.parties:
            self.absent |= {
                (party.pk, slot.pk)
                for slot in self.slots
                if slot.half_day(session.zone) in party.closed_halves
            }
        self.closed = set(
            Closure.objects.filter(table__session=session).values_list(
                "table_id", "slot_id"
            )
        )
        offered = {pair_key(p) for row in self.interpreters for p in row.pairs}
        sender, recipient = self.parties
        self.pairs = wanted_pairs(sender.languages, recipient.languages, offered)
        self.meets = self._meetings_of_parties()
        self.needs = needs.needs_of(session)
        self.wanted = {*self.needs.features(meeting.request)}
        self.own_site = self.needs.site(meeting.request)
        sites = needs.sites_of(session)
        ways = needs.travel_of(session, sites, self.slots)
        self.travel = {
            (here.pk, there.pk): ways[n][m]
            for n, here in enumerate(sites)
            for m, there in enumerate(sites)
        }
        positions = needs.positions_of(self.slots, has_ways=len(sites) > 1)
        self.position = {
            slot.pk: at for slot, at in zip(self.slots, positions, strict=True)
        }
        self.table = {table.pk: table for table in self.tables}

    def _meetings_of_parties(self) -> Counter[tuple[int, object]]:
        """Count the other meetings of the two companies: in all, and by day."""
        counted: Counter[tuple[int, object]] = Counter()
        days = {s.pk: s.starts_at.astimezone(s.session.zone).date() for s in self.slots}
        for slot, others in self.at.items():
            for other in others:
                for pk in (other.request.sender_id, other.request.recipient_id):
                    counted[pk, None] += 1
                    counted[pk, days[slot]] += 1
        return counted

    def option(self, slot: Slot) -> Option:
        blocked = self.blocked(slot)
        tables = [table for table in self.tables if str(table.pk) not in blocked]
        reasons = self.in_the_way(slot)
        if not tables:
            reasons.append(_("No table is free."))
        is_current = slot.pk == self.meeting.slot_id
        return Option(slot, tables, reasons, is_current)

    def in_the_way(self, slot: Slot) -> list[str]:
        """Say what keeps the meeting out of a slot, whatever the table."""
        reasons = [
            # A name may end with a full stop of its own.
            f"{reason.removesuffix('..')}." if reason.endswith("..") else reason
            for party in self.parties
            for reason in self._hindered(party, slot)
        ]
        if not self.is_agreed(slot):
            zone = self.meeting.session.time_zone
            reasons.append(
                _("Agreed was: %(times)s.")
                % {"times": ", ".join(times_of(self.meeting.request, zone))}
            )
        if self.pairs and self.interpreter(slot) is None:
            reasons.append(
                _("No interpreter for %(pair)s is free.")
                % {"pair": pairs_name(self.pairs)}
            )
        return reasons

    def is_agreed(self, slot: Slot) -> bool:
        """Tell whether a slot lies in the times that the companies agreed on."""
        spans = spans_of(self.meeting.request)
        return not spans or any(s.holds(slot.starts_at, slot.ends_at) for s in spans)

    def blocked(self, slot: Slot) -> dict[str, str]:
        """Say which tables can't be had in a slot, by their keys."""
        found = {
            str(table.pk): _("%(table)s can't be used then.") % {"table": table.label}
            for table in self.tables
            if (table.pk, slot.pk) in self.closed
        }
        if self.wanted or self.own_site or self.travel:
            for table in self.tables:
                if lacks := self._unsuited(table, slot):
                    found[str(table.pk)] = lacks
        for other in self.at[slot.pk]:
            found[str(other.table_id)] = _("%(first)s and %(second)s meet there.") % {
                "first": other.request.sender,
                "second": other.request.recipient,
            }
        return found

    def _unsuited(self, table: Table, slot: Slot) -> str:
        """Say what a table lacks, or who would not get there in time; else nothing."""
        if missing := self.wanted - {*table.features}:
            return _("%(table)s does not have: %(features)s.") % {
                "table": table.label,
                "features": ", ".join(sorted(missing)),
            }
        if self.own_site is not None and table.site_id not in {None, self.own_site}:
            return _("%(table)s is somewhere else.") % {"table": table.label}
        site = table.site_id if self.own_site is None else self.own_site
        if site is None or not self.travel:
            return ""
        for party in self.parties:
            if max(1, party.representatives) == 1:
                for other in self._too_far(party, slot, site):
                    return _(
                        "The way from %(partner)s is too long for %(company)s."
                    ) % {"partner": _partner(other, party), "company": party}
        return ""

    def _too_far(self, party: Profile, slot: Slot, site: int) -> Iterable[Meeting]:
        """Yield the meetings of a company from which a site can't be reached in time."""
        for pk, others in self.at.items():
            apart = abs(self.position[pk] - self.position[slot.pk])
            for other in others:
                if pk != slot.pk and _is_of(other, party):
                    there = self._site_of(other)
                    if there is not None and apart <= self.travel[there, site]:
                        yield other

    def _site_of(self, meeting: Meeting) -> int | None:
        own = self.needs.site(meeting.request)
        table = self.table.get(meeting.table_id or 0)
        return own if own is not None or table is None else table.site_id

    def _hindered(self, party: Profile, slot: Slot) -> Iterable[str]:
        people = max(1, party.representatives)
        if (party.pk, slot.pk) in self.absent:
            yield _("%(company)s can't meet.") % {"company": party}
        busy = [other for other in self.at[slot.pk] if _is_of(other, party)]
        if len(busy) >= people:
            yield _("%(company)s meets %(partner)s.") % {
                "company": party,
                "partner": _partner(busy[0], party),
            }
        near = self.near(slot)
        meets = [o for other in near for o in self.at[other.pk] if _is_of(o, party)]
        if people == 1 and meets:
            yield _("%(company)s would have no free slot beside %(partner)s.") % {
                "company": party,
                "partner": _partner(meets[0], party),
            }
        day = slot.starts_at.astimezone(slot.session.zone).date()
        for most, when in zip(self.limits, (None, day), strict=True):
            if most is not None and self.meets[party.pk, when] >= most * people:
                yield _("%(company)s has %(count)d meetings already.") % {
                    "company": party,
                    "count": self.meets[party.pk, when],
                }

    def near(self, slot: Slot) -> list[Slot]:
        """Return the slots that have to stay free beside one, before and after."""
        free, at = self.meeting.session.free_after, self.position[slot.pk]
        return [
            row
            for row in self.slots
            if row.pk != slot.pk and abs(self.position[row.pk] - at) <= free
        ]

    def interpreter(self, slot: Slot) -> Interpreter | None:
        """Return who could interpret in a slot; those whom the meeting has first."""
        busy = {other.interpreter_id for other in self.at[slot.pk]}
        current = self.meeting.interpreter_id
        able = [
            row
            for row in self.interpreters
            if row.pk not in busy
            and slot.pk not in {closed.pk for closed in row.closed_slots.all()}
            and {pair_key(pair) for pair in row.pairs} & {*self.pairs}
        ]
        return min(able, key=lambda row: row.pk != current, default=None)


def _is_of(meeting: Meeting, party: Profile) -> bool:
    return party.pk in (meeting.request.sender_id, meeting.request.recipient_id)


def _partner(meeting: Meeting, party: Profile) -> Profile:
    asked = meeting.request
    return asked.recipient if asked.sender_id == party.pk else asked.sender
