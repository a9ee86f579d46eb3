"""Guests of a mission: lists, invitations, answers."""

from django.urls import path

from gegenbesuch.guests.views import doors, guests, lists

app_name = "guests"
urlpatterns = [
    # Lists
    path("missions/<slug:code>/guests/", lists.guest_lists, name="guest-lists"),
    path(
        "missions/<slug:code>/guests/create/",
        lists.create_guest_list,
        name="create-guest-list",
    ),
    path("guest-lists/<slug:code>/", lists.guest_list, name="guest-list"),
    path(
        "guest-lists/<slug:code>/edit/",
        lists.update_guest_list,
        name="update-guest-list",
    ),
    path("guest-lists/<slug:code>/needs/", guests.needs, name="needs"),
    # Who is on a list
    path("guest-lists/<slug:code>/add/", lists.add_guests, name="add-guests"),
    path("guest-lists/<slug:code>/add-people/", lists.add_people, name="add-people"),
    path(
        "guest-lists/<slug:code>/add-from-list/",
        lists.add_from_list,
        name="add-from-list",
    ),
    # Writing to guests
    path("guest-lists/<slug:code>/invite/", lists.invite_guests, name="invite-guests"),
    path("guest-lists/<slug:code>/remind/", lists.remind_guests, name="remind-guests"),
    path("guest-lists/<slug:code>/thank/", lists.thank_guests, name="thank-guests"),
    path("guest-lists/<slug:code>/call-off/", lists.call_off, name="call-off"),
    # The doors
    path("guest-lists/<slug:code>/check-in/", doors.check_in, name="check-in"),
    path(
        "guest-lists/<slug:code>/check-in/events/",
        doors.take_door_events,
        name="take-door-events",
    ),
    path(
        "guest-lists/<slug:code>/check-in/worker.js",
        doors.check_in_worker,
        name="check-in-worker",
    ),
    # A guest
    path("guests/<slug:code>/", guests.guest, name="guest"),
    path("guests/<slug:code>/edit/", guests.update_guest, name="update-guest"),
    path(
        "guests/<slug:code>/answer/", guests.answer_on_behalf, name="answer-on-behalf"
    ),
    path("guests/<slug:code>/remove/", guests.remove_guest, name="remove-guest"),
    # The guest's own page
    path("invitation/<str:token>/", guests.answer, name="answer"),
]
