"""The organiser's pages: the rules, who has not answered, what is missing, agents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gegenbesuch.core.permissions import fetch
from gegenbesuch.matchmaking import rules, selectors, services
from gegenbesuch.matchmaking.forms import (
    AgentForm,
    InviteForm,
    MarketplaceForm,
    initial_of,
)
from gegenbesuch.matchmaking.models import Profile, Request
from gegenbesuch.missions.models import Mission

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
@require_safe
def marketplace(request: HttpRequest, code: str) -> HttpResponse:
    """Show how matchmaking goes: counts, who has not answered, what is missing."""
    mission = fetch(Mission, code, request.user)
    market = selectors.marketplace_of(mission)
    on = now().date()
    silent, silent_count = selectors.silent_companies(mission)
    counts = selectors.request_counts(mission)
    states = selectors.profile_counts(mission)
    labels = dict(Request.Status.choices)
    context = {
        "mission": mission,
        "market": market,
        "profile_counts": [
            (status.label, status.value, states.get(status.value, 0))
            for status in Profile.Status
        ],
        "request_counts": [
            (labels[value], value, count) for value, count in counts.items() if count
        ],
        "short": selectors.short_of_suggestions(market),
        "lacks": selectors.lacks_before_opening(mission, on, states),
        "silent": silent,
        "silent_count": silent_count,
        "agents": mission.agents.prefetch_related("profiles__organisation").order_by(
            "pk"
        ),
        "can_set_up": rules.can_set_up_marketplace(request.user, mission),
        "is_open": market.takes_requests(now()),
    }
    return render(request, "matchmaking/marketplace.html", context)


@login_required
def set_up_marketplace(request: HttpRequest, code: str) -> HttpResponse:
    """Set when companies may ask each other for meetings, and how many."""
    mission = fetch(Mission, code, request.user, rules.can_set_up_marketplace)
    market = selectors.marketplace_of(mission)
    form = MarketplaceForm(request.POST or None, initial=initial_of(market))
    if request.method == "POST" and form.is_valid():
        made = services.set_up_marketplace(
            mission, actor=request.user, **form.cleaned_data
        )
        return redirect(made)
    context = {"mission": mission, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(
        request, "matchmaking/set_up_marketplace.html", context, status=status
    )


@login_required
@require_POST
def ask_for_suggestions(request: HttpRequest, code: str) -> HttpResponse:
    """Have suggestions computed for all companies."""
    mission = fetch(Mission, code, request.user, rules.can_set_up_marketplace)
    market = services.ask_for_suggestions(mission, actor=request.user)
    messages.success(request, _("The suggestions are being computed."))
    return redirect(market)


@login_required
def invite_company(request: HttpRequest, code: str) -> HttpResponse:
    """Ask a company to write its profile."""
    mission = fetch(Mission, code, request.user, rules.can_set_up_marketplace)
    form = InviteForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        profile = services.invite_company(
            mission, at=now(), actor=request.user, **form.cleaned_data
        )
        messages.success(request, _("The company gets its personal link by mail."))
        return redirect(profile)
    context = {"mission": mission, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "matchmaking/invite_company.html", context, status=status)


@login_required
def update_agent(request: HttpRequest, code: str) -> HttpResponse:
    """Change for which companies a consulate or agency acts, and how it is reached."""
    agent = fetch(selectors.agent_pages, code, request.user, rules.can_update_agent)
    form = AgentForm(
        request.POST or None, mission=agent.mission, user=request.user, agent=agent
    )
    if request.method == "POST" and form.is_valid():
        services.update_agent(agent, at=now(), actor=request.user, **form.cleaned_data)
        return redirect(agent)
    context = {"mission": agent.mission, "agent": agent, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "matchmaking/update_agent.html", context, status=status)


@login_required
def add_agent(request: HttpRequest, code: str) -> HttpResponse:
    """Let a consulate or agency act for some companies."""
    mission = fetch(Mission, code, request.user, rules.can_set_up_marketplace)
    form = AgentForm(request.POST or None, mission=mission, user=request.user)
    if request.method == "POST" and form.is_valid():
        agent = services.add_agent(
            mission, at=now(), actor=request.user, **form.cleaned_data
        )
        return redirect(agent)
    context = {"mission": mission, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "matchmaking/add_agent.html", context, status=status)
