"""What a Bilanz is about: a mission, a partner, a country, a year or an office."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.models import Office
from gegenbesuch.accounts.rules import office_ids
from gegenbesuch.core.countries import country_name
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.directory.models import Organisation
from gegenbesuch.missions.models import Mission, Participation, ProgrammeItem, Stop
from gegenbesuch.missions.selectors import mission_with_names, periods_of_undated

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model

KINDS = {
    "mission": _("Mission"),
    "partner": _("Partner"),
    "country": _("Country"),
    "year": _("Year"),
    "office": _("Office"),
}
#: More missions than this are not put together on one page.
MOST = 400


@dataclass(frozen=True)
class Scope:
    """
    What a Bilanz is about.

    Attributes:
        kind: One of `KINDS`.
        key: The code of the mission, organisation or office, the two letters of a
            country, or a year.
    """

    kind: str
    key: str
    title: Any
    url: str

    @property
    def is_mission(self) -> bool:
        """Whether it is about one mission alone."""
        return self.kind == "mission"

    @property
    def kind_label(self) -> str:
        """What it is about, in a word."""
        return str(KINDS[self.kind])


def scope_of_mission(mission: Mission) -> Scope:
    """Return the scope of one mission."""
    url = reverse("reports:bilanz", args=[mission.code])
    return Scope("mission", mission.code, mission.title, url)


def scope_with_missions(code: str) -> tuple[Scope, list[Mission]] | None:
    """Return the scope of a mission of any office, for commands; None without one."""
    missions = list(mission_with_names().filter(code=code)[:1])
    return (scope_of_mission(missions[0]), missions) if missions else None


def find_scope(kind: str, key: str, user: Any) -> tuple[Scope, list[Mission]]:
    """
    Return a scope and its missions that the user may see, in order of time.

    Beside a mission itself, what is made up for a demonstration is left out.

    Args:
        user: A user, or the offices themselves.

    Raises:
        Http404: There is no such thing, or the user may not see it.
    """
    if kind not in KINDS:
        raise Http404
    named: Any = mission_with_names()
    if kind == "mission":
        found = named.visible_to(user).filter(code=key)[:1]
        missions = list(found)
        if not missions:
            raise Http404
        return scope_of_mission(missions[0]), missions
    title, wanted = _FINDERS[kind](key, user)
    missions = list(
        named.visible_to(user)
        .filter(wanted, is_invented=False)
        .order_by("starts_on", "pk")[:MOST]
    )
    return Scope(kind, key, title, reverse("reports:scope", args=[kind, key])), missions


def _partner(key: str, user: Any) -> tuple[Any, Q]:
    found = Organisation.objects.visible_to(user).filter(code=key).first()
    if found is None:
        raise Http404
    uses: list[tuple[type[Model], str]] = [
        (Participation, "organisation"),
        (Stop, "organisation"),
        (Stop, "host"),
        (ProgrammeItem, "visited"),
        (ProgrammeItem, "hosts"),
        (ProgrammeItem, "speaker"),
    ]
    first, *others = (
        model._default_manager.filter(**{column: found}).values_list("mission")
        for model, column in uses
    )
    missions = [pk for (pk,) in first.union(*others)]
    return found.name, Q(pk__in=missions)


def _country(key: str, user: Any) -> tuple[Any, Q]:
    if not re.fullmatch(r"[A-Z]{2}", key):
        raise Http404
    abroad = Q(relation__country=key)
    missions = Mission.objects.visible_to(user).values_list("pk", "countries")
    listed = [pk for pk, countries in missions if key in (countries or [])]
    return country_name(key) or key, abroad | Q(pk__in=listed)


def _year(key: str, user: Any) -> tuple[Any, Q]:
    """Find what began in a year, by its parts where it has no date itself."""
    if not re.fullmatch(r"[12][0-9]{3}", key):
        raise Http404
    first, after = (PartialDate.in_year(int(key) + n) for n in (0, 1))
    undated = [
        pk
        for pk, (begins, _ends) in periods_of_undated(user).items()
        if begins.code.startswith(key)
    ]
    return key, Q(starts_on__gte=first, starts_on__lt=after) | Q(pk__in=undated)


def _office(key: str, user: Any) -> tuple[Any, Q]:
    found = Office.objects.filter(code=key, pk__in=office_ids(user)).first()
    if found is None:
        raise Http404
    return found.name, Q(office=found)


_FINDERS: dict[str, Callable[[str, Any], tuple[Any, Q]]] = {
    "partner": _partner,
    "country": _country,
    "year": _year,
    "office": _office,
}
