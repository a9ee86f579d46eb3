"""The agendas of companies as a PDF, typeset by typst."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import segno
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from gegenbesuch.core.templatetags.display import comma
from gegenbesuch.core.typesetting import set_pdf
from gegenbesuch.core.values.languages import base_language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from gegenbesuch.scheduling.agendas import Agenda, Item


def render_agenda(agenda: Agenda, *, at: datetime, link: str = "") -> bytes:
    """
    Return the agenda as a tagged PDF (PDF/UA-1) in the active language.

    Args:
        at: The time that the document names as its date.
        link: The personal address of the agenda, printed as a code for phones.

    """
    return _render([_agenda(agenda, link)], agenda, title=_title(agenda), at=at)


def render_agendas(
    agendas: Sequence[Agenda],
    *,
    title: str,
    at: datetime,
    links: Mapping[int, str] | None = None,
    languages: Mapping[int, str] | None = None,
) -> bytes:
    """
    Return several agendas as one file to print, each on pages of its own.

    Args:
        title: What the document is called.
        at: The time that the document names as its date.
        links: The personal addresses of agendas, by the key of the profile.
        languages: In which language an agenda is, likewise; else the active one.

    """
    active = get_language() or ""
    written = []
    for agenda in agendas:
        pk = agenda.profile.pk
        with override((languages or {}).get(pk, active)):
            written.append(_agenda(agenda, (links or {}).get(pk, "")))
    return _render(written, next(iter(agendas), None), title=title, at=at)


def _render(
    written: list[dict[str, Any]], first: Agenda | None, *, title: str, at: datetime
) -> bytes:
    data = {
        "language": base_language(get_language()),
        "title": title,
        "author": str(first.profile.mission.office) if first else "",
        "agendas": written,
    }
    return set_pdf("agenda.typ", data, at=at)


def code_of(address: str) -> str:
    """Return the drawing (SVG) of the code that leads phones to an address."""
    drawing = BytesIO()
    if address:
        segno.make_qr(address, error="m").save(drawing, kind="svg", border=0)
    return drawing.getvalue().decode()


def _title(agenda: Agenda) -> str:
    return _("Agenda of %(company)s") % {"company": agenda.party.name}


def _agenda(agenda: Agenda, link: str) -> dict[str, Any]:
    """Return all that the document says of one company, as plain texts."""
    return {
        "language": base_language(get_language()),
        "empty": _("No meetings yet."),
        "labels": {
            "time": pgettext("agenda", "Time"),
            "partner": pgettext("agenda", "Partner"),
            "table": _("Table"),
            "interpreter": _("Interpreter"),
            "page": _("Page"),
            "code": _("The newest agenda on the phone"),
        },
        "link": link,
        "code": code_of(link),
        "title": _title(agenda),
        "mission": str(agenda.profile.mission),
        "other_names": [
            {"language": language, "text": text}
            for language, text in agenda.party.other_names
        ],
        "people": list(agenda.party.people_names),
        "invented": (
            _("Invented for demonstration: these companies and people do not exist.")
            if agenda.is_invented
            else ""
        ),
        "days": [
            {
                "title": day.title,
                "place": comma().join(
                    filter(None, (str(day.session), venue_of(day.session)))
                ),
                "items": [_item(item) for item in day.items],
            }
            for day in agenda.days
        ],
    }


def _item(item: Item) -> dict[str, Any]:
    meeting = item.meeting
    message = meeting.request.message
    return {
        "time": _clock_and_zone(item.home_time),
        "partner_time": _clock_and_zone(item.partner_time),
        "partner": item.party.name,
        "other_names": [
            {"language": language, "text": text}
            for language, text in item.party.other_names
        ],
        "place": item.party.place,
        "people": list(item.party.people_names),
        "table": str(meeting.table),
        "interpreter": str(meeting.interpreter) if meeting.interpreter else "",
        "pair": item.pair_name,
        "message": message,
        "message_language": meeting.request.language,
        "message_by": str(meeting.request.sender) if message else "",
    }


def _clock_and_zone(text: str) -> dict[str, str]:
    clock, _bracket, zone = text.rpartition(" (")
    return {"clock": clock, "zone": zone.removesuffix(")")}


def venue_of(session: Any) -> str:
    """Return where a session is held: the venue and the town."""
    parts = (str(session.venue or ""), str(session.place or ""))
    return comma().join(dict.fromkeys(part for part in parts if part))
