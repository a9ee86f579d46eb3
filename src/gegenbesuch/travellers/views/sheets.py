"""Day sheets that are sent, food and access, and the own page of who travels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gegenbesuch.accounts import services as accounts
from gegenbesuch.accounts.services import link_url
from gegenbesuch.core.offline import keep_page_worker
from gegenbesuch.core.permissions import fetch
from gegenbesuch.missions import rules
from gegenbesuch.missions.models import Participation
from gegenbesuch.missions.selectors import attest, mission_with_names
from gegenbesuch.travellers import needs as need_services
from gegenbesuch.travellers import selectors, sheets
from gegenbesuch.travellers.forms import NeedForm, OwnNeedForm
from gegenbesuch.travellers.models import TravelNeed

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from gegenbesuch.accounts.models import PersonalLink


# --- For the office ----------------------------------------------------------


@login_required
def own_days_links(request: HttpRequest, code: str) -> HttpResponse:
    """Send those who travel the address of their day sheet, or show one of them."""
    found = fetch(mission_with_names, code, request.user, rules.can_edit_mission)
    holders = sheets.holders_of(found)
    shown = None
    if request.method == "POST" and "show" in request.POST:
        holder = next(
            (one for one in holders if one.row.code == request.POST["show"]), None
        )
        if holder is None:
            raise Http404
        link = sheets.link_of(found, holder, actor=request.user)  # type: ignore[arg-type]
        shown = (holder, link_url(link))
    elif request.method == "POST":
        chosen = set(request.POST.getlist("people"))
        wanted = [
            one for one in holders if request.POST.get("all") or one.row.code in chosen
        ]
        count = sheets.send_days(found, wanted, actor=request.user)  # type: ignore[arg-type]
        if count:
            text = ngettext(
                "One day sheet was sent.", "%(count)d day sheets were sent.", count
            )
            messages.success(request, text % {"count": count})
        else:
            messages.warning(request, _("Nobody was chosen who has a mail address."))
        return redirect("travellers:own-days-links", found.code)
    attest([found])
    context = {"mission": found, "holders": holders, "shown": shown}
    return render(request, "travellers/own_days_links.html", context)


@login_required
def needs(request: HttpRequest, code: str) -> HttpResponse:
    """Show what those who travel eat and need; each look is logged."""
    found = fetch(mission_with_names, code, request.user, rules.can_see_papers)
    attest([found])
    rows = need_services.look_at_needs(found, actor=request.user)  # type: ignore[arg-type]
    told = {row.participation_id: row for row in rows}
    context = {
        "mission": found,
        "needs": rows,
        "others": [
            row
            for row in selectors.participants(found).order_by("position", "pk")
            if row.pk not in told
            and row.person is not None
            and row.function in selectors.TRAVELLING
        ],
    }
    return render(request, "travellers/needs.html", context)


@login_required
def record_needs(request: HttpRequest, code: str, row: str) -> HttpResponse:
    """Write down what somebody who travels told the office."""
    found = fetch(mission_with_names, code, request.user, rules.can_see_papers)
    attest([found])
    participation = get_object_or_404(selectors.participants(found), code=row)
    known = TravelNeed.objects.filter(participation=participation).first()
    form = NeedForm(request.POST or None, initial=_initial(known))
    if request.method == "POST" and form.is_valid():
        need_services.record_needs(
            participation,
            diet=form.cleaned_data["diet"],
            access=form.cleaned_data["access"],
            at=now(),
            actor=request.user,  # type: ignore[arg-type]
        )
        return redirect("travellers:needs", found.code)
    context = {"mission": found, "row": participation, "form": form}
    return render(request, "travellers/record_needs.html", context)


# --- The own page ------------------------------------------------------------


@never_cache
def own_days(request: HttpRequest, token: str) -> HttpResponse:
    """Show somebody who travels their own day sheet, by personal link."""
    link = accounts.read_token(token)
    if link is None:
        raise Http404
    row = _row_of(link)
    if row is None or not accounts.opens(link, token, at=now()):
        context = {"link": link, "token": token}
        return render(request, "accounts/link_expired.html", context, status=410)
    known = TravelNeed.objects.filter(participation=row).first()
    chosen = request.GET.get("lang") or request.COOKIES.get("gegenbesuch_language")
    language = request.LANGUAGE_CODE if chosen else link.language
    with translation.override(language):
        form = OwnNeedForm(request.POST or None, initial=_initial(known))
        if request.method == "POST" and form.is_valid():
            need_services.record_needs(
                row,
                diet=form.cleaned_data["diet"],
                access=form.cleaned_data["access"],
                at=now(),
            )
            return redirect("travellers:own-days", token)
        context = sheets.own_sheet(row) | {
            "mission": row.mission,
            "row": row,
            "form": form,
            "token": token,
            "LANGUAGE_CODE": language,
        }
        return render(request, "travellers/own_days.html", context)


@require_safe
def own_days_worker(request: HttpRequest, token: str) -> HttpResponse:
    """Serve the script that keeps the page at hand; its address says for which page."""
    link = accounts.read_token(token)
    if link is None or not accounts.opens(link, token, at=now()):
        raise Http404
    return keep_page_worker()


def _row_of(link: PersonalLink) -> Participation | None:
    if not isinstance(link.target, Participation):
        return None
    rows = Participation.objects.select_related(
        "person", "mission__office", "mission__place"
    )
    return rows.filter(pk=link.target_id, person__isnull=False).first()


def _initial(known: TravelNeed | None) -> dict[str, Any]:
    if known is None:
        return {}
    return {"diet": known.diet, "access": known.access, "agrees": True}
