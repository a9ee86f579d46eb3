"""The agendas of companies: for the office, and by personal link."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gegenbesuch.accounts import services as accounts
from gegenbesuch.core.offline import keep_page_worker
from gegenbesuch.core.permissions import fetch
from gegenbesuch.matchmaking.models import Profile
from gegenbesuch.scheduling import (
    agenda_ics as calendars,
)
from gegenbesuch.scheduling import (
    agenda_pdf as documents,
)
from gegenbesuch.scheduling import agendas, arranging, feedback, letters, selectors
from gegenbesuch.scheduling.forms import SlotsForm
from gegenbesuch.scheduling.models import Absence, Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, QueryDict

    from gegenbesuch.accounts.models import PersonalLink


# --- Agendas, for the office -------------------------------------------------


def _agenda_for_staff(request: HttpRequest, code: str) -> agendas.Agenda:
    return agendas.agenda_of(fetch(selectors.agenda_profiles, code, request.user))


@login_required
@require_safe
def agenda(request: HttpRequest, code: str) -> HttpResponse:
    """Show the meetings of a company, as the office sees them."""
    found = _agenda_for_staff(request, code)
    context = {
        "agenda": found,
        "profile": found.profile,
        "mission": found.profile.mission,
        "pdf_url": reverse("scheduling:agenda-pdf", args=[code]),
        "ics_url": reverse("scheduling:agenda-ics", args=[code]),
        "is_office": True,
    }
    return render(request, "scheduling/agenda.html", context)


@login_required
@require_safe
def agenda_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Send the agenda of a company as PDF."""
    found = _agenda_for_staff(request, code)
    links = letters.printed_links([found.profile], at=now())
    return _pdf(found, links.get(found.profile.pk, ""))


@login_required
@require_safe
def agenda_ics(request: HttpRequest, code: str) -> HttpResponse:
    """Send the agenda of a company as a calendar file."""
    return _ics(_agenda_for_staff(request, code))


def _pdf(found: agendas.Agenda, link: str = "") -> HttpResponse:
    language = translation.get_language()
    name = f"agenda-{found.profile.code}-{language}.pdf"
    return HttpResponse(
        documents.render_agenda(found, at=now(), link=link),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def _ics(found: agendas.Agenda) -> HttpResponse:
    name = f"agenda-{found.profile.code}.ics"
    return HttpResponse(
        calendars.render_calendar(found),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


# --- Agendas, by personal link -----------------------------------------------


def by_link(
    request: HttpRequest,
    token: str,
    show: Callable[[Profile], HttpResponse],
) -> HttpResponse:
    """Show something of the company that a personal link leads to."""
    link = accounts.read_token(token)
    if link is None or link.target_type.model_class() is not Profile:
        raise Http404
    profile = selectors.agenda_profile(link.target_id)
    with translation.override(_language_for(request, link)):
        if profile is None or not accounts.opens(link, token, at=now()):
            context = {"link": link, "token": token}
            return render(request, "accounts/link_expired.html", context, status=410)
        response = show(profile)
        response.headers["Content-Language"] = translation.get_language() or ""
    response.headers["Cache-Control"] = "private, no-store"
    # No "no-referrer" here: browsers then send "Origin: null" with the form that
    # switches the language, and it is refused. "same-origin" keeps the link here.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _language_for(request: HttpRequest, link: PersonalLink) -> str:
    """Return the language of the link's holder, unless they have chosen another."""
    asked = request.GET.get("lang") or request.COOKIES.get(
        settings.LANGUAGE_COOKIE_NAME
    )
    language = asked if asked in dict(settings.LANGUAGES) else link.language
    request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
    return language


@require_safe
def my_agenda(request: HttpRequest, token: str) -> HttpResponse:
    """Show a company its meetings, without an account."""

    def show(profile: Profile) -> HttpResponse:
        found = agendas.published_agenda_of(profile)
        sessions = [day.session for day in found.days]
        context = {
            "agenda": found,
            "windows": feedback.windows_of(sessions, at=now()),
            "wishes": feedback.asked_by(profile),
            "token": token,
            "profile": profile,
            "mission": profile.mission,
            "pdf_url": reverse("scheduling:my-agenda-pdf", args=[token]),
            "ics_url": reverse("scheduling:my-agenda-ics", args=[token]),
            "availability_url": reverse("scheduling:my-availability", args=[token]),
            "worker_url": reverse("scheduling:my-agenda-worker", args=[token]),
            "feed_url": _address("scheduling:my-agenda-ics", token).replace(
                urlsplit(settings.SITE_URL).scheme, "webcal", 1
            ),
            "code": _code_of(_address("scheduling:my-agenda", token)),
            "day_url": reverse("onsite:my-day", args=[token]),
            "is_office": False,
        }
        return render(request, "scheduling/agenda.html", context)

    return by_link(request, token, show)


@require_safe
def my_agenda_pdf(request: HttpRequest, token: str) -> HttpResponse:
    """Send a company its agenda as PDF."""
    address = _address("scheduling:my-agenda", token)

    def show(profile: Profile) -> HttpResponse:
        return _pdf(agendas.published_agenda_of(profile), address)

    return by_link(request, token, show)


@require_safe
def my_agenda_ics(request: HttpRequest, token: str) -> HttpResponse:
    """Send a company its agenda as a calendar file."""
    return by_link(
        request, token, lambda profile: _ics(agendas.published_agenda_of(profile))
    )


@require_safe
def my_agenda_worker(request: HttpRequest, token: str) -> HttpResponse:
    """Serve the script that keeps the agenda at hand when the network is gone."""
    return by_link(request, token, lambda _profile: keep_page_worker())


@lru_cache(maxsize=1000)
def _code_of(address: str) -> str:
    """Draw an address to be scanned: dear, and phones ask for theirs again and again."""
    code = segno.make_qr(address, error="m")
    return code.svg_data_uri(scale=4, border=2, light="#fff")


def _address(name: str, token: str) -> str:
    """Return a whole address, for phones and calendars that are elsewhere."""
    return f"{settings.SITE_URL}{reverse(name, args=[token])}"


@require_http_methods(["GET", "HEAD", "POST"])
def my_availability(request: HttpRequest, token: str) -> HttpResponse:
    """Let a company say in which slots it can't meet, without an account."""

    def show(profile: Profile) -> HttpResponse:
        forms = _availability_forms(profile, request.POST or None)
        if request.method == "POST" and all(form.is_valid() for _s, form in forms):
            for session, form in forms:
                arranging.set_absences(
                    profile,
                    session,
                    form.cleaned_data["slots"],
                    actor=None,
                    actor_label=str(profile),
                )
            messages.success(request, _("The availability was saved."))
            return redirect("scheduling:my-agenda", token)
        context = {"profile": profile, "forms": forms, "token": token}
        return render(request, "scheduling/my_availability.html", context)

    return by_link(request, token, show)


def _availability_forms(
    profile: Profile, data: QueryDict | None
) -> list[tuple[Session, SlotsForm]]:
    """Return a form for each session of the mission that is not final yet."""
    sessions = selectors.sessions_of(profile.mission).exclude(
        status=Session.Status.FINAL
    )
    absent = list(
        Absence.objects.filter(profile=profile).values_list("slot_id", flat=True)
    )
    return [
        (
            session,
            SlotsForm(
                data,
                session=session,
                label=_("We can't meet in these slots"),
                prefix=session.code,
                initial={"slots": absent},
            ),
        )
        for session in sessions
    ]
