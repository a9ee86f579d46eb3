"""
The towns of the world, to fill in a place from.

Source: GeoNames (https://www.geonames.org), CC BY 4.0, as `deploy/towns.py` shortens it:
towns of more than 15,000 people, in Germany, Austria, Switzerland and Japan of 5,000.
"""

from __future__ import annotations

from functools import cache
from heapq import merge
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gegenbesuch.core.values.name_sorting import fold_latin

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = Path(__file__).parent / "data" / "towns.tsv"


class Town(NamedTuple):
    """
    One of them.

    Attributes:
        keys: The spellings by which it is found, folded.
        name_ja: Its name in Japanese, if it is known.
        latitude: In degrees, and `longitude`.
    """

    keys: tuple[str, ...]
    name: str
    name_ja: str
    country: str
    latitude: float
    longitude: float
    time_zone: str
    people: int

    def is_called(self, text: str) -> bool:
        """Tell whether this is one of its names, in whatever language."""
        return fold_latin(text) in self.keys


def find(text: str, *, most: int = 12) -> list[Town]:
    """Return towns with a name that begins like this: same names first, then by size."""
    begins = fold_latin(text).encode()
    if not begins:
        return []
    same: list[bytes] = []
    longer: list[bytes] = []
    for at in islice(merge(_places_of(b"\n" + begins), _places_of(b"|" + begins)), 500):
        ends = _data()[at + 1 + len(begins)] in b"|\t"
        (same if ends else longer).append(_line_at(at))
    return [_town(line) for line in list(dict.fromkeys(same + longer))[:most]]


def _places_of(text: bytes) -> Iterator[int]:
    at = _data().find(text)
    while at >= 0:
        yield at
        at = _data().find(text, at + 1)


def _line_at(at: int) -> bytes:
    begin = _data().rfind(b"\n", 0, at + 1) + 1
    return _data()[begin : _data().index(b"\n", begin)]


@cache
def _data() -> bytes:
    """Return the file, which is read when somebody asks first."""
    return b"\n" + FILE.read_bytes()


def _town(line: bytes) -> Town:
    keys, name, name_ja, country, latitude, longitude, zone, people = (
        line.decode().split("\t")
    )
    place = (float(latitude), float(longitude), zone, int(people))
    return Town(tuple(keys.split("|")), name, name_ja, country, *place)
