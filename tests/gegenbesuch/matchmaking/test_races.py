"""Two at once: one wins, the other is told why in friendly words, nothing is lost."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.utils import translation

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.letters.models import OutboxMessage
from gegenbesuch.matchmaking import services
from gegenbesuch.matchmaking.models import Profile, Request
from gegenbesuch.matchmaking.selectors import request_pages
from tests import factories as make

if TYPE_CHECKING:
    from collections.abc import Callable

AT = datetime(2131, 5, 1, 8, 0, tzinfo=UTC)

pytestmark = [
    pytest.mark.database,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(autouse=True)
def _with_real_concurrency() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time; in memory it locks at once")


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Do things at the same moment; returns what each was told, empty if it did."""
    start = threading.Barrier(len(acts))
    told = [""] * len(acts)

    def act(number: int) -> None:
        start.wait()
        try:
            with translation.override("en"):
                acts[number]()
        except ActionError as error:
            told[number] = str(error.message)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(n,)) for n in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def read(request: Request) -> Request:
    """Return a request as another process would read it."""
    found: Request = request_pages().get(pk=request.pk)
    return found


def with_links(*profiles: Profile) -> None:
    for profile in profiles:
        make.PersonalLinkFactory(target=profile, office=profile.mission.office)


def accept(request: Request) -> Callable[[], Any]:
    mine = read(request)
    return lambda: services.accept_request(mine, at=AT, actor=None)


def withdraw(request: Request) -> Callable[[], Any]:
    mine = read(request)
    return lambda: services.withdraw_request(mine, party=mine.sender, at=AT, actor=None)


@pytest.mark.parametrize("places", [1, 3])
def test_of_eight_accepting_at_once_as_many_get_through_as_there_are_places(
    places: int,
) -> None:
    full = make.ProfileFactory(most_meetings=places)
    asking = make.ProfileFactory.create_batch(8, mission=full.mission, side=1)
    waiting = [
        make.RequestFactory(sender=sender, recipient=full, status="sent")
        for sender in asking
    ]

    told = at_once(*(accept(request) for request in waiting))

    states = sorted(Request.objects.values_list("status", flat=True))
    assert states == ["accepted"] * places + ["sent"] * (8 - places)
    assert sum(not words for words in told) == places
    assert sum(str(full) in words for words in told) == 8 - places
    accepted = AuditEntry.objects.filter(verb="matchmaking.request.accepted")
    assert accepted.count() == places


def test_two_with_their_last_place_in_opposite_directions_do_not_wait_for_ever() -> (
    None
):
    one = make.ProfileFactory(most_meetings=1)
    other = make.ProfileFactory(mission=one.mission, side=1, most_meetings=1)
    third = make.ProfileFactory(mission=one.mission, side=1)
    fourth = make.ProfileFactory(mission=one.mission)
    first = make.RequestFactory(sender=one, recipient=other, status="sent")
    second = make.RequestFactory(sender=third, recipient=one, status="sent")
    last = make.RequestFactory(sender=other, recipient=fourth, status="sent")

    told = at_once(accept(first), accept(second), accept(last))

    for profile in (one, other):
        held = Request.objects.filter(status="accepted").filter(
            pk__in=[
                r.pk
                for r in (first, second, last)
                if profile.pk in {r.sender_id, r.recipient_id}
            ]
        )
        assert held.count() == 1
    assert (
        sum(not words for words in told)
        == Request.objects.filter(status="accepted").count()
    )


@pytest.mark.parametrize("_again", range(5))
def test_withdrawal_during_acceptance_leaves_one_state_and_tells_both(
    _again: int,
) -> None:
    request = make.RequestFactory(status="sent")
    with_links(request.sender, request.recipient)

    told = at_once(accept(request), withdraw(request))

    request.refresh_from_db()
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    if told[0]:
        assert told == ["This request was withdrawn meanwhile.", ""]
        assert "matchmaking.request.accepted" not in verbs
    else:
        # Accepted first: then the withdrawal calls the meeting off.
        assert "matchmaking.request.accepted" in verbs
        assert told[1] == ""
    assert request.status == "withdrawn"
    kinds = set(OutboxMessage.objects.values_list("kind", flat=True))
    assert "withdraw_request" in kinds
    assert ("accept_request" in kinds) == (not told[0])


@pytest.mark.parametrize("_again", range(5))
def test_expiry_while_accepting_ends_in_one_of_the_two(_again: int) -> None:
    request = make.RequestFactory(status="sent", expires_at=AT)
    with_links(request.sender, request.recipient)
    mine = read(request)
    before = AT - timedelta(seconds=1)

    told = at_once(
        lambda: services.accept_request(mine, at=before, actor=None),
        lambda: services.expire_requests(AT),
    )

    request.refresh_from_db()
    kinds = sorted(OutboxMessage.objects.values_list("kind", flat=True))
    if request.status == "accepted":
        assert (told, kinds) == (["", ""], ["accept_request"])
    else:
        assert request.status == "expired"
        assert told[0] == "The time to answer this request is over. You can ask anew."
        assert kinds == ["expire_request"]


@pytest.mark.parametrize("_again", range(3))
def test_two_answers_at_once_leave_one(_again: int) -> None:
    request = make.RequestFactory(status="sent")
    one, two, three = read(request), read(request), read(request)

    told = at_once(
        lambda: services.accept_request(one, at=AT, actor=None),
        lambda: services.decline_request(two, at=AT, actor=None, reason="no_time"),
        lambda: services.propose_time(three, proposal="Tuesday", at=AT, actor=None),
    )

    assert sorted(map(bool, told)) == [False, True, True]
    assert AuditEntry.objects.count() == 1


def test_two_who_ask_each_other_at_once_leave_one_request() -> None:
    one = make.ProfileFactory()
    other = make.ProfileFactory(mission=one.mission, side=1)
    words: dict[str, Any] = {"message": "", "language": "de", "at": AT, "actor": None}

    told = at_once(
        lambda: services.send_request(one, other, **words),
        lambda: services.send_request(other, one, **words),
    )

    assert sorted(told) == [
        "",
        "There is a request between these two companies already.",
    ]
    assert Request.objects.count() == 1


def test_quotas_hold_when_many_ask_at_once() -> None:
    asked = make.ProfileFactory()
    make.MarketplaceFactory(mission=asked.mission, most_received=2)
    asking = make.ProfileFactory.create_batch(6, mission=asked.mission, side=1)
    words: dict[str, Any] = {"message": "", "language": "de", "at": AT, "actor": None}

    told = at_once(
        *(
            lambda sender=sender: services.send_request(
                Profile.objects.select_related("mission").get(pk=sender.pk),
                Profile.objects.select_related("mission").get(pk=asked.pk),
                **words,
            )
            for sender in asking
        )
    )

    assert Request.objects.filter(recipient=asked).count() == 2
    assert sum(bool(words) for words in told) == 4


def test_reminders_at_once_send_one_mail() -> None:
    profile = make.ProfileFactory(contact_email="a@company.example")
    with_links(profile)
    request = make.RequestFactory(
        sender__mission=profile.mission,
        sender__side=1,
        recipient=profile,
        status="sent",
        expires_at=AT + timedelta(days=2),
    )
    Request.objects.filter(pk=request.pk).update(updated_at=AT - timedelta(days=2))

    at_once(*[lambda: services.remind_companies(AT)] * 4)

    assert OutboxMessage.objects.filter(kind="remind_company").count() == 1


def test_two_windows_that_keep_the_same_step_leave_each_sentence_once() -> None:
    profile = make.ProfileFactory()
    rows = [("de", "Sensoren"), ("ja", "センサー")]

    at_once(
        *[
            lambda: services.update_profile(
                Profile.objects.get(pk=profile.pk),
                values={"offer": rows},
                at=AT,
                actor=services.Holder("Anke"),
            )
        ]
        * 4
    )

    said = profile.statements.order_by("position").values_list("language", "text")
    assert list(said) == rows
    assert AuditEntry.objects.filter(verb="matchmaking.profile.updated").count() == 1
