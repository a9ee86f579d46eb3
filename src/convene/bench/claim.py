"""What a method says while it runs; nothing of it is believed before it is checked."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Claim:
    """
    One line of a running method.

    Attributes:
        slot: The slot of each meeting, -1 for none, when a schedule was found.
        weight_bound: A claimed bound from above on the placed weight.
        gaps_bound: A claimed bound from below on the idle gaps.
        end: `optimal`, `infeasible`, `feasible` or `unsupported` in the last line.
        note: Why something is unsupported, or how large the model is.

    """

    slot: tuple[int, ...] | None = None
    weight_bound: int | None = None
    gaps_bound: int | None = None
    end: str | None = None
    note: str = ""

    def line(self) -> str:
        """Write the claim as one line."""
        return json.dumps(
            {k: v for k, v in asdict(self).items() if v not in {None, ""}}
        )

    @classmethod
    def read(cls, line: str) -> Claim:
        """Read what `line` wrote."""
        data = json.loads(line)
        if data.get("slot") is not None:
            data["slot"] = tuple(data["slot"])
        return cls(**data)
