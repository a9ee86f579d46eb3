"""Weigh whether two records are about one organisation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gegenbesuch.directory.duplicates.contacts import (
    domains_of,
    normal_email,
    normal_phone,
)
from gegenbesuch.directory.duplicates.organisation_names import (
    NameLikeness,
    contradict,
    name_likeness,
    name_of,
)
from gegenbesuch.directory.duplicates.weighing import Evidence
from gegenbesuch.directory.duplicates.words_of_names import SAME_FORMS, place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NAME: Final = {
    NameLikeness.SAME: 7.0,
    NameLikeness.ORDER: 6.0,
    NameLikeness.MEANING: 6.0,
    NameLikeness.SPELLING: 5.5,
    NameLikeness.SOUND: 5.5,
    NameLikeness.TYPO: 5.0,
    NameLikeness.ACRONYM: 3.0,
    NameLikeness.UNKNOWN: 0.0,
    NameLikeness.LONGER: -2.0,
    NameLikeness.DIFFERENT: -4.0,
    NameLikeness.ANOTHER: -8.0,
}
_ORDER: Final = list(_NAME)
_SHORT_FORM: Final = re.compile(r"\s*\([A-ZÄÖÜ][A-Za-zÄÖÜäöü&-]{1,9}\)\s*")


@dataclass(eq=False)
class OrganisationFacts:
    """
    What is compared of an organisation; made by `OrganisationFacts.of`.

    Attributes:
        record: What it is about: a primary key, a row of a file.
        parent: The record of the organisation that it belongs to.
    """

    record: object
    names: tuple[str, ...] = ()
    country: str = ""
    places: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    identifiers: frozenset[tuple[str, str]] = frozenset()
    postcodes: frozenset[str] = frozenset()
    parent: object = None
    is_site: bool = False

    @classmethod
    def of(  # noqa: PLR0913 -- an organisation has these facts
        cls,
        record: object,
        names: Iterable[str],
        *,
        country: str = "",
        places: Iterable[str] = (),
        emails: Iterable[str] = (),
        phones: Iterable[str] = (),
        websites: Iterable[str] = (),
        identifiers: Iterable[tuple[str, str]] = (),
        postcodes: Iterable[str] = (),
        parent: object = None,
        is_site: bool = False,
    ) -> OrganisationFacts:
        """Read what is known of an organisation."""
        emails = [email for email in map(normal_email, emails) if email]
        return cls(
            record,
            names=tuple(dict.fromkeys(_without_brackets(names))),
            country=country.upper(),
            places=frozenset(place_of(place) for place in places if place),
            domains=domains_of([*emails, *websites]),
            emails=frozenset(emails),
            phones=frozenset(filter(None, map(normal_phone, phones))),
            identifiers=frozenset(identifiers),
            postcodes=frozenset(
                "".join(filter(str.isalnum, p)) for p in postcodes if p
            ),
            parent=parent,
            is_site=is_site,
        )


def _without_brackets(names: Iterable[str]) -> Iterator[str]:
    """Yield names, and those with a short form in brackets without it."""
    for name in filter(None, names):
        yield name
        bare = _SHORT_FORM.sub(" ", name)
        if bare != name and bare.strip():
            yield bare


def compare_organisations(one: OrganisationFacts, other: OrganisationFacts) -> Evidence:
    """Weigh what speaks for and against two records being one organisation."""
    evidence = Evidence()
    found = _compare_names(evidence, one, other)
    _compare_identifiers(evidence, one, other)
    _compare_where(evidence, one, other)
    _compare_contacts(evidence, one, other)
    _compare_structure(evidence, one, other)
    if found is NameLikeness.ANOTHER and not (one.identifiers & other.identifiers):
        evidence.cap(3)
    return evidence


def _compare_names(
    evidence: Evidence, one: OrganisationFacts, other: OrganisationFacts
) -> NameLikeness:
    best = NameLikeness.UNKNOWN
    pair = ("", "")
    ranks = [
        (_ORDER.index(name_likeness(a, b)), a, b)
        for a in one.names
        for b in other.names
    ]
    if ranks:
        rank, *pair_of_names = min(ranks)
        best, pair = _ORDER[rank], (pair_of_names[0], pair_of_names[1])
        known = [r for r, _a, _b in ranks if _ORDER[r] is not NameLikeness.UNKNOWN]
        if best is NameLikeness.UNKNOWN and known:
            best = _ORDER[min(known)]
    weight = _NAME[best]
    evidence.add(weight, f"organisation_{best}" if weight > 0 else "", pair[0])
    if weight > 0 and contradict(one.names, other.names):
        is_reading = not any(
            name_of(n).has_kanji or not name_of(n).is_japanese for n in pair
        )
        evidence.add(-6 if is_reading else -2.5)
    if weight > 0:
        forms = {name_of(name).form for name in pair} - {""}
        if len(forms) > 1 and not forms <= SAME_FORMS:
            evidence.add(-4)
        elif len(forms) == 1 and not all(name_of(name).form for name in pair):
            evidence.add(0, "form", min(forms))
    return best


def _compare_identifiers(
    evidence: Evidence, one: OrganisationFacts, other: OrganisationFacts
) -> None:
    same = one.identifiers & other.identifiers
    if same:
        scheme, value = min(same)
        evidence.add(10, "identifier", f"{scheme} {value}")
        return
    schemes = {scheme for scheme, _value in one.identifiers} - {"other"}
    if schemes & {scheme for scheme, _value in other.identifiers}:
        evidence.add(-9)


def _compare_where(
    evidence: Evidence, one: OrganisationFacts, other: OrganisationFacts
) -> None:
    if one.country and other.country and one.country != other.country:
        evidence.add(-3)
    if one.postcodes & other.postcodes:
        evidence.add(1.5, "postcode", min(one.postcodes & other.postcodes))
    if one.places and other.places:
        same = one.places & other.places
        if same:
            evidence.add(1, "place", min(same))
        elif not one.postcodes & other.postcodes:
            evidence.add(-4)


def _compare_contacts(
    evidence: Evidence, one: OrganisationFacts, other: OrganisationFacts
) -> None:
    same = one.domains & other.domains
    if same:
        evidence.add(3, "domain", min(same))
    elif one.domains and other.domains:
        evidence.add(-1.5)
    phones = one.phones & other.phones
    if phones:
        evidence.add(3, "phone", min(phones))


def _compare_structure(
    evidence: Evidence, one: OrganisationFacts, other: OrganisationFacts
) -> None:
    if one.parent is not None and one.parent == other.record:
        evidence.add(-10)
    if other.parent is not None and other.parent == one.record:
        evidence.add(-10)
    if one.is_site != other.is_site:
        evidence.add(-3)
