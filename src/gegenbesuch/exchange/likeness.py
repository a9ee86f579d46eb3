"""
Records that may be the same as a row, by the engine that finds duplicates.

The engine holds what was in the directory before; what the file itself has
brought is held beside it, under the same keys.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

from gegenbesuch.directory.duplicates.finding import (
    ORGANISATION,
    PERSON,
    Register,
    compare,
)
from gegenbesuch.directory.duplicates.keys import keys_of
from gegenbesuch.directory.duplicates.organisations import OrganisationFacts
from gegenbesuch.directory.duplicates.people import PersonFacts
from gegenbesuch.directory.duplicates.reasons import REASONS
from gegenbesuch.directory.models import Organisation, Person
from gegenbesuch.exchange.problems import all_told, told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gegenbesuch.accounts.models import Office
    from gegenbesuch.directory.duplicates.weighing import Reason
    from gegenbesuch.exchange.drafts import Draft
    from gegenbesuch.exchange.known import Record

_KINDS: Final[dict[type[Any], str]] = {Person: PERSON, Organisation: ORGANISATION}
_MOST_OF_A_KEY: Final = 60
"""A key that more records share tells nothing."""


class Likeness:
    """All records of an office, and those that a file adds."""

    def __init__(self, office: Office) -> None:
        self.registers = {
            model: Register.of_office(kind, office) for model, kind in _KINDS.items()
        }
        self.bearers: Counter[str] = Counter()
        self.added: dict[tuple[type[Any], str], list[tuple[Any, Record]]] = defaultdict(
            list
        )

    def add(self, record: Record, facts: Any) -> None:
        """Hold a record that the file has brought."""
        self.bearers.update(getattr(facts, "wholes", ()))
        for key in keys_of(facts):
            self.added[record.model, key].append((facts, record))

    def similar(
        self, model: type[Any], facts: Any, by_pk: dict[int, Record]
    ) -> list[tuple[Record, str]]:
        """Return the records that are likely the same, with the reasons as stored."""
        found: dict[int, tuple[Record, str]] = {}
        for each in self.registers[model].similar(facts):
            record = by_pk.get(each.record)
            if record is not None:
                found[id(record)] = (record, _told(each.reasons))
        compared = set(found)
        if isinstance(facts, PersonFacts):
            # The same name tells little when many in the file bear it.
            facts.namesakes += max((self.bearers[w] for w in facts.wholes), default=0)
        for key in keys_of(facts):
            others = self.added[model, key]
            if len(others) > _MOST_OF_A_KEY:
                continue
            for other, record in others:
                if id(record) in compared:
                    continue
                compared.add(id(record))
                evidence = compare(facts, other)
                if evidence.is_enough:
                    reasons = _told(evidence.reasons)
                    found[id(record)] = (record, reasons)
        return list(found.values())


def _told(reasons: Iterable[Reason]) -> str:
    """Return reasons in the form in which a row stores them."""
    known = (each for each in reasons if each.code in REASONS)
    return all_told([told(REASONS[each.code], {"what": each.what}) for each in known])


def facts_of_person(draft: Draft, organisation: Record | None) -> PersonFacts:
    """Return what the engine compares of the person in a row."""
    assert draft.name is not None  # noqa: S101 -- asked for people only
    own = [c for c in draft.contacts if not c.of_organisation]
    return PersonFacts.of(
        draft.number,
        draft.name,
        emails=[c.value for c in own if c.kind == "email"],
        phones=[c.value for c in own if c.kind in {"phone", "mobile"}],
        organisations=[organisation.mark] if organisation else [],
        organisation_names=draft.organisation.values(),
        titles=draft.titles.values(),
        places=[a.locality for a in draft.addresses if a.locality],
        salutation=draft.salutation,
    )


def facts_of_organisation(draft: Draft) -> OrganisationFacts:
    """Return what the engine compares of the organisation in a row."""
    own = [c for c in draft.contacts if c.of_organisation]
    return OrganisationFacts.of(
        draft.number,
        draft.organisation.values(),
        country=draft.country,
        places=[a.locality for a in draft.addresses if a.locality],
        emails=[c.value for c in own if c.kind == "email"],
        phones=[c.value for c in own if c.kind == "phone"],
        websites=[c.value for c in own if c.kind == "website"],
        identifiers=draft.identifiers,
        postcodes=[a.postcode for a in draft.addresses if a.postcode],
    )
