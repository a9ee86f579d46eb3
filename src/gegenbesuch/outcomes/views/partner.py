"""The page on which a partner says whether a result is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.timezone import now

from gegenbesuch.accounts import services as accounts
from gegenbesuch.core.errors import ActionError
from gegenbesuch.outcomes import services
from gegenbesuch.outcomes.forms_evidence import AnswerForm
from gegenbesuch.outcomes.models import Confirmation

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def answer_confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """Let a partner answer by personal link, in the partner's own language."""
    link = accounts.read_token(token)
    if link is None or not isinstance(link.target, Confirmation):
        raise Http404
    asked = link.target
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    language = chosen if chosen in dict(settings.LANGUAGES) else asked.language
    if "lang" in request.GET:
        language = request.LANGUAGE_CODE
    with translation.override(language):
        if not accounts.opens(link, token, at=now()):
            context = {"link": link, "token": token}
            return render(request, "accounts/link_expired.html", context, status=410)
        return _page(request, asked, token)


def _page(request: HttpRequest, asked: Confirmation, token: str) -> HttpResponse:
    form = AnswerForm(request.POST or None, initial={"name": asked.to_name})
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_confirmation(
                asked,
                confirms=form.cleaned_data["confirms"] == "yes",
                name=form.cleaned_data["name"],
                remark=form.cleaned_data["remark"],
                at=now(),
            )
        except ActionError as error:
            form.add_error(None, str(error.message))
        else:
            return redirect("outcomes:answer-confirmation", token)
    is_current = asked.fingerprint == services.fingerprint_of(asked.result)
    context = {
        "asked": asked,
        "office": asked.office,
        "form": form,
        "is_open": asked.answer == Confirmation.Answer.WAITING
        and now() < asked.until
        and is_current,
        "is_changed": not is_current,
        "LANGUAGE_CODE": translation.get_language(),
    }
    return render(request, "outcomes/answer_confirmation.html", context)
