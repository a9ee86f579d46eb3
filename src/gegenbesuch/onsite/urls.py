"""The day: for the desk, on the phones of companies, for interpreters."""

from django.urls import path

from gegenbesuch.onsite.views import desk, figures, phone

app_name = "onsite"
urlpatterns = [
    # The desk
    path("sessions/<slug:code>/day/", desk.day, name="day"),
    path("sessions/<slug:code>/day/arrivals/", desk.arrivals, name="arrivals"),
    path("sessions/<slug:code>/day/results/", desk.results, name="results"),
    path("sessions/<slug:code>/day/places/", desk.fill_place, name="fill-place"),
    path("sessions/<slug:code>/day/ask/", desk.ask_at_desk, name="ask-at-desk"),
    path("sessions/<slug:code>/day/repair/", desk.repair_day, name="repair-day"),
    path("runs/<slug:code>/day/apply/", desk.apply_repair, name="apply-repair"),
    path("meetings/<slug:code>/judge/", desk.judge_meeting, name="judge-meeting"),
    path("meetings/<slug:code>/new-date/", desk.new_date, name="new-date"),
    path(
        "sessions/<slug:code>/day/presence/<slug:company>/",
        desk.set_presence,
        name="set-presence",
    ),
    path(
        "sessions/<slug:code>/day/tables/<int:number>/",
        desk.close_table,
        name="close-table",
    ),
    path(
        "sessions/<slug:code>/day/interpreters/<int:number>/",
        desk.invite_interpreter,
        name="invite-interpreter",
    ),
    # Afterwards
    path("sessions/<slug:code>/statistics/", figures.statistics, name="statistics"),
    path(
        "sessions/<slug:code>/statistics/statistics.csv",
        figures.statistics_csv,
        name="statistics-csv",
    ),
    # A company, by personal link
    path("my/day/<str:token>/", phone.my_day, name="my-day"),
    path("my/day/<str:token>/entries/", phone.take_entries, name="take-entries"),
    path("my/day/<str:token>/worker.js", phone.my_day_worker, name="my-day-worker"),
    path("my/day/<str:token>/ask/", phone.ask_today, name="ask-today"),
    # An interpreter, by personal link
    path("my/interpreting/<str:token>/", phone.my_interpreting, name="my-interpreting"),
]
