"""Weigh whether two records are about one person."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from gegenbesuch.core.values.name_sorting import NOBILITY, PARTICLES
from gegenbesuch.core.values.search_text import normalise_for_search
from gegenbesuch.directory.duplicates.contacts import (
    domains_of,
    is_shared_address,
    normal_email,
    normal_phone,
)
from gegenbesuch.directory.duplicates.organisation_names import (
    are_same_names,
    is_longer_name,
)
from gegenbesuch.directory.duplicates.parts import Likeness, Which, likeness, part_of
from gegenbesuch.directory.duplicates.readings import (
    are_readings_of_one,
    can_be_read,
    readings_of,
)
from gegenbesuch.directory.duplicates.usual_names import is_very_frequent
from gegenbesuch.directory.duplicates.weighing import Evidence, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gegenbesuch.core.values.name import Name, Spelling

_FAMILY: Final = {
    Likeness.SAME: 4.0,
    Likeness.READING: 4.0,
    Likeness.VARIANT: 3.0,
    Likeness.SOUND: 3.5,
    Likeness.SUBSET: 2.5,
    Likeness.TYPO: 2.5,
    Likeness.MORE: 1.5,
    Likeness.LETTER: -2.0,
    Likeness.ALIKE: -2.0,
    Likeness.INITIAL: 0.5,
    Likeness.UNKNOWN: 0.0,
    Likeness.DIFFERENT: -6.0,
}
_GIVEN: Final = {
    Likeness.SAME: 4.0,
    Likeness.READING: 4.0,
    Likeness.VARIANT: 3.5,
    Likeness.SOUND: 3.5,
    Likeness.SUBSET: 3.0,
    Likeness.SHORT: 2.5,
    Likeness.TYPO: 2.5,
    Likeness.MORE: 1.5,
    Likeness.LETTER: 0.0,
    Likeness.ALIKE: -2.0,
    Likeness.INITIAL: 1.5,
    Likeness.UNKNOWN: 0.0,
    Likeness.DIFFERENT: -8.0,
}
_SAME_NAME: Final = 8.0
_SAME: Final = (Likeness.SAME, Likeness.READING)
_SUFFIX: Final = re.compile(
    r"(?<![\w-])(?:(?:jr|junior|sr|senior|ii|iii|iv)\b\.?|(?:jun|sen)\.|"
    r"\((?:jr|jun|sr|sen)\.?\))",
    re.IGNORECASE,
)
_SUFFIXES: Final = {"junior": "jr", "jun": "jr", "senior": "sr", "sen": "sr"}
_TITLES: Final = re.compile(
    r"(?:\b(?:herrn?|frau|mr|mrs|ms|dr|prof|dipl|ing|med|rer|nat|phil|jur|hc|mag|msc|"
    r"bsc|mba|phd|ma|ba|s\. ?e|h\. ?e)\b\.?-?\s*|様$|氏$|先生$|博士$|教授$)+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Pair:
    """A name in two parts; a part that is not known is empty."""

    family: str
    given: str


@dataclass(eq=False)
class PersonFacts:
    """
    What is compared of a person; made by `PersonFacts.of`.

    Attributes:
        record: What it is about: a primary key, a row of a file.
        pairs: Every spelling of the name that has two parts.
        kanji: The whole name in kanji, without blanks.
        wholes: The whole name in one piece, in each script.
        unparted: Those of them of which nobody knows the parts.
        organisations: Where they are or were: a primary key or a name each.
        related: Those of the organisations that belong to the same company.
        namesakes: How many in the directory bear the same name.
    """

    record: object
    pairs: list[Pair] = field(default_factory=list)
    kanji: str = ""
    wholes: frozenset[str] = frozenset()
    unparted: frozenset[str] = frozenset()
    suffix: str = ""
    salutation: str = ""
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    identifiers: frozenset[tuple[str, str]] = frozenset()
    organisations: frozenset[object] = frozenset()
    organisation_names: tuple[str, ...] = ()
    titles: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    namesakes: int = 1

    @classmethod
    def of(  # noqa: PLR0913 -- a person has these facts
        cls,
        record: object,
        name: Name,
        *,
        emails: Iterable[str] = (),
        phones: Iterable[str] = (),
        identifiers: Iterable[tuple[str, str]] = (),
        organisations: Iterable[object] = (),
        organisation_names: Iterable[str] = (),
        titles: Iterable[str] = (),
        places: Iterable[str] = (),
        salutation: str = "",
    ) -> PersonFacts:
        """Read what is known of a person."""
        latin = name.latin
        written = " ".join(
            filter(None, (name.title, latin.given, latin.family, latin.full))
        )
        return cls(
            record,
            pairs=list(dict.fromkeys(_pairs_of(name))),
            kanji=part_of(name.kanji.joined("")).sound if name.kanji else "",
            wholes=frozenset(_wholes_of(name)),
            unparted=frozenset(_unparted(name)),
            suffix=_suffix_of(written),
            salutation=salutation,
            emails=frozenset(filter(None, map(normal_email, emails))),
            phones=frozenset(filter(None, map(normal_phone, phones))),
            identifiers=frozenset(identifiers),
            organisations=frozenset(organisations),
            organisation_names=tuple(filter(None, organisation_names)),
            titles=frozenset(normalise_for_search(title) for title in titles if title),
            places=frozenset(normalise_for_search(place) for place in places if place),
        )


def compare_people(one: PersonFacts, other: PersonFacts) -> Evidence:
    """Weigh what speaks for and against two records being one person."""
    evidence = Evidence()
    family, given = _compare_names(evidence, one, other)
    _compare_identifiers(evidence, one, other)
    _compare_contacts(evidence, one, other)
    _compare_organisations(evidence, one, other)
    if one.salutation and other.salutation and one.salutation != other.salutation:
        evidence.add(-6)
    if one.suffix != other.suffix:
        evidence.add(-8 if one.suffix and other.suffix else -4.5)
    has_same_number = any(reason.code == "identifier" for reason in evidence.reasons)
    if given is Likeness.DIFFERENT and not has_same_number:
        evidence.cap(4)  # a family, or colleagues, who share a mailbox
    if family is Likeness.UNKNOWN and given is Likeness.UNKNOWN:
        evidence.cap(7)
    return evidence


def _compare_names(
    evidence: Evidence, one: PersonFacts, other: PersonFacts
) -> tuple[Likeness, Likeness]:
    found = max(
        (_compare_pairs(a, b) for a in one.pairs for b in other.pairs),
        key=lambda each: each.weight,
        default=_Compared(0, Likeness.UNKNOWN, Likeness.UNKNOWN, Pair("", "")),
    )
    conflict = any(_is_conflict(a, b) for a in one.pairs for b in other.pairs)
    is_whole = bool(one.unparted & other.wholes or other.unparted & one.wholes)
    if is_whole and found.weight < _SAME_NAME:
        found = replace(
            found, weight=_SAME_NAME, family=Likeness.SAME, given=Likeness.SAME
        )
        conflict = False
    evidence.add(found.weight)
    evidence.reasons += _reasons_of_name(found)
    if one.kanji and other.kanji and one.kanji != other.kanji:
        conflict = True
    elif one.kanji and one.kanji == other.kanji:
        evidence.add(0.5)
    if conflict and found.weight > 0 and found.family is not Likeness.UNKNOWN:
        evidence.add(-7)
    if found.weight > 0:
        evidence.add(-_commonness(found))
        evidence.add(-_frequency(max(one.namesakes, other.namesakes)))
    return found.family, found.given


@dataclass(frozen=True)
class _Compared:
    """How two spellings of names are related."""

    weight: float
    family: Likeness
    given: Likeness
    pair: Pair
    is_swapped: bool = False


@lru_cache(maxsize=50_000)
def _compare_pairs(a: Pair, b: Pair) -> _Compared:
    straight = _compare_parts(a, b)
    if straight.weight >= _SAME_NAME:
        return straight
    turned = _compare_parts(a, Pair(b.given, b.family))
    is_known = Likeness.UNKNOWN not in (turned.family, turned.given)
    if is_known and turned.weight > max(straight.weight, 5):
        return replace(turned, weight=turned.weight - 0.5, is_swapped=True)
    return straight


def _compare_parts(a: Pair, b: Pair) -> _Compared:
    family = _read(likeness(a.family, b.family, "family"), a.family, b.family)
    family = _other_reading(family, a.family, b.family)
    given = _read(likeness(a.given, b.given, "given"), a.given, b.given)
    return _Compared(_FAMILY[family] + _GIVEN[given], family, given, a)


def _read(found: Likeness, one: str, other: str) -> Likeness:
    """Tell whether kanji can be read as the other spelling."""
    if found is not Likeness.UNKNOWN or not one or not other:
        return found
    a, b = part_of(one), part_of(other)
    kanji, sound = (a, b) if a.script == "kanji" else (b, a)
    answer = can_be_read(kanji.sound, sound.sound)
    if answer is None:
        return found
    return Likeness.SOUND if answer else Likeness.DIFFERENT


def _other_reading(found: Likeness, one: str, other: str) -> Likeness:
    """Take for alike what one family name in kanji can be read as."""
    if found is not Likeness.DIFFERENT or not one or not other:
        return found
    a, b = part_of(one), part_of(other)
    is_open = a.script == b.script == "latin" and are_readings_of_one(a.sound, b.sound)
    return Likeness.LETTER if is_open else found


@lru_cache(maxsize=50_000)
def _is_conflict(a: Pair, b: Pair) -> bool:
    """Tell whether the same script writes a whole name in two ways."""
    parts = (a.family, a.given, b.family, b.given)
    scripts = {part_of(part).script for part in parts if part}
    if len(scripts) != 1 or scripts == {"latin"}:
        return False
    found = _compare_pairs(a, b)
    return Likeness.DIFFERENT in (found.family, found.given)


def _reasons_of_name(found: _Compared) -> Iterator[Reason]:
    family, given = found.family, found.given
    close = {Likeness.SAME, Likeness.READING, Likeness.VARIANT}
    if found.is_swapped:
        yield Reason("swapped")
    if family is Likeness.SAME and given is Likeness.SAME:
        yield Reason("name")
        return
    if {family, given} <= close:
        is_reading = Likeness.READING in (family, given)
        yield Reason("name_reading" if is_reading else "name_spelling")
        return
    for which, how in (("family", family), ("given", given)):
        if how not in (Likeness.UNKNOWN, Likeness.DIFFERENT, Likeness.ALIKE):
            yield Reason(f"{which}_{how}")


def _commonness(found: _Compared) -> float:
    """Return how much less a name says that very many people bear."""
    pair = found.pair
    is_family = found.family in _SAME and _is_frequent(pair.family, "family")
    is_given = found.given in _SAME and _is_frequent(pair.given, "given")
    return 1.25 * is_family + 0.5 * is_given


def _is_frequent(text: str, which: Which) -> bool:
    part = part_of(text)
    sounds = readings_of(part.sound) if part.script == "kanji" else {part.sound}
    return any(is_very_frequent(sound, which) for sound in sounds)


def _frequency(namesakes: int) -> float:
    return min(math.log2(namesakes / 3), 4) if namesakes > 3 else 0.0


def _compare_identifiers(
    evidence: Evidence, one: PersonFacts, other: PersonFacts
) -> None:
    for scheme, value in one.identifiers & other.identifiers:
        evidence.add(10, "identifier", f"{scheme} {value}")
        return
    schemes = {scheme for scheme, _value in one.identifiers}
    if schemes & {scheme for scheme, _value in other.identifiers} - {"other"}:
        evidence.add(-10)


def _compare_contacts(evidence: Evidence, one: PersonFacts, other: PersonFacts) -> None:
    same = one.emails & other.emails
    own = sorted(email for email in same if not is_shared_address(email))
    if own:
        evidence.add(6, "email", own[0])
    elif same:
        evidence.add(0.5, "email", min(same))
    elif domains_of(one.emails) & domains_of(other.emails):
        evidence.add(0.5)
    phones = one.phones & other.phones
    if phones:
        evidence.add(3, "phone", min(phones))


def _compare_organisations(
    evidence: Evidence, one: PersonFacts, other: PersonFacts
) -> None:
    names, other_names = one.organisation_names, other.organisation_names
    is_same = bool(one.organisations & other.organisations) or any(
        are_same_names(name, other_name) for name in names for other_name in other_names
    )
    if is_same:
        evidence.add(2.5, "organisation", names[0] if names else "")
        if one.titles & other.titles:
            evidence.add(1, "title")
        return
    if any(is_longer_name(a, b) for a in names for b in other_names):
        evidence.add(0.5)
        return
    has_both = (one.organisations or names) and (other.organisations or other_names)
    if has_both and not domains_of(one.emails) & domains_of(other.emails):
        evidence.add(-1.5)
    if one.places and other.places:
        if one.places & other.places:
            evidence.add(0.5, "place")
        else:
            evidence.add(-1)


# --- Reading names -----------------------------------------------------------


def _pairs_of(name: Name) -> Iterator[Pair]:
    for spelling, is_family_first in (
        (name.latin, False),
        (name.kanji, True),
        (name.kana, True),
    ):
        yield from _pairs_of_spelling(spelling, is_family_first=is_family_first)
    for alias in name.aliases:
        yield from _pairs_of_text(alias)


def _pairs_of_spelling(spelling: Spelling, *, is_family_first: bool) -> Iterator[Pair]:
    if spelling.family or spelling.given:
        yield Pair(_bare(spelling.family), _bare(spelling.given))
    if spelling.full:
        yield from _pairs_of_text(spelling.full, is_family_first=is_family_first)


def _pairs_of_text(text: str, *, is_family_first: bool = False) -> Iterator[Pair]:
    """Yield how a name in one piece may be parted."""
    text = _bare(text)
    if "," in text:
        family, _comma, given = text.partition(",")
        yield Pair(family.strip(), given.strip())
        return
    if "・" in text or "･" in text:
        *names, last = re.split("[・･]", text)
        yield Pair(last, " ".join(names))
        return
    words = text.split()
    if len(words) < 2:
        return
    is_japanese = part_of(text).script != "latin"
    if is_family_first or is_japanese:
        yield Pair(words[0], " ".join(words[1:]))
    else:
        particles = (n for n, word in enumerate(words) if n and word in PARTICLES)
        first = min(next(particles, len(words) - 1), len(words) - 1)
        yield Pair(" ".join(words[first:]), " ".join(words[:first]))


def _wholes_of(name: Name) -> Iterator[str]:
    """Yield the name in one piece, for others that were never parted."""
    for spelling in (name.latin, name.kanji, name.kana):
        parts = [
            part_of(part).sound for part in (spelling.family, spelling.given) if part
        ]
        if len(parts) == 2:
            yield from ("".join(parts), "".join(reversed(parts)))
    yield from _unparted(name)


def _unparted(name: Name) -> Iterator[str]:
    for spelling in (name.latin, name.kanji, name.kana):
        if spelling.full and not (spelling.family and spelling.given):
            yield part_of(_bare(spelling.full)).sound.replace(" ", "")


def _bare(text: str) -> str:
    """Return a part of a name without titles, honorifics, nobility and Jr."""
    text = _SUFFIX.sub("", text)
    text = " ".join(w for w in text.split() if w.casefold() not in NOBILITY) or text
    return " ".join(_TITLES.sub("", f"{text.strip()} ").replace(" ,", ",").split())


def _suffix_of(text: str) -> str:
    found = _SUFFIX.search(text)
    if not found:
        return ""
    suffix = found[0].casefold().strip("().")
    return _SUFFIXES.get(suffix, suffix)
