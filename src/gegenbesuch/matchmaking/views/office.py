"""Profiles of a mission, and who wants to meet whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gegenbesuch.accounts.models import Membership
from gegenbesuch.accounts.rules import has_role
from gegenbesuch.core.countries import country_name
from gegenbesuch.core.htmx import answer
from gegenbesuch.core.permissions import fetch
from gegenbesuch.matchmaking import rules, selectors, services
from gegenbesuch.matchmaking.forms import PublishForm, ReturnForm, SendRequestForm
from gegenbesuch.matchmaking.models import Profile, Request, Statement
from gegenbesuch.matchmaking.selectors.profiles import (
    EXPIRED,
    UNFINISHED,
    UNREACHABLE,
    WAITING,
    names_itself,
)
from gegenbesuch.matchmaking.times import half_name, proposal_of
from gegenbesuch.missions.models import Mission

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 16
MOST_CHOICES = 100


@login_required
@require_safe
def profiles(request: HttpRequest, code: str) -> HttpResponse:
    """List the companies of a mission by side."""
    mission = fetch(Mission, code, request.user)
    chosen = {name: request.GET.get(name, "") for name in ("status", "side", "q")}
    rows = selectors.profiles_of(mission, **chosen)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    sides = [
        {
            "label": side.label,
            "profiles": [profile for profile in page if profile.side == side],
        }
        for side in Profile.Side
    ]
    context = {
        "mission": mission,
        "sides": sides,
        "page": page,
        "chosen": chosen,
        "statuses": [
            *Profile.Status.choices,
            (WAITING, _("Has to answer requests")),
            (UNFINISHED, _("Has not finished its profile")),
            (UNREACHABLE, _("Without phone number and mail address")),
        ],
        "is_calling": chosen["status"] in {WAITING, UNFINISHED, EXPIRED},
        "side_choices": [(str(side.value), side.label) for side in Profile.Side],
        "count": page.paginator.count,
    }
    return render(request, "matchmaking/profiles.html", context)


@login_required
@require_safe
def profile(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a company offers and needs, its people and its requests."""
    found = fetch(selectors.profile_pages, code, request.user)
    return render(request, "matchmaking/profile.html", _profile_context(request, found))


def _profile_context(
    request: HttpRequest,
    found: Profile,
    form: SendRequestForm | None = None,
    publish_form: PublishForm | None = None,
    return_form: ReturnForm | None = None,
) -> dict[str, Any]:
    statements = list(found.statements.all())
    reviewed = {
        (said["kind"], said["language"], said["text"])
        for said in (found.shown or {}).get("statements", ())
    }
    can_send = rules.can_send_request(request.user, found)
    on = now().date()
    if can_send and selectors.possible_recipients(found, on)[MOST_CHOICES:].exists():
        can_send = False  # a list of hundreds is none: the desk has a search
    if form is None and can_send:
        form = SendRequestForm(
            profile=found,
            on=on,
            initial={"language": (found.languages or ["de"])[0]},
        )
    can_review = rules.can_review_profile(request.user, found)
    return {
        "lacks": selectors.missing_in(found) if can_review else [],
        "remarks": found.remarks.filter(done_at=None).order_by("pk"),
        "can_review": can_review,
        "sought": _sought(found),
        "new_staff": found.staff.filter(person=None).order_by("position", "pk")
        if can_review
        else [],
        "away": [half_name(half) for half in found.closed_halves],
        "waits_for_review": can_review and found.submitted_at is not None,
        "is_expired": found.status == Profile.Status.EXPIRED,
        "names_itself": can_review and names_itself(found),
        "publish_form": publish_form or _publish_form(found),
        "return_form": return_form or ReturnForm(auto_id="return_%s"),
        "profile": found,
        "mission": found.mission,
        "groups": [
            {
                "label": kind.label,
                "statements": [
                    (s, (s.kind, s.language, s.text) not in reviewed)
                    for s in statements
                    if s.kind == kind
                ],
            }
            for kind in Statement.Kind
        ],
        "requests": selectors.requests_of_profile(found),
        "can_act": rules.can_act_for(request.user, found),
        "can_send": can_send,
        "form": form,
    }


def _sought(found: Profile) -> list[str]:
    """Return what partners should be, in words: fields, sizes, countries."""
    sizes = dict(Profile.Size.choices)
    return [
        *(str(sector.name) for sector in found.sought_sectors.all()),
        *(str(sizes[size]) for size in found.sought_sizes if size in sizes),
        *(country_name(code) for code in found.sought_countries),
    ]


def _publish_form(found: Profile) -> PublishForm:
    today, until = now().date(), found.published_until
    if until is None or until < today:
        until = today + services.SHOWN_FOR
    return PublishForm(initial={"until": until})


@login_required
@require_POST
def publish_profile(request: HttpRequest, code: str) -> HttpResponse:
    """Show other companies what stands in a profile now."""
    found = fetch(selectors.profile_pages, code, request.user, rules.can_review_profile)
    form = PublishForm(request.POST)
    if not form.is_valid():
        context = _profile_context(request, found, publish_form=form)
        return render(request, "matchmaking/profile.html", context, status=422)
    services.publish_profile(
        found, until=form.cleaned_data["until"], at=now(), actor=request.user
    )
    return redirect(found)


@login_required
@require_POST
def return_profile(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the company to change something in its profile."""
    found = fetch(selectors.profile_pages, code, request.user, rules.can_review_profile)
    form = ReturnForm(request.POST, auto_id="return_%s")
    if not form.is_valid():
        context = _profile_context(request, found, return_form=form)
        return render(request, "matchmaking/profile.html", context, status=422)
    services.return_profile(found, remarks=form.remarks(), at=now(), actor=request.user)
    return redirect(found)


@login_required
@require_safe
def requests(request: HttpRequest, code: str) -> HttpResponse:
    """List the requests of a mission, filtered by status."""
    mission = fetch(Mission, code, request.user)
    market = selectors.marketplace_of(mission)
    status = request.GET.get("status", "")
    if status not in Request.Status.values:
        status = ""
    counts = selectors.request_counts(mission)
    words = request.GET.get("q", "")
    rows = selectors.requests_of(mission, status=status, q=words)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    labels = dict(Request.Status.choices)
    context = {
        "mission": mission,
        "market": market,
        "page": page,
        "rows": [(row, ", ".join(proposal_of(row, market.time_zone))) for row in page],
        "status": status,
        "words": words,
        "total": sum(counts.values()),
        "filters": [
            {"value": value, "label": labels[value], "count": count}
            for value, count in counts.items()
            if count or value in {"sent", "accepted", "declined"}
        ],
        "can_decide": has_role(request.user, mission.office_id, Membership.Role.EDITOR),
    }
    return render(request, "matchmaking/requests.html", context)


@login_required
@require_POST
def send_request(request: HttpRequest, code: str) -> HttpResponse:
    """Send a request on behalf of a company."""
    sender = fetch(selectors.profile_pages, code, request.user, rules.can_send_request)
    form = SendRequestForm(request.POST, profile=sender, on=now().date())
    if not form.is_valid():
        context = _profile_context(request, sender, form)
        return render(request, "matchmaking/profile.html", context, status=422)
    services.send_request(sender, actor=request.user, at=now(), **form.cleaned_data)
    return redirect(sender)


@login_required
@require_POST
def accept_request(request: HttpRequest, code: str) -> HttpResponse:
    """Accept a request on behalf of the company whose answer it waits for."""
    found = fetch(selectors.request_pages, code, request.user, rules.can_accept_request)
    services.accept_request(found, at=now(), actor=request.user)

    market = selectors.marketplace_of(found.sender.mission)
    page = reverse("matchmaking:requests", args=[found.sender.mission.code])
    return answer(
        request,
        "matchmaking/requests.html#request-row",
        {
            "item": found,
            "proposal": ", ".join(proposal_of(found, market.time_zone)),
            "market": market,
            "can_decide": True,
        },
        to=f"{page}#request-{found.code}",
    )
