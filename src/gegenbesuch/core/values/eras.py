"""The years of Japanese eras, from Meiji on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

#: Until the end of Meiji 5 months and days followed the moon, so that an era
#: date before this day cannot be read or written without a table of its own.
FIRST_SOLAR_DAY: Final = date(1873, 1, 1)


@dataclass(frozen=True, slots=True)
class Era:
    """An era; its last day may also be the first day of the next one."""

    name: str
    letter: str
    first_day: date
    last_day: date | None

    def western_year(self, year_of_era: int) -> int:
        """Return the year of the common era; the first year of an era is 1."""
        return self.first_day.year + year_of_era - 1

    def year_text(self, western_year: int) -> str:
        """Write a year of this era, for example 令和元年 or 平成31年."""
        number = western_year - self.first_day.year + 1
        return f"{self.name}{'元' if number == 1 else number}年"


ERAS: Final = (
    Era("令和", "R", date(2019, 5, 1), None),
    Era("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
    Era("大正", "T", date(1912, 7, 30), date(1926, 12, 25)),
    Era("明治", "M", date(1868, 10, 23), date(1912, 7, 30)),
)

ERA_BY_NAME: Final = {era.name: era for era in ERAS} | {
    era.letter.lower(): era for era in ERAS
}


def era_of(first: date, last: date) -> Era | None:
    """Return the one era of a span of days; None if it has none or several."""
    if first < FIRST_SOLAR_DAY:
        return None
    era = next(era for era in ERAS if era.first_day <= first)
    newest = next(era for era in ERAS if era.first_day <= last)
    return era if era is newest else None
