"""Calls for participants: for the office, for applicants."""

from django.urls import path

from gegenbesuch.calls.views import applicants, office

app_name = "calls"
urlpatterns = [
    # The office
    path("missions/<slug:code>/call/", office.call, name="call"),
    path("missions/<slug:code>/call/edit/", office.update_call, name="update-call"),
    path("missions/<slug:code>/call/open/", office.open_call, name="open-call"),
    path("missions/<slug:code>/call/close/", office.close_call, name="close-call"),
    path("missions/<slug:code>/call/call-off/", office.call_off, name="call-off"),
    path(
        "missions/<slug:code>/call/questions/create/",
        office.set_question,
        name="add-question",
    ),
    path(
        "missions/<slug:code>/call/questions/<slug:question>/edit/",
        office.set_question,
        name="set-question",
    ),
    path(
        "missions/<slug:code>/call/questions/<slug:question>/remove/",
        office.remove_question,
        name="remove-question",
    ),
    path(
        "missions/<slug:code>/call/criteria/create/",
        office.set_criterion,
        name="add-criterion",
    ),
    path(
        "missions/<slug:code>/call/criteria/<slug:criterion>/edit/",
        office.set_criterion,
        name="set-criterion",
    ),
    path(
        "missions/<slug:code>/call/criteria/<slug:criterion>/remove/",
        office.remove_criterion,
        name="remove-criterion",
    ),
    path(
        "applications/<slug:code>/link/",
        office.link_application,
        name="link-application",
    ),
    path("applications/<slug:code>/", office.application, name="application"),
    path(
        "applications/<slug:code>/withdraw/",
        office.withdraw_application,
        name="withdraw-application",
    ),
    # Applicants
    path("apply/<slug:code>/", applicants.apply, name="apply"),
    path("apply/<slug:code>/received/", applicants.received, name="received"),
    path(
        "my-application/<str:token>/",
        applicants.own_application,
        name="own-application",
    ),
]
