"""Who gets what answer from the pages of the directory."""

from __future__ import annotations

from tests import factories as make
from tests.house.access import OFFICE_LIST, OFFICE_PAGE, Row, action, page

#: Forms are for editors; another office does not learn that the record exists.
FORM = page(other_office=404, least="editor")
#: Whoever edits for an office may add to that office.
NEW = page(other_office=200, least="editor")

ROWS = [
    # Search over everything
    Row("directory:search", get=OFFICE_LIST),
    Row("directory:search", get=OFFICE_LIST, query="?q=%E7%A5%9E%E6%88%B8"),
    Row("directory:suggest", get=OFFICE_LIST, query="?q=a"),
    # Duplicates
    Row("directory:duplicates", get=OFFICE_LIST),
    Row("directory:look-for-duplicates", post=action("editor", other_office=302)),
    Row(
        "directory:similar-records",
        lambda _w: ["organisation"],
        post=page(other_office=200, least="editor"),
    ),
    Row(
        "directory:dismiss-duplicate",
        lambda w: [make.DuplicatePairFactory(office=w.office).code],
        post=action("editor"),
    ),
    # Organisations
    Row("directory:organisations", get=OFFICE_LIST),
    Row("directory:organisations", get=OFFICE_LIST, query="?q=%E7%A5%9E%E6%88%B8"),
    Row("directory:create-organisation", get=NEW, post=NEW),
    Row("directory:suggest-organisations", get=OFFICE_LIST, query="?parent=org"),
    Row("directory:organisation", lambda w: [w.organisation.code], get=OFFICE_PAGE),
    Row(
        "directory:update-organisation",
        lambda w: [w.organisation.code],
        get=FORM,
        post=FORM,
    ),
    # People
    Row("directory:people", get=OFFICE_LIST),
    Row("directory:create-person", get=NEW, post=NEW),
    Row("directory:person", lambda w: [w.person.code], get=OFFICE_PAGE),
    Row("directory:update-person", lambda w: [w.person.code], get=FORM, post=FORM),
    Row("directory:add-role", lambda w: [w.person.code], get=FORM, post=FORM),
    Row(
        "directory:update-role",
        lambda w: [w.person.code, w.person.roles.get().code],
        get=FORM,
        post=FORM,
    ),
    # Relations
    Row("directory:relations", get=OFFICE_LIST),
    Row("directory:relation", lambda w: [w.relation.code], get=OFFICE_PAGE),
    # Sources
    Row("directory:sources", get=OFFICE_LIST),
    Row("directory:source", lambda w: [w.source.code], get=OFFICE_PAGE),
    # Places and sectors belong to all offices
    Row("directory:places", get=OFFICE_LIST),
    Row("directory:place", lambda w: [w.place.code], get=OFFICE_LIST),
    Row("directory:sectors", get=OFFICE_LIST),
]
