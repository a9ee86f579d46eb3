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


def cite(*groups: Iterable[Any]) -> None:
    """
    Give every row `cited`: its References, by the number of their source.

    Two queries for all rows of all kinds.
    """
    rows = _by_key(chain.from_iterable(groups))
    if not rows:
        return
    found = [
        citation
        for citation in Citation.objects.filter(**_about(rows)).values_list(
            "target_type_id", "target_id", "source_id", "aspect", "locator", "quote",
            "pk",
        )
        if citation[:2] in rows
    ]  # fmt: skip
    sources = Source.objects.only("code", "number", "title").in_bulk(
        {citation[2] for citation in found}
    )
    found.sort(key=lambda citation: (sources[citation[2]].number, citation[6]))
    references: dict[Key, list[Reference]] = defaultdict(list)
    for kind, pk, source, aspect, locator, quote, _pk in found:
        reference = Reference(sources[source], aspect, locator, quote)
        references[kind, pk].append(reference)
    for key, same in rows.items():
        for row in same:
            row.cited = references.get(key, [])


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


def evidence_of(rows: Iterable[Model]) -> Evidence:
    """Return what is stated about the rows; three queries, without sources."""
    about = _by_key(rows)
    return Evidence(
        figures=in_order(_rows(Figure, about)),
        claims=sorted(_rows(Claim, about), key=_question_of_claim),
        questions=in_order(_rows(OpenQuestion, about)),
    )


def _rows(model: type[Any], about: Collection[Key]) -> list[Any]:
    rows = model.objects.filter(**_about(about))
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


def _about(rows: Collection[Key]) -> dict[str, set[int]]:
    """
    Return a condition that finds all that hangs on the rows, and maybe more.

    Kinds and numbers stand apart, because Django builds that quickly.
    """
    return {
        "target_type__in": {kind for kind, _pk in rows},
        "target_id__in": {pk for _kind, pk in rows},
    }
