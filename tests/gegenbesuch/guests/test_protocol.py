from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.guests import services
from gegenbesuch.guests.models import GuestList, Seat
from gegenbesuch.guests.precedence import order
from gegenbesuch.guests.selectors import gift_page
from tests import factories as make
from tests.cast import signed_in
from tests.gegenbesuch.missions.test_views import queries_of

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 5, tzinfo=UTC)
on = PartialDate.from_code


@pytest.fixture
def event(office: Office) -> GuestList:
    made: GuestList = make.GuestListFactory(mission__office=office)
    return made


def coming(event: GuestList, **values: Any) -> Any:
    return make.GuestFactory(guest_list=event, status="accepted", **values)


# --- Order -------------------------------------------------------------------


def test_the_order_follows_the_usual_rules(event: GuestList):
    wanted = [
        coming(event, category="minister"),
        coming(event, category="ambassador", since=on("2019-03"), is_foreign=True),
        coming(event, category="ambassador", since=on("2021"), is_foreign=True),
        coming(event, category="head_of_city", is_foreign=True),
        coming(event, category="head_of_city", is_elected=True),
        coming(event, category="head_of_city", since=on("2010")),
        coming(event, category="head_of_city", since=on("2010"), representative="X"),
        coming(event),
    ]

    assert [row.guest for row in order(reversed(wanted))] == wanted


def test_each_place_says_why(event: GuestList):
    coming(event, category="head_of_city", is_foreign=True)
    coming(event, category="head_of_city", is_elected=True)
    coming(event, category="head_of_city", since=on("2010"))
    coming(event, category="head_of_city", since=on("2014-05"))
    coming(event, category="head_of_city", since=on("2014-05"))
    coming(event)

    with translation.override("de"):
        reasons = [row.reason for row in order(event.guests.all())]

    assert reasons == [
        "Stadtoberhaupt.",
        "Stadtoberhaupt; ausländische Gäste derselben Kategorie gehen vor.",
        "Stadtoberhaupt; Gewählte gehen vor Ernannten.",
        "Stadtoberhaupt; im Amt seit Mai 2014, später als der davor.",
        "Stadtoberhaupt; gleichrangig, nach Namen.",
        "Keine Kategorie angegeben.",
    ]


def test_who_comes_along_follows_the_guest(event: GuestList):
    last = coming(event)
    first = coming(event, category="minister")
    partner = coming(event, companion_of=first)

    rows = order(event.guests.select_related("companion_of"))

    assert [row.guest for row in rows] == [first, partner, last]
    assert str(first) in rows[1].reason


def test_a_place_by_hand_needs_a_note_and_holds(event: GuestList, bruno: User):
    first, second = coming(event, category="minister"), coming(event)
    with pytest.raises(ActionError):
        services.set_rank(second, rank_place=1, rank_note=" ", actor=bruno)

    services.set_rank(second, rank_place=1, rank_note="Jubilar", actor=bruno)

    rows = order(event.guests.all())
    assert [row.guest for row in rows] == [second, first]
    assert "Jubilar" in rows[0].reason


# --- Seating -----------------------------------------------------------------


def test_who_comes_is_seated_by_rank(event: GuestList, bruno: User):
    services.add_tables(event, count=2, seats=2, shape="round", actor=bruno)
    guests = [
        coming(event, category=category)
        for category in ("minister", "ambassador", "board", "press")
    ]
    make.GuestFactory(guest_list=event, status="declined")

    services.compute_seating(event, actor=bruno)

    seats = {
        seat.guest: (seat.table.number, seat.number) for seat in Seat.objects.all()
    }
    assert [seats[guest] for guest in guests] == [(1, 1), (1, 2), (2, 1), (2, 2)]


def test_places_by_hand_stay(event: GuestList, bruno: User):
    _one, two = services.add_tables(event, count=2, seats=2, shape="round", actor=bruno)
    first, *_others = (coming(event, category="minister"), coming(event), coming(event))
    services.compute_seating(event, actor=bruno)

    assert services.move_guests(event, {first: services.Spot(two)}, actor=bruno) == 1
    services.compute_seating(event, actor=bruno)

    assert Seat.objects.get(guest=first).table == two


def test_a_full_table_takes_nobody(event: GuestList, bruno: User):
    (table,) = services.add_tables(event, count=1, seats=1, shape="long", actor=bruno)
    guests = [coming(event), coming(event)]

    with pytest.raises(ActionError, match="1"):
        services.move_guests(
            event, dict.fromkeys(guests, services.Spot(table)), actor=bruno
        )


def test_without_tables_nobody_is_seated(event: GuestList, bruno: User):
    coming(event)

    with pytest.raises(ActionError):
        services.compute_seating(event, actor=bruno)


def test_broken_rules_are_shown_with_the_reason(event: GuestList, bruno: User):
    services.add_tables(event, count=1, seats=4, shape="round", actor=bruno)
    one, other = coming(event), coming(event)
    services.add_rule(event, kind="apart", one=one, other=other, actor=bruno)
    services.compute_seating(event, actor=bruno)

    page = signed_in(bruno).get(reverse("guests:seating", args=[event.code]))

    (broken,) = page.context["broken"]
    assert {broken.rule.one, broken.rule.other} == {one, other}
    assert broken.reason in page.content.decode()


def test_a_rule_stands_once_whichever_way_round(event: GuestList, bruno: User):
    one, other = coming(event), coming(event)
    services.add_rule(event, kind="apart", one=one, other=other, actor=bruno)

    for pair in ((one, other), (other, one), (one, one)):
        with pytest.raises(ActionError):
            services.add_rule(
                event, kind="apart", one=pair[0], other=pair[1], actor=bruno
            )


def test_guests_are_moved_by_form(event: GuestList, bruno: User):
    (table,) = services.add_tables(event, count=1, seats=4, shape="round", actor=bruno)
    guest = coming(event)

    signed_in(bruno).post(
        reverse("guests:move-guests", args=[event.code]), {f"guest-{guest.code}": "1"}
    )

    seat = Seat.objects.get(guest=guest)
    assert (seat.table, seat.is_fixed) == (table, True)


def test_a_table_that_is_not_there_moves_nobody(event: GuestList, bruno: User):
    (table,) = services.add_tables(event, count=1, seats=4, shape="round", actor=bruno)
    guest = coming(event)
    services.move_guests(event, {guest: services.Spot(table)}, actor=bruno)

    answer = signed_in(bruno).post(
        reverse("guests:move-guests", args=[event.code]), {f"guest-{guest.code}": "7"}
    )

    assert answer.status_code == 422
    assert Seat.objects.get(guest=guest).table == table


@pytest.mark.database
def test_the_database_gives_a_seat_once():
    seat = make.TableSeatFactory()

    with pytest.raises(IntegrityError):
        make.TableSeatFactory(
            table=seat.table,
            number=seat.number,
            guest__guest_list=seat.guest.guest_list,
        )


# --- Gifts -------------------------------------------------------------------

VASE = {
    "direction": "taken",
    "what": "Vase",
    "currency": "EUR",
    "on": AT.date(),
    "party": "Stadt Toyohashi",
    "ours": "Alba",
}


@pytest.mark.parametrize(
    ("value", "currency", "status"),
    [
        ("24.99", "EUR", "noted"),
        ("25", "EUR", "waiting"),
        ("10", "JPY", "waiting"),
    ],
)
def test_from_the_limit_on_a_gift_waits(
    value: str, currency: str, status: str, office: Office, bruno: User
):
    services.set_gift_limit(office, amount=Decimal(25), currency="EUR", actor=bruno)

    gift = services.record_gift(
        office,
        actor=bruno,
        **VASE | {"value": Decimal(value), "currency": currency},
    )

    assert gift.status == status


def test_without_a_limit_every_gift_waits(office: Office, bruno: User):
    gift = services.record_gift(office, actor=bruno, **VASE, value=Decimal(1))

    assert gift.status == "waiting"


def test_the_register_is_read_page_by_page(office: Office, bruno: User):
    days = [date(2031, 6, 5), date(2031, 6, 5), date(2031, 6, 4), date(2031, 6, 6)]
    rows = [make.GiftFactory(office=office, on=on) for on in days]
    wanted = [rows[3], rows[1], rows[0], rows[2]]

    found, after = [], ""
    for _page in range(2):
        page = gift_page(bruno, after=after, size=2)
        found += page.gifts
        after = page.next_key

    assert found == wanted
    assert after == ""
    assert gift_page(bruno, after="nonsense").gifts == wanted


def test_a_gift_is_decided_once_and_refused_with_a_reason(office: Office, alba: User):
    gift = make.GiftFactory(office=office)
    with pytest.raises(ActionError):
        services.decide_gift(gift, status="refused", actor=alba, at=AT)

    services.decide_gift(gift, status="approved", actor=alba, at=AT)

    assert (gift.decided_by, gift.decided_at) == (alba, AT)
    with pytest.raises(ActionError):
        services.decide_gift(gift, status="refused", note="zu teuer", actor=alba, at=AT)


def test_a_gift_is_corrected_and_decided_anew(office: Office, alba: User):
    gift = make.GiftFactory(office=office, status="approved", decided_by=alba)
    person = make.PersonFactory(office=office)
    client = signed_in(alba)
    values = VASE | {"value": "20", "on": "2026-06-05", "person": person.code}

    client.post(
        reverse("guests:update-gift", args=[gift.code]),
        values | {"what": gift.what, "party": ""} | make.shown(gift),
    )
    gift.refresh_from_db()
    assert (gift.person, gift.party) == (person, str(person))
    assert (gift.status, gift.decided_by) == ("approved", alba)

    services.update_gift(gift, actor=alba, value=Decimal(90))
    assert (gift.status, gift.decided_by) == ("waiting", None)


def test_the_register_is_exported_without_formulas(office: Office, bruno: User):
    make.GiftFactory(office=office, what="=1+1")
    make.GiftFactory()

    response = signed_in(bruno).get(reverse("guests:export-gifts"))

    rows = list(load_workbook(BytesIO(response.content)).active.values)
    assert len(rows) == 2
    assert rows[1][2] == "'=1+1"
    assert AuditEntry.objects.filter(verb="guests.gifts.exported").count() == 1


@pytest.mark.parametrize("n", [1, 3])
def test_queries_of_protocol(n: int, event: GuestList, bruno: User):
    table = make.SeatingTableFactory(guest_list=event)
    for _n in range(n):
        guest = coming(
            event, organisation=make.OrganisationFactory(office=event.office)
        )
        other = coming(event, companion_of=guest)
        make.TableSeatFactory(guest=guest, table=table)
        make.SeatingRuleFactory(one=guest, other=other, kind="apart")
        make.GiftFactory(office=event.office, mission=event.mission)

    assert queries_of(bruno, "guests:precedence", event.code) == 6
    assert queries_of(bruno, "guests:seating", event.code) == 10
    assert queries_of(bruno, "guests:gifts") == 5
