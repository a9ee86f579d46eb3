"""What letters say, and mails that failed."""

from django.urls import path

from gegenbesuch.letters import views

app_name = "letters"
urlpatterns = [
    # Wordings
    path("letters/<slug:office>/", views.wordings, name="wordings"),
    path(
        "letters/<slug:office>/<slug:kind>/<slug:language>/",
        views.wording,
        name="wording",
    ),
    path(
        "letters/<slug:office>/<slug:kind>/<slug:language>/reset/",
        views.reset_wording,
        name="reset-wording",
    ),
    # Mails
    path("messages/<slug:code>/retry/", views.retry_message, name="retry-message"),
]
