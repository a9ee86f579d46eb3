"""Guests of an event: who is invited, who answered what, who sits where."""

from gegenbesuch.guests.models.doors import DoorEvent
from gegenbesuch.guests.models.guests import Guest, GuestList, Need
from gegenbesuch.guests.models.protocol import (
    Gift,
    GiftLimit,
    Seat,
    SeatingRule,
    SeatingTable,
)

__all__ = [
    "DoorEvent",
    "Gift",
    "GiftLimit",
    "Guest",
    "GuestList",
    "Need",
    "Seat",
    "SeatingRule",
    "SeatingTable",
]
