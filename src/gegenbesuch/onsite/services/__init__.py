"""Verbs of the day: what is said, who is there, whose place goes to whom."""

from gegenbesuch.onsite.services.contacts import offer_contact, withdraw_contact
from gegenbesuch.onsite.services.courses import (
    add_time,
    end_meetings,
    register_follow_up,
    set_verdict,
)
from gegenbesuch.onsite.services.entries import Said, Taken, read_said, take_entries
from gegenbesuch.onsite.services.forgetting import forget_old_days
from gegenbesuch.onsite.services.interpreters import invite_interpreter
from gegenbesuch.onsite.services.places import fill_place, give_new_date
from gegenbesuch.onsite.services.presence import close_table, set_presence
from gegenbesuch.onsite.services.statistics import export_statistics
from gegenbesuch.onsite.services.walk_ins import ask_on_site

__all__ = [
    "Said",
    "Taken",
    "add_time",
    "ask_on_site",
    "close_table",
    "end_meetings",
    "export_statistics",
    "fill_place",
    "forget_old_days",
    "give_new_date",
    "invite_interpreter",
    "offer_contact",
    "read_said",
    "register_follow_up",
    "set_presence",
    "set_verdict",
    "take_entries",
    "withdraw_contact",
]
