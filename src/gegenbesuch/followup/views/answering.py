"""The questions, for those who took part: by personal link, in their own language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from gegenbesuch.accounts import services as accounts
from gegenbesuch.followup import selectors, services
from gegenbesuch.followup.forms import ReplyForm
from gegenbesuch.followup.models import Reply

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Ask somebody what came of a mission; the answer can be changed later."""
    link, found = _reply(request, token)
    if found is None:
        context = {"link": link, "token": token}
        return render(request, "accounts/link_expired.html", context, status=410)
    with translation.override(_language(request, found)):
        initial = {name: getattr(found, name) for name in services.ANSWERS}
        data = request.POST if request.method == "POST" else None
        form = ReplyForm(data, days=found.survey.days, initial=initial)
        if request.method == "POST" and form.is_valid():
            services.answer(found, form.cleaned_data, at=now())
            return redirect("followup:answer", token)
        return render(request, "followup/answer.html", _context(found, form, token))


@require_POST
def stop_asking(request: HttpRequest, token: str) -> HttpResponse:
    """Ask somebody nothing any more."""
    link, found = _reply(request, token)
    if found is None:
        context = {"link": link, "token": token}
        return render(request, "accounts/link_expired.html", context, status=410)
    services.stop_asking(found)
    with translation.override(_language(request, found)):
        context = _context(found, None, token)
        return render(request, "followup/stopped.html", context)


def _context(found: Reply, form: ReplyForm | None, token: str) -> dict[str, Any]:
    return {
        "reply": found,
        "mission": found.survey.mission,
        "form": form,
        "token": token,
        "LANGUAGE_CODE": translation.get_language(),
    }


def _reply(request: HttpRequest, token: str) -> tuple[Any, Reply | None]:
    """Return the link and what it opens; nothing if it has expired."""
    link = accounts.read_token(token)
    if link is None or not isinstance(link.target, Reply):
        raise Http404
    if not accounts.opens(link, token, at=now()):
        return link, None
    return link, selectors.reply_with_names().get(pk=link.target_id)


def _language(request: HttpRequest, found: Reply) -> str:
    """Return the language of the page: what was chosen, else that of the letter."""
    chosen = request.GET.get("lang") or request.COOKIES.get("gegenbesuch_language")
    return request.LANGUAGE_CODE if chosen else found.language
