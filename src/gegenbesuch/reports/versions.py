"""What changed between two versions of a Bilanz, and whether one still holds."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404
from django.utils import translation

from gegenbesuch.reports.bilanz import compute_scope
from gegenbesuch.reports.paper import Paper, paper_of
from gegenbesuch.reports.scopes import find_scope

if TYPE_CHECKING:
    from gegenbesuch.missions.models import Mission
    from gegenbesuch.reports.models import Report
    from gegenbesuch.reports.scopes import Scope

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
#: What makes a number the same: its value, how firm it is, how it is attested.
_SAME = ("low", "high", "qualifier", "is_rough", "unit", "evidence_state")


def papers_of(
    scope: Scope,
    missions: list[Mission],
    *,
    with_costs: bool,
    with_internal: bool = False,
) -> dict[str, Paper]:
    """Return the Bilanz in every language, computed now."""
    return {
        language: paper_in(
            language,
            scope,
            missions,
            with_costs=with_costs,
            with_internal=with_internal,
        )
        for language in LANGUAGES
    }


def paper_in(  # noqa: PLR0913 -- a paper has these parts
    language: str,
    scope: Scope,
    missions: list[Mission],
    *,
    with_costs: bool,
    with_internal: bool = False,
    with_pictures: bool = True,
) -> Paper:
    """Return the Bilanz in one language, computed now."""
    with translation.override(language):
        bilanz = compute_scope(
            scope, missions, with_costs=with_costs, with_internal=with_internal
        )
        return paper_of(bilanz, with_costs=with_costs, with_pictures=with_pictures)


def digest_of(papers: dict[str, Paper]) -> str:
    """Return the SHA-256 of the papers in a form that depends on nothing else."""
    text = json.dumps(papers, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


# --- Differences -------------------------------------------------------------


@dataclass(frozen=True)
class RecordChange:
    """A record behind a number that came, went or says something else now."""

    code: str
    label: str
    kind: str  # "added", "removed" or "changed"
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class NumberChange:
    """
    A number that two papers give differently.

    Attributes:
        before, after: In words; empty where the paper does not have the number.
        records: Which records made it so.
    """

    key: str
    label: str
    before: str
    after: str
    records: list[RecordChange] = field(default_factory=list)


def differences(before: Paper, after: Paper) -> list[NumberChange]:
    """Return the numbers that differ, each with the records that made it so."""
    old = {number["key"]: number for number in before["numbers"]}
    new = {number["key"]: number for number in after["numbers"]}
    found = []
    for key in [*old, *(key for key in new if key not in old)]:
        one, other = old.get(key), new.get(key)
        if one and other and _same(one, other):
            continue
        shown = other or one or {}
        found.append(
            NumberChange(
                key,
                shown["label"],
                _text(one),
                _text(other),
                _records(one, other),
            )
        )
    return found


def _same(one: Paper, other: Paper) -> bool:
    """Tell whether value, plan, evidence and records are the same."""
    plans = [(n["planned"] or {}).get("text") for n in (one, other)]
    return (
        all(one[key] == other[key] for key in _SAME)
        and plans[0] == plans[1]
        and not _records(one, other)
    )


def _text(number: Paper | None) -> str:
    if number is None:
        return ""
    planned = number["planned"]
    parts = [number["text"], number["evidence"], planned and planned["text"]]
    return " · ".join(part for part in parts if part)


def _records(one: Paper | None, other: Paper | None) -> list[RecordChange]:
    old = {row["code"]: row for row in one["records"]} if one else {}
    new = {row["code"]: row for row in other["records"]} if other else {}
    found = []
    for code in [*old, *(code for code in new if code not in old)]:
        a, b = old.get(code), new.get(code)
        if a is not None and b is not None:
            if _said(a) != _said(b):
                change = RecordChange(code, b["label"], "changed", _said(a), _said(b))
                found.append(change)
        elif b is not None:
            found.append(RecordChange(code, b["label"], "added", "", _said(b)))
        elif a is not None:
            found.append(RecordChange(code, a["label"], "removed", _said(a), ""))
    return found


def _said(record: Paper) -> str:
    quantity = record["quantity"]
    parts = [
        quantity["text"] if quantity else "",
        record["evidence_state"] or "",
        " ".join(record["sources"]),
    ]
    return " · ".join(filter(None, parts))


# --- Checking ----------------------------------------------------------------


@dataclass(frozen=True)
class Check:
    """
    Whether a frozen version still is what the records say.

    Attributes:
        is_intact: Its content is what was frozen; nobody changed it since.
        is_computable: What it is about is still there.
    """

    is_intact: bool
    is_computable: bool
    changes: list[NumberChange]

    @property
    def holds(self) -> bool:
        """Whether computing it again gives the same."""
        return self.is_intact and self.is_computable and not self.changes


def check(report: Report, language: str = "en") -> Check:
    """Compute a frozen version again and compare."""
    is_intact = digest_of(report.papers) == report.sha256
    before: Any = report.papers.get(language) or next(iter(report.papers.values()))
    try:
        scope, missions = find_scope(report.kind, report.key, [report.office_id])
    except Http404:
        return Check(is_intact, False, [])
    now = paper_in(
        before["language"],
        scope,
        missions,
        with_costs=report.with_costs,
        with_pictures=False,
    )
    return Check(is_intact, True, differences(before, now))
