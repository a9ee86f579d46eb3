"""The documents of a mission."""

from django.urls import path

from gegenbesuch.documents import views

app_name = "documents"
urlpatterns = [
    path("missions/<slug:code>/documents/", views.documents, name="documents"),
    path(
        "missions/<slug:code>/documents/<slug:key>.<slug:ending>",
        views.document,
        name="document",
    ),
]
