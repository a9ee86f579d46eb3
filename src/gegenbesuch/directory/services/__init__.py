"""Verbs on organisations, people and their roles."""

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
    "add_role",
    "create_organisation",
    "create_person",
    "index_organisations",
    "index_people",
    "rebuild_search",
    "update_organisation",
    "update_person",
    "update_role",
]
