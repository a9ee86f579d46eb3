"""What came of missions, who came to stay, and the chain of it all."""

from django.urls import path

from gegenbesuch.outcomes import views

app_name = "outcomes"
urlpatterns = [
    # Of one mission
    path("missions/<slug:code>/outcomes/", views.outcomes, name="outcomes"),
    path(
        "missions/<slug:code>/outcomes/create/",
        views.record_outcome,
        name="record-outcome",
    ),
    path(
        "missions/<slug:code>/interests/create/",
        views.record_interest,
        name="record-interest",
    ),
    # Over all missions
    path("demand/", views.demand, name="demand"),
    path("settlements/", views.settlements, name="settlements"),
    path("settlements/<slug:code>/", views.settlement, name="settlement"),
    path("relations/<slug:code>/chain/", views.chain, name="chain"),
]
