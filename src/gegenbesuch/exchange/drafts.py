"""What one row says, checked and ready to be stored, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gegenbesuch.core.values.partial_date import NO_DATE
from gegenbesuch.exchange.problems import Problem, Weight

if TYPE_CHECKING:
    from gegenbesuch.core.values.name import Name
    from gegenbesuch.core.values.partial_date import PartialDate


@dataclass(frozen=True)
class Contact:
    """A way to reach somebody; `of_organisation` says whom."""

    kind: str
    value: str
    is_private: bool = False
    of_organisation: bool = False


@dataclass
class PostalAddress:
    """An address in parts, or in one piece in `lines`."""

    kind: str = "office"
    language: str = ""
    lines: str = ""
    postcode: str = ""
    locality: str = ""
    region: str = ""
    country: str = ""

    def __bool__(self) -> bool:
        return bool(self.lines or self.postcode or self.locality)

    @property
    def key(self) -> tuple[str, ...]:
        """What two spellings of one address have in common."""
        parts = (self.lines, self.postcode, self.locality)
        return tuple("".join(part.split()).casefold() for part in parts)


@dataclass
class Draft:
    """
    One contact: a person, an organisation, or a person in an organisation.

    Attributes:
        organisation: Its names by language; empty if the row names none.
        titles: What the person is there, by language.
        posts: What else the person is or was: drafts that only say where, what, when.
        notes: Remarks, and what could not be read anywhere else.
    """

    number: int
    name: Name | None = None
    salutation: str = ""
    languages: list[str] = field(default_factory=list)
    is_deceased: bool = False
    organisation: dict[str, str] = field(default_factory=dict)
    reading: str = ""
    legal_form: str = ""
    kind: str = ""
    founded_on: PartialDate = NO_DATE
    sectors: list[str] = field(default_factory=list)
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    started_on: PartialDate = NO_DATE
    ended_on: PartialDate = NO_DATE
    seen_from: PartialDate = NO_DATE
    seen_until: PartialDate = NO_DATE
    posts: list[Draft] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    addresses: list[PostalAddress] = field(default_factory=list)
    country: str = ""
    tags: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    code: str = ""
    problems: list[Problem] = field(default_factory=list)

    @property
    def weight(self) -> Weight:
        """The gravest of its problems."""
        return max((p.weight for p in self.problems), default=Weight.NOTE)

    @property
    def label(self) -> str:
        """Whom the row is about, in a few words."""
        names = list(self.organisation.values())[:1]
        return " · ".join(filter(None, [str(self.name or ""), *names]))
