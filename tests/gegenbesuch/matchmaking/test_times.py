"""Other times: proposed in half days or as a time of a day, agreed, and told."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from gegenbesuch.core.errors import ActionError
from gegenbesuch.letters.models import OutboxMessage
from gegenbesuch.matchmaking import selectors, services
from gegenbesuch.matchmaking.forms import ProposeForm
from gegenbesuch.matchmaking.models import Request
from gegenbesuch.matchmaking.times import (
    half_of,
    slots_within,
    span_on,
    times_of,
    to_json,
)
from tests import factories as make

if TYPE_CHECKING:
    from collections.abc import Iterator

AT = datetime(2131, 5, 1, 8, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2131, 6, 5)
MORNING = "2131-06-05/am"
AFTERNOON = "2131-06-05/pm"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def request_(db: None) -> Request:
    """A request of a mission whose event has two days."""
    sender = make.ProfileFactory(contact_email="sender@company.example")
    market = selectors.marketplace_of(sender.mission)
    market.time_zone = "Europe/Berlin"
    market.starts_at = datetime(2131, 6, 5, 7, 0, tzinfo=UTC)
    market.ends_at = datetime(2131, 6, 6, 15, 0, tzinfo=UTC)
    market.save()
    made: Request = services.send_request(
        sender,
        make.ProfileFactory(mission=sender.mission, side=1),
        at=AT,
        message="Guten Tag",
        language="de",
        actor=None,
    )
    return made


def test_to_json_joins_spans_that_touch() -> None:
    spans = [half_of(AFTERNOON, BERLIN), half_of(MORNING, BERLIN)]

    assert to_json(spans) == [["2131-06-04T22:00+00:00", "2131-06-05T22:00+00:00"]]


def test_slots_within_takes_whole_slots_only() -> None:
    span = span_on(DAY, time(10), time(11), BERLIN)
    clocks = [(9, 30, 10, 0), (9, 45, 10, 15), (10, 0, 10, 30), (10, 30, 11, 0)]
    slots = [
        (
            datetime(2131, 6, 5, a, b, tzinfo=BERLIN),
            datetime(2131, 6, 5, c, d, tzinfo=BERLIN),
        )
        for a, b, c, d in clocks
    ]

    assert slots_within([span], slots) == (2, 3)


def test_propose_form_takes_half_days_and_a_time_of_a_day(request_: Request) -> None:
    data = {
        "halves": [MORNING],
        "day": "2131-06-06",
        "begins": "14:00",
        "ends": "15:30",
        "proposal": "",
    }

    form = ProposeForm(data, request=request_)

    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "spans": [
            half_of(MORNING, BERLIN),
            span_on(date(2131, 6, 6), time(14), time(15, 30), BERLIN),
        ],
        "proposal": "",
    }


def test_propose_form_leaves_out_when_a_company_is_away(request_: Request) -> None:
    request_.sender.closed_halves = [MORNING]

    form = ProposeForm({"halves": [MORNING]}, request=request_)

    assert list(form.errors) == ["halves"]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "halves"),
        ({"proposal": "Tuesday"}, "halves"),
        ({"halves": ["2131-07-05/am"]}, "halves"),
        ({"day": "2131-06-05", "begins": "10:00"}, "day"),
        ({"begins": "10:00", "ends": "11:00"}, "day"),
        ({"day": "2131-06-05", "begins": "11:00", "ends": "10:00"}, "ends"),
    ],
)
def test_propose_form_names_what_is_wrong(
    request_: Request, data: dict[str, object], field: str
) -> None:
    form = ProposeForm(data, request=request_)

    assert field in form.errors


def test_accepted_times_stay_and_the_letter_tells_them(request_: Request) -> None:
    make.PersonalLinkFactory(
        target=request_.sender,
        office=request_.sender.mission.office,
        holder_email="sender@company.example",
    )
    span = half_of(AFTERNOON, BERLIN)

    services.propose_time(request_, spans=[span], at=AT, actor=None)
    body = OutboxMessage.objects.get(kind="propose_time").body
    services.accept_request(selectors.request_pages().get(), at=AT, actor=None)

    accepted = Request.objects.get()
    assert accepted.status == Request.Status.ACCEPTED
    assert accepted.spans == to_json([span])
    assert times_of(accepted, "Europe/Berlin")[0].endswith("afternoon")
    assert "2131" in body


def test_propose_time_without_a_time_is_refused(request_: Request) -> None:
    with pytest.raises(ActionError, match="when it would suit you"):
        services.propose_time(request_, at=AT, actor=None)
