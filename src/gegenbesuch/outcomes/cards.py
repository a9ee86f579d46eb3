"""What the picture of the chain shows, and the grid on which it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

THICK = 10  # pixels, the width of a mark
RAIL = 14


@dataclass(frozen=True)
class Event:
    """
    A mission or a step of a settlement, ready to be drawn.

    Attributes:
        first, last: The earliest and the latest day it can have been.
        is_exact: Both are known days.
        is_attested: It has no dates of its own; these are of its stops and programme.
        is_inferred: The time follows from what came before and after.
        record: What is drawn; the table beside the picture shows its sources.
        before: The last day on which it can have been because of what followed.
    """

    key: str
    lane: str
    lane_label: str
    title: str
    date_text: str
    state: str
    state_label: str
    url: str
    first: date | None
    last: date | None
    is_exact: bool = False
    is_inferred: bool = False
    is_attested: bool = False
    record: object = field(default=None, compare=False)
    before: date | None = None


@dataclass(frozen=True)
class Node:
    """An event at its place."""

    event: Event
    x: float
    y: float
    width: float
    height: float
    lines: list[tuple[float, str]]
    mark_x: float
    mark_y: float
    mark_height: float
    is_dot: bool
    leader: str

    @property
    def date_y(self) -> float:
        """The baseline of the date."""
        return self.y + 18

    @property
    def text_x(self) -> float:
        """Where text begins."""
        return self.x + 10

    @property
    def middle(self) -> float:
        """Half way down the card."""
        return self.y + self.height / 2

    @property
    def mark_middle(self) -> float:
        """Half way down the mark."""
        return self.mark_y + self.mark_height / 2

    @property
    def mark_center_x(self) -> float:
        """The middle of the mark."""
        return self.mark_x + THICK / 2


@dataclass
class Grid:
    """The measures of one layout."""

    width: int
    year_width: int
    is_columns: bool
    lanes: list[str]
    top: float
    column: dict[str, str] = field(default_factory=dict)

    def rail_x(self, lane: str) -> float:
        index = self.lanes.index(lane)
        if not self.is_columns:
            return self.year_width + 6 + index * RAIL
        return self.year_width + 4 + index * self.lane_width

    @property
    def lane_width(self) -> float:
        return (self.width - self.year_width) / max(len(self.lanes), 1)

    def card_x(self, lane: str) -> float:
        if self.is_columns:
            return self.rail_x(lane) + 28
        return self.year_width + 12 + len(self.lanes) * RAIL

    @property
    def card_width(self) -> float:
        if self.is_columns:
            return self.lane_width - 28 - 22
        return self.width - self.card_x(self.lanes[0]) - 2

    def column_of(self, lane: str) -> str:
        """Lanes of one column must not cover each other's cards."""
        return lane if self.is_columns else "all"
