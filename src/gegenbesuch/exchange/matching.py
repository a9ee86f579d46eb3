"""
Whether a row is about somebody who is there already.

What proves it (the same mail address and no other name, the same name in the
same organisation, the same number of a register) decides by itself; what only
suggests it makes the row doubtful, and a person decides.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from gegenbesuch.directory.models import Organisation, Person
from gegenbesuch.exchange import likeness
from gegenbesuch.exchange.known import (
    Record,
    contact_key,
    keys_of,
    keys_of_texts,
    scripts_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import _StrPromise

    from gegenbesuch.exchange.drafts import Draft
    from gegenbesuch.exchange.known import Known

_REACHABLE = {"email", "phone", "mobile"}
_MOST_CANDIDATES = 5


@dataclass(frozen=True)
class Similar:
    """A record that a row may be about, and why."""

    record: Record
    reason: str | _StrPromise


@dataclass
class Match:
    """
    What was found for a row.

    Attributes:
        same: The record that it is about, without doubt.
        reason: Why.
        similar: Records that it may be about; empty if `same` is there.
    """

    same: Record | None = None
    reason: str | _StrPromise = ""
    similar: list[Similar] = field(default_factory=list)


def match_organisation(draft: Draft, known: Known) -> Match:
    """Look for the organisation that a row names."""
    for identifier in draft.identifiers:
        for record in known.by_identifier[identifier]:
            if record.model is Organisation:
                return Match(record, _("same number in the register"))
    keys = keys_of_texts(draft.organisation.values())
    found = _found(known, Organisation, keys)
    similar = []
    for record in found:
        doubt = _doubt_about(draft, record)
        if not doubt:
            return Match(record, _("same name"))
        similar.append(Similar(record, doubt))
    similar += _by_engine(
        known, Organisation, likeness.facts_of_organisation(draft), similar
    )
    for record in _with_page_of(draft, known):
        if record in found:
            continue
        if not scripts_of(keys) & scripts_of(record.keys):
            return Match(record, _("same website, name in another script"))
        similar.append(Similar(record, _("same website, another name")))
    return Match(similar=similar[:_MOST_CANDIDATES])


def _doubt_about(draft: Draft, record: Record) -> str | _StrPromise:
    """Return what speaks against a record of the same name."""
    if draft.country and record.country and draft.country != record.country:
        return _("same name, in another country")
    schemes = {scheme for scheme, _value in draft.identifiers}
    if schemes & {scheme for scheme, _value in record.identifiers}:
        return _("same name, another number in the register")
    return ""


def _with_page_of(draft: Draft, known: Known) -> list[Record]:
    pages = [
        contact_key(c.kind, c.value) for c in draft.contacts if c.kind == "website"
    ]
    return [
        r for page in pages for r in known.by_contact[page] if r.model is Organisation
    ]


def match_person(draft: Draft, organisation: Record | None, known: Known) -> Match:
    """Look for the person that a row names, knowing their organisation."""
    if draft.name is None:
        return Match()
    keys = keys_of(draft.name)
    reached = {
        contact_key(c.kind, c.value)
        for c in draft.contacts
        if c.kind in _REACHABLE and not c.of_organisation
    }
    candidates = dict.fromkeys(_found(known, Person, keys))
    for contact in reached:
        candidates |= dict.fromkeys(
            r for r in known.by_contact[contact] if r.model is Person
        )
    similar = []
    for record in candidates:
        verdict, reason = _compare(draft, keys, reached, organisation, record)
        if verdict == "same":
            return Match(record, reason)
        if verdict == "similar":
            similar.append(Similar(record, reason))
    facts = likeness.facts_of_person(draft, organisation)
    similar += [
        each
        for each in _by_engine(known, Person, facts, similar)
        if not _is_somebody_else(reached, organisation, each.record)
    ]
    return Match(similar=similar[:_MOST_CANDIDATES])


def _is_somebody_else(
    reached: set[tuple[str, str]], organisation: Record | None, record: Record
) -> bool:
    """Tell whether both organisation and ways to reach them are other ones."""
    theirs = {c for c in record.contacts if c[0] in _REACHABLE}
    is_elsewhere = bool(record.organisations) and (
        organisation is None or organisation not in record.organisations
    )
    return is_elsewhere and bool(reached and theirs) and not reached & theirs


def _compare(  # noqa: PLR0911 -- a list of cases
    draft: Draft,
    keys: set[str],
    reached: set[tuple[str, str]],
    organisation: Record | None,
    record: Record,
) -> tuple[str, str | _StrPromise]:
    """Return `same`, `similar` or nothing, and why."""
    same_name = bool(keys & record.keys)
    clash = not same_name and bool(scripts_of(keys) & scripts_of(record.keys))
    mails = {value for kind, value in reached if kind == "email"}
    their_mails = {value for kind, value in record.contacts if kind == "email"}
    same_mail = bool(mails & their_mails)
    other_mail = bool(mails and their_mails and not same_mail)
    same_phone = any(c in record.contacts for c in reached if c[0] != "email")
    same_place = organisation is not None and organisation in record.organisations
    other_place = bool(record.organisations) and bool(draft.organisation)
    if same_mail and not clash:
        return "same", _("same mail address")
    if same_mail:
        return "similar", _("same mail address, another name")
    if not same_name:
        return "", ""
    if same_place and other_mail:
        return "similar", _("same name and organisation, another mail address")
    if same_place:
        return "same", _("same name in the same organisation")
    if same_phone:
        return "same", _("same name and telephone number")
    if other_place and _is_somebody_else(reached, organisation, record):
        return "", ""
    if other_place:
        return "similar", _("same name in another organisation")
    return "similar", _("same name")


def organisation_in_another_script(
    draft: Draft, person: Record | None
) -> Record | None:
    """Return the only organisation of a person, if the row writes it otherwise."""
    if person is None or len(person.organisations) != 1 or not draft.organisation:
        return None
    record = next(iter(person.organisations))
    keys = keys_of_texts(draft.organisation.values())
    return None if scripts_of(keys) & scripts_of(record.keys) else record


def _by_engine(
    known: Known, model: type, facts: Any, others: list[Similar]
) -> list[Similar]:
    """Return what the engine that finds duplicates adds to what was found."""
    by_pk = known.people if model is Person else known.organisations
    seen = {id(each.record) for each in others}
    return [
        Similar(record, reason)
        for record, reason in known.likeness.similar(model, facts, by_pk)
        if id(record) not in seen
    ]


def _found(known: Known, model: type, keys: Iterable[str]) -> list[Record]:
    return list(dict.fromkeys(r for key in keys for r in known.by_key[model, key]))
