"""Who gets what answer from the pages of the directory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.timezone import now

from gegenbesuch.directory import services
from tests import factories as make
from tests.factories import (
    AddressFactory,
    ContactPointFactory,
    DistributionListFactory,
    FigureFactory,
    IdentifierFactory,
    NoteFactory,
    PersonFactory,
    SavedFilterFactory,
    on,
)
from tests.house.access import (
    OFFICE_LIST,
    OFFICE_PAGE,
    SIGN_IN,
    Row,
    action,
    answers,
    page,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.house.access import World

#: Forms are for editors; another office does not learn that the record exists.
FORM = page(other_office=404, least="editor")
#: Whoever edits for an office may add to that office.
NEW = page(other_office=200, least="editor")

#: For administrators, of whom the cast has none.
ADMIN = answers(
    stranger=SIGN_IN, company=SIGN_IN, other_office=404,
    viewer=403, editor=403, coordinator=403,
)  # fmt: skip

#: What hangs on a record, made when somebody asks for it.
DETAILS = {
    "addresses": AddressFactory,
    "contacts": ContactPointFactory,
    "identifiers": IdentifierFactory,
    "notes": NoteFactory,
    "figures": FigureFactory,
    "claims": make.ClaimFactory,
    "questions": make.OpenQuestionFactory,
}
#: The records on which what is stated can hang, by their word in addresses.
OWNERS: dict[str, Callable[[World], Any]] = {
    "organisations": lambda w: w.organisation,
    "relations": lambda w: w.relation,
    "missions": lambda w: w.mission,
    "settlements": lambda w: w.settlement,
}


def _detail(noun: str) -> Callable[[World], list[Any]]:
    return lambda w: [
        "people",
        w.person.code,
        noun,
        DETAILS[noun](**on(w.person)).code,
    ]


def _fact(w: World) -> list[Any]:
    relation = w.relation
    fact = make.RelationFactFactory(relation=relation)
    return ["relations", relation.code, "facts", fact.code]


def _citation(w: World) -> list[Any]:
    source = w.source
    return [source.code, make.CitationFactory(source=source, **on(w.person)).code]


def _merge(w: World) -> list[Any]:
    other = PersonFactory(office=w.office)
    return [services.merge_people(w.person, other, actor=None).code]


def _list(w: World) -> list[Any]:
    return [DistributionListFactory(office=w.office).code]


def _filter(w: World) -> list[Any]:
    return [SavedFilterFactory(office=w.office, is_shared=True).code]


def _archived(w: World) -> list[Any]:
    return ["people", PersonFactory(office=w.office, archived_at=now()).code]


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
    Row("directory:capture-card", get=NEW, post=NEW),
    Row(
        "directory:update-address-forms",
        lambda w: [w.person.code],
        get=FORM,
        post=FORM,
    ),
    Row(
        "directory:erase-person",
        lambda w: [w.person.code],
        get=ADMIN,
        post=ADMIN,
    ),
    Row("directory:change-post", lambda w: [w.person.code], get=FORM, post=FORM),
    # Lists
    Row(
        "directory:change-many",
        lambda _w: ["people"],
        get=NEW,
        post=NEW,
    ),
    Row("directory:save-filter", lambda _w: ["people"], get=OFFICE_LIST),
    Row("directory:remove-filter", _filter, post=action("editor")),
    Row("directory:distribution-lists", get=OFFICE_LIST),
    Row("directory:create-list", get=NEW, post=NEW),
    Row("directory:distribution-list", _list, get=OFFICE_PAGE, post=FORM),
    Row("directory:update-list", _list, get=FORM, post=FORM),
    Row("directory:remove-list", _list, post=action("editor")),
    Row(
        "directory:remove-from-list",
        lambda w: [*_list(w), w.person.code],
        post=action("editor"),
    ),
    # What hangs on records
    *(
        Row(
            "directory:add-detail",
            lambda w, noun=noun: ["people", w.person.code, noun],
            get=FORM,
            post=FORM,
            query=f"?{noun}",
        )
        for noun in DETAILS
    ),
    *(
        Row(
            "directory:update-detail",
            _detail(noun),
            get=FORM,
            post=FORM,
            query=f"?{noun}",
        )
        for noun in DETAILS
    ),
    Row("directory:remove-detail", _detail("notes"), post=action("editor")),
    Row(
        "directory:add-detail",
        lambda w: ["organisations", w.organisation.code, "names"],
        get=FORM,
        query="?names",
    ),
    Row(
        "directory:add-detail",
        lambda w: ["organisations", w.organisation.code, "memberships"],
        get=FORM,
        query="?memberships",
    ),
    Row(
        "directory:add-detail",
        lambda w: ["people", w.person.code, "cards"],
        get=FORM,
        query="?cards",
    ),
    *(
        Row(
            "directory:add-detail",
            lambda w, word=word, record=record: [word, record(w).code, "sources"],
            get=FORM,
            query=f"?{word}",
        )
        for word, record in OWNERS.items()
    ),
    Row("directory:update-detail", _fact, get=FORM, post=FORM, query="?facts"),
    Row("directory:remove-detail", _fact, post=action("editor"), query="?facts"),
    # What organisations and people share
    Row(
        "directory:archive-record",
        lambda w: ["organisations", w.organisation.code],
        post=action("editor"),
    ),
    Row("directory:restore-record", _archived, post=action("editor")),
    Row(
        "directory:merge-record",
        lambda w: ["people", w.person.code],
        get=FORM,
        post=FORM,
    ),
    Row("directory:undo-merge", _merge, post=action("editor")),
    # Relations
    Row("directory:relations", get=OFFICE_LIST),
    Row("directory:create-relation", get=NEW, post=NEW),
    Row("directory:relation", lambda w: [w.relation.code], get=OFFICE_PAGE),
    Row(
        "directory:update-relation",
        lambda w: [w.relation.code],
        get=FORM,
        post=FORM,
    ),
    # Sources
    Row("directory:sources", get=OFFICE_LIST),
    Row("directory:create-source", get=NEW, post=NEW),
    Row("directory:source", lambda w: [w.source.code], get=OFFICE_PAGE),
    Row("directory:update-source", lambda w: [w.source.code], get=FORM, post=FORM),
    Row("directory:remove-citation", _citation, post=action("editor")),
    # Places and sectors belong to all offices
    Row("directory:places", get=OFFICE_LIST),
    Row("directory:place", lambda w: [w.place.code], get=OFFICE_LIST),
    Row("directory:create-place", get=NEW, post=NEW),
    Row("directory:create-place", get=NEW, query="?q=kobe&town=0"),
    Row("directory:update-place", lambda w: [w.place.code], get=NEW, post=NEW),
    Row("directory:sectors", get=OFFICE_LIST),
    Row("directory:sector", lambda _w: [make.SectorFactory().code], get=OFFICE_LIST),
]
