"""Verbs on documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import translation

from gegenbesuch.core import audit

if TYPE_CHECKING:
    from datetime import datetime

    from gegenbesuch.accounts.models import User
    from gegenbesuch.documents.catalogue import Entry
    from gegenbesuch.missions.models import Mission


@transaction.atomic
def export_document(  # noqa: PLR0913 -- a file has these parts
    mission: Mission,
    entry: Entry,
    *,
    ending: str,
    language: str,
    actor: User | None,
    at: datetime,
) -> bytes:
    """Return a document as a file; that somebody took it along is kept."""
    with translation.override(language):
        file = entry.render(ending, at=at)
    audit.record(
        "documents.document.exported",
        mission,
        actor=actor,
        document=f"{entry.key}.{ending}",
        language=language,
    )
    return file
