"""Postponing and cancelling a mission: who would read what, and then doing it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gegenbesuch.core import versions
from gegenbesuch.core.permissions import fetch
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.letters.kinds import fill
from gegenbesuch.letters.selectors import text_of
from gegenbesuch.missions import letters, rules, selectors, services
from gegenbesuch.missions.forms_calling_off import CallOffForm
from gegenbesuch.missions.models import Mission
from gegenbesuch.missions.services.planning import moved
from gegenbesuch.missions.views.frame import frame_of

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from gegenbesuch.accounts.models import User
    from gegenbesuch.missions.parts import Addressee


@login_required
def call_off(request: HttpRequest, code: str) -> HttpResponse:
    """
    Postpone or cancel a mission; the first button only shows what would be done.

    Afterwards the page says who was told and whose mail did not arrive.
    """
    found = fetch(
        selectors.mission_with_names, code, request.user, rules.can_edit_mission
    )
    form = preview = None
    if found.status in rules.MAY_BE_CALLED_OFF:
        form = versions.watched(CallOffForm(request.POST or None, mission=found), found)
    if form is not None and request.method == "POST":
        if "preview" in request.POST:
            preview = _preview(found, form.cleaned_data) if form.is_valid() else None
        elif versions.save(form, found, _call_off, actor=request.user):
            _say(request, found)
            return redirect("missions:call-off", found.code)
    told = letters.addressees_of(found)
    mails = letters.mails_to(told)
    rows = [(row, mails.get(row.email.lower())) for row in told]
    context = frame_of(request, found) | {
        "form": form,
        "preview": preview,
        "groups": [
            (label, list(group))
            for label, group in groupby(rows, lambda pair: str(pair[0].group))
        ],
        "counts": {
            "all": len(told),
            "silent": sum(not row.email for row in told),
        },
    }
    return render(request, "missions/call_off.html", context)


def _call_off(  # noqa: PLR0913 -- the fields of the form
    found: Mission,
    *,
    actor: User,
    what: str,
    reason: Any,
    tell: bool,
    starts_on: date | None = None,
) -> int:
    if what == "cancel":
        return services.cancel_mission(found, reason=reason, actor=actor, tell=tell)
    return services.postpone_mission(
        found, reason=reason, starts_on=starts_on, actor=actor, tell=tell
    )


def _say(request: HttpRequest, found: Mission) -> None:
    text = (
        _("The mission was cancelled.")
        if found.status == Mission.Status.CANCELLED
        else _("The mission was postponed.")
    )
    messages.success(request, text)


def _preview(found: Mission, values: dict[str, Any]) -> dict[str, Any]:
    """Return the letters that would be written and what would move."""
    before = selectors.dates_of(found)
    after = None
    kind = letters.CANCELLED if values["what"] == "cancel" else letters.PUT_OFF
    days = 0
    if (day := values.get("starts_on")) and (first := before[0].first_day()):
        days = (day - first).days
        after = PartialDate.on(day), moved(before[1], days)
        kind = letters.POSTPONED
    told = letters.addressees_of(found) if values["tell"] else []
    samples: dict[str, Addressee] = {}
    for row in told:
        if row.email:
            samples.setdefault(row.language, row)
    texts = [
        (row, fill(text_of(found.office, kind.key, language), filled))
        for language, row in samples.items()
        for filled in [
            letters.values_for(
                found, language, reason=values["reason"], before=before, after=after
            )
            | {"salutation": row.salutation, "link": ""}
        ]
    ]
    mails = sum(bool(row.email) for row in told)
    return {
        "texts": texts,
        "after": after,
        "days": days,
        "told": ngettext(
            "One mail will be sent.", "%(count)d mails will be sent.", mails
        )
        % {"count": mails},
        "is_cancelled": values["what"] == "cancel",
    }
