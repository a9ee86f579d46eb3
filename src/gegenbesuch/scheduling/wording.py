"""What became of meetings in words: the same in letters and on the office's pages."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext

from gegenbesuch.core.templatetags.display import both_times_text, comma, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from gegenbesuch.scheduling.models import Session
    from gegenbesuch.scheduling.publishing import Change, Position


class Wording:
    """
    Words for changes of a session, in the language that is active when it is made.

    A page has hundreds of lines and the letters of a version have thousands, so what
    recurs in them, such as a slot or the name of a company, is written once.
    """

    def __init__(self, session: Session, names: Mapping[int, Any]) -> None:
        """
        Begin to write of a session.

        Args:
            names: The names of the companies that are told of or met, by their keys.
        """
        self.session, self.names = session, names
        self._new = gettext("New: %(company)s, %(when)s")
        self._cancelled = gettext("Cancelled: %(company)s, %(when)s")
        self._moved = gettext("Moved: %(company)s, now %(when)s (before: %(before)s)")
        self._same_time = gettext(
            "At the same time: %(company)s, now %(when)s (before: %(before)s)"
        )
        self._comma = comma()
        self._written: dict[object, str] = {}

    def line(self, company: int, change: Change) -> str:
        """Say what became of a meeting, as one of its companies reads it."""
        before, after = change.before, change.after
        values = {"company": self.company(change.other(company))}
        if after is None:
            assert before is not None  # noqa: S101 -- else nothing had changed
            return self._cancelled % (values | {"when": self.place(before)})
        values["when"] = self.place(after)
        if before is None:
            return self._new % values
        if before.slot.pk == after.slot.pk:
            where = self._comma.join(self._where(before))
            return self._same_time % (values | {"before": where})
        return self._moved % (values | {"before": self.place(before)})

    def company(self, company: int) -> str:
        """Name a company."""
        return self._once(("company", company), lambda: plain(self.names[company]))

    def place(self, position: Position) -> str:
        """Return both local times, the table and the interpreter of a meeting."""
        slot = position.slot
        when = self._once(("slot", slot.pk), lambda: times(slot, self.session))
        return self._comma.join([when, *self._where(position)])

    def _where(self, position: Position) -> list[str]:
        table, person = position.table, position.interpreter
        parts = [self._once(("table", table.pk), lambda: table.label)]
        if person is not None:
            parts.append(self._once(("person", person.pk), lambda: _person(person)))
        return parts

    def _once(self, key: object, write: Callable[[], str]) -> str:
        if key not in self._written:
            self._written[key] = write()
        return self._written[key]


def _person(interpreter: Any) -> str:
    return gettext("Interpreter: %(name)s") % {"name": str(interpreter)}


def times(slot: Any, session: Session) -> str:
    """Write when a slot is on the clocks of both places."""
    zones = session.time_zone, session.partner_time_zone
    language = translation.get_language() or ""
    return _times(slot.starts_at, slot.ends_at, zones, language)


@lru_cache(maxsize=1024)
def _times(
    begins: datetime, ends: datetime, zones: tuple[str, str], _language: str
) -> str:
    """Write a slot once a language; each reminder and answer names one again."""
    return both_times_text(begins, *zones, end=ends)
