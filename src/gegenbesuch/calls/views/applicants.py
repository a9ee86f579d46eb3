"""What applicants see: the form without sign-in, and their own page by link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.timezone import now

from gegenbesuch.accounts import services as accounts
from gegenbesuch.calls import services
from gegenbesuch.calls.forms import ApplicationForm
from gegenbesuch.calls.models import Application, Call
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.visitors import shortened

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

S = Application.Status


def apply(request: HttpRequest, code: str) -> HttpResponse:
    """Show a call to whoever has its address, and take an application."""
    found = _published(code)
    questions = list(found.questions.order_by("position"))
    form = ApplicationForm(request.POST or None, questions=questions)
    is_open = found.is_open(now())
    if request.method == "POST" and form.is_valid():
        try:
            services.apply(
                found,
                language=request.LANGUAGE_CODE,
                at=now(),
                sender_hint=shortened(request.META.get("REMOTE_ADDR", "")),
                **form.cleaned_data,
            )
        except ActionError as error:
            form.add_error(None, str(error.message))
        else:
            return redirect("calls:received", found.code)
    context = {
        "call": found,
        "mission": found.mission,
        "form": form,
        "is_open": is_open,
        "conditions": {
            question.code: {
                "on": next(q.code for q in questions if q.pk == question.depends_on_id),
                "value": question.depends_value,
            }
            for question in questions
            if question.depends_on_id
        },
    }
    return render(request, "calls/apply.html", context)


def received(request: HttpRequest, code: str) -> HttpResponse:
    """Say that a mail is on its way, to new applicants and old ones alike."""
    found = _published(code)
    context = {"call": found, "mission": found.mission}
    return render(request, "calls/received.html", context)


def own_application(request: HttpRequest, token: str) -> HttpResponse:
    """Show applicants where they stand; they confirm a place or withdraw."""
    link = accounts.read_token(token)
    if link is None or not isinstance(link.target, Application):
        raise Http404
    if not accounts.opens(link, token, at=now()):
        context = {"link": link, "token": token}
        return render(request, "accounts/link_expired.html", context, status=410)
    found = Application.objects.select_related(
        "call__mission", "office", "participation__mission"
    ).get(pk=link.target_id)
    if request.method == "POST":
        if request.POST.get("verb") == "confirm":
            services.confirm_application(found, at=now())
        elif request.POST.get("verb") == "prove":
            services.prove_address(found, at=now())
        elif request.POST.get("verb") == "withdraw":
            services.withdraw_application(found)
        return redirect("calls:own-application", token)
    chosen = request.GET.get("lang") or request.COOKIES.get("gegenbesuch_language")
    language = request.LANGUAGE_CODE if chosen else found.language
    with translation.override(language):
        context = {
            "application": found,
            "call": found.call,
            "mission": found.call.mission,
            "place": services.place_in_line(found)
            if found.status == S.WAITING
            else None,
            "can_withdraw": found.status not in {S.WITHDRAWN, S.REJECTED, S.LAPSED},
            "LANGUAGE_CODE": language,
        }
        return render(request, "calls/own_application.html", context)


def _published(code: str) -> Call:
    rows = Call.objects.select_related("mission__place", "office")
    return get_object_or_404(rows.exclude(status=Call.Status.DRAFT), code=code)
