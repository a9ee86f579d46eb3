"""The money and the decisions of a mission."""

from django.urls import path

from gegenbesuch.mandate import views

app_name = "mandate"
urlpatterns = [
    path("missions/<slug:code>/mandate/", views.mandate, name="mandate"),
    path("missions/<slug:code>/home/", views.cover_home, name="cover-home"),
    path("missions/<slug:code>/budget/create/", views.add_line, name="add-line"),
    path(
        "missions/<slug:code>/budget/<slug:line>/edit/",
        views.update_line,
        name="update-line",
    ),
    path(
        "missions/<slug:code>/budget/<slug:line>/remove/",
        views.remove_line,
        name="remove-line",
    ),
    path(
        "missions/<slug:code>/approvals/create/",
        views.add_approval,
        name="add-approval",
    ),
    path(
        "missions/<slug:code>/approvals/<slug:approval>/edit/",
        views.update_approval,
        name="update-approval",
    ),
    path(
        "missions/<slug:code>/approvals/<slug:approval>/submit/",
        views.submit_approval,
        name="submit-approval",
    ),
    path(
        "missions/<slug:code>/approvals/<slug:approval>/withdraw/",
        views.withdraw_approval,
        name="withdraw-approval",
    ),
    path(
        "missions/<slug:code>/approvals/<slug:approval>/decide/",
        views.decide_approval,
        name="decide-approval",
    ),
]
