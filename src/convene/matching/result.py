"""Rankings as data: partners, scores, and reasons in three languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from convene.matching.allocate import Allocation
from convene.matching.event import Event
from convene.matching.signals import Suggestion
from convene.matching.wording import LANGUAGES, sentence

FORMAT = "convene.ranking/1"


def rankings_to_json(
    event: Event,
    rankings: Mapping[str, Sequence[Suggestion]],
    *,
    embedder: str,
    allocation: Allocation | None = None,
) -> dict[str, Any]:
    """Write the data of a rankings file; `embedder` is the name of what was used."""
    names = {p.id: p.name for p in event.profiles if p.name}
    record: dict[str, Any] = {
        "format": FORMAT,
        "embedder": embedder,
        "rankings": {
            key: [_suggestion(s, names) for s in found]
            for key, found in rankings.items()
        },
    }
    if allocation is not None:
        record["allocation"] = {
            "pairs": [[a, b, round(value, 6)] for a, b, value in allocation.pairs],
            "total": round(allocation.total, 6),
            "bound": round(allocation.bound, 6),
            "lacking": allocation.lacking,
            "most": allocation.most,
            "least": allocation.least,
        }
    return record


def _suggestion(suggestion: Suggestion, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": suggestion.id,
        "rank": suggestion.rank,
        "score": round(suggestion.score, 6),
        "reasons": [
            {
                "signal": str(reason.signal),
                "text": {
                    language: sentence(reason, language, names)
                    for language in LANGUAGES
                },
                "evidence": list(reason.evidence),
            }
            for reason in suggestion.reasons
        ],
    }
