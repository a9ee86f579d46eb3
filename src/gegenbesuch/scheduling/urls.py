"""Sessions, their schedules, and the agendas of companies."""

from django.urls import path

from gegenbesuch.scheduling import views

app_name = "scheduling"
urlpatterns = [
    # Sessions
    path("missions/<slug:code>/sessions/", views.sessions, name="sessions"),
    path("sessions/<slug:code>/", views.session, name="session"),
    path("sessions/<slug:code>/run-schedule/", views.run_schedule, name="run-schedule"),
    path("sessions/<slug:code>/publish/", views.publish, name="publish"),
    path("sessions/<slug:code>/reopen/", views.reopen, name="reopen"),
    path("runs/<slug:code>/cancel/", views.cancel_run, name="cancel-run"),
    path("meetings/<slug:code>/", views.meeting, name="meeting"),
    # Agendas, for the office
    path("agendas/<slug:code>/", views.agenda, name="agenda"),
    path("agendas/<slug:code>/agenda.pdf", views.agenda_pdf, name="agenda-pdf"),
    path("agendas/<slug:code>/agenda.ics", views.agenda_ics, name="agenda-ics"),
    # Agendas, by personal link
    path("my/agenda/<str:token>/", views.my_agenda, name="my-agenda"),
    path("my/agenda/<str:token>/agenda.pdf", views.my_agenda_pdf, name="my-agenda-pdf"),
    path("my/agenda/<str:token>/agenda.ics", views.my_agenda_ics, name="my-agenda-ics"),
]
