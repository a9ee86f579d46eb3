"""
The keys by which a record is looked up among others.

A key is something two records of one person or organisation usually share: a
mail address, the sound of the name, the name with one letter taken out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gegenbesuch.directory.duplicates.contacts import is_shared_address
from gegenbesuch.directory.duplicates.organisation_names import name_of
from gegenbesuch.directory.duplicates.organisations import OrganisationFacts
from gegenbesuch.directory.duplicates.parts import part_of
from gegenbesuch.directory.duplicates.people import Pair, PersonFacts
from gegenbesuch.directory.duplicates.readings import readings_of
from gegenbesuch.directory.duplicates.usual_names import usual_form

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_SOUND: Final = 40


def keys_of(record: Any) -> set[str]:
    """Return what a record is looked up by."""
    if isinstance(record, PersonFacts):
        return set(_keys_of_person(record))
    return set(_keys_of_organisation(record))


def _keys_of_person(record: PersonFacts) -> Iterator[str]:
    yield from (f"i:{scheme}:{value}" for scheme, value in record.identifiers)
    yield from (f"e:{email}" for email in record.emails if not is_shared_address(email))
    yield from (f"p:{phone}" for phone in record.phones)
    at = [str(each) for each in record.organisations]
    at += [name_of(name).sound for name in record.organisation_names]
    around = [*at, *record.places]
    if record.kanji:
        yield f"k:{record.kanji}"
        yield from (f"ko:{record.kanji}:{place}" for place in around)
    yield from (f"a:{whole}" for whole in record.wholes)
    for name in whole_names(record):
        yield f"n:{name}"
        yield from (f"no:{name}:{place}" for place in around)
    for pair in record.pairs:
        yield from _keys_of_pair(pair, at)


def _keys_of_pair(pair: Pair, at: list[str]) -> Iterator[str]:
    families, givens = _sounds(pair.family), _sounds(pair.given)
    for family in families:
        for given in givens:
            if len(given) > 1:
                yield from (f"d:{family}:{part}" for part in _shortened(given))
                yield from (f"d:{part}:{given}" for part in _shortened(family))
                yield from (f"o:{place}:{given[:3]}:{family[:2]}" for place in at)
                yield from (f"og:{place}:{given}" for place in at)
            yield from (f"oi:{place}:{family}:{given[:1]}" for place in at)
            yield f"fi:{family}:{given[:1]}"
        yield from (f"of:{place}:{family}" for place in at)
    family_sounds, given_sounds = (
        part_of(part).skeletons if part else frozenset()
        for part in (pair.family, pair.given)
    )
    for sound in family_sounds:
        yield f"sf:{sound}:{part_of(pair.given).sound[:1] if pair.given else ''}"
        yield from (f"so:{place}:{sound}" for place in at)
        yield from (f"s:{':'.join(sorted((sound, each)))}" for each in given_sounds)
    for sound in given_sounds:
        yield f"sg:{sound}:{part_of(pair.family).sound[:1] if pair.family else ''}"


def whole_names(record: Any) -> set[str]:
    """Return the names of a person in one piece, in whatever order they stand."""
    if not isinstance(record, PersonFacts):
        return set()
    return {
        ":".join(sorted((family, given)))
        for pair in record.pairs
        for family in _sounds(pair.family)
        for given in _sounds(pair.given)
    }


def _sounds(text: str) -> list[str]:
    """Return the forms of a part of a name by which it is looked up."""
    if not text:
        return []
    part = part_of(text)
    if part.script == "kanji":
        return sorted(readings_of(part.sound))
    sounds = [usual_form(part.sound)]
    if len(part.words) > 1:
        sounds += [usual_form(word) for word in part.words if len(word) > 1]
    return sounds


def _shortened(word: str) -> set[str]:
    """Return a word, and what is left of it when a letter is taken out."""
    if len(word) < 4:
        return {word}
    return {word} | {word[:n] + word[n + 1 :] for n in range(len(word))}


def _keys_of_organisation(record: OrganisationFacts) -> Iterator[str]:
    yield from (f"i:{scheme}:{value}" for scheme, value in record.identifiers)
    yield from (f"w:{domain}" for domain in record.domains)
    yield from (f"p:{phone}" for phone in record.phones)
    where = [*record.places, *record.domains, *record.postcodes]
    for text in record.names:
        name = name_of(text)
        whole = {f"x:{exact}" for exact in name.exact} | {f"s:{name.sound}"}
        if len(name.meanings) > 1 or not name.is_japanese:
            whole.add("m:" + ":".join(sorted(name.meanings)))
        yield from whole
        yield from (f"{key}@{place}" for key in whole for place in where)
        yield from (f"d:{part}" for part in _shortened(name.sound[:_LONGEST_SOUND]))
        yield from (f"c:{sound}" for sound in name.sounds_in_one)
        yield from (f"c1:{s}" for word in name.sounds for s in word if len(s) > 2)
