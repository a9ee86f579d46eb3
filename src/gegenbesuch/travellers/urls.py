"""Who takes part in a mission, and what those who travel need."""

from django.urls import path

from gegenbesuch.travellers import views

app_name = "travellers"
urlpatterns = [
    # Who takes part
    path(
        "missions/<slug:code>/participants/create/",
        views.add_participant,
        name="add-participant",
    ),
    path(
        "missions/<slug:code>/participants/<slug:row>/edit/",
        views.update_participant,
        name="update-participant",
    ),
    path(
        "missions/<slug:code>/participants/<slug:row>/remove/",
        views.remove_participant,
        name="remove-participant",
    ),
    # Papers and fees
    path("missions/<slug:code>/participants/papers/", views.papers, name="papers"),
    path(
        "missions/<slug:code>/participants/papers/required/",
        views.require_papers,
        name="require-papers",
    ),
    path(
        "missions/<slug:code>/participants/<slug:row>/papers/",
        views.set_papers,
        name="set-papers",
    ),
]
