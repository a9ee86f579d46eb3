"""What a reader would see wrong on the pages of a PDF: words cut off, or on others."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How far ink may stand out, in points, and how much of a character may be covered.
SLACK, COVERED = 0.5, 0.4
CELL = 24


class Ink(NamedTuple):
    """A character and the box of its ink, in points from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def area(self) -> float:
        """How much paper it takes."""
        return (self.right - self.left) * (self.top - self.bottom)


def faults_of(file: bytes) -> list[str]:
    """Return each place where text leaves the page or lies over other text."""
    found = []
    document = pypdfium2.PdfDocument(file)
    for number, page in enumerate(document, start=1):
        width, height = page.get_size()
        inks = list(_inks(page))
        found += [
            f"page {number}: “{ink.text}” leaves the page"
            for ink in inks
            if ink.left < -SLACK
            or ink.bottom < -SLACK
            or ink.right > width + SLACK
            or ink.top > height + SLACK
        ]
        found += [
            f"page {number}: “{one.text}” lies over “{other.text}”"
            for one, other in _overlaps(inks)
        ]
    document.close()
    return found


def _inks(page: pypdfium2.PdfPage) -> Iterator[Ink]:
    text = page.get_textpage()
    seen = set()  # A ligature is two characters in one place.
    for n in range(text.count_chars()):
        box = text.get_charbox(n)
        shown = text.get_text_range(n, 1)
        if shown.strip() and box not in seen:
            seen.add(box)
            yield Ink(shown, *box)


def _overlaps(inks: list[Ink]) -> Iterator[tuple[Ink, Ink]]:
    cells = defaultdict(list)
    for n, ink in enumerate(inks):
        columns = range(int(ink.left // CELL), int(ink.right // CELL) + 1)
        rows = range(int(ink.bottom // CELL), int(ink.top // CELL) + 1)
        for cell in product(columns, rows):
            for other in cells[cell]:
                if _common(ink, inks[other]) > COVERED * min(
                    ink.area, inks[other].area
                ):
                    yield inks[other], ink
            cells[cell].append(n)


def _common(one: Ink, other: Ink) -> float:
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.top, other.top) - max(one.bottom, other.bottom)
    return width * height if width > 0 and height > 0 else 0.0
