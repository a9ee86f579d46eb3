from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils.timezone import now

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.values.name import Name, Spelling
from gegenbesuch.guests import services
from gegenbesuch.guests.address import address_line, salutation, spoken_form
from gegenbesuch.guests.models import Guest, GuestList
from gegenbesuch.letters.models import OutboxMessage
from tests import factories as make
from tests.cast import signed_in
from tests.factories import i18n
from tests.gegenbesuch.letters.conftest import Postbox
from tests.gegenbesuch.missions.test_views import queries_of

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User

pytestmark = pytest.mark.django_db
AT = datetime(2131, 5, 1, tzinfo=UTC)
SAHARA = Name(
    family="Sahara",
    given="Koichi",
    kanji=Spelling("佐原", "光一"),
    kana=Spelling("さはら", "こういち"),
)


@pytest.fixture
def event(office: Office) -> GuestList:
    made: GuestList = make.GuestListFactory(
        mission__office=office,
        title=i18n("Empfang", "Reception", "歓迎会"),
        place__name=i18n("Toyohashi", ja="豊橋"),
    )
    return made


# --- Who is on it ------------------------------------------------------------


def test_people_come_with_their_present_function(event: GuestList, bruno: User):
    person = make.PersonFactory(
        office=event.office, name=SAHARA, languages=["ja"], salutation="mr"
    )
    make.RoleFactory(person=person, title=i18n("Stadtrat"), ended_on="2008")
    make.RoleFactory(person=person, title=i18n("Bürgermeister", ja="豊橋市長"))
    make.ContactPointFactory(
        **make.on(person), kind="email", value="sahara@city.example"
    )

    (guest,) = services.add_people(event, [person], actor=bruno)

    assert (str(guest.title), guest.language, guest.address, guest.email) == (
        "Bürgermeister", "ja", "mr", "sahara@city.example",
    )  # fmt: skip


def test_the_dead_the_archived_and_the_known_are_left_out(
    event: GuestList, bruno: User
):
    office = event.office
    known = make.PersonFactory(office=office)
    services.add_people(event, [known], actor=bruno)
    people = [
        known,
        make.PersonFactory(office=office, is_deceased=True),
        make.PersonFactory(office=office, archived_at=AT),
    ]

    assert services.add_people(event, people, actor=bruno) == []
    for person in people:
        with pytest.raises(ActionError):
            services.add_guest(
                event, name=person.name, language="de", person=person, actor=bruno
            )


def test_a_distribution_list_is_put_on(event: GuestList, bruno: User):
    entry = make.DistributionEntryFactory(
        list__office=event.office, person__office=event.office
    )
    address = reverse("guests:add-from-list", args=[event.code])

    signed_in(bruno).post(address, {"distribution_list": entry.list.pk})

    assert [guest.person for guest in event.guests.all()] == [entry.person]


def test_the_directory_is_searched(event: GuestList, bruno: User):
    from gegenbesuch.directory import services as directory  # noqa: PLC0415 -- app ready

    person = directory.create_person(event.office, name=SAHARA, actor=bruno)

    page = signed_in(bruno).get(
        reverse("guests:add-guests", args=[event.code]), {"q": "佐原"}
    )

    assert page.context["hits"] == [person]


def test_an_invited_guest_is_not_taken_off(event: GuestList, bruno: User):
    guest = make.GuestFactory(guest_list=event, status="invited")

    with pytest.raises(ActionError):
        services.remove_guest(guest, actor=bruno)


# --- Writing to them ---------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        (
            "de",
            "Einladung: Empfang",
            [
                "Guten Tag Randy Kurz",
                "18:00 Uhr (japanische Zeit, JST)",
                "20. Mai 2131",
            ],
        ),
        (
            "en",
            "Invitation: Reception",
            ["Dear Randy Kurz", "18:00 (Japanese time, JST)"],
        ),
        ("ja", "ご招待：歓迎会", ["様", "18:00 (日本時間 JST)", "豊橋"]),
    ],
)
def test_the_invitation_is_in_the_guests_language(
    language: str, subject: str, words: list[str], postbox: Postbox
):
    event = make.GuestListFactory(
        title=i18n("Empfang", "Reception", "歓迎会"),
        place__name=i18n("Toyohashi", ja="豊橋"),
    )
    guest = make.GuestFactory(
        guest_list=event, language=language, name=Name(family="Kurz", given="Randy")
    )

    assert services.invite_guests(event, [guest], actor=None, at=AT) == 1

    (mail,) = postbox.mails
    assert mail["Subject"] == subject
    assert mail["Content-Language"] == language
    plain: Any = mail.get_body(("plain",))
    text = plain.get_content().replace("\xa0", " ")
    assert [word for word in words if word not in text] == []
    assert "/link/" in text


@pytest.mark.django_db(transaction=True)
def test_a_failed_mail_is_shown_at_the_guest(postbox: Postbox):
    guest = make.GuestFactory(email="wrong@company.example")
    bruno = make.MembershipFactory(office=guest.guest_list.office).user
    postbox.refuses = {"wrong@company.example": "550 no such user"}

    services.invite_guests(guest.guest_list, [guest], actor=None, at=AT)

    for address in (guest.guest_list.get_absolute_url(), guest.get_absolute_url()):
        assert "no such user" in signed_in(bruno).get(address).content.decode()


def test_nobody_is_invited_twice(event: GuestList, bruno: User):
    guest = make.GuestFactory(guest_list=event)

    counts = [
        services.invite_guests(event, [guest], actor=bruno, at=AT) for _n in range(2)
    ]

    assert counts == [1, 0]


def test_the_dead_are_neither_invited_nor_reminded(event: GuestList, bruno: User):
    dead = make.PersonFactory(office=event.office, is_deceased=True)
    listed = make.GuestFactory(guest_list=event, person=dead)
    other = make.PersonFactory(office=event.office, is_deceased=True)
    invited = make.GuestFactory(guest_list=event, person=other, status="invited")

    assert services.invite_guests(event, [listed], actor=bruno, at=AT) == 0
    assert services.remind_guests(event, [invited], actor=bruno, at=AT) == 0

    assert not OutboxMessage.objects.exists()


def test_who_has_no_address_is_invited_by_letter(event: GuestList, bruno: User):
    guest = make.GuestFactory(guest_list=event, email="")

    services.invite_guests(event, [guest], actor=bruno, at=AT)

    guest.refresh_from_db()
    assert guest.status == "invited"
    assert not OutboxMessage.objects.exists()


def test_only_who_has_not_answered_is_reminded(event: GuestList, bruno: User):
    guests = [
        make.GuestFactory(guest_list=event, status=status)
        for status in Guest.Status.values
    ]

    count = services.remind_guests(event, guests, actor=bruno, at=AT)

    mails = set(OutboxMessage.objects.values_list("to_email", flat=True))
    assert count == 2
    assert mails == {guests[1].email, guests[2].email}


def test_only_chosen_guests_are_reminded(event: GuestList, bruno: User):
    one, _other = make.GuestFactory.create_batch(2, guest_list=event, status="invited")

    signed_in(bruno).post(
        reverse("guests:remind-guests", args=[event.code]), {"guests": [one.code]}
    )

    assert [m.to_email for m in OutboxMessage.objects.all()] == [one.email]


def test_after_the_deadline_nobody_is_invited(event: GuestList, bruno: User):
    guest = make.GuestFactory(guest_list=event)

    with pytest.raises(ActionError):
        services.invite_guests(event, [guest], actor=bruno, at=event.answer_by)


def test_thanks_go_out_once_and_not_before(event: GuestList, bruno: User):
    guest = make.GuestFactory(guest_list=event, status="accepted")
    with pytest.raises(ActionError):
        services.thank_guests(event, [guest], actor=bruno, at=AT)
    after = datetime(2131, 6, 6, tzinfo=UTC)

    counts = [
        services.thank_guests(event, [guest], actor=bruno, at=after) for _n in range(2)
    ]

    assert counts == [1, 0]


def test_all_are_told_when_it_is_called_off(event: GuestList, bruno: User):
    for status in Guest.Status.values:
        make.GuestFactory(guest_list=event, status=status)
    with pytest.raises(ActionError):
        services.call_off(event, actor=bruno)
    event.mission.status, event.mission.status_reason = "cancelled", i18n("Taifun")
    event.mission.save()

    assert services.call_off(event, actor=bruno) == 4
    assert all("Taifun" in mail.body for mail in OutboxMessage.objects.all())
    with pytest.raises(ActionError):
        services.invite_guests(event, event.guests.all(), actor=bruno, at=AT)


# --- Forms of address --------------------------------------------------------

AMBASSADOR = Name(family="Yagi", given="Takeshi", title="S. E.")


@pytest.mark.parametrize(
    ("name", "kind", "language", "line", "greeting", "spoken"),
    [
        (Name(family="Kurz", given="Randy", title="Dr."), "mr", "de",
         "Herrn Dr. Randy Kurz", "Sehr geehrter Herr Dr. Kurz,", "Herr Dr. Kurz"),
        (Name(family="Kurz", given="Ute"), "ms", "en",
         "Ms Ute Kurz", "Dear Ms Kurz,", "Ms Kurz"),
        (Name(family="Kurz", given="Ute", title="Dr."), "ms", "en",
         "Dr. Ute Kurz", "Dear Dr. Kurz,", "Dr. Kurz"),
        (Name(family="Kurz", given="Kim"), "", "de",
         "Kim Kurz", "Guten Tag Kim Kurz,", "Kim Kurz"),
        (AMBASSADOR, "mr", "de",
         "Herrn S. E. Takeshi Yagi", "Exzellenz,", "Exzellenz"),
        (AMBASSADOR, "mr", "en",
         "H.E. Takeshi Yagi", "Your Excellency,", "Your Excellency"),
        (SAHARA, "mr", "ja",
         "豊橋市長 佐原光一様", "豊橋市長 佐原光一様", "佐原市長"),
    ],
)  # fmt: skip
def test_forms_of_address(
    name: Name, kind: str, language: str, line: str, greeting: str, spoken: str
):
    guest = Guest(name=name, address=kind, title=i18n("", "", "豊橋市長"))

    assert (
        address_line(guest, language),
        salutation(guest, language),
        spoken_form(guest, language),
    ) == (line, greeting, spoken)


def test_the_form_of_address_that_the_office_wrote_goes_before_the_usual():
    forms = {"letter.de": "Lieber Randy,", "envelope.de": "Herrn\nOB Kurz"}
    person = make.PersonFactory.build(office=None, address_forms=forms)
    guest = Guest(name=Name(family="Kurz", given="Randy"), address="mr", person=person)

    assert salutation(guest, "de") == "Lieber Randy,"
    assert address_line(guest, "de") == "Herrn OB Kurz"
    assert salutation(guest, "en") == "Dear Mr Kurz,"


# --- Pages -------------------------------------------------------------------


def test_a_list_begins_with_what_the_programme_says(office: Office, bruno: User):
    mission = make.MissionFactory(office=office, place=make.PlaceFactory())
    item = make.ProgrammeItemFactory(mission=mission, planned_on="2131-06-05")
    address = reverse("guests:create-guest-list", args=[mission.code])

    form = signed_in(bruno).get(address, {"item": item.code}).context["form"]

    assert form["on"].value() == date(2131, 6, 5)
    assert form["place"].value() == mission.place_id


def test_the_deadline_is_on_the_clock_of_the_place(event: GuestList, bruno: User):
    data = {
        "title_0": "Empfang",
        "on": "2131-06-05",
        "starts": "18:00",
        "place": event.place.pk,
        "answer_by_day": "2131-05-20",
        "answer_by_clock": "12:00",
    } | make.shown(event)

    signed_in(bruno).post(reverse("guests:update-guest-list", args=[event.code]), data)

    event.refresh_from_db()
    assert event.answer_by == datetime(2131, 5, 20, 3, tzinfo=UTC)


def test_whom_nobody_answered_is_counted(event: GuestList, bruno: User):
    GuestList.objects.update(answer_by=now())
    make.GuestFactory(guest_list=event, status="reminded")

    page = signed_in(bruno).get(event.get_absolute_url())

    assert page.context["silent"] == 1


@pytest.mark.parametrize("n", [1, 3])
def test_queries(n: int, event: GuestList, bruno: User):
    for _n in range(n):
        guest = make.GuestFactory(
            guest_list=event,
            person=make.PersonFactory(office=event.office),
            organisation=make.OrganisationFactory(office=event.office),
        )
        make.GuestFactory(guest_list=event, companion_of=guest)
        make.OutboxMessageFactory(office=event.office, target=guest)
        make.GuestListFactory(mission=event.mission)

    assert queries_of(bruno, "guests:guest-list", event.code) == 8
    assert queries_of(bruno, "guests:guest-lists", event.mission.code) == 5
    assert queries_of(bruno, "guests:guest", guest.code) == 6


def test_a_function_in_another_language_is_marked_and_not_cut_open(
    event: GuestList, bruno: User
):
    make.GuestFactory(guest_list=event, title=i18n("", ja="市長"))

    text = signed_in(bruno).get(event.get_absolute_url()).content.decode()

    assert '<span lang="ja">市長</span>' in text
