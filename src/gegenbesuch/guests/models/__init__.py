"""Guests of an event: who is invited, who answered what, what they need."""

from gegenbesuch.guests.models.doors import DoorEvent
from gegenbesuch.guests.models.guests import Guest, GuestList, Need

__all__ = ["DoorEvent", "Guest", "GuestList", "Need"]
