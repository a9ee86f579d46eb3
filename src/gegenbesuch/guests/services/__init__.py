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

__all__ = [
    "add_guest",
    "add_people",
    "answer",
    "answer_on_behalf",
    "call_off",
    "check_in",
    "create_guest_list",
    "delete_expired_needs",
    "invite_guests",
    "look_at_needs",
    "read_seen",
    "record_needs",
    "remind_guests",
    "remove_guest",
    "take_door_events",
    "thank_guests",
    "update_guest",
    "update_guest_list",
]
