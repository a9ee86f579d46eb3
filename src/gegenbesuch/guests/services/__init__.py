"""Verbs on guest lists, guests and their answers."""

from gegenbesuch.guests.services.answers import (
    answer,
    answer_on_behalf,
    delete_expired_needs,
    look_at_needs,
    record_needs,
)
from gegenbesuch.guests.services.doors import check_in, read_seen, take_door_events
from gegenbesuch.guests.services.lists import (
    add_guest,
    add_people,
    create_guest_list,
    remove_guest,
    update_guest,
    update_guest_list,
)
from gegenbesuch.guests.services.mailing import (
    call_off,
    invite_guests,
    remind_guests,
    thank_guests,
)
from gegenbesuch.guests.services.protocol import (
    add_rule,
    add_tables,
    compute_seating,
    decide_gift,
    export_gifts,
    move_guests,
    record_gift,
    remove_rule,
    remove_table,
    seated_guests,
    set_gift_limit,
    set_rank,
)

__all__ = [
    "add_guest",
    "add_people",
    "add_rule",
    "add_tables",
    "answer",
    "answer_on_behalf",
    "call_off",
    "check_in",
    "compute_seating",
    "create_guest_list",
    "decide_gift",
    "delete_expired_needs",
    "export_gifts",
    "invite_guests",
    "look_at_needs",
    "move_guests",
    "read_seen",
    "record_gift",
    "record_needs",
    "remind_guests",
    "remove_guest",
    "remove_rule",
    "remove_table",
    "seated_guests",
    "set_gift_limit",
    "set_rank",
    "take_door_events",
    "thank_guests",
    "update_guest",
    "update_guest_list",
]
