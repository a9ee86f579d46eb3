"""What meetings need of their tables, where sites are, and how long ways take."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from gegenbesuch.core.rows import kept, rows_of, values_of
from gegenbesuch.matchmaking.models import Request
from gegenbesuch.scheduling.models import Apart, Need, Site, Table, Way

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from gegenbesuch.scheduling.models import Session, Slot


def words_of(text: str) -> list[str]:
    """Return features as they are typed, with commas between them, each once."""
    words = (" ".join(word.split()) for word in text.replace("、", ",").split(","))
    return list(dict.fromkeys(word for word in words if word))


def engine_word(feature: str) -> str:
    """Return a feature so that it is no pair of languages, as `tv-set` would be."""
    return feature.replace("-", "\N{NON-BREAKING HYPHEN}")


@dataclass(frozen=True)
class Needs:
    """
    What the companies and meetings of a session need.

    Attributes:
        of_company, of_request: By their keys.
    """

    of_company: Mapping[int, Need] = field(default_factory=dict)
    of_request: Mapping[int, Need] = field(default_factory=dict)

    def _rows(self, request: Request) -> list[Need]:
        """Return what counts for a meeting, what says most about it first."""
        found = (
            self.of_request.get(request.pk),
            self.of_company.get(request.recipient_id),
            self.of_company.get(request.sender_id),
        )
        return [row for row in found if row is not None]

    def features(self, request: Request) -> tuple[str, ...]:
        """Return what the table of a meeting has to have."""
        words = (word for row in self._rows(request) for word in row.features)
        return tuple(sorted(set(words)))

    def site(self, request: Request) -> int | None:
        """Return the key of the site where a meeting takes place; None: anywhere."""
        rows = self._rows(request)
        return next((row.site_id for row in rows if row.site_id is not None), None)

    def suits(self, table: Table, request: Request) -> bool:
        """Tell whether a table has what a meeting needs, and is where it has to be."""
        site = self.site(request)
        return {*self.features(request)} <= {*table.features} and (
            site is None or table.site_id in {None, site}
        )


def needs_of(session: Session) -> Needs:
    """Read what the companies and meetings of a session need: one query."""
    rows = rows_of(Need, session=[session.pk])
    return Needs(
        {row.profile_id: row for row in rows if row.profile_id is not None},
        {row.request_id: row for row in rows if row.request_id is not None},
    )


@dataclass(frozen=True)
class Shortage:
    """A feature that more meetings need than there are places with it."""

    feature: str
    meetings: int
    places: int


def shortages(
    session: Session, asked: Iterable[Sequence[Any]], slots: int
) -> list[Shortage]:
    """
    Return which features too few tables have, one query if nothing is needed.

    Args:
        asked: Sender and recipient of each accepted request come first.
        slots: How many slots there are.
    """
    wanted = needs_of(session)
    features = {pk: {*row.features} for pk, row in wanted.of_company.items()}
    alone = {pk: {*row.features} for pk, row in wanted.of_request.items()}
    if not any(features.values()) and not any(alone.values()):
        return []
    count: Counter[str] = Counter()
    for sender, recipient, *_more in asked:
        count.update(features.get(sender, set()) | features.get(recipient, set()))
    parties = values_of(Request, "id", "sender_id", "recipient_id", pk=[*alone])
    for pk, sender, recipient in parties:
        known = features.get(sender, set()) | features.get(recipient, set())
        count.update(alone[pk] - known)
    tables = rows_of(Table, session=[session.pk])
    places = Counter(word for table in tables for word in set(table.features))
    return [
        Shortage(word, meetings, places[word] * slots)
        for word, meetings in sorted(count.items())
        if meetings > places[word] * slots
    ]


def apart_in(session: int) -> set[frozenset[int]]:
    """Return the pairs of companies that do not meet in a session."""
    pairs = values_of(Apart, "one_id", "other_id", session=[session])
    return {frozenset(pair) for pair in pairs}


# --- Time and ways, counted in slots -----------------------------------------


def pace_of(slots: Sequence[Slot]) -> tuple[int, int]:
    """Return the shortest meeting and the shortest pause within a block, in minutes."""
    lengths = [_minutes(slot.ends_at - slot.starts_at) for slot in slots]
    pauses = [
        _minutes(after.starts_at - before.ends_at)
        for before, after in pairwise(slots)
        if before.block == after.block
    ]
    return min(lengths, default=20), max(0, min(pauses, default=0))


def positions_of(slots: Sequence[Slot], *, has_ways: bool = False) -> tuple[int, ...]:
    """
    Return where each slot lies in time, counted in slots.

    A pause between two blocks, such as lunch or the night, counts for as many free
    slots as it is long.

    Args:
        has_ways: People travel between sites, so that a pause has to hold the way
            and the time that is left before and after each slot as well.
    """
    length, pause = pace_of(slots)
    slack = -pause if has_ways else pause
    found: list[int] = []
    for n, slot in enumerate(slots):
        if n == 0:
            found.append(0)
            continue
        before = slots[n - 1]
        between = _minutes(slot.starts_at - before.ends_at)
        free = (between + slack) // (length + pause)
        is_pause = slot.block != before.block
        found.append(found[-1] + 1 + (max(0, free) if is_pause else 0))
    return tuple(found)


def travel_of(
    session: Session, sites: Sequence[Site], slots: Sequence[Slot]
) -> tuple[tuple[int, ...], ...]:
    """Return how many free slots the ways between sites take, by their numbers."""
    minutes = minutes_between(session, sites)
    length, pause = pace_of(slots)
    return tuple(
        tuple(max(0, -(-(way - pause) // (length + pause))) for way in row)
        for row in minutes
    )


def minutes_between(session: Session, sites: Sequence[Site]) -> list[list[int]]:
    """Return the minutes between sites; where a detour is faster, that counts."""
    number = {site.pk: n for n, site in enumerate(sites)}
    minutes = [[0] * len(sites) for _site in sites]
    for one, other, long in _ways(session.pk):
        minutes[number[one]][number[other]] = long
        minutes[number[other]][number[one]] = long
    every = range(len(sites))
    for by in every:
        for here in every:
            for there in every:
                detour = minutes[here][by] + minutes[by][there]
                minutes[here][there] = min(minutes[here][there], detour)
    return minutes


@kept
def _ways(session: int) -> QuerySet[Way, tuple[int, int, int]]:
    rows = Way.objects.filter(one__session=session)
    return rows.values_list("one_id", "other_id", "minutes")


def sites_of(session: Session) -> list[Site]:
    """Return the sites of a session in their order."""
    rows = rows_of(Site, session=[session.pk])
    return sorted(rows, key=lambda site: (site.position, site.pk))


def features_in(session: Session) -> list[str]:
    """Return what tables of a session have, each word once."""
    held = set(values_of(Table, "features", session=[session.pk]))
    return sorted({word for (words,) in held for word in json.loads(words)})


def _minutes(time: object) -> int:
    return int(time.total_seconds() // 60)  # type: ignore[attr-defined]
