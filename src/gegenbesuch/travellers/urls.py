"""Who takes part in a mission, and what those who travel need."""

from django.urls import path

from gegenbesuch.travellers.views import participants, sheets

app_name = "travellers"
urlpatterns = [
    # Who takes part
    path(
        "missions/<slug:code>/participants/create/",
        participants.add_participant,
        name="add-participant",
    ),
    path(
        "missions/<slug:code>/participants/<slug:row>/edit/",
        participants.update_participant,
        name="update-participant",
    ),
    path(
        "missions/<slug:code>/participants/<slug:row>/remove/",
        participants.remove_participant,
        name="remove-participant",
    ),
    # Papers and fees
    path(
        "missions/<slug:code>/participants/papers/", participants.papers, name="papers"
    ),
    path(
        "missions/<slug:code>/participants/papers/required/",
        participants.require_papers,
        name="require-papers",
    ),
    path(
        "missions/<slug:code>/participants/<slug:row>/papers/",
        participants.set_papers,
        name="set-papers",
    ),
    # Day sheets, food and access
    path(
        "missions/<slug:code>/participants/days/",
        sheets.own_days_links,
        name="own-days-links",
    ),
    path("missions/<slug:code>/participants/needs/", sheets.needs, name="needs"),
    path(
        "missions/<slug:code>/participants/<slug:row>/needs/",
        sheets.record_needs,
        name="record-needs",
    ),
    # The own page of somebody who travels
    path("my-days/<str:token>/", sheets.own_days, name="own-days"),
    path(
        "my-days/<str:token>/worker.js", sheets.own_days_worker, name="own-days-worker"
    ),
]
