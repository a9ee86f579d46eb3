"""One meeting: who, when, where; moving it by hand, keeping it in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gegenbesuch.core.permissions import fetch
from gegenbesuch.core.templatetags.display import address_of
from gegenbesuch.scheduling import agendas, curing, moving, rules, selectors
from gegenbesuch.scheduling import options as places_for
from gegenbesuch.scheduling.languages import (
    pairs_name,
    possible_pairs,
    spoken_pair,
)
from gegenbesuch.scheduling.models import Meeting, Session
from gegenbesuch.scheduling.views.sessions import reasons_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
@require_safe
def meeting(request: HttpRequest, code: str) -> HttpResponse:
    """Show one meeting: who, when on both clocks, where, why not if it has no slot."""
    found = fetch(selectors.meeting_pages, code, request.user)
    asked = found.request
    languages = asked.sender.languages, asked.recipient.languages
    if found.interpreter:
        pairs = [spoken_pair(*languages, found.interpreter.pairs)]
    else:
        pairs = list(possible_pairs(*languages))
    parties = [
        {
            "profile": profile,
            "party": agendas.party_of(profile.organisation, profile.people.all()),
            "role": role,
        }
        for profile, role in ((asked.sender, "sender"), (asked.recipient, "recipient"))
    ]
    can_move = rules.can_arrange_session(request.user, found.session)
    context = {
        "meeting": found,
        "session": found.session,
        "mission": found.session.mission,
        "parties": parties,
        "pair": pairs_name(filter(None, pairs)),
        "reasons": reasons_of(found),
        "can_move": can_move,
        "cure_url": address_of("scheduling:cure-meeting", code) if can_move else "",
        "can_undo": moving.can_undo(found),
        "is_final": found.session.status == Session.Status.FINAL,
    }
    return render(request, "scheduling/meeting.html", context)


def _movable(request: HttpRequest, code: str) -> Meeting:
    return fetch(selectors.meeting_pages, code, request.user, rules.can_move_meeting)


@login_required
def move_meeting(request: HttpRequest, code: str) -> HttpResponse:
    """Show where a meeting could go and what is in the way, and move it."""
    found = _movable(request, code)
    session = found.session
    if request.method == "POST":
        slot, _dash, table = request.POST.get("place", "").partition("-")
        moving.move_meeting(
            found,
            get_object_or_404(session.slots, pk=_number(slot)),
            get_object_or_404(session.tables, pk=_number(table)),
            actor=request.user,
            at=now(),
            is_locked="lock" in request.POST,
        )
        messages.success(request, _("The meeting was moved."))
        return _back(request, found)
    options = places_for.options_of(found)
    context = {
        "meeting": found,
        "session": session,
        "mission": session.mission,
        "options": options,
        "wanted": request.GET.get("place", ""),
        "free": sum(not option.reasons for option in options),
    }
    return render(request, "scheduling/move_meeting.html", context)


def _back(request: HttpRequest, found: Meeting) -> HttpResponse:
    """Go back to where the meeting was moved: its page or the grid."""
    if request.POST.get("back") == "grid":
        return redirect("scheduling:tables", found.session.code)
    return redirect(found)


@login_required
@require_safe
def places(request: HttpRequest, code: str) -> HttpResponse:
    """Say where a meeting could go and what is in the way, for the grid."""
    return JsonResponse(places_for.places_of(_movable(request, code)))


@login_required
@require_POST
def cure_meeting(request: HttpRequest, code: str) -> HttpResponse:
    """Do what would give a meeting its slot, and have it placed."""
    found = _movable(request, code)
    session = found.session
    cures = curing.cure_at(found, request.POST.get("cure", ""))
    try:
        curing.cure_meeting(found, cures, actor=request.user, at=now())
    except curing.NobodyInterpretsError as error:
        messages.info(request, str(error))
        return redirect("scheduling:add-interpreter", session.code)
    return redirect(f"{session.get_absolute_url()}#run-status")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0


@login_required
@require_POST
def take_out_meeting(request: HttpRequest, code: str) -> HttpResponse:
    """Take a meeting out of the schedule."""
    found = _movable(request, code)
    moving.take_out(found, actor=request.user, at=now())
    return redirect(found)


@login_required
@require_POST
def undo_move(request: HttpRequest, code: str) -> HttpResponse:
    """Put a meeting back to where it was."""
    found = _movable(request, code)
    moving.undo_move(found, actor=request.user, at=now())
    messages.success(request, _("The meeting is back where it was."))
    return _back(request, found)


@login_required
@require_POST
def lock_meeting(request: HttpRequest, code: str) -> HttpResponse:
    """Keep a meeting where it is in later computations, or not."""
    found = _movable(request, code)
    is_locked = request.POST.get("lock") == "on"
    moving.set_lock([found], found.session, is_locked=is_locked, actor=request.user)
    return redirect(found)


@login_required
@require_POST
def lock_company(request: HttpRequest, code: str, company: str) -> HttpResponse:
    """Keep all meetings of a company where they are, or none."""
    session = fetch(
        selectors.session_pages, code, request.user, rules.can_arrange_session
    )
    profile = get_object_or_404(session.mission.profiles, code=company)
    count = moving.set_lock(
        Meeting.objects.filter(session=session, seats__profile=profile),
        session,
        is_locked=request.POST.get("lock") == "on",
        actor=request.user,
    )
    messages.success(request, _("Meetings changed: %(count)d.") % {"count": count})
    return redirect("scheduling:availability", session.code, profile.code)


@login_required
@require_POST
def lock_table(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Keep all meetings at a table where they are, or none."""
    session = fetch(
        selectors.session_pages, code, request.user, rules.can_arrange_session
    )
    table = get_object_or_404(session.tables, pk=number)
    count = moving.set_lock(
        table.meetings.all(),
        session,
        is_locked=request.POST.get("lock") == "on",
        actor=request.user,
    )
    messages.success(request, _("Meetings changed: %(count)d.") % {"count": count})
    return redirect("scheduling:close-table", session.code, table.pk)
