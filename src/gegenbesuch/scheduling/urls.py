"""Sessions, their schedules, and the agendas of companies."""

from django.urls import path

from gegenbesuch.scheduling.views import (
    agendas,
    arranging,
    feedback,
    furnishing,
    grids,
    meetings,
    papers,
    sessions,
)

app_name = "scheduling"
urlpatterns = [
    # Sessions
    path("missions/<slug:code>/sessions/", sessions.sessions, name="sessions"),
    path("sessions/<slug:code>/", sessions.session, name="session"),
    path("sessions/<slug:code>/tables/", grids.tables, name="tables"),
    path("sessions/<slug:code>/companies/", grids.companies, name="companies"),
    path("sessions/<slug:code>/unplaced/", grids.unplaced, name="unplaced"),
    path("sessions/<slug:code>/clashes/", grids.clashes, name="clashes"),
    path(
        "sessions/<slug:code>/run-schedule/", sessions.run_schedule, name="run-schedule"
    ),
    path("sessions/<slug:code>/publish/", sessions.publish, name="publish"),
    path("sessions/<slug:code>/reopen/", sessions.reopen, name="reopen"),
    path("runs/<slug:code>/apply/", sessions.apply_repair, name="apply-repair"),
    path("runs/<slug:code>/variants/", sessions.variants, name="variants"),
    path("runs/<slug:code>/choose/", sessions.choose_variant, name="choose-variant"),
    path("runs/<slug:code>/cancel/", sessions.cancel_run, name="cancel-run"),
    # Meetings
    path("meetings/<slug:code>/", meetings.meeting, name="meeting"),
    path("meetings/<slug:code>/move/", meetings.move_meeting, name="move-meeting"),
    path(
        "meetings/<slug:code>/take-out/",
        meetings.take_out_meeting,
        name="take-out-meeting",
    ),
    path("meetings/<slug:code>/places/", meetings.places, name="places"),
    path("meetings/<slug:code>/cure/", meetings.cure_meeting, name="cure-meeting"),
    path("meetings/<slug:code>/undo-move/", meetings.undo_move, name="undo-move"),
    path("meetings/<slug:code>/lock/", meetings.lock_meeting, name="lock-meeting"),
    path(
        "sessions/<slug:code>/lock/<slug:company>/",
        meetings.lock_company,
        name="lock-company",
    ),
    path(
        "sessions/<slug:code>/tables/<int:number>/lock/",
        meetings.lock_table,
        name="lock-table",
    ),
    # What a schedule has to work with
    path(
        "missions/<slug:code>/sessions/create/",
        arranging.create_session,
        name="create-session",
    ),
    path("sessions/<slug:code>/edit/", arranging.update_session, name="update-session"),
    path("sessions/<slug:code>/slots/", arranging.slots, name="slots"),
    path(
        "sessions/<slug:code>/slots/remove/",
        arranging.remove_slots,
        name="remove-slots",
    ),
    path(
        "sessions/<slug:code>/interpreters/",
        arranging.set_interpreter,
        name="add-interpreter",
    ),
    path(
        "sessions/<slug:code>/interpreters/<int:number>/",
        arranging.set_interpreter,
        name="set-interpreter",
    ),
    path(
        "sessions/<slug:code>/interpreters/<int:number>/remove/",
        arranging.remove_interpreter,
        name="remove-interpreter",
    ),
    path("sessions/<slug:code>/sites/", furnishing.sites, name="sites"),
    path("sessions/<slug:code>/who-meets/", furnishing.who_meets, name="who-meets"),
    path(
        "sessions/<slug:code>/needs/<slug:asked>/", furnishing.set_need, name="set-need"
    ),
    path(
        "sessions/<slug:code>/tables/<int:number>/",
        arranging.close_table,
        name="close-table",
    ),
    path(
        "sessions/<slug:code>/availability/<slug:company>/",
        arranging.availability,
        name="availability",
    ),
    # What companies ask to be changed
    path("sessions/<slug:code>/changes/", feedback.changes, name="changes"),
    path("changes/<slug:code>/answer/", feedback.answer_change, name="answer-change"),
    # Papers and screens
    path("sessions/<slug:code>/papers/", papers.papers, name="papers"),
    path(
        "sessions/<slug:code>/papers/agendas.pdf",
        papers.all_agendas_pdf,
        name="all-agendas-pdf",
    ),
    path(
        "sessions/<slug:code>/papers/tables.pdf",
        papers.table_sheets_pdf,
        name="table-sheets-pdf",
    ),
    path(
        "sessions/<slug:code>/papers/interpreters.pdf",
        papers.interpreter_sheets_pdf,
        name="interpreter-sheets-pdf",
    ),
    path("screens/<str:token>/", papers.screen, name="screen"),
    path("screens/<str:token>/<int:number>/", papers.screen, name="table-screen"),
    # Agendas, for the office
    path("agendas/<slug:code>/", agendas.agenda, name="agenda"),
    path("agendas/<slug:code>/agenda.pdf", agendas.agenda_pdf, name="agenda-pdf"),
    path("agendas/<slug:code>/agenda.ics", agendas.agenda_ics, name="agenda-ics"),
    # Agendas, by personal link
    path("my/agenda/<str:token>/", agendas.my_agenda, name="my-agenda"),
    path(
        "my/agenda/<str:token>/agenda.pdf", agendas.my_agenda_pdf, name="my-agenda-pdf"
    ),
    path(
        "my/agenda/<str:token>/agenda.ics", agendas.my_agenda_ics, name="my-agenda-ics"
    ),
    path(
        "my/agenda/<str:token>/meetings/<slug:code>/change/",
        feedback.ask_for_change,
        name="ask-for-change",
    ),
    path(
        "my/agenda/<str:token>/changes/<slug:code>/withdraw/",
        feedback.withdraw_change,
        name="withdraw-change",
    ),
    path(
        "my/agenda/<str:token>/worker.js",
        agendas.my_agenda_worker,
        name="my-agenda-worker",
    ),
    path(
        "my/agenda/<str:token>/availability/",
        agendas.my_availability,
        name="my-availability",
    ),
]
