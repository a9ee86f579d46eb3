"""Sessions of meetings, their schedules, and what companies ask to be changed."""

from gegenbesuch.scheduling.models.changes import ChangeRequest, DayReminder
from gegenbesuch.scheduling.models.needs import Apart, FieldPair, Need, Site, Way
from gegenbesuch.scheduling.models.schedules import (
    Absence,
    Closure,
    Interpreter,
    Meeting,
    Placement,
    Publication,
    Seat,
    Session,
    SessionPartQuerySet,
    Slot,
    SolverRun,
    Table,
)

__all__ = [
    "Absence",
    "Apart",
    "ChangeRequest",
    "Closure",
    "DayReminder",
    "FieldPair",
    "Interpreter",
    "Meeting",
    "Need",
    "Placement",
    "Publication",
    "Seat",
    "Session",
    "SessionPartQuerySet",
    "Site",
    "Slot",
    "SolverRun",
    "Table",
    "Way",
]
