"""What recurs on the pages of the day, such as the name of a company, written once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.html import conditional_escape, escape
from django.utils.translation import get_language

from gegenbesuch.core.templatetags.display import (
    address_of,
    comma,
    person_name,
    plain,
    text,
)
from gegenbesuch.core.templatetags.page import status

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from gegenbesuch.matchmaking.models import Profile, Request
    from gegenbesuch.onsite.models import Course, Presence
    from gegenbesuch.scheduling.models import Interpreter, Session, Table


class Words:
    """Parts of the rows of a session, as safe HTML."""

    def __init__(self, session: Session) -> None:
        """Begin to write of a session, in the language that is active."""
        self.session, self.zone = session, ZoneInfo(session.time_zone)
        self.comma = escape(comma())
        self.language = get_language() or ""
        self._written: dict[object, str] = {}

    def _once(self, key: object, write: Callable[[], str]) -> str:
        if key not in self._written:
            self._written[key] = conditional_escape(write())
        return self._written[key]

    def company(self, profile: Profile) -> str:
        """Name a company."""
        write = lambda: text(profile.organisation.name)  # noqa: E731
        return self._once(("company", profile.pk), write)

    def plain_company(self, profile: Profile) -> str:
        """Name a company without markup, for what a button says."""
        write = lambda: plain(profile.organisation.name)  # noqa: E731
        return self._once(("plain", profile.pk), write)

    def linked(self, profile: Profile) -> str:
        """Name a company, with the way to its agenda."""
        agenda = address_of("scheduling:agenda", profile.code)
        return f'<a href="{agenda}">{self.company(profile)}</a>'

    def pair(self, request: Request) -> str:
        """Name the two companies of a meeting."""
        return f"{self.company(request.sender)} – {self.company(request.recipient)}"

    def clock(self, at: datetime) -> str:
        """Write the time of day where the session is."""
        write = lambda: f"{at.astimezone(self.zone):%H:%M}"  # noqa: E731
        return self._once(at, write)

    def table(self, table: Table) -> str:
        """Name a table as its sign does."""
        return self._once(("table", table.pk), lambda: table.label)

    def interpreter(self, interpreter: Interpreter) -> str:
        """Name an interpreter."""
        write = lambda: person_name(interpreter.person)  # noqa: E731
        return self._once(("interpreter", interpreter.pk), write)

    def state(self, record: Course | Presence) -> str:
        """Show what became of a meeting, or whether a company is there."""
        write = lambda: status(record, "state")  # noqa: E731
        return self._once((type(record), record.state), write)

    def presence(self, presence: Presence | None) -> str:
        """Show whether a company is there, and of one that is late, from when."""
        if presence is None:
            return ""
        if presence.until is None:
            return f" {self.state(presence)}"
        until = self.clock(presence.until)
        return f' {self.state(presence)} <span class="muted">{until}</span>'
