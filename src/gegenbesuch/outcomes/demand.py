"""Which fields the other side asked for, over the years, against what we have."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any

from django.db.models import Count

from gegenbesuch.core.rows import rows_of
from gegenbesuch.directory.models import Sector
from gegenbesuch.matchmaking.models import Profile
from gegenbesuch.missions.models import Mission
from gegenbesuch.outcomes.models import Interest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from gegenbesuch.directory.models import Relation

MOST_YEARS = 12


@dataclass(frozen=True)
class Asked:
    """
    What was asked for in one field in one year.

    Attributes:
        weight: Sum of the strengths: noted 1, clear 2, strong 3.
    """

    count: int
    weight: int


@dataclass(frozen=True)
class FieldDemand:
    """
    A field: what was asked for year by year, and what we have.

    Attributes:
        sought: Companies of the other side whose profiles look for it.
        offers: Companies of our side with a profile in it.
    """

    sector: Sector
    asked: dict[int, Asked]
    sought: int
    offers: int

    @property
    def weight(self) -> int:
        """All that was asked for in all years."""
        return sum(asked.weight for asked in self.asked.values())

    @property
    def is_gap(self) -> bool:
        """Whether it was asked for and we have nothing."""
        return self.offers == 0

    def in_years(self, years: Sequence[int]) -> list[Asked | None]:
        """Return what was asked for in each of the years."""
        return [self.asked.get(year) for year in years]


@dataclass(frozen=True)
class Demand:
    """The fields that were asked for, the most wanted first, and the years."""

    fields: list[FieldDemand]
    years: list[int]

    @property
    def gaps(self) -> list[FieldDemand]:
        """What was asked for and we have nothing of."""
        return [field for field in self.fields if field.is_gap]


def demand_for(user: Any, relation: Relation | None = None) -> Demand:
    """
    Gather what the other side asked for on the missions that the user may see.

    What was asked for on missions made up for a demonstration is left out.

    Args:
        relation: Only missions of this relation.
    """
    missions = Mission.objects.visible_to(user)
    if relation is not None:
        missions = missions.filter(relation=relation)
    return demand_among(missions.filter(is_invented=False), profiles_on=missions)


def demand_among(
    missions: QuerySet[Mission] | Sequence[Mission],
    *,
    profiles_on: QuerySet[Mission] | None = None,
) -> Demand:
    """
    Gather what the other side asked for on these missions, four queries.

    Args:
        profiles_on: The missions whose companies say what they seek and have; these
            same ones unless given.
    """
    asked: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    noted = Interest.objects.filter(
        mission__in=missions, side=Interest.Side.HOST, sector__isnull=False
    ).values_list("sector", "mission__starts_on", "strength")
    for sector, begins, strength in noted:
        if begins.year:
            asked[sector][begins.year].append(strength)
    on = missions if profiles_on is None else profiles_on
    there = Profile.objects.filter(mission__in=on)
    sought = _companies(
        there.filter(side=Profile.Side.PARTNER), Profile.sought_sectors.through
    )
    offers = _companies(there.filter(side=Profile.Side.HOME), Profile.sectors.through)
    sectors = {row.pk: row for row in rows_of(Sector, pk={*asked, *sought})}
    fields = [
        FieldDemand(
            sector,
            {
                year: Asked(len(found), sum(found))
                for year, found in sorted(asked.get(key, {}).items())
            },
            sought.get(key, 0),
            offers.get(key, 0),
        )
        for key, sector in sectors.items()
    ]
    fields.sort(key=lambda f: (-f.weight, -f.sought, f.sector.position, f.sector.pk))
    years = sorted({year for field in fields for year in field.asked})[-MOST_YEARS:]
    return Demand(fields, years)


def _companies(profiles: Any, through: Any) -> dict[int, int]:
    """Return by field in how many different companies' profiles it stands."""
    rows = (
        through.objects.filter(profile__in=profiles)
        .values_list("sector")
        .annotate(n=Count("profile__organisation", distinct=True))
        .order_by()
    )
    return dict(rows)


# --- The picture -------------------------------------------------------------

ROW = 34  # pixels
NARROW_ROW = 52  # pixels, with the name above
HEAD = 34  # pixels
LARGEST = 13  # pixels, the radius of the strongest demand
NAME = 210  # pixels
BARS = 170  # pixels, for what we have


@dataclass(frozen=True)
class Dot:
    """How much was asked for in a year."""

    x: float
    r: float
    asked: Asked
    year: int


@dataclass(frozen=True)
class Line:
    """A field in the picture."""

    field: FieldDemand
    y: float
    name_x: float
    name_y: float
    dots: list[Dot]
    bar_x: float
    bar: float

    @property
    def bar_y(self) -> float:
        """The upper side of the bar."""
        return self.y - 7

    @property
    def count_y(self) -> float:
        """The base line of the number beside the bar."""
        return self.y + 5


@dataclass(frozen=True)
class Picture:
    """The map of demand: a row for each field, a column for each year."""

    width: float
    height: float
    lines: list[Line]
    years: list[tuple[float, int]]
    line_start: float

    @property
    def line_end(self) -> float:
        """Where the lines end, before the numbers."""
        return self.width - 26


def draw_demand(demand: Demand, *, is_narrow: bool) -> Picture | None:
    """Lay the map out; None if nothing was asked for in any year."""
    if not demand.years:
        return None
    width = 360 if is_narrow else 960
    name = 0 if is_narrow else NAME
    bars = 84 if is_narrow else BARS
    row = NARROW_ROW if is_narrow else ROW
    step = (width - name - bars) / len(demand.years)
    columns = {year: name + step * (n + 0.5) for n, year in enumerate(demand.years)}
    heaviest = max(a.weight for f in demand.fields for a in f.asked.values())
    most = max([f.offers for f in demand.fields] + [1])
    bar_x = width - bars + 16
    largest = min(LARGEST, step / 2)
    lines = []
    for n, field in enumerate(demand.fields):
        top = HEAD + n * row
        y = top + row - ROW / 2
        lines.append(
            Line(
                field,
                y,
                0,
                top + 16 if is_narrow else y + 5,
                [
                    Dot(
                        round(columns[year], 1),
                        round(largest * sqrt(asked.weight / heaviest), 1),
                        asked,
                        year,
                    )
                    for year, asked in field.asked.items()
                    if year in columns
                ],
                bar_x,
                round((bars - 46) * field.offers / most, 1),
            )
        )
    height = HEAD + row * len(demand.fields) + 8
    shown = list(columns.items())
    if is_narrow:
        shown = shown[:: max(1, len(shown) // 6)]
    years = [(round(x, 1), year) for year, x in shown]
    return Picture(width, height, lines, years, name)
