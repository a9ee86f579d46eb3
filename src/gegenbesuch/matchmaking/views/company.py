"""The pages of a company: its profile, whom it could meet, who asks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gegenbesuch.accounts import services as accounts
from gegenbesuch.matchmaking import desk, permitting, selectors, services, steps
from gegenbesuch.matchmaking.forms import (
    DeclineForm,
    HandOverForm,
    ProposeForm,
    RequestForm,
    SearchForm,
)
from gegenbesuch.matchmaking.models import Agent, Profile, Request
from gegenbesuch.matchmaking.showing import reasons_of, shown_statements, summary_of
from gegenbesuch.matchmaking.times import day_name, proposal_of, times_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.http import HttpRequest

    from gegenbesuch.matchmaking.desk import Desk

PER_PAGE = 8
SUGGESTED = 6
#: So long before its end a profile can be extended.
EXTENDED_FROM = timedelta(days=30)
SENT = Request.Status.SENT
ACCEPTED = Request.Status.ACCEPTED


# --- Home --------------------------------------------------------------------


def company(request: HttpRequest, at: Desk) -> HttpResponse:
    """Show a company what waits for it: requests, suggestions, its profile."""
    profile = at.profile
    if request.method == "POST":
        return _act_at_home(request, at)
    lacks = selectors.missing_in(profile)
    rows = selectors.requests_of_profile(profile)
    inbox = [row for row in rows if row.status == SENT and row.answering == profile]
    market = selectors.marketplace_of(profile.mission)
    suggestions = list(selectors.suggestions_for(profile, now().date())[:SUGGESTED])
    context = {
        "desk": at,
        "profile": profile,
        "mission": profile.mission,
        "market": market,
        "own_zone": selectors.own_zone(profile),
        "lacks": [(lack, at.url("step", lack.step)) for lack in lacks],
        "is_complete": not any(lack.is_needed for lack in lacks),
        "remarks": [
            (remark, at.url("step", remark.step))
            for remark in profile.remarks.filter(done_at=None).order_by("pk")
        ],
        "is_expired": profile.status == Profile.Status.EXPIRED,
        "renewed_until": _renewed_until(profile),
        "is_open": profile.status in {Profile.Status.DRAFT, Profile.Status.RETURNED},
        "inbox": [
            (*row, ", ".join(proposal_of(row[0], market.time_zone)))
            for row in _with_urls(at, inbox)
        ],
        "others": _with_urls(at, [row for row in rows if row not in inbox]),
        "suggestions": [
            (row, at.partner_url(row.partner), reasons_of(row, profile, row.partner))
            for row in suggestions
        ],
    }
    return render(request, "matchmaking/company.html", context)


def _renewed_until(profile: Profile) -> date | None:
    """Return until when one click would show the profile; None if there is no need."""
    at, until = now(), profile.published_until
    if until is None or selectors.is_over(profile.mission, at):
        return None
    is_due = profile.status == Profile.Status.EXPIRED or (
        profile.status == Profile.Status.PUBLISHED
        and until <= at.date() + EXTENDED_FROM
    )
    return at.date() + services.SHOWN_FOR if is_due else None


def _with_urls(at: Desk, rows: list[Request]) -> list[tuple[Request, Profile, str]]:
    return [(row, row.other(at.profile), at.request_url(row)) for row in rows]


def _act_at_home(request: HttpRequest, at: Desk) -> HttpResponse:
    verb = request.POST.get("verb")
    if verb == "submit":
        services.submit_profile(at.profile, at=now(), actor=at.actor)
        messages.success(request, _("The office has your profile now and reviews it."))
    elif verb == "renew":
        services.renew_profile(at.profile, at=now(), actor=at.actor)
        until = day_name(at.profile.published_until)
        messages.success(
            request, _("Your profile is shown until %(day)s.") % {"day": until}
        )
    elif verb in {"remind", "stop"}:
        services.set_reminders(at.profile, wanted=verb == "remind", actor=at.actor)
    return redirect(at.home_url)


@require_safe
def companies(request: HttpRequest, token: str) -> HttpResponse:
    """List the companies that a consulate or agency acts for."""
    link = desk.read_link(token, (Agent,))
    with translation.override(desk.language_for(request, link)):
        if not accounts.opens(link, token, at=now()):
            context: dict[str, Any] = {"link": link, "token": token}
            return render(request, "accounts/link_expired.html", context, status=410)
        agent = Agent.objects.select_related("mission__office").get(pk=link.target_id)
        rows = list(
            selectors.own_profiles()
            .filter(agents=agent)
            .order_by("organisation__sort_key", "pk")
        )
        keys = [row.pk for row in rows]
        waiting = selectors.count_unanswered(agent.mission, keys)
        holder = services.Holder(agent.name, is_agent=True)
        context = {
            "agent": agent,
            "mission": agent.mission,
            "companies": [
                (row, desk.Desk(row, holder, token).home_url, waiting.get(row.pk, 0))
                for row in rows
            ],
        }
        response = render(request, "matchmaking/companies.html", context)
    return desk.sealed(response)


# --- The profile -------------------------------------------------------------


def step(request: HttpRequest, at: Desk, step: str) -> HttpResponse:
    """Show and keep one step of a company's profile; scripts keep it while typing."""
    kind = steps.BY_KEY.get(step)
    if kind is None:
        raise Http404
    profile = at.profile
    more = 1 if "more" in request.GET else 0
    form = kind(request.POST or None, profile=profile, more=more)
    if request.method == "POST":
        is_valid = form.is_valid()
        is_autosave = request.headers.get("X-Autosave") == "true"
        if is_valid or is_autosave:
            services.update_profile(
                profile, values=form.values(), at=now(), actor=at.actor
            )
        if is_autosave:
            return HttpResponse(status=204)
        if is_valid:
            return redirect(_next(at, step, request.POST.get("then", "")))
    keys = [other.key for other in steps.STEPS]
    number = keys.index(step)
    context = {
        "desk": at,
        "profile": profile,
        "mission": profile.mission,
        "form": form,
        "step": kind,
        "number": number + 1,
        "total": len(keys),
        "steps": [
            (other, at.url("step", other.key), other.key == step)
            for other in steps.STEPS
        ],
        "back_url": at.url("step", keys[number - 1]) if number else at.home_url,
        "is_last": number + 1 == len(keys),
        "remarks": profile.remarks.filter(done_at=None, step=step).order_by("pk"),
    }
    return render(
        request,
        "matchmaking/step.html",
        context,
        status=422 if request.method == "POST" else 200,
    )


def _next(at: Desk, step: str, then: str) -> str:
    if then == "more":
        return f"{at.url('step', step)}?more=1#more"
    following = steps.after(step)
    if then == "home" or not following:
        return at.home_url
    return at.url("step", following)


# --- The other companies -----------------------------------------------------


@require_safe
def market(request: HttpRequest, at: Desk) -> HttpResponse:
    """Show the companies of the other side, filtered."""
    mission = at.profile.mission
    form = SearchForm(request.GET, mission=mission)
    rows = selectors.marketplace_profiles(at.profile, now().date(), **form.chosen())
    keys = rows.values_list("pk", flat=True)
    page = Paginator(keys, PER_PAGE).get_page(request.GET.get("page"))
    shown = selectors.with_details(page.object_list)
    asked = selectors.asked_among(at.profile, shown)
    context = {
        "desk": at,
        "profile": at.profile,
        "mission": mission,
        "form": form,
        "page": page,
        "companies": [
            (row, at.partner_url(row), shown_statements(row), row.pk in asked)
            for row in shown
        ],
    }
    return render(request, "matchmaking/market.html", context)


def partner(request: HttpRequest, at: Desk, partner: str) -> HttpResponse:
    """Show a company of the other side; ask it for a meeting, or see it no more."""
    other = _partner(at, partner)
    people = list(other.people.order_by("pk"))
    asked = selectors.between(at.profile, other).order_by("-pk").first()
    form = RequestForm(
        request.POST if request.POST.get("verb") == "send" else None,
        profile=at.profile,
        partner=other,
    )
    if request.method == "POST":
        if request.POST.get("verb") in {"avoid", "suggest"}:
            return _avoid(request, at, other)
        if form.is_valid():
            sent = services.send_request(
                at.profile, other, actor=at.actor, at=now(), **form.cleaned_data
            )
            messages.success(request, _("Your request is on its way."))
            return redirect(at.request_url(sent))
    suggestion = at.profile.suggestions.filter(partner=other).first()
    context = {
        "desk": at,
        "profile": at.profile,
        "mission": at.profile.mission,
        "partner": other,
        "people": people,
        "summary": summary_of(other),
        "groups": shown_statements(other),
        "reasons": reasons_of(suggestion, at.profile, other) if suggestion else [],
        "request_url": at.request_url(asked) if asked else "",
        "is_avoided": at.profile.avoided.filter(pk=other.pk).exists(),
        "form": form,
        "is_expired": at.profile.status == Profile.Status.EXPIRED,
        "refusal": "" if asked else permitting.refusal(at.profile, other),
        "is_published": at.profile.is_published(now().date()),
        "is_open": selectors.marketplace_of(at.profile.mission).takes_requests(now()),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "matchmaking/partner.html", context, status=status)


def _avoid(request: HttpRequest, at: Desk, other: Profile) -> HttpResponse:
    if request.POST["verb"] == "suggest":
        services.allow_company(at.profile, other, actor=at.actor)
        return redirect(at.partner_url(other))
    services.avoid_company(at.profile, other, actor=at.actor)
    text = _("%(company)s is not suggested any more. Its page undoes that.")
    messages.success(request, text % {"company": other})
    return redirect(at.home_url)


def _partner(at: Desk, code: str) -> Profile:
    shown = selectors.offers_in(at.profile.mission, now().date())
    found = shown.exclude(side=at.profile.side).filter(code=code).first()
    if found is None:
        raise Http404
    return found


# --- A request ---------------------------------------------------------------


def own_request(request: HttpRequest, at: Desk, item: str) -> HttpResponse:
    """Show a request; accept it, decline it, or answer in another way."""
    found = _request(at, item)
    forms = {"decline": DeclineForm, "hand-over": HandOverForm}
    verb = request.POST.get("verb", "")
    bound = {
        name: kind(request.POST if verb == name else None)
        for name, kind in forms.items()
    }
    bound["propose"] = ProposeForm(
        request.POST if verb == "propose" else None, request=found
    )
    if request.method == "POST":
        done = _answered(at, found, verb, bound.get(verb))
        if done:
            messages.success(request, done)
            return redirect(at.request_url(found))
    other = found.other(at.profile)
    market = selectors.marketplace_of(at.profile.mission)
    is_mine = found.sender_id == at.profile.pk
    context = {
        "desk": at,
        "profile": at.profile,
        "mission": at.profile.mission,
        "market": market,
        "own_zone": selectors.own_zone(at.profile),
        "item": found,
        "times": times_of(found, market.time_zone),
        "partner": other,
        "partner_url": at.partner_url(other)
        if other.is_published(now().date())
        else "",
        "people": list(found.people.order_by("pk")),
        "is_mine": is_mine,
        "can_answer": found.status == SENT and found.answering == at.profile,
        "can_withdraw": found.status == ACCEPTED or (is_mine and found.status == SENT),
        "answer": verb or request.GET.get("answer", ""),
        "decline_form": bound["decline"],
        "propose_form": bound["propose"],
        "hand_over_form": bound["hand-over"],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "matchmaking/request.html", context, status=status)


def _request(at: Desk, code: str) -> Request:
    found: Request | None = selectors.request_pages().filter(code=code).first()
    if found is None or at.profile not in {found.sender, found.recipient}:
        raise Http404
    return found


def _answered(at: Desk, found: Request, verb: str, form: Any) -> str:
    """Do what was asked; returns what to say, or nothing if the form is not right."""
    by: dict[str, Any] = {"at": now(), "actor": at.actor}
    if verb == "withdraw":
        services.withdraw_request(found, party=at.profile, **by)
        return _("The request is withdrawn, and the other company knows.")
    if found.answering != at.profile:
        return _("It is the other company's turn to answer.")
    if verb == "accept":
        services.accept_request(found, **by)
        return _("Accepted. The time comes with the schedule.")
    if form is None or not form.is_valid():
        return ""
    answers: dict[str, tuple[Callable[..., Any], str]] = {
        "decline": (services.decline_request, _("Declined. The other company knows.")),
        "propose": (services.propose_time, _("The other company gets your proposal.")),
        "hand-over": (services.hand_over_request, _("Your colleague gets a mail.")),
    }
    act, words = answers[verb]
    act(found, **form.cleaned_data, **by)
    return words


COMPANY = desk.at_desk(company)
STEP = desk.at_desk(step)
MARKET = desk.at_desk(market)
PARTNER = desk.at_desk(partner)
REQUEST = desk.at_desk(own_request)
