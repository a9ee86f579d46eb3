"""The day for the desk: what is on, who is there, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gegenbesuch.core import pulse
from gegenbesuch.core.permissions import fetch
from gegenbesuch.matchmaking.models import Request
from gegenbesuch.onsite import results as results_of
from gegenbesuch.onsite import rules, selectors, services
from gegenbesuch.onsite.forms import PresenceForm, WalkInForm
from gegenbesuch.onsite.models import Course, Verdict
from gegenbesuch.scheduling import options as places
from gegenbesuch.scheduling import repairs
from gegenbesuch.scheduling import rules as scheduling_rules
from gegenbesuch.scheduling import selectors as scheduling
from gegenbesuch.scheduling import services as scheduling_services
from gegenbesuch.scheduling.models import SolverRun

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from gegenbesuch.scheduling.models import Session

MOST_ROWS = 100
MOST_RESULTS = 30


def _at_desk(request: HttpRequest, code: str) -> Session:
    return fetch(scheduling.session_pages, code, request.user, rules.can_work_at_desk)


def _back(request: HttpRequest, session: Session) -> HttpResponse:
    """Return to the page from which something was done."""
    page = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}):
        return redirect(page)
    return redirect("onsite:day", session.code)


# --- Pages -------------------------------------------------------------------


@login_required
@require_safe
@never_cache
def day(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is on at each table, what is wrong and who waits."""
    found = fetch(scheduling.session_pages, code, request.user)
    version = pulse.version_of(found.code)
    slot = request.GET.get("slot", "")
    at = now()
    part = _number(request.GET.get("tables", "")) or 0
    board = selectors.board(found, at=at, chosen=_number(slot), part=part)
    run = scheduling.latest_run(found)
    parts = board.slots, board.interpreters
    proposal = repairs.proposal_of(run, parts) if run else None
    context = {
        "session": found,
        "mission": found.mission,
        "page": _("On the day"),
        "board": board,
        "version": version,
        "can_work": rules.can_work_at_desk(request.user, found),
        "can_publish": scheduling_rules.can_publish_schedule(request.user, found),
        "is_computed": bool(run) and run.is_active,
        "proposal": proposal,
    }
    return render(request, "onsite/day.html", context)


def _key(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 6 else None


@login_required
@require_safe
@never_cache
def arrivals(request: HttpRequest, code: str) -> HttpResponse:
    """List the companies of a session: who has arrived, who is missing."""
    found = fetch(scheduling.session_pages, code, request.user)
    version = pulse.version_of(found.code)
    q, first = (
        request.GET.get("q", "").strip(),
        _number(request.GET.get("from", "")) or 0,
    )
    rows, count = selectors.arrivals(found, at=now(), q=q, first=first, most=MOST_ROWS)
    context = {
        "session": found,
        "mission": found.mission,
        "page": _("Arrivals"),
        "version": version,
        "rows": rows,
        "q": q,
        **_pages(first, len(rows), count, MOST_ROWS, q=q),
        "can_work": rules.can_work_at_desk(request.user, found),
    }
    return render(request, "onsite/arrivals.html", context)


@login_required
@require_safe
def results(request: HttpRequest, code: str) -> HttpResponse:
    """Show what became of the meetings, and what both sides wrote about them."""
    found = fetch(scheduling.session_pages, code, request.user)
    state = request.GET.get("state", "")
    state = state if state in Course.State.values else ""
    first = _number(request.GET.get("from", "")) or 0
    tally = results_of.tally_of(found)
    rows = results_of.results(found, tally, state=state, first=first, most=MOST_RESULTS)
    counted = results_of.counts(tally)
    whole = sum(counted.values())
    if again := results_of.missed_before(found):
        counted[Course.State.NO_SHOW] = counted.get(Course.State.NO_SHOW, 0) + again
    count = counted.get(state, 0) if state else whole
    context = {
        "session": found,
        "mission": found.mission,
        "page": _("What became of it"),
        "rows": rows,
        "state": state,
        "states": [
            (value, label, counted[value])
            for value, label in Course.State.choices
            if value in counted
        ],
        **_pages(first, len(rows), count, MOST_RESULTS, state=state),
        "can_work": rules.can_work_at_desk(request.user, found),
    }
    return render(request, "onsite/results.html", context)


def _pages(
    first: int, shown: int, count: int, most: int, **query: str
) -> dict[str, str]:
    """Return the way through a long list, for the pagination."""
    last = first + shown
    where = {"first": first + 1, "last": last, "count": count}
    return {
        "where": _("%(first)d to %(last)d of %(count)d") % where if shown else "",
        "previous_url": _rows_from(max(0, first - most), query) if first else "",
        "next_url": _rows_from(last, query) if last < count else "",
    }


def _rows_from(first: int, query: dict[str, str]) -> str:
    return f"?{urlencode(query | {'from': str(first)})}"


# --- What becomes of meetings ------------------------------------------------


@login_required
@require_POST
def judge_meeting(request: HttpRequest, code: str) -> HttpResponse:
    """Note what became of a meeting, or give it more time."""
    found = fetch(scheduling.meeting_pages, code, request.user, rules.can_judge_meeting)
    verdict = request.POST.get("verdict", "")
    minutes = _number(request.POST.get("minutes", ""))
    if minutes is not None:
        services.add_time(found, minutes, actor=request.user, at=now())
    elif verdict in {"", *Verdict.values}:
        services.set_verdict(found, verdict, actor=request.user, at=now())
    return _back(request, found.session)


@login_required
@require_POST
def fill_place(request: HttpRequest, code: str) -> HttpResponse:
    """Let a request that waits have a free place, or that of a missed meeting."""
    found = _at_desk(request, code)
    code, place, instead = (request.POST.get("fill", "").split(" ") + [""] * 3)[:3]
    slot, _dash, table = place.partition("-")
    wanted = get_object_or_404(
        Request.objects.filter(
            mission=found.mission_id, status=Request.Status.ACCEPTED
        ),
        code=code,
    )
    meeting = services.fill_place(
        found,
        wanted,
        get_object_or_404(found.slots, pk=_key(slot)),
        get_object_or_404(found.tables, pk=_key(table)),
        instead_of=get_object_or_404(found.meetings, code=instead) if instead else None,
        actor=request.user,
        at=now(),
    )
    messages.success(
        request,
        _("%(meeting)s has a place now. All whom it concerns are told.")
        % {"meeting": meeting.request},
    )
    return _back(request, found)


@login_required
def new_date(request: HttpRequest, code: str) -> HttpResponse:
    """Show when the two sides of a missed meeting could meet, and let them."""
    found = fetch(scheduling.meeting_pages, code, request.user, rules.can_judge_meeting)
    session, at = found.session, now()
    if request.method == "POST":
        slot, _dash, table = request.POST.get("place", "").partition("-")
        services.give_new_date(
            found,
            get_object_or_404(session.slots, pk=_key(slot)),
            get_object_or_404(session.tables, pk=_key(table)),
            actor=request.user,
            at=at,
        )
        told = _("%(meeting)s has a place now. All whom it concerns are told.")
        messages.success(request, told % {"meeting": found.request})
        return redirect("onsite:day", session.code)
    options = [
        option
        for option in places.options_of(found)
        if option.slot.ends_at > at and not option.is_current
    ]
    context = {
        "session": session,
        "mission": session.mission,
        "page": _("A new date"),
        "meeting": found,
        "options": [option for option in options if not option.reasons],
        "blocked": [option for option in options if option.reasons],
        "can_work": True,
    }
    return render(request, "onsite/new_date.html", context)


# --- Who is there ------------------------------------------------------------


@login_required
@require_POST
def set_presence(request: HttpRequest, code: str, company: str) -> HttpResponse:
    """Note that a company has arrived, comes late or is away."""
    found = _at_desk(request, code)
    profile = get_object_or_404(found.mission.profiles, code=company)
    late = request.POST.get("late", "")
    sent = {"state": "late", "minutes": late} if late else request.POST
    form = PresenceForm(sent)
    if form.is_valid():
        services.set_presence(
            found, profile, actor=request.user, at=now(), **form.cleaned_data
        )
    return _back(request, found)


@login_required
@require_POST
def close_table(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Close a table for the rest of the session, or open it again."""
    found = _at_desk(request, code)
    table = get_object_or_404(found.tables, pk=number)
    is_closed = request.POST.get("close") == "on"
    services.close_table(table, is_closed=is_closed, actor=request.user, at=now())
    return _back(request, found)


@login_required
def ask_at_desk(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for a meeting today in the name of a company that stands at the desk."""
    found = _at_desk(request, code)
    form = WalkInForm(request.POST or None, session=found)
    if request.method != "POST" or not form.is_valid():
        context = {
            "session": found,
            "mission": found.mission,
            "page": _("New meeting today"),
            "form": form,
            "can_work": True,
        }
        return render(request, "onsite/ask_at_desk.html", context)
    is_agreed, at = form.cleaned_data["is_agreed"], now()
    wanted = services.ask_on_site(
        found,
        form.cleaned_data["sender"],
        form.cleaned_data["recipient"],
        message="",
        language=(get_language() or "en")[:2],
        is_agreed=is_agreed,
        actor=request.user,
        at=at,
    )
    place = selectors.next_place(found, wanted, at=at) if is_agreed else None
    if place:
        services.fill_place(
            found, wanted, place.slot, place.table, actor=request.user, at=at
        )
        told = _("%(meeting)s has a place now. All whom it concerns are told.")
        messages.success(request, told % {"meeting": wanted})
    elif is_agreed:
        messages.warning(request, _("No place is free for both. The request waits."))
    else:
        messages.success(request, _("The request was sent; it is open for 30 minutes."))
    return redirect("onsite:day", found.code)


# --- Repairs -----------------------------------------------------------------


@login_required
@require_POST
def repair_day(request: HttpRequest, code: str) -> HttpResponse:
    """Have the fewest changes computed by which all rules are kept again."""
    found = _at_desk(request, code)
    scheduling_services.run_schedule(
        found, actor=request.user, at=now(), mode=SolverRun.Mode.REPAIR
    )
    pulse.beat(found.code)
    return redirect(f"{reverse('onsite:day', args=[found.code])}#repair")


@login_required
@require_POST
def apply_repair(request: HttpRequest, code: str) -> HttpResponse:
    """Make the proposed moves and tell those whom they concern."""
    run = fetch(
        scheduling.run_pages, code, request.user, scheduling_rules.can_apply_repair
    )
    scheduling_services.apply_repair(run, actor=request.user, at=now())
    messages.success(
        request, _("The meetings were moved. All whom it concerns are told.")
    )
    return redirect("onsite:day", run.session.code)


@login_required
@require_POST
def invite_interpreter(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Send an interpreter the address of the page with all their meetings."""
    found = _at_desk(request, code)
    rows = found.interpreters.select_related("person", "session__mission__office")
    language = request.POST.get("language", "")
    services.invite_interpreter(
        get_object_or_404(rows, pk=number),
        language=language if language in {"de", "en", "ja"} else "en",
        actor=request.user,
        at=now(),
    )
    messages.success(request, _("The mail is on its way."))
    return _back(request, found)
