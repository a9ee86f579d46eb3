"""What companies write down on their phones: never lost, never doubled."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.onsite import services, talks
from gegenbesuch.onsite.models import ContactOffer, Course, Entry, Presence
from gegenbesuch.onsite.services.contacts import PURPOSE
from tests import factories as make

if TYPE_CHECKING:
    from gegenbesuch.matchmaking.models import Profile
    from tests.gegenbesuch.onsite.conftest import Day


def said(day: Day, **row: Any) -> services.Said:
    sent = {"key": str(uuid4()), "meeting": day.meeting.code, "at": day.at.isoformat()}
    return services.read_said(sent | row)


def take(
    day: Day, profile: Profile, *rows: services.Said, **late: float
) -> services.Taken:
    at = day.at + timedelta(**late)
    return services.take_entries(profile, rows, by="Anna Weber", at=at)


def test_entries_are_stored_once_however_often_they_arrive(day: Day) -> None:
    rows = [
        said(day, kind="note", text="  Muster bis Juli "),
        said(day, kind="next_step", text="Angebot", due_on="2098-07-01"),
    ]

    first = take(day, day.home[0], *rows)
    second = take(day, day.home[0], *rows, rows[0], hours=9)

    assert first.keys == [str(row.key) for row in rows]
    assert set(second.keys) == set(first.keys)
    stored = Entry.objects.order_by("pk").values_list("text", "due_on", "by")
    assert list(stored) == [
        ("Muster bis Juli", None, "Anna Weber"),
        ("Angebot", date(2098, 7, 1), "Anna Weber"),
    ]
    assert AuditEntry.objects.filter(verb="onsite.meeting.written").count() == 1


def test_both_at_the_table_makes_the_meeting_go_on(day: Day) -> None:
    take(day, day.home[0], said(day, kind="says", value="here"))
    assert Course.objects.get().state == "waiting"

    take(day, day.partners[0], said(day, kind="says", value="here"))

    assert Course.objects.get().state == "running"
    arrived = Presence.objects.filter(state="arrived").values_list("profile", flat=True)
    assert set(arrived) == {day.home[0].pk, day.partners[0].pk}


def test_contradiction_is_disputed(day: Day) -> None:
    take(day, day.home[0], said(day, kind="says", value="missed"))
    assert Course.objects.get().missing == "recipient"

    take(day, day.partners[0], said(day, kind="says", value="here"))

    assert Course.objects.get().state == "disputed"


def test_what_was_said_last_counts_and_not_what_arrives_last(day: Day) -> None:
    early = said(day, kind="says", value="missed")
    later = (day.at + timedelta(minutes=2)).isoformat()
    take(day, day.home[0], said(day, kind="says", value="here", at=later), minutes=3)

    take(day, day.home[0], early, hours=5)

    assert Course.objects.get().sender_says == "here"
    assert Entry.objects.count() == 2


def test_clock_that_is_ahead_counts_as_now(day: Day) -> None:
    ahead = (day.at + timedelta(days=3)).isoformat()

    take(day, day.home[0], said(day, kind="says", value="here", at=ahead))

    assert Entry.objects.get().at == day.at
    assert Course.objects.get().sender_said_at == day.at


def test_entries_about_meetings_of_others_are_not_taken(day: Day) -> None:
    secret = day.waiting()  # nobody has been told of it
    rows = [
        said(day, kind="note", text="fremd"),
        said(day, kind="note", text="unbekannt", meeting=secret.code),
    ]

    taken = take(day, day.home[1], *rows)

    assert (taken.keys, taken.unknown) == ([], [str(row.key) for row in rows])
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "broken",
    [
        {"kind": "hint", "text": "x"},
        {"kind": "says", "value": "maybe"},
        {"kind": "note", "text": "   "},
        {"kind": "note", "text": "x", "key": "1"},
        {"kind": "note", "text": "x", "at": "2098-06-03T10:00:00"},
        {"kind": "next_step", "text": "x", "due_on": "soon"},
    ],
)
def test_read_said_refuses_what_the_page_does_not_send(
    day: Day, broken: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        said(day, **broken)


def test_notes_stay_with_their_company(day: Day) -> None:
    take(day, day.home[0], said(day, kind="note", text="geheim"))
    take(day, day.home[0], said(day, kind="interest", value="some"))
    take(day, day.home[0], said(day, kind="interest", value="strong"))

    ours, theirs = (
        talks.day_of(profile, at=day.at).talks[0]
        for profile in (day.home[0], day.partners[0])
    )

    assert [entry.text for entry in ours.notes] == ["geheim"]
    assert (ours.interest, theirs.interest) == ("strong", "")
    assert list(theirs.entries) == []


# --- Contacts ----------------------------------------------------------------


def offer(day: Day, profile: Profile, name: str, **more: Any) -> ContactOffer:
    email = f"{name.lower()}@company.example"
    parts = {"key": uuid4(), "name": name, "email": email, "phone": "0341 1"} | more
    return services.offer_contact(day.meeting, profile, at=day.at, **parts)


def contacts(day: Day, profile: Profile) -> list[str]:
    return [offer.email for offer in talks.day_of(profile, at=day.at).talks[0].contacts]


def test_contacts_are_shown_only_while_both_agree(day: Day) -> None:
    home, partner = day.home[0], day.partners[0]

    offer(day, home, "Weber")
    assert (contacts(day, home), contacts(day, partner)) == ([], [])

    offer(day, partner, "Tanaka")
    assert contacts(day, home) == ["tanaka@company.example"]
    assert contacts(day, partner) == ["weber@company.example"]

    services.withdraw_contact(day.meeting, home, by="Weber", at=day.at)
    assert (contacts(day, home), contacts(day, partner)) == ([], [])


def test_offer_is_one_however_often_it_is_sent(day: Day) -> None:
    key = uuid4()

    first = offer(day, day.home[0], "Weber", key=key)
    again = offer(day, day.home[0], "Weber", key=key)

    assert first == again
    with pytest.raises(ActionError):
        offer(day, day.home[0], "Weber")
    entry = AuditEntry.objects.get(verb="onsite.contact.offered")
    assert entry.context["purpose"] == PURPOSE
    assert "weber@company.example" not in str(entry.context)


def test_offer_needs_name_and_address(day: Day) -> None:
    with pytest.raises(ActionError):
        offer(day, day.home[0], "Weber", email="")


@pytest.mark.database
def test_the_database_keeps_keys_and_offers_once(day: Day) -> None:
    entry = make.EntryFactory(meeting=day.meeting)
    made = make.ContactOfferFactory(meeting=day.meeting)

    for repeat in (
        lambda: make.EntryFactory(meeting=day.meeting, key=entry.key),
        lambda: make.ContactOfferFactory(meeting=day.meeting, email=made.email),
        lambda: make.ContactOfferFactory(meeting=day.meeting, key=made.key),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            repeat()


def test_a_note_is_changed_and_taken_off_and_the_old_text_goes(day: Day) -> None:
    note = said(day, kind="note", text="Muster bis Juli")
    key = str(note.key)
    take(day, day.home[0], note)

    later = (day.at + timedelta(minutes=2)).isoformat()
    change = said(day, kind="note", text="Muster bis Mai", replaces=key, at=later)
    take(day, day.home[0], change, minutes=3)
    old = said(day, kind="note", text="Ältere Fassung", replaces=key)
    take(day, day.home[0], old, minutes=4)

    shown = talks.day_of(day.home[0], at=day.at).talks[0].notes
    assert [(entry.text, entry.first_key) for entry in shown] == [
        ("Muster bis Mai", note.key)
    ]
    assert not Entry.objects.filter(text__in=["Muster bis Juli", "Ältere Fassung"])

    latest = (day.at + timedelta(minutes=5)).isoformat()
    off = said(day, kind="note", text="", replaces=key, at=latest)
    take(day, day.home[0], off, minutes=6)
    assert talks.day_of(day.home[0], at=day.at).talks[0].notes == []


def test_nobody_changes_the_notes_of_the_other_side(day: Day) -> None:
    note = said(day, kind="note", text="Muster bis Juli")
    take(day, day.home[0], note)

    foreign = said(day, kind="note", text="Fremd", replaces=str(note.key))
    take(day, day.partners[0], foreign, minutes=2)

    assert Entry.objects.get(key=note.key).text == "Muster bis Juli"


def test_what_is_a_year_old_is_forgotten_but_not_what_became_of_it(day: Day) -> None:
    take(
        day,
        day.home[0],
        said(day, kind="note", text="Muster bis Juli"),
        said(day, kind="interest", value="strong"),
    )
    make.ContactOfferFactory(meeting=day.meeting)
    other = make.EntryFactory(meeting=make.MeetingFactory())
    make.SlotFactory(session=other.meeting.session)
    end = day.slots[-1].ends_at

    assert services.forget_old_days(end + timedelta(days=364)) == 1
    assert services.forget_old_days(end + timedelta(days=366)) == 3
    assert services.forget_old_days(end + timedelta(days=366)) == 0

    assert list(Entry.objects.values_list("kind", "value", "by")) == [
        ("interest", "strong", "")
    ]
    assert not ContactOffer.objects.exists()
    entry = AuditEntry.objects.filter(verb="onsite.session.forgotten").last()
    assert entry is not None
    assert (entry.actor, entry.target_id) == (None, day.session.pk)


def test_company_says_of_a_meeting_that_is_over_that_it_could_not_come(
    day: Day,
) -> None:
    over = day.slots[0].ends_at + timedelta(minutes=5)
    with translation.override("en"):
        now, later = (
            dict(talks.day_of(day.home[0], at=at).talks[0].choices)
            for at in (day.at, over)
        )

    assert (now["absent"], later["absent"]) == ("We can't come", "We could not come")
