"""
What sources say of records: the one way in which all pages read it.

A page gathers its rows, whatever their kind, asks `evidence_of` for what is
stated about them and then calls `cite` once for everything that it shows. So
the number of queries stays the same however many kinds of rows there are.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.contenttypes.models import ContentType

from gegenbesuch.core.ordering import in_order
from gegenbesuch.core.rows import rows_of, values_of
from gegenbesuch.directory.models import (
    Citation,
    Claim,
    Figure,
    OpenQuestion,
    Source,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.db.models import Model

Key = tuple[int, int]


class Reference(NamedTuple):
    """A place in a source on which a row, or one aspect of it, rests."""

    source: Source
    aspect: str
    locator: str
    quote: str
    code: str  # of the citation


def cite(*groups: Iterable[Any]) -> None:
    """
    Give every row `cited`: its References, by the number of their source.

    One query for all rows of all kinds.
    """
    rows = _by_key(chain.from_iterable(groups))
    kinds, targets = _apart(rows)
    found = values_of(Citation, *_SHOWN, target_type=kinds, target_id=targets)
    found = [each for each in found if each[:2] in rows]
    own = {source: each[-3:] for each in found for source in [each[2]]}
    sources = {pk: _source(pk, *texts) for pk, texts in own.items()}
    references: dict[Key, list[Reference]] = defaultdict(list)
    for kind, target, source, _pk, aspect, locator, quote, code, *_own in sorted(
        found,
        key=lambda each: (sources[each[2]].number, each[3]),  # then by age
    ):
        reference = Reference(sources[source], aspect, locator, quote, code)
        references[kind, target].append(reference)
    for key, same in rows.items():
        for row in same:
            row.cited = references.get(key, [])


_SHOWN = (
    *("target_type", "target_id", "source", "pk", "aspect", "locator", "quote", "code"),
    *("source__code", "source__number", "source__title"),
)


def _source(pk: int, code: str, number: int, title: str) -> Source:
    """Return a source with what a reference to it shows."""
    field: Any = Source._meta.get_field("title")
    text = field.from_db_value(title, None, None)
    return Source.from_db(
        None, ("id", "code", "number", "title"), (pk, code, number, text)
    )


@dataclass(frozen=True)
class Conflict:
    """Statements about one aspect that contradict each other, side by side."""

    label: Any
    claims: list[Claim]
    aspect: str


@dataclass(frozen=True)
class Evidence:
    """Figures, claims and open questions about some rows, in order."""

    figures: list[Figure]
    claims: list[Claim]
    questions: list[OpenQuestion]

    @property
    def conflicts(self) -> list[Conflict]:
        """The claims by row and aspect."""
        groups = groupby(
            self.claims, lambda row: (row.target_type_id, row.target_id, row.aspect)
        )
        found = [(aspect, list(group)) for (_kind, _pk, aspect), group in groups]
        return [Conflict(same[0].label, same, aspect) for aspect, same in found]

    def figures_of(self, row: Model) -> list[Figure]:
        """Return the figures about one row."""
        key = _key(row)
        return [f for f in self.figures if (f.target_type_id, f.target_id) == key]


NO_EVIDENCE = Evidence([], [], [])


def evidence_of(rows: Iterable[Model], *, only_figures: bool = False) -> Evidence:
    """Return what is stated about the rows; three queries, without sources."""
    about = _by_key(rows)
    if only_figures:
        return Evidence(in_order(_rows(Figure, about)), [], [])
    return Evidence(
        figures=in_order(_rows(Figure, about)),
        claims=sorted(_rows(Claim, about), key=_question_of_claim),
        questions=in_order(_rows(OpenQuestion, about)),
    )


def _rows(model: type[Any], about: Collection[Key]) -> list[Any]:
    kinds, keys = _apart(about)
    rows = rows_of(model, target_type=kinds, target_id=keys)
    return [row for row in rows if (row.target_type_id, row.target_id) in about]


def _question_of_claim(claim: Claim) -> tuple[int, int, str, int, int]:
    about = claim.target_type_id, claim.target_id, claim.aspect
    return *about, claim.position, claim.pk


def _key(row: Model) -> Key:
    return ContentType.objects.get_for_model(type(row)).pk, row.pk


def _by_key(rows: Iterable[Any]) -> dict[Key, list[Any]]:
    found: dict[Key, list[Any]] = defaultdict(list)
    for row in rows:
        found[_key(row)].append(row)
    return dict(found)


def _apart(rows: Collection[Key]) -> tuple[set[int], set[int]]:
    """Return kinds and numbers; together they find all of the rows, and maybe more."""
    return {kind for kind, _pk in rows}, {pk for _kind, pk in rows}
