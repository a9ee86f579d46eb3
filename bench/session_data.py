"""A session of 500 companies with all that an office and its companies leave in it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

COMPANIES, TABLES, SLOTS, AT_ONCE, WITHOUT = 500, 300, 24, 200, 100
SITES, INTERPRETERS = 3, 40
DAY = timedelta(days=1)
EVERY, LENGTH = timedelta(minutes=25), timedelta(minutes=20)
NOW = datetime.now(UTC).replace(second=0, microsecond=0)
LANGUAGES = "de", "en", "ja"


def make_companies() -> Any:
    """Write an office, a mission and its companies; returns the mission."""
    from gegenbesuch.accounts import services as accounts  # noqa: PLC0415 -- after setup
    from gegenbesuch.core.values.name import Name, Spelling  # noqa: PLC0415
    from gegenbesuch.directory.models import (  # noqa: PLC0415
        ContactPoint,
        Organisation,
        Person,
    )
    from gegenbesuch.matchmaking.models import Marketplace, Profile  # noqa: PLC0415
    from gegenbesuch.missions.models import Mission, Participation  # noqa: PLC0415

    office = accounts.create_office({"en": "Office"}, actor=None)
    user = accounts.create_user("b@office.example", name="B", password=None, actor=None)
    accounts.grant_membership(user, office, role="coordinator", actor=None)
    mission = Mission.objects.create(office=office, title={"en": "Forum"})
    Marketplace.objects.create(mission=mission, is_public=True, suggested_at=NOW)
    companies = Organisation.objects.bulk_create(
        Organisation(
            office=office,
            name={"ja": f"第{n}精密工業株式会社", "en": f"Dai-{n} Seimitsu"}
            if n % 2
            else {"de": f"Werkzeugbau {n} GmbH"},
        )
        for n in range(COMPANIES)
    )
    people = Person.objects.bulk_create(
        Person(
            office=office,
            name=Name(family=f"Tanaka {n}", given="Ken", kanji=Spelling("田中", "健"))
            if n % 2
            else Name(family=f"Weber {n}", given="Anna"),
        )
        for n in range(COMPANIES + INTERPRETERS)
    )
    ContactPoint.objects.bulk_create(
        ContactPoint(target=person, kind="email", value=f"p{n}@works.example")
        for n, person in enumerate(people[:COMPANIES])
    )
    profiles = Profile.objects.bulk_create(
        Profile(
            mission=mission,
            organisation=company,
            side=n % 2,
            languages=["ja", "en"] if n % 2 else ["de", "en"],
            status="published",
            published_at=NOW,
            contact_name=f"Contact {n}",
            contact_email=f"c{n}@works.example",
            contact_language="ja" if n % 2 else "de",
            shown=_shown(n),
        )
        for n, company in enumerate(companies)
    )
    Profile.people.through.objects.bulk_create(
        Profile.people.through(profile=profile, person=person)
        for profile, person in zip(profiles, people[:COMPANIES], strict=True)
    )
    Participation.objects.bulk_create(
        Participation(mission=mission, person=person, position=n, function="member")
        for n, person in enumerate(people[:COMPANIES])
    )
    make_suggestions(profiles)
    return mission


def _shown(n: int) -> dict[str, Any]:
    """Return what other companies see of one."""
    machine = {"en": f"We build machines of kind {n}.", "ja": f"機械{n}を作ります。"}
    return {
        "summary": {"de": f"Wir bauen Maschinen der Art {n}."} | machine,
        "statements": [
            {"kind": kind, "language": "de", "text": f"Text {n}", "machine": machine}
            for kind in ("offer", "offer", "need", "need")
        ],
    }


def make_suggestions(profiles: list[Any]) -> None:
    """Suggest ten partners to each company."""
    from gegenbesuch.matchmaking.models import (  # noqa: PLC0415 -- after setup
        Statement,
        Suggestion,
    )

    Statement.objects.bulk_create(
        Statement(profile=profile, kind=kind, language="de", text="Text", position=n)
        for profile in profiles
        for n, kind in enumerate(("offer", "offer", "need", "need"))
    )
    words = dict.fromkeys(LANGUAGES, "What you offer is what they need.")
    reason = {"signal": "offer", "text": words, "evidence": ["one", "other"]}
    Suggestion.objects.bulk_create(
        Suggestion(
            profile=profile,
            partner=profiles[(n + 2 * rank + 1) % COMPANIES],
            rank=rank,
            score=1 / (rank + 1),
            is_allotted=rank < 5,
            reasons=[reason, reason],
        )
        for n, profile in enumerate(profiles)
        for rank in range(10)
    )


def make_session(mission: Any) -> Any:
    """Write a session in a month with its rooms, requests and schedule."""
    from gegenbesuch.directory.models import Person  # noqa: PLC0415 -- after setup
    from gegenbesuch.scheduling import models  # noqa: PLC0415

    session = models.Session.objects.create(
        mission=mission,
        title={"en": "Meetings", "de": "Gespräche", "ja": "商談会"},
        time_zone="Europe/Berlin",
        partner_time_zone="Asia/Tokyo",
        status="preliminary",
    )
    slots = models.Slot.objects.bulk_create(
        models.Slot(
            session=session,
            position=n,
            block=n // 8,
            starts_at=NOW + 30 * DAY + n * EVERY,
            ends_at=NOW + 30 * DAY + n * EVERY + LENGTH,
        )
        for n in range(SLOTS)
    )
    sites = models.Site.objects.bulk_create(
        models.Site(session=session, name=f"Halle {n}", position=n)
        for n in range(SITES)
    )
    models.Way.objects.bulk_create(
        models.Way(one=one, other=other, minutes=5)
        for n, one in enumerate(sites)
        for other in sites[n + 1 :]
    )
    tables = models.Table.objects.bulk_create(
        models.Table(
            session=session,
            name=str(n + 1),
            position=n,
            site=sites[n * SITES // TABLES],
            features=["Bildschirm"] if n % 10 == 0 else [],
        )
        for n in range(TABLES)
    )
    interpreters = models.Interpreter.objects.bulk_create(
        models.Interpreter(
            session=session, person=person, position=n, pairs=[["de", "ja"]]
        )
        for n, person in enumerate(Person.objects.order_by("pk")[COMPANIES:])
    )
    make_meetings(session, slots, tables, interpreters)
    return session


def make_meetings(session: Any, slots: Any, tables: Any, interpreters: Any) -> None:
    """Write 4,800 meetings at their tables, 100 without a slot, 200 open requests."""
    from gegenbesuch.matchmaking.models import Profile, Request  # noqa: PLC0415
    from gegenbesuch.scheduling import models  # noqa: PLC0415

    profiles = list(Profile.objects.order_by("pk"))
    home, away = profiles[::2], profiles[1::2]
    pairs = [
        (home[n], away[(n + t) % len(away)], slots[t], tables[n])
        for t in range(SLOTS)
        for n in range(AT_ONCE)
    ]
    pairs += [
        (home[n], away[(n + 100) % len(away)], None, None) for n in range(WITHOUT)
    ]
    asked = [(home[n], away[(n + 150) % len(away)]) for n in range(2 * WITHOUT)]
    requests = Request.objects.bulk_create(
        Request(
            mission=session.mission,
            sender=sender,
            recipient=recipient,
            language="de",
            message="Wir möchten Sie gern kennenlernen.",
            status=status,
            expires_at=NOW + timedelta(days=2) if status == "sent" else None,
            decided_at=NOW if status == "accepted" else None,
        )
        for status, sender, recipient in (
            *(("accepted", *pair[:2]) for pair in pairs),
            *(("sent", *pair) for pair in asked),
        )
    )
    meetings = models.Meeting.objects.bulk_create(
        models.Meeting(
            session=session,
            request=request,
            slot=slot,
            table=table,
            interpreter=interpreters[n % AT_ONCE]
            if slot and n % AT_ONCE < INTERPRETERS
            else None,
            status="preliminary" if slot else "unscheduled",
            reasons=[] if slot else _reasons(slots[n % SLOTS].pk),
        )
        for n, (request, (_a, _b, slot, table)) in enumerate(
            zip(requests, pairs, strict=False)
        )
    )
    models.Seat.objects.bulk_create(
        models.Seat(meeting=meeting, profile=profile, slot=slot)
        for meeting, (sender, recipient, slot, _t) in zip(meetings, pairs, strict=True)
        if slot
        for profile in (sender, recipient)
    )
    models.Absence.objects.bulk_create(
        models.Absence(profile=profile, slot=slots[0]) for profile in profiles[-90:]
    )


def _reasons(slot: int) -> list[dict[str, Any]]:
    """Return why a meeting has no slot, and what would help."""
    texts = dict.fromkeys(LANGUAGES, "All tables are taken whenever both are free.")
    cure = {"action": "add-table", "rows": {"slot": slot}, "text": texts, "data": {}}
    return [{"rule": "table-capacity", "data": {}, "text": texts, "cures": [cure] * 3}]


def compute(session: Any) -> None:
    """Leave the computations of a schedule: the one in use, variants, a repair."""
    from gegenbesuch.scheduling import storing  # noqa: PLC0415 -- after setup
    from gegenbesuch.scheduling.models import SolverRun  # noqa: PLC0415

    before = storing.keys_of(session)
    keys = list(before.items())
    turned = [
        (request, (key[0], other[1], other[2]))
        for (request, key), (_r, other) in zip(keys, keys[1:] + keys[:1], strict=True)
    ]
    goals = [
        {"id": goal, "value": 4800, "bound": 4810}
        for goal in ("placed-weight", "idle-gaps", "table-changes")
    ]
    found = {"placed": len(keys), "requests": len(keys) + WITHOUT, "goals": goals}
    every = {"slot": [3] * len(keys), "table": [7] * len(keys)}
    results = {
        "best": found | every | {"seconds": 30.0, "unplaced": []},
        "variants": {
            "variants": [
                found | {"kind": kind, "keys": turned, "reasons": [], "seconds": 30.0}
                for kind in ("best", "pauses", "breather")
            ],
            "before": keys,
            "now": found | {"keys": [], "reasons": []},
        },
        "repair": {
            "keys": turned[:40] + keys[40:],
            "before": keys,
            "reasons": [],
            "changes": 40,
            "changes_bound": 40,
            "lost": 0,
            "seconds": 2.0,
        },
    }
    SolverRun.objects.bulk_create(
        SolverRun(session=session, mode=mode, status="done", result=result)
        for mode, result in results.items()
    )


def publish(session: Any) -> None:
    """Leave a version of the schedule, 60 moves since, and 40 wishes to change it."""
    from gegenbesuch.scheduling import models  # noqa: PLC0415 -- after setup

    version = models.Publication.objects.create(
        session=session,
        number=1,
        state="preliminary",
        feedback_until=NOW + 60 * DAY,
    )
    placed = models.Meeting.objects.filter(session=session, slot__isnull=False)
    placed = list(placed.select_related("request").order_by("pk"))
    free = list(models.Table.objects.filter(session=session).order_by("-pk")[:60])
    models.Placement.objects.bulk_create(
        models.Placement(
            publication=version,
            meeting=meeting,
            slot_id=meeting.slot_id,
            table_id=free[n].pk if n < 60 else meeting.table_id,
            interpreter_id=meeting.interpreter_id,
        )
        for n, meeting in enumerate(placed)
    )
    models.ChangeRequest.objects.bulk_create(
        models.ChangeRequest(
            meeting=meeting,
            profile_id=meeting.request.sender_id,
            kind="other_time",
            text="Unser Zug kommt erst um elf an.",
        )
        for meeting in placed[-40:]
    )


def open_doors(session: Any) -> None:
    """Let it be the middle of the day: who has come, what became of the meetings."""
    from gegenbesuch.matchmaking.models import Profile, Request  # noqa: PLC0415
    from gegenbesuch.onsite import models as onsite  # noqa: PLC0415 -- after setup
    from gegenbesuch.scheduling.models import Meeting, Slot  # noqa: PLC0415

    begin = NOW - timedelta(hours=4)
    for slot in Slot.objects.filter(session=session):
        slot.starts_at = begin + slot.position * EVERY
        slot.ends_at = slot.starts_at + LENGTH
        slot.save()
    onsite.Presence.objects.filter(session=session).delete()
    onsite.Course.objects.filter(meeting__session=session).delete()
    onsite.Presence.objects.bulk_create(
        onsite.Presence(
            session=session,
            profile=profile,
            state="late" if n % 20 == 0 else "arrived",
            until=NOW + timedelta(minutes=20) if n % 20 == 0 else None,
            changed_at=NOW,
        )
        for n, profile in enumerate(Profile.objects.order_by("pk")[:400])
    )
    began = Meeting.objects.filter(session=session, slot__starts_at__lte=NOW)
    began = list(began.select_related("request", "slot").order_by("pk"))
    onsite.Course.objects.bulk_create(
        onsite.Course(
            meeting=meeting,
            sender_says="missed" if n % 100 == 0 else "held",
            recipient_says="held" if n % 200 == 0 else "",
        )
        for n, meeting in enumerate(began)
    )
    onsite.Entry.objects.bulk_create(
        onsite.Entry(
            key=uuid.uuid4(),
            meeting=meeting,
            profile_id=meeting.request.sender_id,
            kind=kind,
            value="strong" if kind == "interest" else "",
            text="" if kind == "interest" else "Muster wird geschickt.",
            at=NOW,
            received_at=NOW,
        )
        for meeting in began
        for kind in ("note", "interest", "next_step")
    )
    Request.objects.filter(status="sent", pk__gt=0).filter(
        pk__in=list(
            Request.objects.filter(status="sent").values_list("pk", flat=True)[:20]
        )
    ).update(expires_at=NOW + timedelta(minutes=25))
