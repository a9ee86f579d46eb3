"""What a document is made of, whatever file it becomes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
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
class NewPage:
    """The next block begins a page."""

    def to_json(self) -> dict[str, Any]:
        """Return what the template reads."""
        return {"kind": "page"}


Block = Heading | Paragraph | Table | NewPage


@dataclass(frozen=True)
class Document:
    """
    A document in the active language.

    Attributes:
        key: Its name as a file, in English.
        note: What stands at the foot of each page.
        paper: `a4` or `a6`.
        is_letter: Without a title on top; each letter begins a page.
    """

    key: str
    title: str
    blocks: list[Block]
    author: str
    subtitle: str = ""
    note: str = ""
    paper: str = "a4"
    is_letter: bool = False

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
    """A badge or place card: the name in two scripts, and where from."""

    name: str
    other: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cards:
    """A sheet of badges, or of place cards to fold."""

    key: str
    title: str
    author: str
    cards: list[Card] = field(default_factory=list)
    is_folded: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return what the template reads."""
        return {
            "language": base_language(get_language()),
            "title": self.title,
            "author": self.author,
            "folded": self.is_folded,
            "empty": _("Nobody is on the list yet."),
            "cards": [
                {"name": card.name, "other": card.other, "lines": list(card.lines)}
                for card in self.cards
            ],
        }
