"""
What those who took part report in the surveys, as numbers of the Bilanz.

Who answers several surveys of a mission counts once, with the latest that was said of
each question. All of it is self-reported; what has become an agreement counts there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.values.quantity import Quantity
from gegenbesuch.followup.models import Reply, Survey
from gegenbesuch.mandate.models import HOME_CURRENCY
from gegenbesuch.outcomes.models import Outcome, Result
from gegenbesuch.reports.numbers import Level, Number, Record, count, total

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gegenbesuch.reports.gathering import Rows

Sales = Reply.Sales
#: From here on an answer says that it was useful; 5 is the most.
USEFUL = 4


def answers_to_surveys(rows: Rows) -> Iterator[Number]:
    """Count who answered, and what they report; nothing where nobody was asked."""
    if not rows.replies:
        return
    answered = [row for row in rows.replies if row.answered_at]
    yield count(
        "survey-answers",
        _("Participants who answered the surveys"),
        Level.ACTIVITY,
        [_record(rows, row) for row in _latest(answered, "code")],
        planned=Quantity.exact(len({row.respondent for row in rows.replies})),
        note=_("Planned is how many were asked."),
    )
    useful = _latest(answered, "usefulness")
    if useful:
        yield count(
            "survey-useful",
            _("Found it very or rather useful"),
            Level.OUTPUT,
            [_record(rows, row) for row in useful if row.usefulness >= USEFUL],
            planned=Quantity.exact(len(useful)),
            note=_("Planned is how many said how useful it was."),
        )
    yield from _results(rows, answered)


def _results(rows: Rows, answered: list[Any]) -> Iterator[Number]:
    """Say what came of it as far as they report it."""
    contacts = _latest(answered, "contacts")
    if contacts:
        yield total(
            "survey-contacts",
            _("New contacts, as participants report"),
            Level.OUTCOME,
            [_record(rows, row, Quantity.exact(row.contacts)) for row in contacts],
        )
    stages = _latest(answered, "stage")
    for stage in Outcome.Stage:
        those = [row for row in stages if row.stage == stage]
        if those:
            yield count(
                f"survey-stage.{stage.value.replace('_', '-')}",
                _("Participants report: %(stage)s") % {"stage": stage.label},
                Level.OUTCOME,
                [_record(rows, row) for row in those],
            )
    agreed = {row.pk for row in rows.outcomes if row.counts_as_agreement}
    sales = [row for row in _latest(answered, "sales") if row.outcome_id not in agreed]
    for key, label, answer in (
        ("survey-sales", _("Sales made, as participants report"), Sales.MADE),
        (
            "survey-sales-expected",
            _("Sales expected, as participants report"),
            Sales.EXPECTED,
        ),
    ):
        those = [row for row in sales if row.sales == answer]
        if those:
            yield count(key, label, Level.OUTCOME, [_record(rows, r) for r in those])
        worth = [row for row in those if row.value]
        if worth:
            yield total(
                f"{key}-value",
                _("%(what)s: value") % {"what": label},
                Level.OUTCOME,
                [
                    _record(rows, row, Quantity.about(row.value, HOME_CURRENCY))
                    for row in worth
                ],
            )


def _latest(answered: list[Any], question: str) -> list[Any]:
    """Return of each who answered a question the latest answer to it."""
    found: dict[str, Any] = {}
    for row in answered:  # the latest survey comes first
        if getattr(row, question) not in (None, ""):
            found.setdefault(row.respondent, row)
    return sorted(found.values(), key=lambda row: row.pk)


def _record(rows: Rows, row: Any, quantity: Quantity | None = None) -> Record:
    """Return an answer as a record: who gave it is nobody's business here."""
    code = rows.mission.code
    return Record(
        _("Answer %(when)s") % {"when": Survey.Days(row.days).label},
        reverse("followup:follow-up", args=[code]) + "#surveys",
        row.code,
        quantity,
        state=Result.EvidenceState.SELF_REPORTED,
        mission=code,
    )
