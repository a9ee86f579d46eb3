"""Requests: expiry, quotas, other times, colleagues, withdrawal, reminders."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation

from gegenbesuch.accounts.models import PersonalLink
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.letters.models import OutboxMessage
from gegenbesuch.matchmaking import selectors, services
from gegenbesuch.matchmaking.models import Marketplace, Profile, Request
from tests import factories as make

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.missions.models import Mission

pytestmark = pytest.mark.django_db
AT = datetime(2131, 5, 1, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def mission(office: Office) -> Mission:
    made: Mission = make.MissionFactory(
        office=office, starts_on=PartialDate.from_code("2131-06")
    )
    return made


@pytest.fixture
def pair(mission: Mission) -> tuple[Profile, Profile]:
    return (
        make.ProfileFactory(mission=mission, contact_email="sender@company.example"),
        make.ProfileFactory(
            mission=mission, side=1, contact_email="recipient@company.example"
        ),
    )


def ask(pair: tuple[Profile, Profile], at: datetime = AT, **more: Any) -> Request:
    words = {"message": "Guten Tag", "language": "de", "actor": None} | more
    return services.send_request(*pair, at=at, **words)


def linked(*profiles: Profile) -> None:
    for profile in profiles:
        make.PersonalLinkFactory(
            target=profile,
            office=profile.mission.office,
            holder_email=profile.contact_email or f"{profile.code}@company.example",
        )


def mails() -> list[tuple[str, str]]:
    rows = OutboxMessage.objects.order_by("pk")
    return [(row.kind, row.to_email) for row in rows]


# --- Expiry ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "within"),
    [
        (timedelta(days=30), timedelta(days=3)),
        (timedelta(days=7, seconds=1), timedelta(days=3)),
        (timedelta(days=7), timedelta(hours=12)),
        (timedelta(minutes=1), timedelta(hours=12)),
        (timedelta(0), timedelta(minutes=30)),
        (timedelta(hours=-3), timedelta(minutes=30)),
    ],
)
def test_answer_by_depends_on_how_near_the_first_meeting_is(
    before: timedelta, within: timedelta
) -> None:
    market = Marketplace(starts_at=AT + before, ends_at=AT + timedelta(days=60))

    assert market.answer_by(AT) == AT + within


def test_answer_by_is_never_after_the_last_meeting() -> None:
    market = Marketplace(starts_at=AT - DAY, ends_at=AT + timedelta(minutes=10))

    assert market.answer_by(AT) == AT + timedelta(minutes=10)


def test_send_request_without_dates_waits_three_days(
    pair: tuple[Profile, Profile],
) -> None:
    assert ask(pair).expires_at == AT + 3 * DAY


def test_expire_requests_ends_what_is_due_and_tells_who_asked(
    pair: tuple[Profile, Profile],
) -> None:
    linked(pair[0])
    request = ask(pair)

    assert services.expire_requests(AT + 3 * DAY - timedelta(seconds=1)) == 0
    assert services.expire_requests(AT + 3 * DAY) == 1
    assert services.expire_requests(AT + 3 * DAY) == 0

    request.refresh_from_db()
    assert (request.status, request.decided_at) == ("expired", AT + 3 * DAY)
    assert mails() == [("expire_request", "sender@company.example")]
    assert AuditEntry.objects.filter(verb="matchmaking.request.expired").count() == 1


def test_accept_request_refuses_what_ran_out_before_the_duty_came(
    pair: tuple[Profile, Profile],
) -> None:
    request = ask(pair)

    with pytest.raises(ActionError, match="time to answer"):
        services.accept_request(request, at=AT + 3 * DAY, actor=None)


@pytest.mark.parametrize("status", ["expired", "withdrawn"])
def test_send_request_may_ask_anew(status: str, pair: tuple[Profile, Profile]) -> None:
    make.RequestFactory(sender=pair[0], recipient=pair[1], status=status)

    assert ask(pair).status == "sent"


def test_send_request_takes_a_no_for_a_no(pair: tuple[Profile, Profile]) -> None:
    make.RequestFactory(sender=pair[0], recipient=pair[1], status="declined")

    with pytest.raises(ActionError):
        ask(pair)


# --- Who may ask, how often --------------------------------------------------


def test_send_request_keeps_the_time_to_ask(pair: tuple[Profile, Profile]) -> None:
    make.MarketplaceFactory(
        mission=pair[0].mission, opens_at=AT, starts_at=AT + DAY, ends_at=AT + 2 * DAY
    )

    with pytest.raises(ActionError):
        ask(pair, at=AT - timedelta(seconds=1))
    with pytest.raises(ActionError):
        ask(pair, at=AT + 2 * DAY)
    assert ask(pair, at=AT).status == "sent"


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize(
    "state",
    [{"status": "draft"}, {"published_until": AT.date() - DAY}, {"status": "returned"}],
)
def test_send_request_needs_two_published_profiles(
    which: int, state: dict[str, Any], pair: tuple[Profile, Profile]
) -> None:
    for field, value in state.items():
        setattr(pair[which], field, value)

    with pytest.raises(ActionError):
        ask(pair)


def test_send_request_counts_what_waits_on_both_sides(mission: Mission) -> None:
    make.MarketplaceFactory(mission=mission, most_sent=2, most_received=3)
    home = make.ProfileFactory.create_batch(5, mission=mission)
    there = make.ProfileFactory.create_batch(5, mission=mission, side=1)
    ask((home[0], there[0]))
    ask((home[0], there[1]))

    with pytest.raises(ActionError, match="2 of your requests"):
        ask((home[0], there[2]))
    ask((home[1], there[0]))
    ask((home[2], there[0]))
    with pytest.raises(ActionError, match="So many requests"):
        ask((home[3], there[0]))


def test_an_answer_makes_room_for_the_next_request(mission: Mission) -> None:
    make.MarketplaceFactory(mission=mission, most_sent=1)
    sender = make.ProfileFactory(mission=mission)
    there = make.ProfileFactory.create_batch(2, mission=mission, side=1)
    services.accept_request(ask((sender, there[0])), at=AT, actor=None)

    assert ask((sender, there[1])).status == "sent"


def test_pending_requests_take_no_place(mission: Mission) -> None:
    full = make.ProfileFactory(mission=mission, most_meetings=1)
    there = make.ProfileFactory.create_batch(3, mission=mission, side=1)
    waiting = [ask((sender, full)) for sender in there]

    services.accept_request(waiting[2], at=AT, actor=None)

    with pytest.raises(ActionError, match="no meeting left"):
        services.accept_request(waiting[0], at=AT, actor=None)


# --- Answers -----------------------------------------------------------------


def test_send_request_tells_the_recipient_with_links_that_ask_again(
    pair: tuple[Profile, Profile],
) -> None:
    linked(*pair)

    request = ask(pair, message="Wir suchen einen Vertrieb.")

    mail = OutboxMessage.objects.get()
    assert mail.to_email == "recipient@company.example"
    assert "Wir suchen einen Vertrieb." in mail.body
    assert f"/requests/{request.code}/?answer=accept" in mail.body
    assert f"/requests/{request.code}/?answer=decline" in mail.body


def test_decline_request_tells_the_reason(pair: tuple[Profile, Profile]) -> None:
    linked(pair[0])
    request = ask(pair)

    services.decline_request(
        request, at=AT, actor=None, reason="no_time", reason_text="Bis Juni belegt."
    )

    request.refresh_from_db()
    assert (request.reason, request.reason_text) == ("no_time", "Bis Juni belegt.")
    assert "Bis Juni belegt." in OutboxMessage.objects.get().body


def test_propose_time_turns_the_request_round(pair: tuple[Profile, Profile]) -> None:
    linked(*pair)
    request = ask(pair)

    services.propose_time(request, proposal="Dienstag", at=AT + DAY, actor=None)

    request = selectors.request_pages().get()
    assert request.answering == pair[0]
    assert (request.proposal, request.expires_at) == ("Dienstag", AT + 4 * DAY)
    assert list(selectors.inbox_of(pair[0])) == [request]
    assert not selectors.inbox_of(pair[1]).exists()
    assert mails()[-1] == ("propose_time", "sender@company.example")
    services.accept_request(request, at=AT + DAY, actor=None)
    assert mails()[-1] == ("accept_request", "recipient@company.example")


def test_hand_over_request_gives_the_colleague_an_own_link(
    pair: tuple[Profile, Profile],
) -> None:
    linked(*pair)
    request = ask(pair)

    services.hand_over_request(
        request,
        name="Mika Sato",
        email="mika@company.example",
        language="ja",
        at=AT,
        actor=None,
    )

    link = PersonalLink.objects.get(holder_email="mika@company.example")
    assert link.target == pair[1]
    mail = OutboxMessage.objects.get(kind="hand_over_request")
    assert (mail.to_email, mail.language) == ("mika@company.example", "ja")
    assert f"/requests/{request.code}/?answer=accept" in mail.body
    assert selectors.address_of(pair[1], request) == link
    assert selectors.address_of(pair[1]) != link


def test_an_agent_is_named_in_the_record(pair: tuple[Profile, Profile]) -> None:
    request = ask(pair)
    consulate = services.Holder("Generalkonsulat", is_agent=True)

    services.accept_request(request, at=AT, actor=consulate)

    entry = AuditEntry.objects.get(verb="matchmaking.request.accepted")
    assert (entry.actor, entry.actor_label) == (None, "Generalkonsulat")
    assert entry.on_behalf_of == str(pair[1])


def test_a_company_acts_in_its_own_name(pair: tuple[Profile, Profile]) -> None:
    services.accept_request(ask(pair), at=AT, actor=services.Holder("Mika Sato"))

    entry = AuditEntry.objects.get(verb="matchmaking.request.accepted")
    assert (entry.actor_label, entry.on_behalf_of) == ("Mika Sato", "")


# --- Withdrawal --------------------------------------------------------------


@pytest.mark.parametrize("which", [0, 1])
def test_withdraw_request_frees_the_place_and_tells_the_other(
    which: int, pair: tuple[Profile, Profile]
) -> None:
    linked(*pair)
    request = make.RequestFactory(sender=pair[0], recipient=pair[1], status="accepted")
    pair[0].most_meetings = 1
    pair[0].save()
    other = make.ProfileFactory(mission=pair[0].mission, side=1)
    waiting = ask((pair[0], other))

    services.withdraw_request(request, party=pair[which], at=AT, actor=None)

    services.accept_request(waiting, at=AT, actor=None)
    told = pair[1 - which].contact_email
    assert mails()[0] == ("withdraw_request", told)


def test_withdraw_request_is_for_the_sender_until_it_is_accepted(
    pair: tuple[Profile, Profile],
) -> None:
    request = ask(pair)

    with pytest.raises(ActionError):
        services.withdraw_request(request, party=pair[1], at=AT, actor=None)
    services.withdraw_request(request, party=pair[0], at=AT, actor=None)

    request.refresh_from_db()
    assert request.status == "withdrawn"


# --- Reminders ---------------------------------------------------------------


def old(request: Request, at: datetime = AT) -> Request:
    Request.objects.filter(pk=request.pk).update(updated_at=at - DAY)
    return request


def test_remind_companies_puts_everything_into_one_mail_a_day(
    mission: Mission,
) -> None:
    asked = make.ProfileFactory(mission=mission, contact_email="asked@company.example")
    linked(asked)
    for sender in make.ProfileFactory.create_batch(3, mission=mission, side=1):
        old(ask((sender, asked)))
    OutboxMessage.objects.all().delete()

    assert services.remind_companies(AT + timedelta(hours=1)) == 1
    assert services.remind_companies(AT + timedelta(hours=20)) == 0
    assert services.remind_companies(AT + timedelta(hours=25)) == 1

    assert mails() == [("remind_company", "asked@company.example")] * 2
    body = OutboxMessage.objects.order_by("pk")[0].body
    assert all(str(r.sender) in body for r in Request.objects.all())


def test_remind_companies_writes_once_to_who_speaks_for_several(
    mission: Mission,
) -> None:
    there = make.ProfileFactory.create_batch(
        3, mission=mission, contact_email="consulate@example.org"
    )
    linked(*there)
    asking = make.ProfileFactory(mission=mission, side=1)
    for asked in there[:2]:
        old(ask((asking, asked)))
    OutboxMessage.objects.all().delete()

    assert services.remind_companies(AT + timedelta(hours=1)) == 1
    old(ask((asking, there[2])))  # comes up later on the same day
    OutboxMessage.objects.exclude(kind="remind_company").delete()
    assert services.remind_companies(AT + timedelta(hours=9)) == 0
    assert services.remind_companies(AT + timedelta(hours=26)) == 1

    first, second = OutboxMessage.objects.order_by("pk")
    assert (first.to_email, second.to_email) == ("consulate@example.org",) * 2
    named = [
        [str(company) in mail.body for company in there] for mail in (first, second)
    ]
    assert named == [[True, True, False], [True, True, True]]
    pages = [f"/{company.code}/#reminders" in second.body for company in there]
    assert pages == [True] * 3


def test_remind_companies_leaves_those_in_peace_who_do_not_want_it(
    pair: tuple[Profile, Profile],
) -> None:
    linked(*pair)
    old(ask(pair))
    services.set_reminders(pair[1], wanted=False, actor=None)

    assert services.remind_companies(AT) == 0


def test_remind_companies_does_not_remind_of_what_came_today(
    pair: tuple[Profile, Profile],
) -> None:
    linked(*pair)
    request = ask(pair)
    Request.objects.filter(pk=request.pk).update(updated_at=AT)

    assert services.remind_companies(AT + timedelta(hours=23)) == 0


def test_remind_companies_asks_for_unfinished_profiles_every_three_days(
    mission: Mission,
) -> None:
    profile = make.ProfileFactory(mission=mission, status="draft", invited_at=AT)
    linked(profile)

    sent = [services.remind_companies(AT + n * DAY) for n in range(8)]

    assert sent == [0, 0, 0, 1, 0, 0, 1, 0]


# --- The organiser -----------------------------------------------------------


def test_silent_companies_names_whom_to_call(mission: Mission, bruno: User) -> None:
    asked = make.ProfileFactory(mission=mission, contact_phone="+49 341 1234")
    there = make.ProfileFactory.create_batch(2, mission=mission, side=1)
    for sender in there:
        ask((sender, asked))
    turned = ask((make.ProfileFactory(mission=mission), there[0]))
    services.propose_time(turned, proposal="Dienstag", at=AT + DAY, actor=bruno)

    found, count = selectors.silent_companies(mission)

    assert count == 2
    assert [(entry.profile, entry.count) for entry in found] == [
        (asked, 2),
        (turned.sender, 1),
    ]
    assert found[0].profile.contact_phone == "+49 341 1234"


def test_lacks_before_opening_gets_shorter(mission: Mission) -> None:
    before = selectors.lacks_before_opening(mission, AT.date())
    for side in (0, 1):
        make.ProfileFactory(mission=mission, side=side, contact_phone="1234567")
    services.set_up_marketplace(
        mission, actor=None, opens_at=AT, starts_at=AT + DAY, ends_at=AT + 2 * DAY
    )
    Marketplace.objects.update(suggested_at=AT)
    mission = type(mission).objects.get(pk=mission.pk)

    assert len(before) == 5
    assert selectors.lacks_before_opening(mission, AT.date()) == []
