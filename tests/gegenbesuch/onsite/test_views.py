"""The pages of the day: the desk, a company's phone, an interpreter."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import now

from gegenbesuch.accounts.models import PersonalLink
from gegenbesuch.accounts.services import link_token
from gegenbesuch.letters.models import OutboxMessage
from gegenbesuch.onsite.models import ContactOffer, Course, Entry, Presence
from gegenbesuch.scheduling.models import Closure, Meeting, SolverRun
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import User
    from gegenbesuch.matchmaking.models import Profile
    from tests.gegenbesuch.onsite.conftest import Day


@pytest.fixture
def today(day: Day) -> Day:
    """The day, its first slot being on now."""
    shift = now() - day.at
    for slot in day.slots:
        slot.starts_at, slot.ends_at = slot.starts_at + shift, slot.ends_at + shift
        slot.save()
    PersonalLink.objects.update(expires_at=now() + timedelta(days=9))
    return day


def token(profile: Profile) -> str:
    return link_token(PersonalLink.objects.get(holder_email__startswith=profile.code))


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def state() -> tuple[str, str]:
    course = Course.objects.get()
    return course.state, course.missing


# --- The desk ----------------------------------------------------------------


@pytest.mark.parametrize("n", [1, 3])
def test_board_asks_a_fixed_number_of_queries(
    today: Day, alba: User, django_assert_num_queries: Any, n: int
) -> None:
    for number in range(n):
        asked = make.RequestFactory(
            sender=today.profile(f"Noch {number} GmbH", 0),
            recipient=today.profile(f"Noch {number} Inc.", 1),
        )
        table = make.TableFactory(session=today.session, position=5 + number)
        meeting = today.place(asked, today.slots[0], table)
        make.CourseFactory(meeting=meeting, desk_says="no_recipient")
        make.RequestFactory(
            sender=asked.sender, recipient=today.profile(f"Wartet {number} Inc.", 1)
        )
    client = signed_in(alba)
    path = f"/sessions/{today.session.code}/day/"
    client.get(path)  # content types are remembered

    with django_assert_num_queries(25):
        shown = page(client, path)

    assert shown.count('class="day-offer"') >= n


def test_desk_judges_prolongs_and_closes(today: Day, bruno: User) -> None:
    desk, code = signed_in(bruno), today.meeting.code

    desk.post(f"/meetings/{code}/judge/", {"verdict": "no_recipient"})
    assert state() == ("no_show", "recipient")
    desk.post(f"/meetings/{code}/judge/", {"verdict": "nonsense"})
    assert state() == ("no_show", "recipient")
    desk.post(f"/meetings/{code}/judge/", {"minutes": "5"})
    assert Course.objects.get().extra_minutes == 5
    table = f"/sessions/{today.session.code}/day/tables/{today.tables[1].pk}/"
    desk.post(table, {"close": "on"})
    assert Closure.objects.filter(table=today.tables[1]).count() == 3


def test_one_click_gives_the_place_to_the_best_request(today: Day, bruno: User) -> None:
    waiting, desk = today.waiting(), signed_in(bruno)
    desk.post(f"/meetings/{today.meeting.code}/judge/", {"verdict": "no_sender"})
    shown = page(desk, f"/sessions/{today.session.code}/day/")
    offer = re.search(r'name="fill" value="([^"]+)"', shown)
    assert offer is not None

    desk.post(f"/sessions/{today.session.code}/day/places/", {"fill": offer[1]})

    waiting.refresh_from_db()
    assert (waiting.slot, waiting.table) == (today.slots[0], today.tables[0])


def test_arrivals_are_found_by_name_and_noted(today: Day, bruno: User) -> None:
    desk, path = signed_in(bruno), f"/sessions/{today.session.code}/day/"
    company = today.home[0]

    shown = page(desk, f"{path}arrivals/?q=kasou")
    assert [name in shown for name in ("Kasou", "Analytik A")] == [True, False]
    desk.post(f"{path}presence/{company.code}/", {"late": "30"})
    late = Presence.objects.get(profile=company)
    assert late.state == "late"
    assert late.until is not None
    desk.post(f"{path}presence/{company.code}/", {"state": "arrived"})
    late.refresh_from_db()
    assert (late.state, late.until) == ("arrived", None)


def test_repair_is_computed_shown_and_applied(today: Day, alba: User) -> None:
    desk, path = signed_in(alba), f"/sessions/{today.session.code}/day/"
    today.slots[0].starts_at += timedelta(minutes=10)
    today.slots[0].save()
    desk.post(f"{path}tables/{today.tables[0].pk}/", {"close": "on"})
    assert 'id="repair"' in page(desk, path)

    desk.post(f"{path}repair/")
    run = SolverRun.objects.get()
    from gegenbesuch.scheduling import solving  # noqa: PLC0415 -- slow import

    solving.compute_schedule(run)
    assert f"/runs/{run.code}/day/apply/" in page(desk, path)
    desk.post(f"/runs/{run.code}/day/apply/")

    assert Meeting.objects.get(pk=today.meeting.pk).table == today.tables[1]
    assert 'id="repair"' not in page(desk, path)


def test_office_reads_what_both_sides_wrote(today: Day, chloe: User) -> None:
    ours, theirs = today.home[0], today.partners[0]
    make.CourseFactory(meeting=today.meeting, desk_says="held")
    make.EntryFactory(meeting=today.meeting, profile=ours, text="Muster <b>")
    make.EntryFactory(
        meeting=today.meeting, profile=theirs, kind="interest", value="strong", text=""
    )
    make.EntryFactory(
        meeting=today.meeting, profile=theirs, kind="next_step", text="Angebot"
    )
    path = f"/sessions/{today.session.code}/day/results/"

    shown = page(signed_in(chloe), f"{path}?state=held")

    texts = ("Muster &lt;b&gt;", "Angebot", "?state=held", "Analytik A")
    assert [text in shown for text in texts] == [True] * 4
    assert "Analytik A" not in page(signed_in(chloe), f"{path}?state=disputed")


# --- A company ---------------------------------------------------------------


def test_phone_without_script_says_and_writes_once(today: Day) -> None:
    path, client = f"/my/day/{token(today.home[0])}/", Client()
    about = {"do": "entry", "meeting": today.meeting.code}
    note = about | {"kind": "note", "key": str(uuid4()), "text": "Muster"}

    client.post(path, about | {"kind": "says", "key": str(uuid4()), "value": "here"})
    for _click in range(2):
        answer = client.post(path, note)

    assert answer["Location"] == f"{path}#talk-{today.meeting.code}"
    assert state() == ("waiting", "")
    assert Entry.objects.filter(kind="note").count() == 1
    assert "Muster" in page(client, path)
    assert "Muster" not in page(client, f"/my/day/{token(today.partners[0])}/")


def test_phone_sends_entries_and_learns_which_are_kept(today: Day) -> None:
    path = f"/my/day/{token(today.home[0])}/entries/"
    row = {
        "key": str(uuid4()),
        "meeting": today.meeting.code,
        "kind": "says",
        "value": "held",
        "at": now().isoformat(),
    }

    def send(*entries: Any) -> Any:
        body = json.dumps({"entries": entries})
        return Client().post(path, body, content_type="application/json")

    assert send(row).json() == {"taken": [row["key"]], "unknown": []}
    assert send(row | {"value": "x"}).status_code == 400
    assert state() == ("held", "")


def test_phone_exchanges_contacts_and_tells_when_it_comes(today: Day) -> None:
    path, client = f"/my/day/{token(today.home[0])}/", Client()
    offer = {"do": "offer", "meeting": today.meeting.code, "key": str(uuid4())}

    client.post(path, offer | {"name": "Weber", "email": "not an address"})
    assert not ContactOffer.objects.exists()
    client.post(path, offer | {"name": "Weber", "email": "weber@a.example"})
    assert ContactOffer.objects.get().withdrawn_at is None
    client.post(path, {"do": "withdraw", "meeting": today.meeting.code})
    assert ContactOffer.objects.get().withdrawn_at is not None
    client.post(path, {"do": "presence", "state": "late", "minutes": "20"})
    assert Presence.objects.get().state == "late"


def test_phone_does_not_reach_meetings_of_others(today: Day) -> None:
    path = f"/my/day/{token(today.home[1])}/"
    offer = {"do": "offer", "key": str(uuid4()), "name": "X", "email": "x@x.example"}

    answer = Client().post(path, offer | {"meeting": today.meeting.code})

    assert answer.status_code == 404
    assert not ContactOffer.objects.exists()


def test_company_asks_another_for_a_meeting_today(today: Day) -> None:
    ours, theirs = today.profile("Neu GmbH", 0), today.profile("Neu Inc.", 1)
    path = f"/my/day/{token(ours)}/ask/"
    assert theirs.code in page(Client(), path)

    Client().post(path, {"partner": theirs.code, "message": "Ventile"})

    asked = page(Client(), f"/my/day/{token(theirs)}/")
    assert "Neu GmbH" in asked
    assert theirs.code not in page(Client(), path)


# --- An interpreter ----------------------------------------------------------


def test_interpreter_gets_a_page_with_their_meetings(today: Day, bruno: User) -> None:
    person = today.interpreter
    Meeting.objects.filter(pk=today.meeting.pk).update(interpreter=person)
    path = f"/sessions/{today.session.code}/day/interpreters/{person.pk}/"
    signed_in(bruno).post(path, {"language": "ja"})
    assert not OutboxMessage.objects.filter(kind="invite_interpreter").exists()
    make.ContactPointFactory(target=person.person, kind="email", value="s@x.example")

    signed_in(bruno).post(path, {"language": "ja"})

    letter = OutboxMessage.objects.get(kind="invite_interpreter")
    link = re.search(r"/link/([^/\s]+)/", letter.body)
    assert link is not None
    assert (letter.to_email, letter.language) == ("s@x.example", "ja")
    answer = Client().get(f"/link/{link[1]}/", follow=True).content.decode()
    assert "Analytik A" in answer
    assert 'class="both-times"' in answer
