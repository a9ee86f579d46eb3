"""Sessions, the computing of their schedules, and the agendas of companies."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gegenbesuch.core.htmx import answer
from gegenbesuch.core.paging import around, page_number
from gegenbesuch.core.permissions import fetch
from gegenbesuch.core.templatetags.display import address_of
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.missions.models import Mission
from gegenbesuch.missions.rules import can_edit_mission
from gegenbesuch.scheduling import (
    certificate,
    curing,
    feedback,
    letters,
    overviews,
    publishing,
    repairs,
    rules,
    selectors,
    services,
)
from gegenbesuch.scheduling.forms import PublishForm
from gegenbesuch.scheduling.languages import (
    pair_name,
)
from gegenbesuch.scheduling.models import Meeting, Session, SolverRun
from gegenbesuch.scheduling.variants import variants_of
from gegenbesuch.scheduling.warnings import warnings_of
from gegenbesuch.scheduling.wording import Wording

if TYPE_CHECKING:
    from django.http import HttpRequest

    from gegenbesuch.matchmaking.models import Profile

CURES_SHOWN = 3
COMPANIES_A_PAGE = 20

# --- Sessions ----------------------------------------------------------------


@login_required
@require_safe
def sessions(request: HttpRequest, code: str) -> HttpResponse:
    """List the sessions of a mission."""
    mission = fetch(Mission, code, request.user)
    context = {
        "mission": mission,
        "sessions": selectors.sessions_of(mission),
        "can_edit": can_edit_mission(request.user, mission),
    }
    return render(request, "scheduling/sessions.html", context)


@login_required
@require_safe
@never_cache
def session(request: HttpRequest, code: str) -> HttpResponse:
    """Show a session: what it has, its schedule as grids, what was not placed."""
    found = fetch(selectors.session_pages, code, request.user)
    run = selectors.latest_run(found)
    if request.headers.get("HX-Request") == "true":
        return _run_status(request, found, run)
    overview = overviews.overview_of(found)
    result = run if run and "placed" in run.result else selectors.latest_result(found)
    context = _run_context(request, found, run)
    can_cure = context["can_run"] and not context["is_active"]
    has_begun = services.is_going_on(found, overview.slots, now())
    can_cure = can_cure and not context["is_final"] and not has_begun
    versions = publishing.publications_of(found)
    without = overviews.first_unplaced(found) if overview.unplaced else []
    context |= {
        "mission": found.mission,
        "overview": overview,
        "warnings": warnings_of(overview),
        "has_rules": overview.has_rules,
        "result": result,
        "headline": certificate.headline(result) if result else "",
        "proofs": certificate.sentences(result) if result else [],
        "has_begun": has_begun,
        "is_proven": bool(result) and certificate.is_proven(result),
        "is_changed": bool(result)
        and (overview.placed, len(overview.asked)) != certificate.counted(result),
        "proposal": (
            repairs.proposal_of(run, (overview.slots, overview.interpreters))
            if run
            else None
        ),
        "unplaced": unplaced_rows(without, can_cure=can_cure),
        "due": _due(overview),
        "open_wishes": feedback.count_open(found) if versions else 0,
        "publications": versions,
        "can_publish": rules.can_publish_schedule(request.user, found),
        "interpreters": [
            (
                row,
                ", ".join(map(pair_name, row.pairs)),
                overview.interpreted[row.pk],
                overview.open_slots(row),
            )
            for row in overview.interpreters
        ],
    }
    return render(request, "scheduling/session.html", context)


def _due(overview: overviews.Overview) -> dict[str, Any]:
    """Return by when a schedule is usually published: 7 and 2 days before."""
    if not overview.slots or overview.session.status == Session.Status.FINAL:
        return {}
    if overview.slots[0].starts_at < now():
        return {}
    first = overview.slots[0].starts_at.astimezone(overview.session.zone).date()
    return {
        "preliminary": PartialDate.on(first - timedelta(days=7)),
        "final": PartialDate.on(first - timedelta(days=2)),
    }


def unplaced_rows(meetings: list[Meeting], *, can_cure: bool) -> list[dict[str, Any]]:
    """Return meetings without a slot with their reasons and where cures are done."""
    return [
        {
            "meeting": meeting,
            "reasons": reasons_of(meeting),
            "cure_url": (
                address_of("scheduling:cure-meeting", meeting.code) if can_cure else ""
            ),
        }
        for meeting in meetings
    ]


def can_change(request: HttpRequest, found: Session) -> bool:
    """Tell whether the user may change the schedule by hand now."""
    return (
        rules.can_arrange_session(request.user, found)
        and found.status != Session.Status.FINAL
        and not selectors.is_computed(found)
    )


def _run_context(
    request: HttpRequest, found: Session, run: SolverRun | None
) -> dict[str, Any]:
    if run and services.is_silent(run, at=now()):
        run.status, run.message = SolverRun.Status.FAILED, "silent"
    is_active = bool(run) and run.is_active
    return {
        "session": found,
        "run": run,
        "is_active": is_active,
        "progress": certificate.progress_line(run.progress) if is_active else "",
        "seconds": int(run.progress.get("seconds", 0)) if run else 0,
        "trouble": (
            certificate.headline(run)
            if run
            and not is_active
            and not {"placed", "keys", "variants"} & run.result.keys()
            else ""
        ),
        "can_run": rules.can_run_schedule(request.user, found),
        "has_variants": bool(run)
        and "variants" in run.result
        and run.applied_at is None,
        "is_final": found.status == Session.Status.FINAL,
    }


def _run_status(
    request: HttpRequest, found: Session, run: SolverRun | None
) -> HttpResponse:
    """Answer the page that asks how a computation goes; at its end it reloads."""
    context = _run_context(request, found, run)
    response = render(request, "scheduling/session.html#run-status", context)
    if not context["is_active"]:
        response.headers["HX-Refresh"] = "true"
    return response


def reasons_of(meeting: Any) -> list[dict[str, Any]]:
    """
    Return why a meeting has no slot and what would help, in the active language.

    A cure has a `number` if a click can do it; the last reason has one too if only
    all together help.
    """
    reasons = []
    is_joint = any("together" in reason["data"] for reason in meeting.reasons)
    for r, reason in enumerate(meeting.reasons):
        cures = [
            {
                "text": _in_language(cure["text"]),
                "number": (
                    "" if is_joint or not curing.can_be_done(cure) else f"{r}-{c}"
                ),
            }
            for c, cure in enumerate(reason["cures"])
        ]
        reasons.append(
            {
                "text": _in_language(reason["text"]),
                "cures": cures[:CURES_SHOWN],
                "more_cures": cures[CURES_SHOWN:],
            }
        )
    if is_joint and all(
        reason["cures"] and curing.can_be_done(reason["cures"][0])
        for reason in meeting.reasons
    ):
        reasons[-1]["number"] = "all"
    return reasons


def _in_language(texts: dict[str, str]) -> str:
    language = translation.get_language() or ""
    return texts.get(language[:2]) or texts.get("en", "")


@login_required
@require_POST
def run_schedule(request: HttpRequest, code: str) -> HttpResponse:
    """Have the best schedule computed."""
    found = fetch(
        Session.objects.select_related("mission"),
        code,
        request.user,
        rules.can_run_schedule,
    )
    mode = request.POST.get("mode", "")
    services.run_schedule(
        found,
        actor=request.user,
        at=now(),
        mode=mode if mode in SolverRun.Mode else SolverRun.Mode.BEST,
    )
    return _answer_run(request, found)


@login_required
@require_POST
def cancel_run(request: HttpRequest, code: str) -> HttpResponse:
    """Stop a computation and keep the best schedule found."""
    run = fetch(selectors.run_pages, code, request.user, rules.can_cancel_run)
    services.cancel_run(run, actor=request.user, at=now())
    return _answer_run(request, run.session)


@login_required
@require_POST
def apply_repair(request: HttpRequest, code: str) -> HttpResponse:
    """Make a proposed repair the schedule and tell those whom it concerns."""
    run = fetch(selectors.run_pages, code, request.user, rules.can_apply_repair)
    version = services.apply_repair(run, actor=request.user, at=now())
    if version:
        number = {"number": version.number}
        messages.success(request, _("Version %(number)d was published.") % number)
    return redirect(run.session)


@login_required
@require_safe
def variants(request: HttpRequest, code: str) -> HttpResponse:
    """Show several computed schedules side by side."""
    run = fetch(selectors.run_heads, code, request.user)
    selectors.give_result(run)
    if "variants" not in run.result:
        raise Http404
    found = run.session
    can_choose = (
        rules.can_run_schedule(request.user, found)
        and run.applied_at is None
        and found.status != Session.Status.FINAL
    )
    context = {
        "session": found,
        "mission": found.mission,
        "run": run,
        "variants": variants_of(run),
        "can_choose": can_choose,
    }
    return render(request, "scheduling/variants.html", context)


@login_required
@require_POST
def choose_variant(request: HttpRequest, code: str) -> HttpResponse:
    """Make one of several computed schedules the schedule."""
    run = fetch(selectors.run_pages, code, request.user, rules.can_cancel_run)
    kind = request.POST.get("variant", "")
    services.choose_variant(run, kind, actor=request.user, at=now())
    messages.success(request, _("This schedule was chosen."))
    return redirect(run.session)


def _answer_run(request: HttpRequest, found: Session) -> HttpResponse:
    return answer(
        request,
        "scheduling/session.html#run-status",
        _run_context(request, found, selectors.latest_run(found)),
        to=f"{found.get_absolute_url()}#run-status",
    )


# --- Publishing --------------------------------------------------------------


@login_required
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Show who will be told what, and tell them."""
    found = fetch(
        selectors.session_pages, code, request.user, rules.can_publish_schedule
    )
    form = PublishForm(request.POST or None, session=found)
    if request.method == "POST" and form.is_valid():
        version = services.publish_schedule(
            found, actor=request.user, at=now(), **form.cleaned_data
        )
        messages.success(
            request, _("Version %(number)d was published.") % {"number": version.number}
        )
        return redirect(found)
    news = publishing.News(found)
    told = news.companies
    page = page_number(request)
    first = (page - 1) * COMPANIES_A_PAGE
    shown = told[first : first + COMPANIES_A_PAGE]
    context = {
        "session": found,
        "mission": found.mission,
        "form": form,
        "is_final": found.status == Session.Status.FINAL,
        "last": news.version,
        "count": len(told),
        "companies": _lines(found, news, shown),
        "out_of_reach": letters.out_of_reach(told, at=now()),
        **around(page, COMPANIES_A_PAGE, len(shown), len(told)),
    }
    return render(request, "scheduling/publish.html", context)


def _lines(
    found: Session, news: publishing.News, shown: list[int]
) -> list[tuple[Profile, list[str]]]:
    """Return what is new for some companies, each with its lines."""
    changes = publishing.read_changes(found, news.moves_of(shown))
    names = selectors.names_of({pk for row in changes for pk in row.companies})
    wording, new = Wording(found, names), publishing.by_company(changes)
    return [
        (profile, [wording.line(profile.pk, change) for change in new[profile.pk]])
        for profile in selectors.companies_by_key(
            found, shown, only=("code", "organisation")
        )
    ]


@login_required
@require_POST
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    """Let a final schedule be changed again."""
    found = fetch(
        selectors.session_pages, code, request.user, rules.can_publish_schedule
    )
    services.reopen_schedule(found, actor=request.user, at=now())
    return redirect(found)
