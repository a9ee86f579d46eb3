"""
Where somebody acts for a company: by personal link, or as staff on its behalf.

The pages of a company exist twice, once below its link and once for the office; a
desk knows which of the two it is, who acts, and the addresses of its pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import translation
from django.utils.timezone import now

from gegenbesuch.accounts import services as accounts
from gegenbesuch.core.permissions import fetch
from gegenbesuch.matchmaking import rules, selectors
from gegenbesuch.matchmaking.models import Agent, Profile
from gegenbesuch.matchmaking.services.acting import Holder

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from gegenbesuch.accounts.models import PersonalLink, User
    from gegenbesuch.matchmaking.models import Request
    from gegenbesuch.matchmaking.services.acting import Actor

    Page = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Desk:
    """
    Somebody who acts for a company.

    Attributes:
        token: Of the personal link; empty: staff.
        is_agent: A consulate or agency, whose list of companies is at `list_url`.
    """

    profile: Profile
    actor: Actor
    token: str = ""

    @property
    def is_office(self) -> bool:
        """Whether staff act on behalf of the company."""
        return not self.token

    @property
    def is_agent(self) -> bool:
        """Whether a consulate or agency acts for the company."""
        return isinstance(self.actor, Holder) and self.actor.is_agent

    @property
    def list_url(self) -> str:
        """The page with all companies of an agent."""
        return reverse("matchmaking:own-companies", args=[self.token])

    @property
    def agenda_url(self) -> str:
        """The meetings of the company; empty for an agent, who has no link to it."""
        if self.is_office:
            return reverse("scheduling:agenda", args=[self.profile.code])
        return (
            "" if self.is_agent else reverse("scheduling:my-agenda", args=[self.token])
        )

    @property
    def home_url(self) -> str:
        """The page of the company."""
        return self.url("company")

    @property
    def market_url(self) -> str:
        """The companies of the other side."""
        return self.url("market")

    @property
    def profile_url(self) -> str:
        """The first step of the profile."""
        return self.url("step", "about")

    def url(self, page: str, *rest: str) -> str:
        """Return the address of a page of this company."""
        if self.is_office:
            name, first = f"matchmaking:{page}-on-behalf", [self.profile.code]
        else:
            name, first = f"matchmaking:own-{page}", [self.token, self.profile.code]
        return reverse(name, args=[*first, *rest])

    def request_url(self, request: Request) -> str:
        """Return the address of a request."""
        return self.url("request", request.code)

    def partner_url(self, partner: Profile) -> str:
        """Return the address of a company of the other side."""
        return self.url("partner", partner.code)


def at_desk(show: Page) -> tuple[Page, Page]:
    """Return a page of a company twice: by personal link, and for the office."""

    @wraps(show)
    def by_link(
        request: HttpRequest, token: str, code: str, **rest: str
    ) -> HttpResponse:
        link = read_link(token, (Profile, Agent))
        with translation.override(language_for(request, link)):
            if not accounts.opens(link, token, at=now()):
                context = {"link": link, "token": token}
                return render(
                    request, "accounts/link_expired.html", context, status=410
                )
            response = show(request, _desk(link, token, code), **rest)
        return sealed(response)

    @wraps(show)
    def on_behalf(request: HttpRequest, code: str, **rest: str) -> HttpResponse:
        profile = fetch(selectors.own_profiles, code, request.user, rules.can_act_for)
        staff = cast("User", request.user)  # `login_required` stands before it
        return show(request, Desk(profile, staff), **rest)

    return by_link, login_required(on_behalf)


def both(route: str, views: tuple[Page, Page], name: str) -> list[URLPattern]:
    """Return the two addresses of a company's page."""
    by_link, on_behalf = views
    return [
        path(
            f"my/company/<str:token>/<slug:code>/{route}", by_link, name=f"own-{name}"
        ),
        path(
            f"profiles/<slug:code>/on-behalf/{route}",
            on_behalf,
            name=f"{name}-on-behalf",
        ),
    ]


def _desk(link: PersonalLink, token: str, code: str) -> Desk:
    is_agent = link.target_type.model_class() is Agent
    if is_agent:
        rows = list(selectors.own_profiles().filter(code=code, agents=link.target_id))
    else:
        rows = [r for r in selectors.own_profile(link.target_id) if r.code == code]
    profile = next(iter(rows), None)
    if profile is None:
        raise Http404
    return Desk(profile, Holder(link.holder_name, is_agent), token)


def read_link(token: str, kinds: tuple[Any, ...]) -> PersonalLink:
    """
    Return the personal link of a token.

    Raises:
        Http404: It is forged, or leads to something else.

    """
    link = accounts.read_token(token)
    if link is None or link.target_type.model_class() not in kinds:
        raise Http404
    return link


def language_for(request: HttpRequest, link: PersonalLink) -> str:
    """Return the language of the link's holder, unless they have chosen another."""
    asked = request.GET.get("lang") or request.COOKIES.get(
        settings.LANGUAGE_COOKIE_NAME
    )
    language = asked if asked in dict(settings.LANGUAGES) else link.language
    request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
    return language


def sealed(response: HttpResponse) -> HttpResponse:
    """Keep a page by personal link out of caches, indexes and foreign logs."""
    response.headers["Content-Language"] = translation.get_language() or ""
    response.headers["Cache-Control"] = "private, no-store"
    # Not "no-referrer": browsers then send "Origin: null" with forms.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
