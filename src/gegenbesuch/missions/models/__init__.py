"""Missions, what they consist of, and how they are planned."""

from gegenbesuch.missions.models.groups import Group, PlanVersion
from gegenbesuch.missions.models.missions import (
    Goal,
    Mission,
    MissionLink,
    Participation,
    ProgrammeItem,
    Stop,
    Topic,
)
from gegenbesuch.missions.models.planning import MissionTemplate, Proposal, Step
from gegenbesuch.missions.models.resources import Booking, Journey, Resource

__all__ = [
    "Booking",
    "Goal",
    "Group",
    "Journey",
    "Mission",
    "MissionLink",
    "MissionTemplate",
    "Participation",
    "PlanVersion",
    "ProgrammeItem",
    "Proposal",
    "Resource",
    "Step",
    "Stop",
    "Topic",
]
