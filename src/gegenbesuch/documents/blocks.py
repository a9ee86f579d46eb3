"""What a document is made of, whatever file it becomes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any

import segno
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from gegenbesuch.core.values.languages import base_language

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Heading:
    """A heading inside the document."""

    text: str
    level: int = 2

    def to_json(self) -> dict[str, Any]:
        """Return what the template reads."""
        return {"kind": "heading", "text": self.text, "level": self.level}


@dataclass(frozen=True)
class Paragraph:
    """Some lines of text; `is_small` for what is said in passing."""

    text: str
    is_small: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return what the template reads."""
        lines = self.text.split("\n")
        return {"kind": "paragraph", "lines": lines, "small": self.is_small}


@dataclass(frozen=True)
class Cell:
    """A cell: its first line, and smaller lines below."""

    text: str
    more: tuple[str, ...] = ()
    is_strong: bool = False

    @property
    def lines(self) -> list[str]:
        """All lines that say something."""
        return [line for line in (self.text, *self.more) if line]

    def to_json(self) -> dict[str, Any]:
        """Return what the template reads."""
        return {"lines": self.lines, "strong": self.is_strong}


@dataclass(frozen=True)
class Table:
    """
    Rows under a head.

    Attributes:
        widths: Of the columns, in shares; 0 for as wide as needed.
    """

    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int]

    def to_json(self) -> dict[str, Any]:
        """Return what the template reads."""
        return {
            "kind": "table",
            "head": list(self.head),
            "rows": [[cell.to_json() for cell in row] for row in self.rows],
            "widths": list(self.widths),
        }


@dataclass(frozen=True)
class Facts:
    """Names and what stands for them; pairs without a value are left out."""

    pairs: Sequence[tuple[str, str]]

    @property
    def known(self) -> list[tuple[str, str]]:
        """The pairs that say something."""
        return [(name, value) for name, value in self.pairs if value]

    def to_json(self) -> dict[str, Any]:
        """Return what the template reads."""
        pairs = [[name, value.split("\n")] for name, value in self.known]
        return {"kind": "facts", "pairs": pairs}


@dataclass(frozen=True)
class Points:
    """A list with a dot before each point."""

    points: Sequence[str]

    def to_json(self) -> dict[str, Any]:
        """Return what the template reads."""
        return {"kind": "points", "points": list(self.points)}


@dataclass(frozen=True)
class Lines:
    """Empty lines to write on."""

    count: int

    def to_json(self) -> dict[str, Any]:
        """Return what the template reads."""
        return {"kind": "lines", "count": self.count}


@dataclass(frozen=True)
class Picture:
    """
    A drawing as wide as the text.

    Attributes:
        svg: As a page shows it; its classes get the colours of `pictures.css`.
        alt: What it shows, for those who do not see it.
        caption: What stands below it.
    """

    svg: str
    alt: str
    caption: str = ""

    @property
    def is_longer_than_a_page(self) -> bool:
        """Whether it would have to be made too small to be read."""
        found = _VIEW_BOX.search(self.svg)
        return found is not None and float(found["height"]) > 1.3 * float(
            found["width"]
        )

    def to_json(self) -> dict[str, Any]:
        """Return what the template reads."""
        return {
            "kind": "picture",
            "svg": self.svg,
            "alt": self.alt,
            "caption": self.caption,
        }


_VIEW_BOX = re.compile(r'viewBox="0 0 (?P<width>[\d.]+) (?P<height>[\d.]+)"')


@dataclass(frozen=True)
class NewPage:
    """
    The next block begins a page.

    Attributes:
        language: In which it goes on; by default that of the document.
    """

    language: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return what the template reads."""
        return {"kind": "page", "language": self.language}


Block = Heading | Paragraph | Table | Facts | Points | Lines | Picture | NewPage


@dataclass(frozen=True)
class Document:
    """
    A document in the active language.

    Attributes:
        key: Its name as a file, in English.
        note: What stands at the foot of each page.
        paper: `a4` or `a6`.
        is_letter: Without a title on top; each letter begins a page.
        is_folded: Pages of A6 on sheets of A4 that are printed on one side and
            folded twice, four pages on each.
    """

    key: str
    title: str
    blocks: list[Block]
    author: str
    subtitle: str = ""
    note: str = ""
    paper: str = "a4"
    is_letter: bool = False
    is_folded: bool = False

    @property
    def template(self) -> str:
        """The file that sets it."""
        return "folded.typ" if self.is_folded else "document.typ"

    def to_json(self) -> dict[str, Any]:
        """Return what the template reads."""
        return {
            "language": base_language(get_language()),
            "title": self.title,
            "subtitle": self.subtitle,
            "author": self.author,
            "note": self.note,
            "paper": self.paper,
            "letter": self.is_letter,
            "page": _("Page"),
            "blocks": [block.to_json() for block in self.blocks],
        }


@dataclass(frozen=True)
class Card:
    """
    A badge or place card: the name in two scripts, and where from.

    Attributes:
        scanned: What a code on the badge says to the doors; empty for no code.
    """

    name: str
    other: str
    lines: tuple[str, ...] = ()
    scanned: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return what the template reads; the code as a drawing."""
        drawing = BytesIO()
        if self.scanned:
            segno.make_qr(self.scanned, error="m").save(drawing, kind="svg", border=0)
        return {
            "name": self.name,
            "other": self.other,
            "lines": list(self.lines),
            "code": drawing.getvalue().decode(),
            "says": self.scanned,
        }


@dataclass(frozen=True)
class Cards:
    """A sheet of badges, or of place cards to fold."""

    key: str
    title: str
    author: str
    cards: list[Card] = field(default_factory=list)
    is_folded: bool = False

    template = "cards.typ"

    def to_json(self) -> dict[str, Any]:
        """Return what the template reads."""
        return {
            "language": base_language(get_language()),
            "title": self.title,
            "author": self.author,
            "code": _("Code for the door"),
            "folded": self.is_folded,
            "empty": _("Nobody is on the list yet."),
            "cards": [card.to_json() for card in self.cards],
        }


@dataclass(frozen=True)
class SeatDrawing:
    """A seat of a table: who sits there, or nobody."""

    number: int
    name: str = ""
    more: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return what the template reads."""
        return {"number": self.number, "name": self.name, "more": list(self.more)}


@dataclass(frozen=True)
class TableDrawing:
    """
    A table seen from above.

    Attributes:
        places: By number; at a round table the first is farthest from the door and the
            next at its right hand, at a long one the first half sits away from the door.
        honour: The number of the place of honour.
    """

    title: str
    is_long: bool
    places: Sequence[SeatDrawing]
    honour: int = 1

    def to_json(self) -> dict[str, Any]:
        """Return what the template reads."""
        return {
            "title": self.title,
            "long": self.is_long,
            "honour": self.honour,
            "places": [place.to_json() for place in self.places],
        }


@dataclass(frozen=True)
class SeatingPlan:
    """Tables drawn from above, with a name at each seat."""

    key: str
    title: str
    subtitle: str
    author: str
    note: str
    tables: Sequence[TableDrawing]

    template = "seating.typ"

    def to_json(self) -> dict[str, Any]:
        """Return what the template reads."""
        return {
            "language": base_language(get_language()),
            "title": self.title,
            "subtitle": self.subtitle,
            "author": self.author,
            "note": self.note,
            "page": _("Page"),
            "honour": _("Place of honour (kamiza)"),
            "door": _("Door (shimoza)"),
            "free": pgettext("seat", "free"),
            "empty": _("Nobody has a seat yet."),
            "tables": [table.to_json() for table in self.tables],
        }
