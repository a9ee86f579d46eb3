"""Who gets what from guests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gegenbesuch.accounts.services import link_token
from gegenbesuch.guests.models import Gift, GuestList
from gegenbesuch.guests.services.post import link_of
from tests import factories as make
from tests.factories import shown
from tests.house.access import (
    COMPANY_PAGE,
    OFFICE_LIST,
    OFFICE_PAGE,
    Row,
    action,
    everybody,
    page,
)

if TYPE_CHECKING:
    from tests.house.access import World

EDITOR_PAGE = page(other_office=404, least="editor")
GUEST = {
    "name_family": "Kurz",
    "name_given": "Randy",
    "name_order": "given_first",
    "language": "de",
}

GIFT = {
    "direction": "taken",
    "what": "Vase",
    "value": "20",
    "currency": "EUR",
    "on": "2026-06-05",
    "party": "Stadt Toyohashi",
    "ours": "Alba",
}


def list_of(w: World) -> Any:
    return GuestList.objects.first() or make.GuestListFactory(mission=w.mission)


def guest_of(w: World) -> Any:
    found = list_of(w)
    return found.guests.first() or make.GuestFactory(guest_list=found)


def guest_token(w: World) -> str:
    """Return the token of the guest's own link, where the row asks as the company."""
    own = link_token(link_of(guest_of(w), actor=None))
    return own if w.token == link_token(w.link) else w.token


def event(w: World) -> dict[str, Any]:
    return {
        "title_0": "Empfang",
        "on": "2131-06-05",
        "starts": "18:00",
        "place": w.place.pk,
        "answer_by_day": "2131-05-20",
        "answer_by_clock": "12:00",
        "most_companions": "1",
    }


def on_list(w: World) -> list[str]:
    return [list_of(w).code]


def on_guest(w: World) -> list[str]:
    return [guest_of(w).code]


def table_of(w: World) -> Any:
    found = list_of(w)
    return found.tables.first() or make.SeatingTableFactory(guest_list=found)


def rule_of(w: World) -> Any:
    guest = guest_of(w)
    rules = guest.guest_list.seating_rules
    return rules.first() or make.SeatingRuleFactory(one=guest)


def gift_of(w: World) -> Any:
    return Gift.objects.first() or make.GiftFactory(office=w.office)


ROWS = [
    # Lists
    Row("guests:guest-lists", lambda w: [w.mission.code], get=OFFICE_PAGE),
    Row(
        "guests:create-guest-list",
        lambda w: [w.mission.code],
        get=EDITOR_PAGE,
        post=action("editor"),
        data=event,
    ),
    Row("guests:guest-list", on_list, get=OFFICE_PAGE),
    Row(
        "guests:update-guest-list",
        on_list,
        get=EDITOR_PAGE,
        post=action("editor"),
        data=lambda w: event(w) | shown(list_of(w)),
    ),
    Row("guests:needs", on_list, get=page(other_office=404, least="coordinator")),
    Row(
        "guests:record-needs",
        on_guest,
        get=page(other_office=404, least="coordinator"),
        post=action("coordinator"),
        data=lambda _w: {"diet": "keine Nüsse", "agrees": "on"},
    ),
    # Who is on a list
    Row(
        "guests:add-guests",
        on_list,
        get=EDITOR_PAGE,
        post=action("editor"),
        data=lambda _w: GUEST,
    ),
    Row("guests:add-people", on_list, post=action("editor")),
    Row("guests:add-from-list", on_list, post=action("editor")),
    # Writing to guests
    Row("guests:invite-guests", on_list, post=action("editor")),
    Row("guests:remind-guests", on_list, post=action("editor")),
    Row("guests:thank-guests", on_list, post=action("editor", done=422)),
    Row("guests:mark-absent", on_list, post=action("editor", done=422)),
    Row("guests:mark-hosts", on_list, post=action("editor")),
    Row("guests:call-off", on_list, post=action("editor", done=422)),
    # Rank
    Row("guests:precedence", on_list, get=OFFICE_PAGE),
    Row(
        "guests:set-rank",
        on_guest,
        get=EDITOR_PAGE,
        post=action("editor"),
        data=lambda _w: {"category": "minister"},
    ),
    # Seating
    Row("guests:seating", on_list, get=OFFICE_PAGE),
    Row("guests:compute-seating", on_list, post=action("editor", done=422)),
    Row("guests:move-guests", on_list, post=action("editor")),
    Row("guests:part-sides", on_list, post=action("editor")),
    Row("guests:release-guests", on_list, post=action("editor")),
    Row(
        "guests:add-tables",
        on_list,
        post=action("editor"),
        data=lambda _w: {"count": "2", "seats": "8", "shape": "round"},
    ),
    Row(
        "guests:remove-table",
        lambda w: [list_of(w).code, table_of(w).number],
        post=action("editor"),
    ),
    Row("guests:add-rule", on_list, post=action("editor")),
    Row(
        "guests:remove-rule",
        lambda w: [list_of(w).code, rule_of(w).code],
        post=action("editor"),
    ),
    # Gifts
    Row("guests:gifts", get=OFFICE_LIST),
    Row(
        "guests:record-gift",
        get=page(other_office=200, least="editor"),
        post=action("editor", other_office=302),
        data=lambda _w: GIFT,
    ),
    Row(
        "guests:set-gift-limit",
        get=page(other_office=200, least="coordinator"),
        post=action("coordinator", other_office=302),
        data=lambda _w: {"amount": "25", "currency": "EUR"},
    ),
    Row("guests:export-gifts", get=page(other_office=200, least="editor")),
    Row(
        "guests:update-gift",
        lambda w: [gift_of(w).code],
        get=EDITOR_PAGE,
        post=action("editor"),
        data=lambda w: GIFT | shown(gift_of(w)),
    ),
    Row(
        "guests:decide-gift",
        lambda w: [gift_of(w).code],
        post=action("coordinator"),
        data=lambda _w: {"status": "approved"},
    ),
    # The doors
    Row(
        "guests:check-in",
        on_list,
        get=EDITOR_PAGE,
        post=action("editor"),
        data=lambda w: {"in": guest_of(w).code, "door": "Nord"},
    ),
    Row("guests:take-door-events", on_list, post=action("editor", done=400)),
    Row("guests:check-in-worker", on_list, get=EDITOR_PAGE),
    # A guest
    Row("guests:guest", on_guest, get=OFFICE_PAGE),
    Row(
        "guests:update-guest",
        on_guest,
        get=EDITOR_PAGE,
        post=action("editor"),
        data=lambda w: GUEST | shown(guest_of(w)),
    ),
    Row(
        "guests:answer-on-behalf",
        on_guest,
        post=action("editor"),
        data=lambda _w: {"comes": "yes", "via": "phone"},
    ),
    Row("guests:remove-guest", on_guest, post=action("editor")),
    # The guest's own page
    Row(
        "guests:answer",
        lambda w: [guest_token(w)],
        get=COMPANY_PAGE,
        post=everybody(404) | {"company": 302},
        data=lambda _w: {"comes": "yes"},
    ),
]
