"""Matchmaking: for the office, for a company at its desk, for everybody."""

from django.urls import path

from gegenbesuch.matchmaking.desk import both
from gegenbesuch.matchmaking.views import company, office, organiser, public

app_name = "matchmaking"
urlpatterns = [
    # The organiser
    path(
        "missions/<slug:code>/matchmaking/", organiser.marketplace, name="marketplace"
    ),
    path(
        "missions/<slug:code>/matchmaking/edit/",
        organiser.set_up_marketplace,
        name="set-up-marketplace",
    ),
    path(
        "missions/<slug:code>/matchmaking/suggest/",
        organiser.ask_for_suggestions,
        name="ask-for-suggestions",
    ),
    path(
        "missions/<slug:code>/matchmaking/invite/",
        organiser.invite_company,
        name="invite-company",
    ),
    path(
        "missions/<slug:code>/matchmaking/agents/add/",
        organiser.add_agent,
        name="add-agent",
    ),
    path("agents/<slug:code>/edit/", organiser.update_agent, name="update-agent"),
    # Profiles
    path("missions/<slug:code>/profiles/", office.profiles, name="profiles"),
    path("profiles/<slug:code>/", office.profile, name="profile"),
    path(
        "profiles/<slug:code>/publish/", office.publish_profile, name="publish-profile"
    ),
    path("profiles/<slug:code>/return/", office.return_profile, name="return-profile"),
    # Requests
    path("missions/<slug:code>/requests/", office.requests, name="requests"),
    path(
        "profiles/<slug:code>/send-request/", office.send_request, name="send-request"
    ),
    path("requests/<slug:code>/accept/", office.accept_request, name="accept-request"),
    # A company at its desk: by personal link, or the office on its behalf
    path("my/companies/<str:token>/", company.companies, name="own-companies"),
    *both("", company.COMPANY, "company"),
    *both("profile/<slug:step>/", company.STEP, "step"),
    *both("market/", company.MARKET, "market"),
    *both("market/<slug:partner>/", company.PARTNER, "partner"),
    *both("requests/<slug:item>/", company.REQUEST, "request"),
    # Everybody
    path("offers/<slug:code>/", public.offers, name="offers"),
    path("offers/<slug:code>/<slug:profile>/", public.offer, name="offer"),
]
