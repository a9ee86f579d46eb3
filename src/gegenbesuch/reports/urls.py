"""What came of it: the results reports."""

from django.urls import path

from gegenbesuch.reports import views

app_name = "reports"
urlpatterns = [
    path("missions/<slug:code>/bilanz/", views.bilanz, name="bilanz"),
]
