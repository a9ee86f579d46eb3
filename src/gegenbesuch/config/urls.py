"""The table of contents of the site."""

from django.urls import include, path

urlpatterns = [
    path("", include("gegenbesuch.newsroom.urls")),
    path("", include("gegenbesuch.accounts.urls")),
    path("", include("gegenbesuch.core.urls")),
    path("", include("gegenbesuch.letters.urls")),
    path("", include("gegenbesuch.directory.urls")),
    path("", include("gegenbesuch.missions.urls")),
    path("", include("gegenbesuch.mandate.urls")),
    path("", include("gegenbesuch.travellers.urls")),
    path("", include("gegenbesuch.calls.urls")),
    path("", include("gegenbesuch.guests.urls")),
    path("", include("gegenbesuch.matchmaking.urls")),
    path("", include("gegenbesuch.scheduling.urls")),
    path("", include("gegenbesuch.onsite.urls")),
    path("", include("gegenbesuch.outcomes.urls")),
    path("", include("gegenbesuch.followup.urls")),
    path("", include("gegenbesuch.reports.urls")),
    path("", include("gegenbesuch.documents.urls")),
    path("", include("gegenbesuch.exchange.urls")),
]
handler403 = "gegenbesuch.core.views.forbidden"
handler404 = "gegenbesuch.core.views.not_found"
handler500 = "gegenbesuch.core.views.server_error"
