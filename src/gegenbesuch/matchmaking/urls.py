"""Profiles and requests of a mission."""

from django.urls import path

from gegenbesuch.matchmaking import views

app_name = "matchmaking"
urlpatterns = [
    # Profiles
    path("missions/<slug:code>/profiles/", views.profiles, name="profiles"),
    path("profiles/<slug:code>/", views.profile, name="profile"),
    # Requests
    path("missions/<slug:code>/requests/", views.requests, name="requests"),
    path("profiles/<slug:code>/send-request/", views.send_request, name="send-request"),
    path("requests/<slug:code>/accept/", views.accept_request, name="accept-request"),
    path(
        "requests/<slug:code>/decline/", views.decline_request, name="decline-request"
    ),
]
