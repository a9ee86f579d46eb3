"""Table sheets and interpreter sheets as a PDF, typeset by typst."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from gegenbesuch.core.templatetags.display import plain
from gegenbesuch.core.typesetting import set_pdf
from gegenbesuch.core.values.languages import base_language
from gegenbesuch.scheduling import sheets
from gegenbesuch.scheduling.agenda_pdf import venue_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from gegenbesuch.scheduling.sheets import Line, Plan, Sheet


def render_tables(plan: Plan, *, at: datetime) -> bytes:
    """
    Return a sheet for each table, who meets there when, in the active language.

    Args:
        at: The time that the document names as its date.
    """
    title = _("Table sheets: %(session)s") % {"session": plain(plan.session.title)}
    return _render(plan, plan.by_table, title=title, at=at, with_table=False)


def render_interpreters(plan: Plan, *, at: datetime) -> bytes:
    """
    Return a sheet for each interpreter, whom they help when and where.

    Args:
        at: The time that the document names as its date.
    """
    title = _("Interpreter sheets: %(session)s") % {
        "session": plain(plan.session.title)
    }
    return _render(plan, plan.by_interpreter, title=title, at=at, with_table=True)


def _render(
    plan: Plan,
    pages: Sequence[Sheet],
    *,
    title: str,
    at: datetime,
    with_table: bool,
) -> bytes:
    home, partner = sheets.zones_of(plan.session, plan.lines)
    data = {
        "language": base_language(get_language()),
        "title": title,
        "author": str(plan.session.mission.office),
        "session": plain(plan.session.title),
        "venue": venue_of(plan.session),
        "zones": [zone for zone in (home, partner) if zone],
        "with_table": with_table,
        "note": _note(plan),
        "empty": _("No meetings yet."),
        "pages": [
            {
                "title": page.title,
                "days": [
                    {
                        "title": day.title,
                        "lines": [_line(line) for line in day.lines],
                    }
                    for day in page.days
                ],
            }
            for page in pages
        ],
        "labels": {
            "time": pgettext("agenda", "Time"),
            "companies": _("Who meets"),
            "last": _("Table") if with_table else _("Interpreter"),
            "page": _("Page"),
        },
    }
    return set_pdf("sheets.typ", data, at=at)


def _note(plan: Plan) -> str:
    """Say which version this is, so that an old sheet on a table is recognised."""
    if plan.session.is_invented:
        return _("Invented for demonstration: these companies and people do not exist.")
    if plan.version is None:
        return _("Draft: nothing has been published yet.")
    return _("Version %(number)d, %(state)s") % {
        "number": plan.version.number,
        "state": plan.version.get_state_display(),
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "clock": line.clock,
        "partner_clock": line.partner_clock,
        "companies": list(line.companies),
        "other_names": list(line.other_names),
        "table": str(line.table),
        "interpreter": line.interpreter,
        "pair": line.pair,
    }
