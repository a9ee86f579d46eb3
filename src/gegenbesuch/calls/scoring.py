"""What the marks of an application come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gegenbesuch.calls.models import Criterion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def score_by(criteria: Sequence[Criterion], marks: Mapping[str, int]) -> int | None:
    """
    Return the weighed mean of the marks from 0 to 100; None until all are marked.

    So nobody is behind only because somebody has not read their application to the end.
    """
    if not criteria or any(row.code not in marks for row in criteria):
        return None
    given = sum(row.weight * marks[row.code] for row in criteria)
    most = sum(row.weight * Criterion.MOST for row in criteria)
    return round(100 * given / most)
