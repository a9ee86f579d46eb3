"""Verbs on organisations, people and their roles."""

from gegenbesuch.directory.services.archive import (
    archive_record,
    restore_record,
    tags_called,
)
from gegenbesuch.directory.services.blackening import mentions
from gegenbesuch.directory.services.cards import Card, capture_card
from gegenbesuch.directory.services.details import (
    add_cited_detail,
    add_detail,
    record_of,
    remove_detail,
    update_cited_detail,
    update_detail,
)
from gegenbesuch.directory.services.duplicates import (
    ask_for_duplicates,
    dismiss_duplicate,
    look_for_duplicates,
)
from gegenbesuch.directory.services.erasing import (
    Erasure,
    erase_person,
    has_namesake,
    identity_of,
    plan_erasure,
)
from gegenbesuch.directory.services.evidence import (
    cite_source,
    create_source,
    remove_citation,
    update_source,
)
from gegenbesuch.directory.services.indexing import (
    index_organisations,
    index_people,
    rebuild_search,
    set_organisation_keys,
    set_person_keys,
)
from gegenbesuch.directory.services.lists import (
    add_to_list,
    change_many,
    create_list,
    remove_filter,
    remove_from_list,
    remove_list,
    save_filter,
    update_list,
)
from gegenbesuch.directory.services.merging import (
    merge_organisations,
    merge_people,
    undo_merge,
)
from gegenbesuch.directory.services.organisations import (
    create_organisation,
    update_organisation,
)
from gegenbesuch.directory.services.people import (
    add_role,
    create_person,
    update_person,
    update_role,
)
from gegenbesuch.directory.services.places import create_place, update_place
from gegenbesuch.directory.services.posts import change_post
from gegenbesuch.directory.services.relations import create_relation, update_relation

__all__ = [
    "Card",
    "Erasure",
    "add_cited_detail",
    "add_detail",
    "add_role",
    "add_to_list",
    "archive_record",
    "ask_for_duplicates",
    "capture_card",
    "change_many",
    "change_post",
    "cite_source",
    "create_list",
    "create_organisation",
    "create_person",
    "create_place",
    "create_relation",
    "create_source",
    "dismiss_duplicate",
    "erase_person",
    "has_namesake",
    "identity_of",
    "index_organisations",
    "index_people",
    "look_for_duplicates",
    "mentions",
    "merge_organisations",
    "merge_people",
    "plan_erasure",
    "rebuild_search",
    "record_of",
    "remove_citation",
    "remove_detail",
    "remove_filter",
    "remove_from_list",
    "remove_list",
    "restore_record",
    "save_filter",
    "set_organisation_keys",
    "set_person_keys",
    "tags_called",
    "undo_merge",
    "update_cited_detail",
    "update_detail",
    "update_list",
    "update_organisation",
    "update_person",
    "update_place",
    "update_relation",
    "update_role",
    "update_source",
]
