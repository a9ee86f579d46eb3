"""Missions, their programme and who takes part."""

from django.urls import path

from gegenbesuch.missions import views

app_name = "missions"
urlpatterns = [
    # Pages
    path("missions/", views.missions, name="missions"),
    path("missions/create/", views.create_mission, name="create-mission"),
    path("missions/<slug:code>/", views.mission, name="mission"),
    path("missions/<slug:code>/programme/", views.programme, name="programme"),
    path("missions/<slug:code>/participants/", views.participants, name="participants"),
    # Changing a mission
    path("missions/<slug:code>/edit/", views.update_mission, name="update-mission"),
    path(
        "missions/<slug:code>/status/",
        views.change_mission_status,
        name="change-mission-status",
    ),
    # Changing its programme
    path("missions/<slug:code>/items/create/", views.add_item, name="add-item"),
    path(
        "missions/<slug:code>/items/<slug:item>/edit/",
        views.update_item,
        name="update-item",
    ),
    path(
        "missions/<slug:code>/items/<slug:item>/actual/",
        views.record_actual,
        name="record-actual",
    ),
]
