"""Write the agendas of all companies of a session as files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.timezone import now

from gegenbesuch.core.management.commands.check_database import check_database
from gegenbesuch.scheduling import letters
from gegenbesuch.scheduling.agenda_ics import render_calendar
from gegenbesuch.scheduling.agenda_pdf import render_agenda, render_agendas
from gegenbesuch.scheduling.agendas import Agenda, agendas_of
from gegenbesuch.scheduling.models import Session

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Write the newest published version, one file a company; PDF in one file too."""

    help = "Write the agendas of the companies of a session as PDF, ics or JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the session, the kind of file, the language and the folder."""
        parser.add_argument("session", help="code of the session, such as demo-forum")
        parser.add_argument("--format", choices=("pdf", "ics", "json"), required=True)
        parser.add_argument(
            "--language", choices=dict(settings.LANGUAGES), default="de"
        )
        parser.add_argument("--out", type=Path, required=True, help="a folder")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the files and say how many."""
        check_database(current=True)
        session = Session.objects.filter(code=options["session"]).first()
        if session is None:
            raise CommandError(f"There is no session {options['session']!r}.")
        if not session.publications.exists():
            raise CommandError("This schedule has not been published yet.")
        kind, out = options["format"], options["out"]
        try:
            out.mkdir(parents=True, exist_ok=True)
            with translation.override(options["language"]):
                count = self._write(session, agendas_of(session), kind, out)
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error}") from error
        self.stdout.write(f"{count} files in {out}.")

    def _write(
        self, session: Session, agendas: list[Agenda], kind: str, out: Path
    ) -> int:
        links = letters.printed_links([a.profile for a in agendas], at=now())
        for agenda in agendas:
            path = out / f"agenda-{agenda.profile.code}.{kind}"
            link = links.get(agenda.profile.pk, "")
            path.write_bytes(_content(agenda, kind, link))
        if kind != "pdf":
            return len(agendas)
        whole = render_agendas(agendas, title=str(session), at=now(), links=links)
        (out / "all-agendas.pdf").write_bytes(whole)
        return len(agendas) + 1


def _content(agenda: Agenda, kind: str, link: str) -> bytes:
    if kind == "pdf":
        return render_agenda(agenda, at=now(), link=link)
    if kind == "ics":
        return render_calendar(agenda)
    record = {
        "company": agenda.party.name,
        "profile": agenda.profile.code,
        "meetings": [
            {
                "code": item.meeting.code,
                "starts_at": item.slot.starts_at.isoformat(),
                "ends_at": item.slot.ends_at.isoformat(),
                "time_zone": item.session.time_zone,
                "partner_time_zone": item.session.partner_time_zone,
                "table": str(item.meeting.table),
                "partner": item.party.name,
                "interpreter": str(item.meeting.interpreter or ""),
                "state": str(item.meeting.status),
            }
            for item in agenda.items
        ],
    }
    return json.dumps(record, ensure_ascii=False, indent=1).encode()
