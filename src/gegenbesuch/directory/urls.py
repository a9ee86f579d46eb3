from django.urls import path

from gegenbesuch.directory import converters  # noqa: F401 -- registers what stands in addresses
from gegenbesuch.directory.views import (
    bulk,
    details,
    distribution,
    duplicates,
    erasing,
    organisations,
    people,
    places,
    posts,
    records,
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
    # Lists
    path("<record:kind>/change-many/", bulk.change_many, name="change-many"),
    path("<record:kind>/save-filter/", bulk.save_filter, name="save-filter"),
    path("filters/<slug:code>/remove/", bulk.remove_filter, name="remove-filter"),
    path(
        "distribution-lists/",
        distribution.distribution_lists,
        name="distribution-lists",
    ),
    path("distribution-lists/create/", distribution.create_list, name="create-list"),
    path(
        "distribution-lists/<slug:code>/",
        distribution.distribution_list,
        name="distribution-list",
    ),
    path(
        "distribution-lists/<slug:code>/edit/",
        distribution.update_list,
        name="update-list",
    ),
    path(
        "distribution-lists/<slug:code>/remove/",
        distribution.remove_list,
        name="remove-list",
    ),
    path(
        "distribution-lists/<slug:code>/people/<slug:person>/remove/",
        distribution.remove_from_list,
        name="remove-from-list",
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
    path("people/capture-card/", posts.capture_card, name="capture-card"),
    path("people/<slug:code>/", people.person, name="person"),
    path("people/<slug:code>/edit/", people.update_person, name="update-person"),
    path("people/<slug:code>/roles/add/", people.add_role, name="add-role"),
    path(
        "people/<slug:code>/address-forms/",
        posts.update_address_forms,
        name="update-address-forms",
    ),
    path("people/<slug:code>/erase/", erasing.erase_person, name="erase-person"),
    path("people/<slug:code>/change-post/", posts.change_post, name="change-post"),
    path(
        "people/<slug:code>/roles/<slug:role>/edit/",
        people.update_role,
        name="update-role",
    ),
    # What hangs on organisations, people, relations and records of apps above
    path(
        "<owner:kind>/<slug:code>/<noun:noun>/add/",
        details.add_detail,
        name="add-detail",
    ),
    path(
        "<owner:kind>/<slug:code>/<noun:noun>/<slug:detail>/edit/",
        details.update_detail,
        name="update-detail",
    ),
    path(
        "<owner:kind>/<slug:code>/<noun:noun>/<slug:detail>/remove/",
        details.remove_detail,
        name="remove-detail",
    ),
    # What organisations and people share
    path(
        "<record:kind>/<slug:code>/archive/",
        records.archive_record,
        name="archive-record",
    ),
    path(
        "<record:kind>/<slug:code>/restore/",
        records.restore_record,
        name="restore-record",
    ),
    path("<record:kind>/<slug:code>/merge/", records.merge_record, name="merge-record"),
    path("merges/<slug:code>/undo/", records.undo_merge, name="undo-merge"),
    # Relations
    path("relations/", relations.relations, name="relations"),
    path("relations/create/", relations.create_relation, name="create-relation"),
    path("relations/<slug:code>/", relations.relation, name="relation"),
    path(
        "relations/<slug:code>/edit/",
        relations.update_relation,
        name="update-relation",
    ),
    # Sources
    path("sources/", sources.sources, name="sources"),
    path("sources/create/", sources.create_source, name="create-source"),
    path("sources/<slug:code>/", sources.source, name="source"),
    path("sources/<slug:code>/edit/", sources.update_source, name="update-source"),
    path(
        "sources/<slug:code>/citations/<slug:citation>/remove/",
        sources.remove_citation,
        name="remove-citation",
    ),
    # Places and sectors
    path("places/", places.places, name="places"),
    path("places/create/", places.create_place, name="create-place"),
    path("places/<slug:code>/", places.place, name="place"),
    path("places/<slug:code>/edit/", places.update_place, name="update-place"),
    path("sectors/", places.sectors, name="sectors"),
    path("sectors/<slug:code>/", places.sector, name="sector"),
]
