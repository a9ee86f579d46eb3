from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.name import Name
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.letters.models import OutboxMessage
from gegenbesuch.missions import letters, services
from tests import factories as make
from tests.cast import signed_in
from tests.factories import shown

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.missions.models import Mission

pytestmark = pytest.mark.django_db
on = PartialDate.from_code
REASON = make.i18n("Taifun in Osaka.", "Typhoon in Osaka.", "大阪に台風。")


def mailed(target: Any, email: str) -> Any:
    make.ContactPointFactory(kind="email", value=email, **make.on(target))
    return target


@pytest.fixture
def mission(office: Office) -> Mission:
    """A mission with one of each who have to be told."""
    found = make.MissionFactory(
        office=office,
        status="fixed",
        title=make.i18n("Japanreise", "Trip to Japan", "日本出張"),
        starts_on=on("2031-06-03"),
        ends_on=on("2031-06-10"),
    )
    person = make.PersonFactory(office=office, languages=["en"])
    company = make.OrganisationFactory(office=office)
    host = make.OrganisationFactory(office=office, languages=["ja"])
    make.ParticipationFactory(
        mission=found, person=mailed(person, "person@a.example"), function="member"
    )
    make.ParticipationFactory(
        mission=found,
        person=None,
        organisation=mailed(company, "firm@a.example"),
        function="company",
    )
    silent = make.PersonFactory(office=office)
    make.ParticipationFactory(mission=found, person=silent, function="member")
    item = make.ProgrammeItemFactory(
        mission=found, planned_on=on("2031-06-05"), status="confirmed"
    )
    item.hosts.add(mailed(host, "host@a.example"))
    guest_list = make.GuestListFactory(
        office=office, mission=found, on=date(2031, 6, 4), starts=time(18)
    )
    make.GuestFactory(
        guest_list=guest_list,
        status="accepted",
        email="guest@a.example",
        language="ja",
    )
    make.GuestFactory(guest_list=guest_list, status="declined", email="no@a.example")
    make.ApplicationFactory(
        office=office,
        call=make.CallFactory(office=office, mission=found),
        email="applicant@a.example",
        language="de",
    )
    return found


EVERYBODY = {
    "applicant@a.example": "de",
    "firm@a.example": "de",
    "guest@a.example": "ja",
    "host@a.example": "ja",
    "person@a.example": "en",
}


def mails() -> dict[str, str]:
    return dict(
        OutboxMessage.objects.order_by("to_email").values_list("to_email", "language")
    )


def test_cancel_mission_tells_everybody_once_in_their_language(
    mission: Mission, bruno: User
):
    told = services.cancel_mission(mission, reason=REASON, actor=bruno)

    assert (told, mails()) == (5, EVERYBODY)
    mission.refresh_from_db()
    assert (mission.status, str(mission.status_reason)) == ("cancelled", str(REASON))
    entry = AuditEntry.objects.get(verb="missions.mission.cancelled")
    assert entry.changes["status"] == ["fixed", "cancelled"]
    assert entry.context["told"] == 5
    mail = OutboxMessage.objects.get(to_email="guest@a.example")
    assert "大阪に台風。" in mail.body
    assert "/link/" in mail.body or "http" in mail.body
    mail = OutboxMessage.objects.get(to_email="person@a.example")
    assert mail.subject == "Cancelled: Trip to Japan"
    assert "Typhoon in Osaka." in mail.body
    assert "{" not in mail.body
    with pytest.raises(ActionError):
        services.cancel_mission(mission, reason=REASON, actor=bruno)
    assert OutboxMessage.objects.count() == 5


def test_nobody_is_told_of_what_somebody_else_called_off_meanwhile(
    mission: Mission, bruno: User
):
    other = type(mission).objects.get(pk=mission.pk)
    services.cancel_mission(other, reason=REASON, actor=bruno)

    with pytest.raises(ActionError):
        services.postpone_mission(mission, reason=REASON, actor=bruno)

    assert OutboxMessage.objects.count() == 5


def test_those_who_cannot_be_written_to_are_named(mission: Mission):
    found = letters.addressees_of(mission)
    assert len([row for row in found if not row.email]) == 1
    assert len(found) == 6


def test_postpone_mission_moves_all_that_lies_ahead(mission: Mission, bruno: User):
    make.StopFactory(
        mission=mission, arrives_on=on("2031-06-03"), leaves_on=on("2031-06-05")
    )
    held = make.ProgrammeItemFactory(
        mission=mission, planned_on=on("2031-06-03"), status="held"
    )
    step = make.StepFactory(mission=mission, due_on=date(2031, 5, 1))
    answer_by = mission.guest_lists.get().answer_by

    services.postpone_mission(
        mission, reason=REASON, starts_on=date(2031, 10, 1), actor=bruno
    )

    mission.refresh_from_db()
    assert mission.status == "fixed"
    assert (mission.starts_on, mission.ends_on, mission.postponed_from) == (
        on("2031-10-01"),
        on("2031-10-08"),
        on("2031-06-03"),
    )
    stop, item = mission.stops.get(), mission.items.exclude(pk=held.pk).get()
    assert (stop.arrives_on, stop.leaves_on) == (on("2031-10-01"), on("2031-10-03"))
    assert (item.planned_on, item.status) == (on("2031-10-03"), "changed")
    held.refresh_from_db()
    assert held.planned_on == on("2031-06-03")
    step.refresh_from_db()
    assert step.due_on == date(2031, 8, 29)
    event = mission.guest_lists.get()
    assert event.on == date(2031, 10, 2)
    assert (event.answer_by - answer_by).days == 120
    assert mails() == EVERYBODY
    mail = OutboxMessage.objects.get(to_email="person@a.example")
    assert "3–10 June 2031" in mail.body
    assert "1–8 October 2031" in mail.body
    with pytest.raises(ActionError):
        services.postpone_mission(
            mission, reason=REASON, starts_on=date(2031, 10, 1), actor=bruno
        )
    assert OutboxMessage.objects.count() == 5


def test_a_postponed_mission_gets_its_new_date_later(mission: Mission, bruno: User):
    services.postpone_mission(mission, reason=REASON, actor=bruno)
    assert (mission.status, mission.starts_on) == ("postponed", on("2031-06-03"))
    with pytest.raises(ActionError):
        services.postpone_mission(mission, reason=REASON, actor=bruno)

    services.postpone_mission(
        mission, reason=REASON, starts_on=date(2031, 10, 1), actor=bruno
    )

    assert (mission.status, mission.starts_on) == ("planned", on("2031-10-01"))
    assert OutboxMessage.objects.count() == 10


def test_companies_with_a_profile_are_told(mission: Mission, bruno: User):
    company = make.OrganisationFactory(office=mission.office)
    profile = make.ProfileFactory(mission=mission, organisation=company)
    profile.people.add(
        mailed(make.PersonFactory(office=mission.office), "boss@b.example")
    )
    make.ProfileFactory(
        mission=mission,
        organisation=mailed(
            make.OrganisationFactory(office=mission.office), "info@c.example"
        ),
    )

    services.cancel_mission(mission, reason=REASON, actor=bruno)

    assert set(mails()) == {*EVERYBODY, "boss@b.example", "info@c.example"}


def test_participants_are_greeted_as_the_directory_has_it(
    mission: Mission, bruno: User
):
    name = Name(family="Kurz", given="Randy", title="Dr.")
    person = make.PersonFactory(
        office=mission.office, name=name, salutation="mr", languages=["de"]
    )
    make.ParticipationFactory(
        mission=mission, person=mailed(person, "randy@kurz.example")
    )

    services.cancel_mission(mission, reason=REASON, actor=bruno)

    mail = OutboxMessage.objects.get(to_email="randy@kurz.example")
    assert mail.body.startswith("Sehr geehrter Herr Dr. Kurz,")


def test_an_old_mission_is_cancelled_without_a_word(mission: Mission, bruno: User):
    assert not services.cancel_mission(mission, reason=REASON, actor=bruno, tell=False)
    assert mails() == {}


@pytest.mark.parametrize("status", ["done", "closed", "cancelled"])
def test_what_was_held_is_not_called_off(status: str, bruno: User):
    mission = make.MissionFactory(status=status)
    with pytest.raises(ActionError):
        services.cancel_mission(mission, reason=REASON, actor=bruno)
    with pytest.raises(ActionError):
        services.postpone_mission(mission, reason=REASON, actor=bruno)


def test_the_page_shows_first_and_a_second_click_sends_nothing(
    mission: Mission, bruno: User
):
    client = signed_in(bruno)
    url = reverse("missions:call-off", args=[mission.code])
    data = {
        "what": "postpone",
        "starts_on": "2031-10-01",
        "reason_1": "Typhoon in Osaka.",
        "reason_0": "Taifun in Osaka.",
        "tell": "on",
        **shown(mission),
    }

    page = client.post(f"{url}?lang=en", data | {"preview": "1"}).content.decode()
    assert mails() == {}
    assert "Everything ahead moves by 120 days." in page
    assert "5 mails will be sent." in page
    assert "New dates: Trip to Japan" in page

    assert client.post(url, data | {"do": "1"}).status_code == 302
    assert mails() == EVERYBODY
    assert client.post(url, data | {"do": "1"}).status_code == 200
    assert OutboxMessage.objects.count() == 5


def test_the_guest_reads_that_it_is_cancelled(mission: Mission, bruno: User):
    services.cancel_mission(mission, reason=REASON, actor=bruno)
    mail = OutboxMessage.objects.get(to_email="guest@a.example")
    address = next(word for word in mail.body.split() if "http" in word)
    path = "/" + address.split("/", 3)[3]

    page = signed_in(bruno).get(path, follow=True).content.decode()

    assert "中止となり、開催されません。" in page
    assert "大阪に台風。" in page
    assert "<textarea" not in page
    assert 'name="comes"' not in page


def test_guests_told_with_the_mission_are_not_told_again(mission: Mission, bruno: User):
    from gegenbesuch.guests.services import call_off  # noqa: PLC0415 -- above

    services.cancel_mission(mission, reason=REASON, actor=bruno)
    assert call_off(mission.guest_lists.get(), actor=bruno) == 0
