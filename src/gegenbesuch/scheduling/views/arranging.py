"""What a schedule has to work with: sessions, slots, tables, interpreters, absences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gegenbesuch.core.permissions import fetch
from gegenbesuch.missions.models import Mission
from gegenbesuch.missions.rules import can_edit_mission
from gegenbesuch.scheduling import arranging, furnishing, needs, rules, selectors
from gegenbesuch.scheduling.forms import (
    BlockForm,
    InterpreterForm,
    NewSessionForm,
    SessionForm,
    SlotsForm,
    languages_in,
)
from gegenbesuch.scheduling.forms_needs import CompanyForm, need_in
from gegenbesuch.scheduling.models import Absence, Interpreter, Session

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from gegenbesuch.matchmaking.models import Profile

TABLES_AT_FIRST = 10


def _editable(request: HttpRequest, code: str) -> Session:
    return fetch(selectors.session_pages, code, request.user, rules.can_arrange_session)


# --- Sessions ----------------------------------------------------------------


@login_required
def create_session(request: HttpRequest, code: str) -> HttpResponse:
    """Set up a session of a mission with its first slots."""
    mission = fetch(Mission, code, request.user, can_edit_mission)
    accepted = selectors.accepted_in(mission).count()
    count = arranging.tables_needed(accepted, 2 * 7) if accepted else TABLES_AT_FIRST
    first = mission.stops.select_related("place").order_by("position", "pk").first()
    place = first.place if first else mission.place
    initial = {
        "first_day": mission.starts_on.first_day() if mission.starts_on else None,
        "place": place,
        "partner_time_zone": arranging.other_zone(mission, place.time_zone)
        if place
        else "",
        "tables": "\n".join(str(n + 1) for n in range(count)),
    }
    form = NewSessionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        session = arranging.create_session(
            mission, actor=request.user, **form.cleaned_data
        )
        messages.success(request, _("The session was set up."))
        return redirect(session)
    context = {"mission": mission, "session": None, "form": form}
    return render(request, "scheduling/update_session.html", context)


@login_required
def update_session(request: HttpRequest, code: str) -> HttpResponse:
    """Change what a session is called, where it is, its tables and limits."""
    session = _editable(request, code)
    fields = (
        *("title", "place", "venue", "partner_time_zone", "max_meetings"),
        "free_after",
    )
    tables = session.tables.order_by("position").values_list("name", flat=True)
    initial = {name: getattr(session, name) for name in (*fields, "max_per_day")}
    form = SessionForm(
        request.POST or None, initial=initial | {"tables": "\n".join(tables)}
    )
    if request.method == "POST" and form.is_valid():
        arranging.update_session(session, actor=request.user, **form.cleaned_data)
        messages.success(request, _("The session was changed."))
        return redirect(session)
    context = {"mission": session.mission, "session": session, "form": form}
    return render(request, "scheduling/update_session.html", context)


# --- Slots -------------------------------------------------------------------


@login_required
def slots(request: HttpRequest, code: str) -> HttpResponse:
    """Show the slots of a session, and add some."""
    session = _editable(request, code)
    last = session.slots.order_by("-starts_at").first()
    day = last.starts_at.astimezone(session.zone).date() if last else None
    form = BlockForm(request.POST or None, initial={"on": day})
    if request.method == "POST" and form.is_valid():
        block = arranging.Block(**form.cleaned_data)
        count = arranging.add_slots(session, block, actor=request.user)
        messages.success(request, _("Slots added: %(count)d.") % {"count": count})
        return redirect("scheduling:slots", session.code)
    context = {
        "mission": session.mission,
        "session": session,
        "form": form,
        "known": SlotsForm(session=session, label=_("Slots to take away")),
    }
    return render(request, "scheduling/slots.html", context)


@login_required
@require_POST
def remove_slots(request: HttpRequest, code: str) -> HttpResponse:
    """Take slots away."""
    session = _editable(request, code)
    form = SlotsForm(request.POST, session=session, label=_("Slots to take away"))
    if form.is_valid() and form.cleaned_data["slots"]:
        count = arranging.remove_slots(
            session, form.cleaned_data["slots"], actor=request.user
        )
        messages.success(request, _("Slots taken away: %(count)d.") % {"count": count})
    return redirect("scheduling:slots", session.code)


# --- Interpreters ------------------------------------------------------------


@login_required
def set_interpreter(
    request: HttpRequest, code: str, number: int | None = None
) -> HttpResponse:
    """Add an interpreter, or change what one can do and when."""
    session = _editable(request, code)
    row = _interpreter(session, number) if number else None
    initial: dict[str, Any] = {}
    if row:
        initial = {
            "person": row.person_id,
            "languages": languages_in(row.pairs),
            "slots": [slot.pk for slot in row.closed_slots.all()],
        }
    form = InterpreterForm(request.POST or None, session=session, initial=initial)
    if request.method == "POST" and form.is_valid():
        arranging.set_interpreter(
            session,
            form.cleaned_data["person"],
            pairs=form.cleaned_data["languages"],
            closed=form.cleaned_data["slots"],
            actor=request.user,
            interpreter=row,
        )
        messages.success(request, _("The interpreter was saved."))
        return redirect(session)
    context = {
        "mission": session.mission,
        "session": session,
        "interpreter": row,
        "form": form,
    }
    return render(request, "scheduling/set_interpreter.html", context)


@login_required
@require_POST
def remove_interpreter(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take an interpreter out of a session."""
    session = _editable(request, code)
    arranging.remove_interpreter(_interpreter(session, number), actor=request.user)
    return redirect(session)


def _interpreter(session: Session, number: int) -> Interpreter:
    rows = session.interpreters.select_related("person", "session__mission")
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


# --- Availability ------------------------------------------------------------


@login_required
def availability(request: HttpRequest, code: str, company: str) -> HttpResponse:
    """Note in which slots a company can't meet."""
    session = _editable(request, code)
    profile = session.mission.profiles.filter(code=company).first()
    if profile is None:
        raise Http404
    form = _company_form(request, session, profile)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        arranging.set_absences(profile, session, data["slots"], actor=request.user)
        if {"features", "site"} & form.fields.keys():
            furnishing.set_need(session, profile, actor=request.user, **need_in(data))
        if "apart" in data:
            furnishing.keep_apart(session, profile, data["apart"], actor=request.user)
        messages.success(request, _("The availability was saved."))
        return redirect(session)
    context = {
        "mission": session.mission,
        "session": session,
        "profile": profile,
        "form": form,
        "placed": session.meetings.filter(seats__profile=profile).count(),
    }
    return render(request, "scheduling/availability.html", context)


def _company_form(
    request: HttpRequest, session: Session, profile: Profile
) -> CompanyForm:
    absent = Absence.objects.filter(profile=profile, slot__session=session)
    known = needs.needs_of(session).of_company.get(profile.pk)
    pairs = needs.apart_in(session.pk)
    partners = selectors.partners_of(session, profile.pk)
    return CompanyForm(
        request.POST or None,
        session=session,
        partners=[(partner.pk, str(partner)) for partner in partners],
        initial={
            "slots": list(absent.values_list("slot_id", flat=True)),
            "features": known.features if known else [],
            "site": known.site_id if known else None,
            "apart": [p.pk for p in partners if frozenset((p.pk, profile.pk)) in pairs],
        },
    )


# --- Tables ------------------------------------------------------------------


@login_required
def close_table(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Note in which slots a table can't be used."""
    session = _editable(request, code)
    table = get_object_or_404(session.tables.select_related("session"), pk=number)
    form = SlotsForm(
        request.POST or None,
        session=session,
        label=_("Can't be used in these slots"),
        initial={"slots": list(table.closures.values_list("slot_id", flat=True))},
    )
    if request.method == "POST" and form.is_valid():
        arranging.set_closures(table, form.cleaned_data["slots"], actor=request.user)
        messages.success(request, _("The table was saved."))
        return redirect(session)
    context = {
        "mission": session.mission,
        "session": session,
        "table": table,
        "form": form,
        "placed": table.meetings.count(),
    }
    return render(request, "scheduling/close_table.html", context)
