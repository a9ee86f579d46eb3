"""Sites and ways, what tables have and meetings need, and who may meet whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from gegenbesuch.core.permissions import fetch
from gegenbesuch.matchmaking.models import Request
from gegenbesuch.scheduling import furnishing, needs, rules, selectors
from gegenbesuch.scheduling import who_meets as ruling
from gegenbesuch.scheduling.forms_needs import (
    NeedForm,
    RulesForm,
    SitesForm,
    WaysForm,
    need_in,
)
from gegenbesuch.scheduling.models import Session, Way

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def _editable(request: HttpRequest, code: str) -> Session:
    return fetch(selectors.session_pages, code, request.user, rules.can_arrange_session)


@login_required
def sites(request: HttpRequest, code: str) -> HttpResponse:
    """Show the sites of a session, the ways between them, and what tables have."""
    session = _editable(request, code)
    what = request.POST.get("do", "")
    known = needs.sites_of(session)
    ways = list(
        Way.objects.filter(one__session=session)
        .select_related("one", "other")
        .order_by("one__position", "other__position", "pk")
    )
    names = SitesForm(
        request.POST if what == "sites" else None,
        initial={"sites": "\n".join(map(str, known))},
    )
    minutes = WaysForm(request.POST if what == "ways" else None, ways=ways)
    if what == "sites" and names.is_valid():
        found = names.cleaned_data["sites"]
        furnishing.set_sites(session, found, actor=request.user)
    elif what == "ways" and minutes.is_valid():
        furnishing.set_ways(session, minutes.minutes, actor=request.user)
    elif what == "tables":
        _furnish(request, session)
    if request.method == "POST" and not (names.errors or minutes.errors):
        messages.success(request, _("That was saved."))
        return redirect("scheduling:sites", session.code)
    context = {
        "session": session,
        "mission": session.mission,
        "names": names,
        "minutes": minutes,
        "ways": ways,
        "sites": known,
        "tables": selectors.tables_of(session),
    }
    return render(request, "scheduling/sites.html", context)


def _furnish(request: HttpRequest, session: Session) -> None:
    """Note what was typed at each table that was sent."""
    wanted = {}
    for table in session.tables.all():
        typed = request.POST.get(f"features-{table.pk}")
        if typed is not None:
            site = request.POST.get(f"site-{table.pk}", "")
            wanted[table.pk] = (
                [word[:50] for word in needs.words_of(typed)][:20],
                int(site) if site.isdecimal() and len(site) < 19 else None,
            )
    furnishing.furnish_tables(session, wanted, actor=request.user)


@login_required
def who_meets(request: HttpRequest, code: str) -> HttpResponse:
    """Show who may meet whom in a session and what that keeps out, and change it."""
    session = _editable(request, code)
    form = RulesForm(request.POST or None, session=session)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        furnishing.set_rules(session, actor=request.user, **data)
        messages.success(request, _("That was saved."))
        return redirect("scheduling:who-meets", session.code)
    context = {
        "session": session,
        "mission": session.mission,
        "form": form,
        "kept_out": ruling.kept_out(session),
        "aparts": session.aparts.select_related(
            "one__organisation", "other__organisation"
        ).order_by(
            "one__organisation__sort_key", "other__organisation__sort_key", "pk"
        ),
    }
    return render(request, "scheduling/who_meets.html", context)


@login_required
def set_need(request: HttpRequest, code: str, asked: str) -> HttpResponse:
    """Note what one meeting of a session needs of its table."""
    session = _editable(request, code)
    found = get_object_or_404(
        Request.objects.filter(mission=session.mission_id).select_related(
            "sender__organisation", "recipient__organisation", "sender__mission"
        ),
        code=asked,
    )
    known = needs.needs_of(session).of_request.get(found.pk)
    initial = (
        {"features": known.features, "site": known.site_id} if known is not None else {}
    )
    form = NeedForm(request.POST or None, session=session, initial=initial)
    if request.method == "POST" and form.is_valid():
        furnishing.set_need(
            session, found, actor=request.user, **need_in(form.cleaned_data)
        )
        messages.success(request, _("That was saved."))
        return redirect(session)
    context = {
        "session": session,
        "mission": session.mission,
        "asked": found,
        "form": form,
    }
    return render(request, "scheduling/set_need.html", context)
