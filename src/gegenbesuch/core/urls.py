"""Health, the style guide, and what browsers ask for."""

from django.urls import path

from gegenbesuch.core import pulse, views

app_name = "core"
urlpatterns = [
    path("health/", views.health, name="health"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("pulse/<slug:key>/", pulse.pulse, name="pulse"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
