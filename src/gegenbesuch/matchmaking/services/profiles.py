"""Verbs on profiles: invite, write, submit, review, publish."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.directory import services as directory
from gegenbesuch.directory.models import ContactPoint, Organisation, Person
from gegenbesuch.directory.services.field_values import differing, texts_of
from gegenbesuch.matchmaking import letters, tasks
from gegenbesuch.matchmaking.models import (
    Profile,
    Remark,
    Representative,
    Statement,
)
from gegenbesuch.matchmaking.selectors import missing_in
from gegenbesuch.matchmaking.services.acting import traces
from gegenbesuch.matchmaking.services.requests import lock

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from gegenbesuch.accounts.models import User
    from gegenbesuch.matchmaking.services.acting import Actor
    from gegenbesuch.missions.models import Mission

S = Profile.Status
LINKED = ("sectors", "sought_sectors")


@transaction.atomic
def invite_company(  # noqa: PLR0913 -- an invitation has these parts
    mission: Mission,
    organisation: Organisation | str,
    *,
    side: int,
    contact_name: str,
    contact_email: str,
    contact_language: str,
    at: datetime,
    actor: User | None,
    contact_phone: str = "",
) -> Profile:
    """
    Ask a company to write its profile; it gets a personal link by mail.

    Args:
        organisation: One of the directory, or the name under which to add it.

    Raises:
        ActionError: The company has a profile in this mission.

    """
    if isinstance(organisation, str):
        organisation = directory.create_organisation(
            mission.office,
            actor=actor,
            kind=Organisation.Kind.COMPANY,
            name={contact_language: organisation},
        )
    profile = Profile(
        mission=mission,
        organisation=organisation,
        side=side,
        contact_name=contact_name,
        contact_email=contact_email,
        contact_language=contact_language,
        contact_phone=contact_phone,
        languages=[contact_language],
        invited_at=at,
    )
    try:
        with transaction.atomic():
            profile.save()
    except IntegrityError as error:
        raise ActionError(_("This company takes part already.")) from error
    profile.sectors.set(organisation.sectors.all())
    letters.link_for(
        profile,
        name=contact_name,
        email=contact_email,
        language=contact_language,
        at=at,
        actor=actor,
    )
    audit.record("matchmaking.profile.invited", profile, actor=actor)
    letters.tell(profile, letters.INVITED)
    return profile


@transaction.atomic
def update_profile(
    profile: Profile,
    *,
    values: Mapping[str, Any],
    at: datetime,
    actor: Actor,
) -> Profile:
    """
    Write one step of a profile; leaves no trace when nothing differs.

    Args:
        values: Fields of the model; `offer` and `need`: pairs of language and text;
            `staff`: what the fields of `Representative` hold.
    """
    lock(profile)  # two windows that keep the same step must not both add its rows
    plain = dict(values)
    changes: dict[str, list[Any]] = {}
    for kind in Statement.Kind:
        if kind in plain:
            changes |= _put_statements(profile, kind, plain.pop(kind))
    if "staff" in plain:
        changes |= _put_staff(profile, plain.pop("staff"))
    for field in LINKED:
        if field in plain:
            changes |= _put_sectors(profile, field, plain.pop(field))
    plain = differing(profile, plain)
    changes |= audit.changed(profile, plain)
    if not changes:
        return profile
    for field, value in plain.items():
        setattr(profile, field, value)
    profile.changed_at = at
    profile.save(update_fields=[*plain, "changed_at", "updated_at"])
    audit.record(
        "matchmaking.profile.updated",
        profile,
        changes=changes,
        **traces(actor, profile),
    )
    return profile


def _put_statements(
    profile: Profile, kind: Statement.Kind, rows: Sequence[tuple[str, str]]
) -> dict[str, list[Any]]:
    here = profile.statements.filter(kind=kind).order_by("position", "pk")
    before = [tuple(row) for row in here.values_list("language", "text")]
    after = [(language, text) for language, text in rows]
    if before == after:
        return {}
    here.delete()
    Statement.objects.bulk_create(
        Statement(profile=profile, kind=kind, language=language, text=text, position=n)
        for n, (language, text) in enumerate(after)
    )
    return {kind.value: [[text for _l, text in before], [text for _l, text in after]]}


def _put_staff(
    profile: Profile, rows: Sequence[Mapping[str, Any]]
) -> dict[str, list[Any]]:
    """Write who comes; whoever stays keeps the link to the directory."""
    before = list(profile.staff.order_by("position", "pk"))
    fields = ("name", "function", "email", "phone")
    if [{f: getattr(p, f) for f in fields} for p in before] == list(rows):
        return {}
    known = {str(person.name): person.person_id for person in before}
    profile.staff.all().delete()
    Representative.objects.bulk_create(
        Representative(
            profile=profile,
            position=n,
            person_id=known.get(str(row["name"])),
            **row,
        )
        for n, row in enumerate(rows)
    )
    return {"staff": [[str(p) for p in before], [str(row["name"]) for row in rows]]}


def _put_sectors(
    profile: Profile, field: str, sectors: Iterable[Any]
) -> dict[str, list[Any]]:
    manager = getattr(profile, field)
    before = sorted(manager.values_list("code", flat=True))
    after = sorted(sector.code for sector in sectors)
    if before == after:
        return {}
    manager.set(sectors)
    return {field: [before, after]}


@transaction.atomic
def submit_profile(profile: Profile, *, at: datetime, actor: Actor) -> Profile:
    """
    Hand a profile to the office, which reviews it; what is published stays so.

    Raises:
        ActionError: Something that has to be there is missing.

    """
    needed = [lack.text for lack in missing_in(profile) if lack.is_needed]
    if needed:
        raise ActionError(" ".join(needed))
    if profile.status != S.PUBLISHED:
        profile.status = S.SUBMITTED
    profile.submitted_at = at
    profile.save(update_fields=["status", "submitted_at", "updated_at"])
    audit.record("matchmaking.profile.submitted", profile, **traces(actor, profile))
    return profile


@transaction.atomic
def return_profile(
    profile: Profile,
    *,
    remarks: Iterable[tuple[str, str]],
    at: datetime,
    actor: User,
) -> Profile:
    """
    Ask the company to change something; it gets the remarks by mail.

    Args:
        remarks: Pairs of a step and what to do there.

    Raises:
        ActionError: There is no remark.

    """
    rows = [(step, text.strip()) for step, text in remarks if text.strip()]
    if not rows:
        raise ActionError(_("Please write what the company should change."))
    Remark.objects.bulk_create(
        Remark(profile=profile, step=step, text=text, author=str(actor))
        for step, text in rows
    )
    if profile.status != S.PUBLISHED:
        profile.status = S.RETURNED
    profile.submitted_at = None
    profile.save(update_fields=["status", "submitted_at", "updated_at"])
    audit.record(
        "matchmaking.profile.returned", profile, actor=actor, remarks=len(rows)
    )
    words = "\n".join(f"– {text}" for _step, text in rows)
    letters.tell(profile, letters.RETURNED, remarks=words)
    return profile


@transaction.atomic
def publish_profile(
    profile: Profile, *, until: date | None, at: datetime, actor: User | None
) -> Profile:
    """
    Show other companies what stands in the profile now, until a day.

    The people of the company go into the directory; suggestions are computed anew
    in the background.

    Raises:
        ActionError: Something that has to be there is missing, or the day is over.

    """
    if until is not None and until < at.date():
        raise ActionError(_("The day until which it is published is over."))
    needed = [lack.text for lack in missing_in(profile) if lack.is_needed]
    if needed:
        raise ActionError(" ".join(needed))
    lock(profile)
    is_first = profile.published_at is None
    profile.status = S.PUBLISHED
    profile.published_at, profile.published_until = at, until
    profile.submitted_at = None
    profile.shown = snapshot(profile)
    fields = ("status", "published_at", "published_until", "submitted_at", "shown")
    profile.save(update_fields=[*fields, "updated_at"])
    profile.remarks.filter(done_at=None).update(done_at=at)
    _take_into_directory(profile, actor=actor)
    audit.record(
        "matchmaking.profile.published",
        profile,
        actor=actor,
        until=str(until) if until else "",
    )
    if is_first:
        letters.tell(profile, letters.PUBLISHED)
    transaction.on_commit(partial(_ask_for_suggestions, profile))
    transaction.on_commit(
        partial(tasks.translate_profile.enqueue, profile_id=profile.pk)
    )
    return profile


def _ask_for_suggestions(profile: Profile) -> None:
    tasks.update_suggestions.enqueue(
        mission_id=profile.mission_id,
        code=profile.code,
        asked_at=now().isoformat(),
    )


def snapshot(profile: Profile) -> dict[str, Any]:
    """Return the texts of a profile as they are now."""
    rows = profile.statements.order_by("kind", "position", "pk")
    return {
        "summary": texts_of(profile.summary),
        "statements": [
            {"kind": row.kind, "language": row.language, "text": row.text}
            for row in rows
        ],
    }


def _take_into_directory(profile: Profile, *, actor: User | None) -> None:
    known = Person.objects.filter(roles__organisation=profile.organisation).distinct()
    by_spelling = {text: row for row in known for text in row.name.spellings}
    for member in profile.staff.filter(person=None).order_by("position", "pk"):
        here = [by_spelling.get(text) for text in member.name.spellings]
        member.person = next(filter(None, here), None) or _new_person(
            profile, member, actor=actor
        )
        member.save(update_fields=["person"])
    keys = profile.staff.exclude(person=None).values_list("person", flat=True)
    if keys:
        profile.people.set(keys)


def _new_person(
    profile: Profile, member: Representative, *, actor: User | None
) -> Person:
    contacts = [
        (kind, value)
        for kind, value in (
            (ContactPoint.Kind.EMAIL, member.email),
            (ContactPoint.Kind.PHONE, member.phone),
        )
        if value
    ]
    person = directory.create_person(
        profile.mission.office,
        name=member.name,
        actor=actor,
        contacts=contacts,
        is_invented=profile.organisation.is_invented,
    )
    if member.function:
        directory.add_role(
            person,
            actor=actor,
            organisation=profile.organisation,
            title={profile.contact_language: member.function},
        )
    return person
