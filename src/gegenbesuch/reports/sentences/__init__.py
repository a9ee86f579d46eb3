"""
Sentences that say what a record says, and nothing else.

Each sentence is a pattern of our own, whole in every language, into which values of
records are filled; it carries the records it rests on. The patterns put names and
titles where no language has to bend them. What was announced is said to be announced,
what is no agreement is said to be none.
"""

from gegenbesuch.reports.sentences.people import (
    leader_to_come,
    members,
    partners,
    people,
    profiles,
    quotes,
)
from gegenbesuch.reports.sentences.programme import (
    host,
    interest,
    is_planned,
    item,
    place_of,
    places,
    planned_item,
    stop,
)
from gegenbesuch.reports.sentences.results import (
    agreements,
    answered,
    goals,
    next_steps,
    promises,
    settlements,
    stated,
    summary,
)
from gegenbesuch.reports.sentences.saying import (
    Origin,
    Sentence,
    at,
    full_stop,
    once,
    origin_of,
    say,
)

__all__ = [
    "Origin",
    "Sentence",
    "agreements",
    "answered",
    "at",
    "full_stop",
    "goals",
    "host",
    "interest",
    "is_planned",
    "item",
    "leader_to_come",
    "members",
    "next_steps",
    "once",
    "origin_of",
    "partners",
    "people",
    "place_of",
    "places",
    "planned_item",
    "profiles",
    "promises",
    "quotes",
    "say",
    "settlements",
    "stated",
    "stop",
    "summary",
]
