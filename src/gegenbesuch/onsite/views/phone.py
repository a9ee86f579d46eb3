"""The day on the phones of companies and interpreters, by personal link."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gegenbesuch.accounts import services as accounts
from gegenbesuch.core import pulse
from gegenbesuch.core.offline import keep_page_worker
from gegenbesuch.matchmaking.desk import language_for, read_link, sealed
from gegenbesuch.matchmaking.models import Profile
from gegenbesuch.matchmaking.services.acting import Holder
from gegenbesuch.onsite import selectors, services, talks
from gegenbesuch.onsite.forms import AskForm, ContactForm, PresenceForm
from gegenbesuch.scheduling import agendas
from gegenbesuch.scheduling import selectors as scheduling
from gegenbesuch.scheduling.models import Interpreter, Meeting

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from gegenbesuch.accounts.models import PersonalLink

MOST_ENTRIES = 2000


def _by_link(
    request: HttpRequest,
    token: str,
    kind: type[Any],
    show: Callable[[PersonalLink], HttpResponse],
) -> HttpResponse:
    """Show something to the holder of a personal link, in their language."""
    link = read_link(token, (kind,))
    with translation.override(language_for(request, link)):
        if not accounts.opens(link, token, at=now()):
            context = {"link": link, "token": token}
            return render(request, "accounts/link_expired.html", context, status=410)
        response = show(link)
    return sealed(response)


def _profile(link: PersonalLink) -> Profile:
    profile = scheduling.agenda_profile(link.target_id)
    if profile is None:
        raise Http404
    return profile


# --- A company ---------------------------------------------------------------


def my_day(request: HttpRequest, token: str) -> HttpResponse:
    """Show a company its day, and take in what it says without a script."""

    def show(link: PersonalLink) -> HttpResponse:
        profile = _profile(link)
        if request.method == "POST":
            _do(request, link, profile)
            return redirect(_place_on_page(request, token))
        version = pulse.version_of(profile.code)
        found = talks.day_of(profile, at=now())
        context = {
            "profile": profile,
            "mission": profile.mission,
            "agenda": found.agenda,
            "day": found,
            "version": version,
            "token": token,
            "link": link,
            "asked": _open_requests(profile, token),
            "late_minutes": (10, 20, 30, 60),
        }
        return render(request, "onsite/my_day.html", context)

    return _by_link(request, token, Profile, show)


def _place_on_page(request: HttpRequest, token: str) -> str:
    """Return the page, at the meeting that something was said about."""
    page, code = reverse("onsite:my-day", args=[token]), request.POST.get("meeting", "")
    return f"{page}#talk-{code[:64]}" if code.isalnum() else page


def _do(request: HttpRequest, link: PersonalLink, profile: Profile) -> None:
    """Do what a form of the page asks for."""
    what, at = request.POST.get("do", ""), now()
    if what == "presence":
        _set_presence(request, link, profile)
    elif what == "entry":
        row = {
            name: request.POST.get(name, "")
            for name in (
                *("key", "meeting", "kind", "value", "text", "due_on", "replaces"),
            )
        }
        if "remove" in request.POST:
            row["text"] = ""
        try:
            said = services.read_said(row | {"at": at.isoformat()})
        except ValueError:
            messages.error(request, _("Please write something."))
            return
        services.take_entries(profile, [said], by=link.holder_name, at=at)
    elif what == "offer":
        form = ContactForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Please give your name and your e-mail address."))
            return
        meeting = _own_meeting(profile, request.POST.get("meeting", ""))
        services.offer_contact(meeting, profile, at=at, **form.cleaned_data)
    elif what == "withdraw":
        meeting = _own_meeting(profile, request.POST.get("meeting", ""))
        services.withdraw_contact(meeting, profile, by=link.holder_name, at=at)


def _set_presence(request: HttpRequest, link: PersonalLink, profile: Profile) -> None:
    session = agendas.session_on(profile, at=now())
    form = PresenceForm(request.POST)
    if session is None or not form.is_valid():
        return
    services.set_presence(
        session,
        profile,
        actor=None,
        actor_label=link.holder_name,
        at=now(),
        **form.cleaned_data,
    )


def _own_meeting(profile: Profile, code: str) -> Meeting:
    party = Q(request__sender=profile) | Q(request__recipient=profile)
    return get_object_or_404(
        scheduling.meeting_pages().filter(party, placements__isnull=False).distinct(),
        code=code,
    )


def _open_requests(profile: Profile, token: str) -> list[dict[str, Any]]:
    """Return the wishes to meet today that wait for an answer, of both directions."""
    found = selectors.asked_today(profile, at=now())
    selectors.give_companies(found)
    return [
        {
            "request": row,
            "partner": row.other(profile),
            "is_ours": row.answering.pk != profile.pk,
            "url": reverse(
                "matchmaking:own-request", args=[token, profile.code, row.code]
            ),
        }
        for row in found
    ]


@require_POST
def take_entries(request: HttpRequest, token: str) -> HttpResponse:
    """Take in what a phone wrote down, maybe long ago."""

    def take(link: PersonalLink) -> HttpResponse:
        try:
            sent = json.loads(request.body)
            said = [services.read_said(row) for row in sent["entries"][:MOST_ENTRIES]]
        except (ValueError, KeyError, TypeError) as error:
            return JsonResponse({"error": str(error)}, status=400)
        taken = services.take_entries(
            _profile(link), said, by=link.holder_name, at=now()
        )
        return JsonResponse({"taken": taken.keys, "unknown": taken.unknown})

    return _by_link(request, token, Profile, take)


@require_safe
def my_day_worker(request: HttpRequest, token: str) -> HttpResponse:
    """Serve the script that keeps the page at hand without network."""
    return _by_link(request, token, Profile, lambda _link: keep_page_worker())


def ask_today(request: HttpRequest, token: str) -> HttpResponse:
    """Show which companies of the other side are there, and ask one for a meeting."""

    def show(link: PersonalLink) -> HttpResponse:
        profile = _profile(link)
        session = agendas.session_on(profile, at=now())
        if session is None:
            session = profile.mission.sessions.order_by("pk").first()
        if session is None:
            raise Http404
        form = AskForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            partner = get_object_or_404(
                profile.mission.profiles.select_related(
                    "organisation", "mission__office"
                ).exclude(side=profile.side),
                code=form.cleaned_data["partner"],
            )
            services.ask_on_site(
                session,
                profile,
                partner,
                message=form.cleaned_data["message"],
                language=translation.get_language()[:2],
                actor=Holder(link.holder_name),
                at=now(),
            )
            messages.success(
                request, _("Your wish was sent. It is open for 30 minutes.")
            )
            return redirect("onsite:my-day", token)
        context = {
            "profile": profile,
            "mission": profile.mission,
            "token": token,
            "partners": selectors.partners_there(session, profile, at=now()),
        }
        return render(request, "onsite/ask_today.html", context)

    return _by_link(request, token, Profile, show)


# --- An interpreter ----------------------------------------------------------


@require_safe
def my_interpreting(request: HttpRequest, token: str) -> HttpResponse:
    """Show an interpreter when and at which table they are needed."""

    def show(link: PersonalLink) -> HttpResponse:
        rows = Interpreter.objects.select_related("person", "session__mission")
        found = get_object_or_404(rows, pk=link.target_id)
        version = pulse.version_of(found.session.code)
        context = {
            "interpreter": found,
            "session": found.session,
            "mission": found.session.mission,
            "version": version,
            "talks": talks.interpreting_of(found, at=now()),
        }
        return render(request, "onsite/my_interpreting.html", context)

    return _by_link(request, token, Interpreter, show)
