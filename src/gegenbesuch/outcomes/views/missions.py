"""What came of missions, who came to stay, and the chain of it all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gegenbesuch.core import versions
from gegenbesuch.core.permissions import fetch
from gegenbesuch.directory.evidence import cite, evidence_of
from gegenbesuch.directory.models import Relation
from gegenbesuch.missions.models import Mission
from gegenbesuch.missions.rules import can_edit_mission, state_of_mission
from gegenbesuch.missions.selectors import attest, mission_with_names
from gegenbesuch.outcomes import rules, selectors, services
from gegenbesuch.outcomes.chain_pictures import picture_of
from gegenbesuch.outcomes.demand import demand_for, draw_demand
from gegenbesuch.outcomes.forms import InterestForm, OutcomeForm, QuoteForm
from gegenbesuch.outcomes.models import Quote

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


# --- Of one mission ----------------------------------------------------------


@login_required
def outcomes(request: HttpRequest, code: str) -> HttpResponse:
    """Show what came of a mission: what counts, what doesn't, and why."""
    mission = fetch(mission_with_names, code, request.user)
    attest([mission])
    lines = selectors.outcomes_of(mission)
    interests = selectors.interests_of(mission)
    rows = [line.outcome for line in lines]
    evidence = evidence_of([mission, *rows])
    quotes = selectors.quotes_of(mission)
    cite(rows, interests, quotes, evidence.figures, evidence.claims)
    context = {
        "quotes": quotes,
        "mission": mission,
        "state": state_of_mission(mission.status, is_inferred=mission.is_inferred),
        "lines": [(line, evidence.figures_of(line.outcome)) for line in lines],
        "counts": selectors.count_outcomes(lines),
        "interests": interests,
        "conflicts": evidence.conflicts,
        "can_edit": rules.can_record_outcome(request.user, mission),
    }
    return render(request, "outcomes/outcomes.html", context)


@login_required
def record_outcome(request: HttpRequest, code: str) -> HttpResponse:
    """Record something that came of a mission."""
    mission = fetch(mission_with_names, code, request.user, rules.can_record_outcome)
    attest([mission])
    form = OutcomeForm(request.POST or None, mission=mission)
    if request.method == "POST" and form.is_valid():
        services.record_outcome(mission, actor=request.user, **form.cleaned_data)
        messages.success(request, _("The outcome was recorded."))
        return redirect("outcomes:outcomes", mission.code)
    context = {
        "mission": mission,
        "form": form,
        "can_edit": can_edit_mission(request.user, mission),
    }
    return render(request, "outcomes/record_outcome.html", context)


@login_required
def update_outcome(request: HttpRequest, code: str) -> HttpResponse:
    """Change what came of a mission."""
    outcome = fetch(
        selectors.outcome_details, code, request.user, rules.can_edit_result
    )
    mission = outcome.mission
    attest([mission])
    initial = {name: getattr(outcome, name) for name in OutcomeForm.NAMES}
    initial["parties"] = list(outcome.parties.values_list("pk", flat=True))
    form = OutcomeForm(
        request.POST or None, mission=mission, initial=initial, is_new=False
    )
    form = versions.watched(form, outcome)
    if request.method == "POST" and versions.save(
        form, outcome, services.update_outcome, actor=request.user
    ):
        messages.success(request, _("The outcome was changed."))
        return redirect(outcome)
    context = {"mission": mission, "form": form, "outcome": outcome}
    return render(request, "outcomes/record_outcome.html", context)


@login_required
def record_quote(request: HttpRequest, code: str) -> HttpResponse:
    """Keep what somebody said about a mission."""
    mission = fetch(mission_with_names, code, request.user, rules.can_record_outcome)
    attest([mission])
    form = QuoteForm(request.POST or None, mission=mission)
    if request.method == "POST" and form.is_valid():
        services.record_quote(mission, actor=request.user, **form.cleaned_data)
        messages.success(request, _("The quote was kept."))
        return redirect("outcomes:outcomes", mission.code)
    context = {"mission": mission, "form": form}
    return render(request, "outcomes/record_quote.html", context)


@login_required
@require_POST
def remove_quote(request: HttpRequest, code: str) -> HttpResponse:
    """Take a quote off the record."""
    quote = fetch(Quote, code, request.user, rules.can_edit_result)
    mission = quote.mission.code
    services.remove_quote(quote, actor=request.user)
    return redirect("outcomes:outcomes", mission)


@login_required
def record_interest(request: HttpRequest, code: str) -> HttpResponse:
    """Note what a side was interested in on a mission."""
    mission = fetch(mission_with_names, code, request.user, rules.can_record_outcome)
    attest([mission])
    form = InterestForm(request.POST or None, office=mission.office_id)
    if request.method == "POST" and form.is_valid():
        services.record_interest(mission, actor=request.user, **form.cleaned_data)
        messages.success(request, _("The interest was noted."))
        return redirect("outcomes:outcomes", mission.code)
    context = {
        "mission": mission,
        "form": form,
        "can_edit": can_edit_mission(request.user, mission),
    }
    return render(request, "outcomes/record_interest.html", context)


# --- Over all missions -------------------------------------------------------


@login_required
def demand(request: HttpRequest) -> HttpResponse:
    """Show which fields the other side asked for against what we have to offer."""
    relations = Relation.objects.visible_to(request.user).order_by("pk")
    relation = relations.filter(code=request.GET.get("relation", "")).first()
    found = demand_for(request.user, relation)
    context = {
        "demand": found,
        "rows": [(field, field.in_years(found.years)) for field in found.fields],
        "pictures": [
            (kind, draw_demand(found, is_narrow=kind == "narrow"))
            for kind in ("wide", "narrow")
        ],
        "relations": relations,
        "relation": relation,
    }
    return render(request, "outcomes/demand.html", context)


@login_required
def chain(request: HttpRequest, code: str) -> HttpResponse:
    """Draw the missions that answer each other, from the first contact on."""
    relation = fetch(Relation, code, request.user)
    found = selectors.chain_of(relation, request.user)
    marked = Mission.objects.visible_to(request.user).filter(
        code=request.GET.get("mission", "")
    )
    current = marked.first() if request.GET.get("mission") else None
    context = {
        "relation": relation,
        "mission": current,
        "wide": picture_of(found, "wide", current),
        "narrow": picture_of(found, "narrow", current),
        "rows": selectors.rows_of_chain(found),
    }
    return render(request, "outcomes/chain.html", context)
