"""Verbs on calls for participants and applications."""

from gegenbesuch.calls.services.applications import (
    apply,
    confirm_application,
    decide_application,
    fill_places,
    let_offers_lapse,
    prove_address,
    withdraw_application,
)
from gegenbesuch.calls.services.calls import (
    call_off,
    close_call,
    open_call,
    remove_question,
    set_question,
    set_up_call,
    update_call,
)
from gegenbesuch.calls.services.deleting import delete_applications, delete_unproven

__all__ = [
    "apply",
    "call_off",
    "close_call",
    "confirm_application",
    "decide_application",
    "delete_applications",
    "delete_unproven",
    "fill_places",
    "let_offers_lapse",
    "open_call",
    "prove_address",
    "remove_question",
    "set_question",
    "set_up_call",
    "update_call",
    "withdraw_application",
]
