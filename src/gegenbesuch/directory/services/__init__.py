"""Verbs on organisations, people and their roles."""

from gegenbesuch.directory.services.archive import (
    archive_record,
    restore_record,
    tags_called,
)
from gegenbesuch.directory.services.details import (
    add_detail,
    record_of,
    remove_detail,
    update_detail,
)
from gegenbesuch.directory.services.duplicates import (
    ask_for_duplicates,
    dismiss_duplicate,
    look_for_duplicates,
)
from gegenbesuch.directory.services.indexing import (
    index_organisations,
    index_people,
    rebuild_search,
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

__all__ = [
    "add_detail",
    "add_role",
    "archive_record",
    "ask_for_duplicates",
    "create_organisation",
    "create_person",
    "dismiss_duplicate",
    "index_organisations",
    "index_people",
    "look_for_duplicates",
    "rebuild_search",
    "record_of",
    "remove_detail",
    "restore_record",
    "tags_called",
    "update_detail",
    "update_organisation",
    "update_person",
    "update_role",
]
