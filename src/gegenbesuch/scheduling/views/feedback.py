"""Companies ask for changes on their agenda; the office answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from gegenbesuch.core.paging import around, page_number
from gegenbesuch.core.permissions import fetch
from gegenbesuch.scheduling import agendas, feedback, rules, selectors, services
from gegenbesuch.scheduling.forms import AnswerForm, ChangeForm
from gegenbesuch.scheduling.models import SolverRun
from gegenbesuch.scheduling.views.agendas import by_link

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from gegenbesuch.matchmaking.models import Profile

WISHES_A_PAGE = 12


# --- By personal link --------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_change(request: HttpRequest, token: str, code: str) -> HttpResponse:
    """Let a company say what it wants changed about a meeting, and why."""

    def show(profile: Profile) -> HttpResponse:
        agenda = agendas.published_agenda_of(profile)
        item = next((i for i in agenda.items if i.meeting.code == code), None)
        if item is None:
            raise Http404
        form = ChangeForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            feedback.ask_for_change(
                item.meeting, profile, at=now(), **form.cleaned_data
            )
            messages.success(
                request, _("Thank you. You will hear from us as soon as we can say.")
            )
            return redirect("scheduling:my-agenda", token)
        until = feedback.windows_of([item.session], at=now()).get(item.session.pk)
        context = {
            "profile": profile,
            "item": item,
            "form": form,
            "until": until,
            "token": token,
        }
        return render(request, "scheduling/ask_for_change.html", context)

    return by_link(request, token, show)


@require_POST
def withdraw_change(request: HttpRequest, token: str, code: str) -> HttpResponse:
    """Let a company take back what it asked for."""

    def show(profile: Profile) -> HttpResponse:
        wish = feedback.wish_pages().filter(profile=profile, code=code).first()
        if wish is None:
            raise Http404
        feedback.withdraw_change(wish, at=now())
        return redirect("scheduling:my-agenda", token)

    return by_link(request, token, show)


# --- For the office ----------------------------------------------------------


@login_required
@require_safe
def changes(request: HttpRequest, code: str) -> HttpResponse:
    """List what companies ask for, what is open first."""
    session = fetch(selectors.session_pages, code, request.user)
    page = page_number(request)
    first = (page - 1) * WISHES_A_PAGE
    rows, count = feedback.asked_in(session, first=first, most=WISHES_A_PAGE)
    window = feedback.windows_of([session], at=now()).get(session.pk)
    context = {
        "session": session,
        "mission": session.mission,
        "wishes": rows,
        "window": window,
        "can_answer": rules.can_arrange_session(request.user, session),
        "can_run": rules.can_run_schedule(request.user, session),
        **around(page, WISHES_A_PAGE, len(rows), count),
    }
    return render(request, "scheduling/changes.html", context)


@login_required
@require_POST
def answer_change(request: HttpRequest, code: str) -> HttpResponse:
    """Agree to a wish or not, and go on to where the meeting is moved."""
    wish = fetch(feedback.wish_pages, code, request.user, rules.can_answer_change)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please choose an answer, of 2,000 letters at most."))
        return redirect("scheduling:changes", wish.session.code)
    does, answer = form.cleaned_data["does"], form.cleaned_data["answer"]
    if does == "decline":
        feedback.decline_change(wish, answer=answer, actor=request.user, at=now())
        messages.success(request, _("The company is told by mail."))
        return redirect("scheduling:changes", wish.session.code)
    feedback.accept_change(
        wish,
        answer=answer,
        cannot_come=does == "repair",
        actor=request.user,
        at=now(),
    )
    messages.success(request, _("The company is told by mail."))
    if does == "move":
        return redirect("scheduling:move-meeting", wish.meeting.code)
    if does == "repair":
        mode = SolverRun.Mode.REPAIR
        services.run_schedule(wish.session, actor=request.user, at=now(), mode=mode)
        return redirect(f"{wish.session.get_absolute_url()}#run-status")
    return redirect("scheduling:changes", wish.session.code)
