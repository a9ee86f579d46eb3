"""What is to do after missions, and what those who took part say."""

from django.urls import path

from gegenbesuch.followup.views import answering, missions, notes, tasks

app_name = "followup"
urlpatterns = [
    # Tasks and promises
    path("tasks/", tasks.board, name="board"),
    path("tasks/create/", tasks.add_task, name="add-task"),
    path("tasks/<slug:code>/", tasks.task, name="task"),
    path("tasks/<slug:code>/settle/", tasks.settle_task, name="settle-task"),
    path("tasks/steps/<slug:code>/tick/", tasks.tick_step, name="tick-step"),
    path("promises/", tasks.promises, name="promises"),
    # After one mission
    path("missions/<slug:code>/follow-up/", missions.follow_up, name="follow-up"),
    path(
        "missions/<slug:code>/follow-up/talks/<slug:row>/",
        missions.record_debrief,
        name="record-debrief",
    ),
    path(
        "missions/<slug:code>/follow-up/notes/create/",
        notes.write_note,
        name="write-note",
    ),
    path("notes/<slug:code>/edit/", notes.update_note, name="update-note"),
    path("notes/<slug:code>/remove/", notes.remove_note, name="remove-note"),
    path("missions/<slug:code>/follow-up/surveys/", missions.surveys, name="surveys"),
    path(
        "missions/<slug:code>/follow-up/surveys/<int:days>/send/",
        missions.send_survey,
        name="send-survey",
    ),
    path(
        "missions/<slug:code>/follow-up/surveys/<int:days>/switch/",
        missions.switch_survey,
        name="switch-survey",
    ),
    # Those who took part, by personal link
    path("survey/<str:token>/", answering.answer, name="answer"),
    path("survey/<str:token>/stop/", answering.stop_asking, name="stop-asking"),
]
