"""The statistics of a session as a file; who took it along is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gegenbesuch.core import audit
from gegenbesuch.onsite import charts, figures

if TYPE_CHECKING:
    from datetime import datetime

    from gegenbesuch.accounts.models import User
    from gegenbesuch.scheduling.models import Session


@transaction.atomic
def export_statistics(session: Session, *, actor: User | None, at: datetime) -> bytes:
    """Return the statistics as CSV, in the active language."""
    found = figures.figures_of(session, at=at)
    audit.record("onsite.session.statistics-exported", session, actor=actor)
    return charts.to_csv(charts.charts_of(found, session))
