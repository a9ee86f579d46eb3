"""
Settlements and the shares of them: the numbers of the last level.

A settlement counts once in every total; what it is worth stands there as a whole, and
beside it by the share that is credited.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.values.quantity import Quantity
from gegenbesuch.outcomes.models import Settlement
from gegenbesuch.outcomes.shares import share_of, spread_of
from gegenbesuch.reports.numbers import Level, Number, Record, count, total
from gegenbesuch.reports.records import cited, searched

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gegenbesuch.reports.gathering import Gathered, Rows


def impact(rows: Rows, gathered: Gathered) -> Iterator[Number]:
    """Count settlements, and add up what sources say of them, whole and by share."""
    records = [_record_of_settlement(rows, row) for row in rows.settlements]
    yield count(
        "settlements",
        _("Settlements to which the mission contributed"),
        Level.IMPACT,
        records or [searched(rows)],
        note=_("Each settlement counts once, however many missions it is credited to.")
        if records
        else "",
    )
    yield from shares(
        rows,
        "credited-settlements",
        _("Settlements, by the share credited"),
        Level.IMPACT,
        rows.settlements,
    )
    sums: dict[tuple[str, str], list[Record]] = defaultdict(list)
    parts: dict[tuple[str, str], list[Record]] = defaultdict(list)
    labels: dict[str, Any] = {}
    for row in rows.settlements:
        for (what, unit), figures in _by_what(gathered.figures_of(row)).items():
            whole = spread_of([figure.quantity for figure in figures])
            labels.setdefault(what, figures[0].label)
            record = replace(
                _record_of_settlement(rows, row),
                quantity=whole,
                sources=tuple(each for figure in figures for each in cited(figure)),
                note=_("Sources differ; the range holds what they say.")
                if len({figure.quantity for figure in figures}) > 1
                else "",
            )
            sums[what, unit].append(record)
            parts[what, unit] += [
                replace(
                    record,
                    code=credit.code,
                    quantity=share_of(whole, credit.share),
                    note=credit.reason,
                )
                for credit in rows.credits
                if credit.settlement_id == row.pk
            ]
    for (what, unit), records in sums.items():
        key = f"settlements-{what}" + (f"-{unit}".lower() if unit else "")
        yield total(key, labels[what], Level.IMPACT, records)
        if parts[what, unit]:
            yield total(
                f"credited-{key}",
                _("%(what)s, by the share credited") % {"what": labels[what]},
                Level.IMPACT,
                parts[what, unit],
            )


def _by_what(figures: Iterable[Any]) -> dict[tuple[str, str], list[Any]]:
    found: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for figure in figures:
        if figure.quantity.is_known:
            found[figure.what, figure.quantity.unit].append(figure)
    return found


def shares(
    rows: Rows, key: str, label: Any, level: Level, results: Iterable[Any]
) -> Iterator[Number]:
    """Add up the shares of results; nothing where nobody has given any."""
    records = []
    for result in results:
        name = "settlement_id" if isinstance(result, Settlement) else "outcome_id"
        records += [
            Record(
                result,
                result.get_absolute_url(),
                credit.code,
                share_of(Quantity.exact(1), credit.share),
                cited(result),
                result.evidence_state,
                credit.reason,
                rows.mission.code,
            )
            for credit in rows.credits
            if getattr(credit, name) == result.pk
        ]
    if records:
        yield total(key, label, level, records)


def _record_of_settlement(rows: Rows, row: Settlement) -> Record:
    steps = [step for step in rows.steps if step.settlement_id == row.pk]
    sources = [*cited(row), *(each for step in steps for each in cited(step))]
    return Record(
        row,
        row.get_absolute_url(),
        row.code,
        None,
        tuple(dict.fromkeys(sources)),
        row.evidence_state,
        mission=rows.mission.code,
    )
