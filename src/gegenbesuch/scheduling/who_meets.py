"""Who may meet whom in a session: by side, by field of business, and by name."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gegenbesuch.core.rows import rows_of, values_of
from gegenbesuch.directory.models import Sector
from gegenbesuch.matchmaking.models import Profile, Request
from gegenbesuch.matchmaking.selectors.profiles import sectors_in
from gegenbesuch.scheduling import needs
from gegenbesuch.scheduling.models import FieldPair, Session

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

Fields = Session.Fields
MOST_SHOWN = 200
Pair = frozenset[int]
"""The keys of two fields, or of one that meets itself."""


class Rules:
    """The rules of a session, with what they ask of some companies."""

    def __init__(self, session: Session, companies: Collection[int]) -> None:
        """Read them: one query, and up to four more for what the session rules by."""
        self.session = session
        self.apart = needs.apart_in(session.pk)
        self.side: dict[int, int] = {}
        if session.is_across_only:
            self.side = dict(values_of(Profile, "id", "side", pk=companies))
        self.fields: dict[int, set[int]] = defaultdict(set)
        self.listed: set[Pair] = set()
        if session.fields_rule != Fields.ANY:
            through = Profile.sectors.through
            for company, field in values_of(
                through, "profile_id", "sector_id", profile=companies
            ):
                self.fields[company].add(field)
            self.listed = pairs_of(session)

    @property
    def are_any(self) -> bool:
        """Whether not everybody may meet everybody."""
        return bool(self.apart) or has_rules(self.session)

    def allow(self, one: int, other: int) -> bool:
        """Tell whether two companies may meet."""
        return (
            self._are_on_sides(one, other)
            and frozenset((one, other)) not in self.apart
            and self.fit(one, other)
        )

    def _are_on_sides(self, one: int, other: int) -> bool:
        return not self.side or self.side[one] != self.side[other]

    def fit(self, one: int, other: int) -> bool:
        """Tell whether the fields of two companies let them meet."""
        rule = self.session.fields_rule
        if rule == Fields.ANY:
            return True
        ones, others = self.fields[one], self.fields[other]
        if rule == Fields.SHARED:
            return not ones.isdisjoint(others)
        is_listed = not self._of(ones, others).isdisjoint(self.listed)
        return is_listed == (rule == Fields.LISTED)

    @staticmethod
    def _of(ones: set[int], others: set[int]) -> set[Pair]:
        return {frozenset((one, other)) for one in ones for other in others}

    def refusal(self, one: int, other: int) -> str:
        """Say why two companies do not meet; nothing if they may."""
        words: dict[str, object] = {"session": self.session}
        if not self._are_on_sides(one, other):
            return _("In “%(session)s” only companies of different sides meet.") % words
        if frozenset((one, other)) in self.apart:
            return (
                _("The organiser decided that these two do not meet in “%(session)s”.")
                % words
            )
        if self.fit(one, other):
            return ""
        if self.session.fields_rule == Fields.SHARED:
            return (
                _(
                    "In “%(session)s” only companies with a field in common meet, "
                    "and these two have none."
                )
                % words
            )
        if self.session.fields_rule == Fields.LISTED:
            return _("In “%(session)s” only certain fields meet: %(pairs)s.") % (
                words | {"pairs": names_of(self.listed)}
            )
        mine = self._of(self.fields[one], self.fields[other]) & self.listed
        return _("In “%(session)s” these fields do not meet: %(pairs)s.") % (
            words | {"pairs": names_of(mine)}
        )


def has_rules(session: Session) -> bool:
    """Tell whether a session rules by side or by field."""
    return session.is_across_only or session.fields_rule != Fields.ANY


def pairs_of(session: Session) -> set[Pair]:
    """Return the pairs of fields that a session lists."""
    rows = values_of(FieldPair, "one_id", "other_id", session=[session.pk])
    return {frozenset(row) for row in rows}


def names_of(pairs: Iterable[Pair]) -> str:
    """Name pairs of fields in the active language, in the order of the fields."""
    pairs = list(pairs)
    rows = rows_of(Sector, pk={key for pair in pairs for key in pair})
    place = {
        row.pk: n
        for n, row in enumerate(sorted(rows, key=lambda s: (s.position, s.pk)))
    }
    name = {row.pk: str(row.name) for row in rows}
    ordered = sorted(sorted(pair, key=place.__getitem__) for pair in pairs)
    return "; ".join(f"{name[pair[0]]} – {name[pair[-1]]}" for pair in ordered)


def fields_offered(session: Session) -> list[Sector]:
    """Return the fields of the companies of a mission, and those a session lists."""
    listed = {key for pair in pairs_of(session) for key in pair}
    here = sectors_in(session.mission_id)
    more = rows_of(Sector, pk=listed - {row.pk for row in here})
    return sorted([*here, *more], key=lambda row: (row.position, row.pk))


# --- What the rules keep out -------------------------------------------------


def kept_out_by_fields(session: Session) -> list[int]:
    """Return the keys of the accepted requests that the rule on fields keeps out."""
    if session.fields_rule == Fields.ANY:
        return []
    rows = values_of(
        Request, "id", "sender_id", "recipient_id", mission=[session.mission_id]
    )
    rules = Rules(session, {key for row in rows for key in row[1:]})
    return [pk for pk, one, other in rows if not rules.fit(one, other)]


def barred(session: Session) -> list[int]:
    """Return the keys of the mission's requests between companies that do not meet."""
    companies = {pk for (pk,) in values_of(Profile, "id", mission=[session.mission_id])}
    rules = Rules(session, companies)
    if not rules.are_any:
        return []
    rows = values_of(
        Request, "id", "sender_id", "recipient_id", mission=[session.mission_id]
    )
    return [pk for pk, one, other in rows if not rules.allow(one, other)]


class RulesOfAll:
    """
    The rules of all sessions of a mission together.

    Who may meet in one of them may ask; without a session everybody may meet.
    """

    def __init__(self, mission: int, companies: Collection[int]) -> None:
        """Read them: one query without a session, else those of `Rules` for each."""
        sessions = rows_of(Session, mission=[mission])
        sessions.sort(key=lambda session: session.pk)
        self.rules = [Rules(session, companies) for session in sessions]

    def allow(self, one: int, other: int) -> bool:
        """Tell whether two companies may meet in a session."""
        may = (rules.allow(one, other) for rules in self.rules)
        return not self.rules or any(may)

    def refusal(self, one: int, other: int) -> str:
        """Say why two companies meet in no session; nothing if they may."""
        if self.allow(one, other):
            return ""
        return " ".join(rules.refusal(one, other) for rules in self.rules)


def kept_out(session: Session) -> list[tuple[Request, str]]:
    """Return the accepted requests that no schedule of a session holds, and why."""
    rows = Request.objects.filter(
        mission=session.mission_id, status=Request.Status.ACCEPTED
    ).values_list("pk", "sender", "recipient")
    asked = {pk: (sender, recipient) for pk, sender, recipient in rows}
    rules = Rules(session, {key for pair in asked.values() for key in pair})
    reasons = {
        pk: reason for pk, pair in asked.items() if (reason := rules.refusal(*pair))
    }
    found = Request.objects.filter(pk__in=[*reasons][:MOST_SHOWN]).select_related(
        "sender__organisation", "recipient__organisation", "sender__mission"
    )
    return [(row, reasons[row.pk]) for row in found.order_by("pk")]
