"""Verbs on calls for participants and applications."""

from gegenbesuch.calls.services.applications import (
    apply,
    confirm_application,
    decide_application,
    fill_places,
    let_offers_lapse,
    line_of,
    mark_application,
    place_in_line,
    prove_address,
    withdraw_application,
)
from gegenbesuch.calls.services.calls import (
    call_off,
    close_call,
    open_call,
    remove_criterion,
    remove_question,
    set_criterion,
    set_question,
    set_up_call,
    update_call,
)
from gegenbesuch.calls.services.deleting import delete_applications, delete_unproven
from gegenbesuch.calls.services.linking import Match, link_application, match_of

__all__ = [
    "Match",
    "apply",
    "call_off",
    "close_call",
    "confirm_application",
    "decide_application",
    "delete_applications",
    "delete_unproven",
    "fill_places",
    "let_offers_lapse",
    "line_of",
    "link_application",
    "mark_application",
    "match_of",
    "open_call",
    "place_in_line",
    "prove_address",
    "remove_criterion",
    "remove_question",
    "set_criterion",
    "set_question",
    "set_up_call",
    "update_call",
    "withdraw_application",
]
