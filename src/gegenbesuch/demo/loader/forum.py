"""The invented forum: companies, requests, the session and personal links."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Choices
from django.utils.timezone import now
from i18nfield.strings import LazyI18nString

from gegenbesuch.accounts.models import Language
from gegenbesuch.accounts.services import issue_link
from gegenbesuch.demo.loader.directory import put_person
from gegenbesuch.demo.loader.world import keep, put
from gegenbesuch.directory.models import Role
from gegenbesuch.directory.services import index_people
from gegenbesuch.matchmaking.models import (
    Marketplace,
    Profile,
    Request,
    Statement,
)
from gegenbesuch.matchmaking.services.profiles import snapshot
from gegenbesuch.matchmaking.tasks import update_suggestions
from gegenbesuch.missions.models import Participation
from gegenbesuch.scheduling.models import Absence, Interpreter, Session, Slot, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gegenbesuch.demo.loader.reading import DataSet
    from gegenbesuch.demo.loader.record import Record
    from gegenbesuch.demo.loader.world import World
    from gegenbesuch.directory.models import Person

_PERSON = "name languages works_for title"
_SESSION = (
    "mission title place venue time_zone partner_time_zone day meeting_minutes "
    "buffer_minutes blocks tables interpreters"
)
_BLOCK = "starts slots"
_INTERPRETER = "person pairs closed_slots"
_PROFILE = "side languages people absent_slots representatives summary statements"
_STATEMENT = "offer need language"
_SENDER = "language message to"
_REQUEST = "priority status"
_LINK = "holder email language expires_on"

_FREELANCE = LazyI18nString(
    {"de": "freiberuflich", "en": "freelance", "ja": "フリーランス"}
)


#: Numbers that are kept free for stories, and such as can't exist.
PHONES = {"de": "+49 30 23125 {:03}", "ja": "+81 3 0000 {:04}"}
#: The demo's requests are open now, long before the forum.
OPENS_BEFORE = timedelta(days=300)


class _Side(Choices):
    """How the files call the two sides of a forum."""

    HOME = "home"
    PARTNER = "partner"


_SIDES = {_Side.HOME: Profile.Side.HOME, _Side.PARTNER: Profile.Side.PARTNER}


def load_forum(world: World, data: DataSet) -> None:
    """Write the people, the session with its slots, profiles, requests and links."""
    for record in data.records("forum/people.yaml", _PERSON):
        _put_representative(world, record)
    index_people(world.people.values())
    sessions = data.records("forum/session.yaml", _SESSION)
    for record in sessions:
        session = _put_session(world, record)
        slots = _write_slots(record, session)
        _open_marketplace(session, slots)
        _write_profiles(world, data, session, slots)
        _write_interpreters(world, record, session, slots)
        _write_requests(world, data)
        # The worker of the demo computes who could meet whom.
        ask = partial(
            update_suggestions.enqueue, mission_id=session.mission_id, is_whole=True
        )
        transaction.on_commit(ask)
        _write_links(world, data)


def _put_representative(world: World, record: Record) -> None:
    person = put_person(world, record, is_invented=True)
    employer = record.one("works_for", world.organisations, "organisation")
    put(
        record,
        Role,
        f"{record.code}-1",
        person=person,
        organisation=employer,
        organisation_text=LazyI18nString("") if employer else _FREELANCE,
        title=record.text("title"),
    )


def _put_session(world: World, record: Record) -> Session:
    mission = record.the("mission", world.missions, "mission")
    return put(
        record,
        Session,
        record.code,
        mission=mission,
        title=record.text("title"),
        place=record.one("place", world.places, "place"),
        venue=record.text("venue", needed=False),
        time_zone=record.zone("time_zone"),
        partner_time_zone=record.zone("partner_time_zone"),
        is_invented=mission.is_invented,
    )


def _write_slots(record: Record, session: Session) -> list[Slot]:
    """Write slots and tables in place, so that meetings keep theirs."""
    length = timedelta(minutes=record.integer("meeting_minutes", least=1))
    pause = timedelta(minutes=record.integer("buffer_minutes"))
    day, zone = record.day("day"), ZoneInfo(session.time_zone)
    slots: list[Slot] = []
    for block, part in enumerate(record.rows("blocks", _BLOCK)):
        begins = datetime.combine(day, part.clock("starts") or time(), tzinfo=zone)
        for _number in range(part.integer("slots", least=1)):
            slot, _created = Slot.objects.update_or_create(
                session=session,
                position=len(slots),
                defaults={
                    "block": block,
                    "starts_at": begins,
                    "ends_at": begins + length,
                },
            )
            slots.append(slot)
            begins += length + pause
    for position in range(record.integer("tables", least=1)):
        Table.objects.update_or_create(
            session=session, position=position, defaults={"name": f"{position + 1}"}
        )
    return slots


def _open_marketplace(session: Session, slots: Sequence[Slot]) -> None:
    Marketplace.objects.update_or_create(
        mission=session.mission,
        defaults={
            "starts_at": slots[0].starts_at,
            "ends_at": slots[-1].ends_at,
            "opens_at": slots[0].starts_at - OPENS_BEFORE,
            "time_zone": session.time_zone,
            "interpreters": ["de-ja", "en-ja"],
            "is_public": True,
        },
    )


def _write_profiles(
    world: World, data: DataSet, session: Session, slots: Sequence[Slot]
) -> None:
    mission = session.mission
    for position, record in enumerate(data.records("forum/profiles.yaml", _PROFILE)):
        organisation = world.organisations.get(record.code)
        if organisation is None:
            raise record.error("", f"there is no organisation {record.code!r}")
        profile = put(
            record,
            Profile,
            f"{mission.code}-{record.code}",
            mission=mission,
            organisation=organisation,
            side=_SIDES[record.choice("side", _Side)],
            summary=record.text("summary"),
            languages=record.words("languages"),
            representatives=record.integer("representatives", 1, least=1),
        )
        profile.sectors.set(organisation.sectors.all())
        people = record.many("people", world.people, "person")
        profile.people.set(people)
        _write_statements(record, profile)
        _publish(profile, people[0] if people else None, position)
        Absence.objects.filter(profile=profile, slot__session=session).delete()
        Absence.objects.bulk_create(
            Absence(profile=profile, slot=slot)
            for slot in _slots(record, "absent_slots", slots)
        )
        Participation.objects.create(
            mission=mission,
            organisation=organisation,
            person=people[0] if people else None,
            function=Participation.Function.COMPANY,
            position=position,
        )
        keep(world.profiles, record, profile)


def _publish(profile: Profile, contact: Person | None, position: int) -> None:
    """Publish a profile with a contact whom nobody can reach by mail or phone."""
    language = "ja" if profile.organisation.country == "JP" else "de"
    profile.status, profile.published_at = Profile.Status.PUBLISHED, now()
    profile.shown = snapshot(profile)
    profile.contact_language = language
    profile.contact_name = contact.name.display(language) if contact else ""
    profile.contact_email = f"{profile.organisation.code}@example.org"
    profile.contact_phone = PHONES[language].format(position)
    profile.save()


def _write_statements(record: Record, profile: Profile) -> None:
    profile.statements.all().delete()
    for position, part in enumerate(record.rows("statements", _STATEMENT)):
        kinds = [kind for kind in Statement.Kind if part.has(kind.value)]
        if len(kinds) != 1:
            raise part.error("", "either offer or need is wanted")
        Statement.objects.create(
            profile=profile,
            kind=kinds[0],
            language=part.choice("language", Language),
            text=part.word(kinds[0].value),
            position=position,
        )


def _write_interpreters(
    world: World, record: Record, session: Session, slots: Sequence[Slot]
) -> None:
    for position, part in enumerate(record.rows("interpreters", _INTERPRETER)):
        person = part.the("person", world.people, "person")
        interpreter, _created = Interpreter.objects.update_or_create(
            session=session,
            person=person,
            defaults={"pairs": part.words("pairs"), "position": position},
        )
        interpreter.closed_slots.set(_slots(part, "closed_slots", slots))
        Participation.objects.create(
            mission=session.mission,
            person=person,
            function=Participation.Function.INTERPRETER,
            is_public=False,
            position=len(world.profiles) + position,
        )


def _write_requests(world: World, data: DataSet) -> None:
    for record in data.records("forum/requests.yaml", _SENDER):
        sender = world.profiles.get(record.code)
        if sender is None:
            raise record.error("", f"there is no profile {record.code!r}")
        for part in record.parts("to", _REQUEST):
            recipient = world.profiles.get(part.code)
            if recipient is None or recipient.side == sender.side:
                problem = f"{part.code!r} is no company of the other side"
                raise part.error("", problem)
            put(
                part,
                Request,
                f"{record.code}-{part.code}",
                mission=sender.mission,
                sender=sender,
                recipient=recipient,
                message=record.word("message"),
                language=record.choice("language", Language),
                priority=part.choice(
                    "priority", Request.Priority, Request.Priority.NORMAL
                ),
                status=part.choice("status", Request.Status, Request.Status.ACCEPTED),
            )


def _write_links(world: World, data: DataSet) -> None:
    for record in data.records("forum/links.yaml", _LINK):
        profile = world.profiles.get(record.code)
        if profile is None:
            raise record.error("", f"there is no profile {record.code!r}")
        holder = record.the("holder", world.people, "person")
        language = record.choice("language", Language)
        profile.contact_email = record.word("email")
        profile.save(update_fields=["contact_email"])
        issue_link(
            profile,
            office=world.office,
            holder_name=holder.name.display(language),
            holder_email=record.word("email"),
            language=language,
            expires_at=datetime.combine(
                record.day("expires_on"),
                time(),
                tzinfo=ZoneInfo(world.office.time_zone),
            ),
            actor=None,
        )


def _slots(record: Record, field: str, slots: Sequence[Slot]) -> list[Slot]:
    numbers = record.integers(field)
    for number in numbers:
        if number > len(slots):
            raise record.error(field, f"there is no slot {number}")
    return [slots[number - 1] for number in numbers]
