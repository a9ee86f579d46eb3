"""Verbs that print the papers of a session; who had what printed is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.templatetags.display import plain
from gegenbesuch.scheduling import agenda_pdf, agendas, letters, sheets, sheets_pdf

if TYPE_CHECKING:
    from datetime import datetime

    from gegenbesuch.accounts.models import User
    from gegenbesuch.scheduling.models import Session


@transaction.atomic
def print_agendas(session: Session, *, actor: User | None, at: datetime) -> bytes:
    """
    Return what all companies were told as one PDF, each in its own language.

    Raises:
        ActionError: Nothing has been published yet.
    """
    found = agendas.agendas_of(session, language_of=letters.language_of)
    if not found:
        raise ActionError(_("Nothing has been published yet."))
    profiles = [agenda.profile for agenda in found]
    data = agenda_pdf.render_agendas(
        found,
        title=plain(session.title),
        at=at,
        links=letters.printed_links(profiles, at=at),
        languages={p.pk: letters.language_of(p) for p in profiles},
    )
    _note(session, "agendas", actor)
    return data


@transaction.atomic
def print_tables(session: Session, *, actor: User | None, at: datetime) -> bytes:
    """Return a PDF with a sheet for each table, in the active language."""
    data = sheets_pdf.render_tables(sheets.plan_of(session), at=at)
    _note(session, "tables", actor)
    return data


@transaction.atomic
def print_interpreters(session: Session, *, actor: User | None, at: datetime) -> bytes:
    """Return a PDF with a sheet for each interpreter, in the active language."""
    data = sheets_pdf.render_interpreters(sheets.plan_of(session), at=at)
    _note(session, "interpreters", actor)
    return data


def _note(session: Session, papers: str, actor: User | None) -> None:
    audit.record(
        "scheduling.session.papers-printed", session, actor=actor, papers=papers
    )
