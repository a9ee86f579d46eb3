"""Guests of a mission: lists, invitations, answers."""

from django.urls import path

from gegenbesuch.guests.views import doors, gifts, guests, lists, protocol

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
    path("guest-lists/<slug:code>/hosts/", lists.mark_hosts, name="mark-hosts"),
    path("guest-lists/<slug:code>/absent/", lists.mark_absent, name="mark-absent"),
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
    # Rank
    path("guest-lists/<slug:code>/order/", protocol.precedence, name="precedence"),
    path("guests/<slug:code>/rank/", protocol.set_rank, name="set-rank"),
    path("guests/<slug:code>/needs/", guests.record_needs, name="record-needs"),
    # Seating
    path("guest-lists/<slug:code>/seating/", protocol.seating, name="seating"),
    path(
        "guest-lists/<slug:code>/seating/compute/",
        protocol.compute_seating,
        name="compute-seating",
    ),
    path(
        "guest-lists/<slug:code>/seating/move/",
        protocol.move_guests,
        name="move-guests",
    ),
    path(
        "guest-lists/<slug:code>/seating/release/",
        protocol.release_guests,
        name="release-guests",
    ),
    path(
        "guest-lists/<slug:code>/seating/sides/",
        protocol.part_sides,
        name="part-sides",
    ),
    path("guest-lists/<slug:code>/tables/add/", protocol.add_tables, name="add-tables"),
    path(
        "guest-lists/<slug:code>/tables/<int:number>/remove/",
        protocol.remove_table,
        name="remove-table",
    ),
    path("guest-lists/<slug:code>/rules/add/", protocol.add_rule, name="add-rule"),
    path(
        "guest-lists/<slug:code>/rules/<slug:rule>/remove/",
        protocol.remove_rule,
        name="remove-rule",
    ),
    # Gifts
    path("gifts/", gifts.gifts, name="gifts"),
    path("gifts/create/", gifts.record_gift, name="record-gift"),
    path("gifts/limit/", gifts.set_gift_limit, name="set-gift-limit"),
    path("gifts/export/", gifts.export_gifts, name="export-gifts"),
    path("gifts/<slug:code>/edit/", gifts.update_gift, name="update-gift"),
    path("gifts/<slug:code>/decide/", gifts.decide_gift, name="decide-gift"),
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
