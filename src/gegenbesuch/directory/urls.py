from django.urls import path

from gegenbesuch.directory.views import (
    duplicates,
    organisations,
    people,
    places,
    relations,
    search,
    sources,
)

app_name = "directory"
urlpatterns = [
    # Search over everything
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    # Duplicates
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path(
        "duplicates/look/", duplicates.look_for_duplicates, name="look-for-duplicates"
    ),
    path(
        "duplicates/similar/<slug:kind>/",
        duplicates.similar_records,
        name="similar-records",
    ),
    path(
        "duplicates/<slug:code>/dismiss/",
        duplicates.dismiss_duplicate,
        name="dismiss-duplicate",
    ),
    # Organisations
    path("organisations/", organisations.organisations, name="organisations"),
    path(
        "organisations/create/",
        organisations.create_organisation,
        name="create-organisation",
    ),
    path(
        "organisations/suggest/",
        organisations.suggest_organisations,
        name="suggest-organisations",
    ),
    path("organisations/<slug:code>/", organisations.organisation, name="organisation"),
    path(
        "organisations/<slug:code>/edit/",
        organisations.update_organisation,
        name="update-organisation",
    ),
    # People
    path("people/", people.people, name="people"),
    path("people/create/", people.create_person, name="create-person"),
    path("people/<slug:code>/", people.person, name="person"),
    path("people/<slug:code>/edit/", people.update_person, name="update-person"),
    path("people/<slug:code>/roles/add/", people.add_role, name="add-role"),
    path(
        "people/<slug:code>/roles/<slug:role>/edit/",
        people.update_role,
        name="update-role",
    ),
    # Relations
    path("relations/", relations.relations, name="relations"),
    path("relations/<slug:code>/", relations.relation, name="relation"),
    # Sources
    path("sources/", sources.sources, name="sources"),
    path("sources/<slug:code>/", sources.source, name="source"),
    # Places and sectors
    path("places/", places.places, name="places"),
    path("places/<slug:code>/", places.place, name="place"),
    path("sectors/", places.sectors, name="sectors"),
]
