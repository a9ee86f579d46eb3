"""What companies offer and need in a mission, and whom they want to meet."""

from gegenbesuch.matchmaking.models.marketplaces import Marketplace
from gegenbesuch.matchmaking.models.profiles import (
    Agent,
    Profile,
    Remark,
    Representative,
    Statement,
)
from gegenbesuch.matchmaking.models.requests import Request
from gegenbesuch.matchmaking.models.suggestions import Suggestion, Vector

__all__ = [
    "Agent",
    "Marketplace",
    "Profile",
    "Remark",
    "Representative",
    "Request",
    "Statement",
    "Suggestion",
    "Vector",
]
