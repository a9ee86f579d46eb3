"""Values as plain text in the active language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gegenbesuch.core.templatetags.display import (
    comma,
    moment,
    partial_date,
    period,
    plain,
)
from gegenbesuch.core.values.languages import base_language
from gegenbesuch.guests.address import spoken_form
from gegenbesuch.guests.models import Guest

if TYPE_CHECKING:
    from gegenbesuch.core.values.name import Form, Name
    from gegenbesuch.directory.models import Person
    from gegenbesuch.missions.models import Mission
    from gegenbesuch.missions.programme import Course, Line


def words(value: Any) -> str:
    """Write a translated text, without markup."""
    return plain(value)


def dated(value: Any, style: str = "") -> str:
    """Write a date as precisely as it is known."""
    return strip_tags(partial_date(value, style))


def span(start: Any, end: Any) -> str:
    """Write a period; its first day alone where nobody knows the last."""
    if not end.is_known:
        return dated(start) if start.is_known else ""
    return strip_tags(period(start, end))


def listed(parts: list[str]) -> str:
    """Write a list of what says anything."""
    return comma().join(filter(None, parts))


def named(name: Name, form: Form = "running") -> str:
    """Write a name for the readers of the document."""
    return name.display(base_language(get_language()), form=form)


def is_readable(name: Name) -> bool:
    """Tell whether a name is known in a script that readers of the document read."""
    return base_language(get_language()) == "ja" or bool(name.latin)


def unreadable() -> str:
    """Say why a name is missing where nobody could read it."""
    return _("Name known in Japanese script only")


def other_script(name: Name, form: Form = "plain") -> str:
    """Write a name for those who read the other script; empty if it is the same."""
    own = base_language(get_language())
    other = name.display("en" if own == "ja" else "ja", form=form)
    return "" if other == name.display(own, form=form) else other


def other_name(name: Any) -> str:
    """Write the name of an organisation for readers of the other script, if it has."""
    own = base_language(get_language())
    others = ("en", "de") if own == "ja" else ("ja",)
    data = getattr(name, "data", name)
    known = data if isinstance(data, dict) else {}
    found = next((known[code] for code in others if known.get(code)), "")
    return "" if found == words(name) else str(found)


def spoken_to(person: Person, title: Any = "") -> str:
    """Write how a person is spoken to in the language of the document."""
    known = Guest(name=person.name, address=person.salutation, title=title)
    known.person = person
    return spoken_form(known, base_language(get_language()))


def when(mission: Mission) -> str:
    """Write when a mission is, and where."""
    place = words(mission.place.name) if mission.place else ""
    return listed([span(mission.starts_on, mission.ends_on), place])


def clock(course: Course) -> str:
    """Write the time of day of a plan or of what was held."""
    if course.start is None:
        return ""
    start = f"{course.start:%H:%M}"
    return f"{start}–{course.end:%H:%M}" if course.end else start


def home_clock(line: Line) -> str:
    """Write the same time on the clock at home, named; empty if it is the same."""
    at, end = line.plan.starts_at, line.plan.ends_at
    if at is None or not line.home_zone:
        return ""
    return strip_tags(moment(at, line.home_zone, end=end))


def arrival(line: Line, course: Course) -> str:
    """Write when a journey arrives, on the clock there; empty for anything else."""
    if course.ends_at is None or line.end_zone == line.zone:
        return ""
    is_other_day = course.starts_at and course.starts_at.date() != course.ends_at.date()
    at = moment(course.ends_at, line.end_zone, date=bool(is_other_day))
    return _("Arrival: %(when)s") % {"when": strip_tags(at)}


def way(line: Line) -> str:
    """Write where something is, and of a journey where it goes and by what."""
    item = line.item
    start = words(line.place.name) if line.place else ""
    if not item.destination:
        return start
    by = listed([item.get_means_display() if item.means else "", item.number])
    return " · ".join(filter(None, [f"{start} → {words(item.destination.name)}", by]))
