"""Records that are about one person or organisation, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q

from gegenbesuch.core.search import finding
from gegenbesuch.directory.duplicates.contacts import is_shared_address
from gegenbesuch.directory.duplicates.loading import (
    facts_of_organisations,
    facts_of_people,
)
from gegenbesuch.directory.duplicates.organisations import (
    OrganisationFacts,
    compare_organisations,
)
from gegenbesuch.directory.duplicates.people import PersonFacts, compare_people
from gegenbesuch.directory.duplicates.weighing import Reason
from gegenbesuch.directory.models import ContactPoint, Identifier, Organisation, Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gegenbesuch.accounts.models import Office
    from gegenbesuch.directory.duplicates.blocking import Blocks
    from gegenbesuch.directory.duplicates.weighing import Evidence

    Facts = PersonFacts | OrganisationFacts

PERSON: Final = "person"
ORGANISATION: Final = "organisation"
MODELS: Final[dict[str, type[Any]]] = {PERSON: Person, ORGANISATION: Organisation}

_MOST_CANDIDATES: Final = 60
_MOST_SIMILAR: Final = 5


@dataclass(frozen=True)
class Similar:
    """
    A record that may be the same, with a score of 100 and the reasons.

    Attributes:
        record: What the facts were made of: a primary key or a row of a file.
    """

    record: Any
    score: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class SimilarPair:
    """Two records that are likely one."""

    first: Any
    second: Any
    score: int
    reasons: tuple[Reason, ...]


class Register:
    """
    All records of a kind, held to look up what is like a new one.

    For imports: a row is compared in about a millisecond with 100,000 records.
    """

    def __init__(self, kind: str, facts: list[Any]) -> None:
        from gegenbesuch.directory.duplicates import blocking  # noqa: PLC0415 -- slow import

        self.kind = kind
        self._blocks: Blocks[Any] = blocking.Blocks(facts)

    @classmethod
    def of_office(cls, kind: str, office: Office) -> Register:
        """Return the register of an office; takes seconds for 100,000 records."""
        return cls(kind, facts_of_office(kind, office))

    def add(self, facts: Any) -> None:
        """Let the rows that follow be compared with this one too."""
        self._blocks.add(facts)

    def similar(self, facts: Any, *, most: int = _MOST_SIMILAR) -> list[Similar]:
        """Return the records that are likely the same as a new one, best first."""
        return _similar(facts, self._blocks.candidates(facts), most)

    def pairs(self) -> list[SimilarPair]:
        """Return all two of the records that are likely one, best first."""
        found = (
            SimilarPair(a.record, b.record, evidence.score, tuple(evidence.reasons))
            for a, b, evidence in self._compared()
            if evidence.is_enough
        )
        return sorted(found, key=lambda pair: (-pair.score, pair.first, pair.second))

    def _compared(self) -> Iterator[tuple[Any, Any, Evidence]]:
        for a, b in self._blocks.pairs():
            yield a, b, compare(a, b)


def compare(one: Any, other: Any) -> Evidence:
    """Weigh what speaks for two people, or two organisations, being one."""
    if isinstance(one, PersonFacts):
        return compare_people(one, other)
    return compare_organisations(one, other)


def facts_of_office(kind: str, office: Office) -> list[Any]:
    """Return the facts of all people or organisations that are not archived."""
    rows = MODELS[kind]._default_manager.filter(office=office, archived_at__isnull=True)
    return _facts(kind, rows)


def find_similar(
    kind: str, facts: Facts, office: Office, *, most: int = _MOST_SIMILAR
) -> list[Similar]:
    """
    Return the records of an office that are likely the same, best first.

    For one new record, while it is typed; `Register` is for many.

    Args:
        kind: `PERSON` or `ORGANISATION`.
        facts: Made by `PersonFacts.of` or `OrganisationFacts.of`.
    """
    candidates = _facts_of(kind, _candidates(kind, facts, office), facts, office)
    return _similar(facts, candidates, most)


def find_reached_alike(kind: str, facts: Facts, office: Office) -> list[Similar]:
    """
    Return the records that share a mail address, telephone number or domain.

    Whatever they are called: too little to take them for the same, but enough
    to show them to somebody who is typing a new one.
    """
    candidates = _facts_of(kind, _reached(kind, facts), facts, office)
    return [
        Similar(each.record, 0, reasons)
        for each in candidates
        if (reasons := tuple(_shared(facts, each)))
    ]


def _shared(one: Any, other: Any) -> Iterator[Reason]:
    for code, field in (("email", "emails"), ("domain", "domains")):
        for value in sorted(getattr(one, field, set()) & getattr(other, field, set())):
            if not is_shared_address(value):
                yield Reason(code, value)
    if one.phones & other.phones:
        yield Reason("phone")


def _facts_of(kind: str, pks: set[int], new: Any, office: Office) -> list[Any]:
    rows = MODELS[kind]._default_manager.filter(
        pk__in=pks, office=office, archived_at__isnull=True
    )
    return [each for each in _facts(kind, rows) if each.record != new.record]


def _similar(facts: Any, candidates: list[Any], most: int) -> list[Similar]:
    compared = ((each.record, compare(facts, each)) for each in candidates)
    found = [
        Similar(record, evidence.score, tuple(evidence.reasons))
        for record, evidence in compared
        if evidence.is_enough
    ]
    return sorted(found, key=lambda each: (-each.score, str(each.record)))[:most]


def _facts(kind: str, rows: Any) -> list[Any]:
    return facts_of_people(rows) if kind == PERSON else facts_of_organisations(rows)


def _candidates(kind: str, facts: Any, office: Office) -> set[int]:
    """Return who search finds by the names, and who is reached in the same way."""
    pks: set[int] = set()
    for text in _queries(facts):
        found = finding.find(text, offices=[office.pk], kinds=[kind], enough=10)
        pks.update(hit.pk for hit in found.hits[:_MOST_CANDIDATES])
    pks |= _reached(kind, facts)
    on_kind = Q(target_type__app_label="directory", target_type__model=kind)
    for scheme, value in facts.identifiers:
        same = Identifier.objects.filter(on_kind, scheme=scheme, value=value)
        pks.update(same.values_list("target_id", flat=True))
    return pks


def _reached(kind: str, facts: Any) -> set[int]:
    """Return who is reached in the same way."""
    on_kind = Q(target_type__app_label="directory", target_type__model=kind)
    emails = [email for email in facts.emails if not is_shared_address(email)]
    reached = Q(kind="email", value__in=emails)
    for phone in facts.phones:
        reached |= Q(kind__in=["phone", "mobile"], value__endswith=phone)
    for domain in getattr(facts, "domains", ()):
        reached |= Q(kind="website", value__icontains=domain)
    points = ContactPoint.objects.filter(on_kind).filter(reached)
    return set(points.values_list("target_id", flat=True)[:_MOST_CANDIDATES])


def _queries(facts: Any) -> list[str]:
    if isinstance(facts, OrganisationFacts):
        return list(facts.names)
    queries = []
    for pair in facts.pairs:
        queries.append(f"{pair.family} {pair.given}".strip())
        if pair.given:
            queries.append(f"{pair.family} {pair.given[:1]}")
    return list(dict.fromkeys(queries))
