"""Where a meeting could go, and what is in its way there."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from gegenbesuch.core.rows import kept, rows_of, values_of
from gegenbesuch.directory.models import Organisation
from gegenbesuch.matchmaking.models import Request
from gegenbesuch.matchmaking.times import spans_of, times_of
from gegenbesuch.scheduling import needs, overviews, selectors
from gegenbesuch.scheduling.languages import pair_key, pairs_name, wanted_pairs
from gegenbesuch.scheduling.models import Closure, Interpreter, Meeting

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from gegenbesuch.matchmaking.models import Profile
    from gegenbesuch.scheduling.models import Slot, Table


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
    return View(meeting).options()


class View:
    """The schedule of a session without one meeting."""

    def __init__(self, meeting: Meeting) -> None:
        session = meeting.session
        self.meeting = meeting
        self.zone = session.zone
        self.parties = meeting.request.sender, meeting.request.recipient
        self.slots = selectors.slots_of(session)
        self.interpreters = rows_of(Interpreter, session=[session.pk])
        self.interpreters.sort(key=lambda row: (row.position, row.pk))
        self.limits = session.max_meetings, session.max_per_day
        keys = [slot.pk for slot in self.slots]
        self.own = meeting.slot_id, meeting.table_id
        # What the two companies do otherwise, by company and slot.
        self.at: dict[tuple[int, int], list[Meeting]] = defaultdict(list)
        for other in _meetings_of(session.pk, [party.pk for party in self.parties]):
            if other.pk != meeting.pk:
                for party in (other.request.sender_id, other.request.recipient_id):
                    self.at[party, other.slot_id or 0].append(other)
        self.absent = {
            (party, slot)
            for party, slots in overviews.absent_in(
                session, self.slots, self.parties
            ).items()
            for slot in slots
        }
        self.closed = set(values_of(Closure, "table_id", "slot_id", slot=keys))
        offered = {pair_key(p) for row in self.interpreters for p in row.pairs}
        sender, recipient = self.parties
        self.pairs = wanted_pairs(sender.languages, recipient.languages, offered)
        self.meets = self._meetings_of_parties()
        self.needs = needs.needs_of(session)
        self.wanted = {*self.needs.features(meeting.request)}
        self.own_site = self.needs.site(meeting.request)
        self.tables = selectors.tables_of(session, has_features=bool(self.wanted))
        sites = needs.sites_of(session)
        self.sites = [site.pk for site in sites]
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
        days = {s.pk: s.starts_at.astimezone(self.zone).date() for s in self.slots}
        for (company, slot), others in self.at.items():
            counted[company, None] += len(others)
            counted[company, days[slot]] += len(others)
        return counted

    def options(self) -> list[Option]:
        """Return all slots as seen from the meeting; free tables where it could go."""
        reasons = {slot.pk: self.in_the_way(slot) for slot in self.slots}
        unusable = {slot.pk: self._unusable(slot).keys() for slot in self.slots}
        count = Counter(dict(_count_at([*reasons])))
        count[self.own[0] or 0] -= 1
        every = len(self.tables)
        looked_at = [
            slot
            for slot, found in reasons.items()
            if not found or count[slot] + len(unusable[slot]) >= every
        ]
        taken = set(values_of(Meeting, "slot_id", "table_id", slot=looked_at))
        taken.discard(self.own)
        free: dict[int, list[Table]] = {
            slot: [
                table
                for table in self.tables
                if (slot, table.pk) not in taken and table.pk not in unusable[slot]
            ]
            for slot in looked_at
        }
        for slot, tables in free.items():
            if not tables:
                reasons[slot].append(_("No table is free."))
        return [
            Option(
                slot,
                free[slot.pk] if not reasons[slot.pk] else (),
                reasons[slot.pk],
                slot.pk == self.meeting.slot_id,
            )
            for slot in self.slots
        ]

    @cached_property
    def busy(self) -> set[tuple[int, int]]:
        """In which slots interpreters can't be had, by keys."""
        people = [row.pk for row in self.interpreters]
        closed = Interpreter.closed_slots.through
        away = values_of(closed, "slot_id", "interpreter_id", interpreter=people)
        return {*away, *_interpreted(people, self.meeting.pk)}

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
        found = {str(table): words for table, words in self._unusable(slot).items()}
        words = _("%(first)s and %(second)s meet there.")
        for table, sender, recipient in self._meetings_at[slot.pk]:
            if (slot.pk, table) != self.own:
                found[str(table)] = words % {
                    "first": self._names[sender],
                    "second": self._names[recipient],
                }
        return found

    @cached_property
    def _meetings_at(self) -> dict[int, list[tuple[int, int, int]]]:
        """Return table, sender and recipient of the meetings in each slot."""
        found: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for slot, *row in _companies_at([slot.pk for slot in self.slots]):
            found[slot].append((row[0], row[1], row[2]))
        return found

    @cached_property
    def _names(self) -> dict[int, str]:
        """The names of the companies of the mission, by the key of the profile."""
        organisation = overviews.organisations_of(self.meeting.session)
        rows = rows_of(Organisation, only=("name",), pk=set(organisation.values()))
        name = {row.pk: str(row.name) for row in rows}
        return {pk: name[company] for pk, company in organisation.items()}

    def _unusable(self, slot: Slot) -> dict[int, str]:
        """Say which tables are no good in a slot though nobody else has them."""
        found = dict(self._unsuited)
        too_far = self._too_far(slot)
        for table in self.tables if too_far else ():
            site = table.site_id if self.own_site is None else self.own_site
            if site in too_far:
                found.setdefault(table.pk, too_far[site])
        for pk, table in self.table.items() if self.closed else ():
            if (pk, slot.pk) in self.closed:
                found[pk] = _("%(table)s can't be used then.") % {"table": table.label}
        return found

    @cached_property
    def _unsuited(self) -> dict[int, str]:
        """What tables lack, or that they are elsewhere, by their keys."""
        found = {}
        for table in self.tables if self.wanted or self.own_site else ():
            if missing := self.wanted - {*table.features}:
                found[table.pk] = _("%(table)s does not have: %(features)s.") % {
                    "table": table.label,
                    "features": ", ".join(sorted(missing)),
                }
            elif self.own_site and table.site_id not in {None, self.own_site}:
                found[table.pk] = _("%(table)s is somewhere else.") % {
                    "table": table.label
                }
        return found

    def _too_far(self, slot: Slot) -> dict[int | None, str]:
        """Say who could not get to a site in time for a slot, by the site."""
        found: dict[int | None, str] = {}
        words = _("The way from %(partner)s is too long for %(company)s.")
        here = self.position[slot.pk]
        for party in self.parties:
            for other, position, site in self._stays[party.pk]:
                for there in self.sites if position != here else ():
                    is_late = abs(position - here) <= self.travel[site, there]
                    if is_late and there not in found:
                        found[there] = words % {
                            "partner": _partner(other, party),
                            "company": party,
                        }
        return found

    @cached_property
    def _stays(self) -> dict[int, list[tuple[Meeting, int, int]]]:
        """When and at which site one who is alone meets others, by their company."""
        found: dict[int, list[tuple[Meeting, int, int]]] = defaultdict(list)
        alone = {p.pk for p in self.parties if max(1, p.representatives) == 1}
        for (company, slot), others in self.at.items():
            for other in others if company in alone else ():
                if site := self._site_of(other):
                    found[company].append((other, self.position[slot], site))
        return found

    def _site_of(self, meeting: Meeting) -> int | None:
        own = self.needs.site(meeting.request)
        table = self.table.get(meeting.table_id or 0)
        return own if own is not None or table is None else table.site_id

    def _hindered(self, party: Profile, slot: Slot) -> Iterable[str]:
        people = max(1, party.representatives)
        if (party.pk, slot.pk) in self.absent:
            yield _("%(company)s can't meet.") % {"company": party}
        busy = self.at.get((party.pk, slot.pk), [])
        if len(busy) >= people:
            yield _("%(company)s meets %(partner)s.") % {
                "company": party,
                "partner": _partner(busy[0], party),
            }
        near = self.near(slot)
        meets = [o for row in near for o in self.at.get((party.pk, row.pk), [])]
        if people == 1 and meets:
            yield _("%(company)s would have no free slot beside %(partner)s.") % {
                "company": party,
                "partner": _partner(meets[0], party),
            }
        day = slot.starts_at.astimezone(self.zone).date()
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
        current = self.meeting.interpreter_id
        able = [
            row
            for row in self.interpreters
            if (slot.pk, row.pk) not in self.busy
            and {pair_key(pair) for pair in row.pairs} & {*self.pairs}
        ]
        return min(able, key=lambda row: row.pk != current, default=None)


@kept
def _meetings_of(session: int, companies: list[int]) -> QuerySet[Meeting]:
    asked = Request.objects.filter(Q(sender__in=companies) | Q(recipient__in=companies))
    sides = "request__sender__organisation", "request__recipient__organisation"
    rows = Meeting.objects.filter(session=session, slot__isnull=False)
    rows = rows.filter(request__in=asked.values("pk")).select_related(*sides)
    return rows.only("slot", "table", *(f"{side}__name" for side in sides))


@kept
def _count_at(slots: list[int]) -> QuerySet[Meeting, tuple[int, int]]:
    """Count the tables that are taken in slots, which an index holds."""
    rows = Meeting.objects.filter(slot__in=slots).order_by()
    return rows.values("slot_id").annotate(n=Count("*")).values_list("slot_id", "n")


@kept
def _interpreted(people: list[int], but: int) -> QuerySet[Meeting, tuple[int, int]]:
    """Return who interprets when, but for one meeting."""
    rows = Meeting.objects.filter(interpreter__in=people).exclude(pk=but)
    return rows.values_list("slot_id", "interpreter_id")


@kept
def _companies_at(slots: list[int]) -> QuerySet[Meeting, tuple[int, int, int, int]]:
    return Meeting.objects.filter(slot__in=slots).values_list(
        *("slot_id", "table_id", "request__sender_id", "request__recipient_id")
    )


def _partner(meeting: Meeting, party: Profile) -> Profile:
    asked = meeting.request
    return asked.recipient if asked.sender_id == party.pk else asked.sender
