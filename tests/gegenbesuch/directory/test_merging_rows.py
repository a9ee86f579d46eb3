"""Whatever hangs on two records moves to one, and comes back as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.values.name import Name, Spelling
from gegenbesuch.directory import services
from gegenbesuch.directory.models import Organisation, Person
from gegenbesuch.directory.services import index_organisations, index_people
from gegenbesuch.directory.services.row_log import references_to
from tests.factories import (
    OfficeFactory,
    OrganisationFactory,
    PersonFactory,
)
from tests.gegenbesuch.directory.merging import hang, hang_the_same, state

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gegenbesuch.accounts.models import Office

pytestmark = [pytest.mark.django_db, pytest.mark.database]

MERGES: dict[type[Any], Any] = {
    Organisation: services.merge_organisations,
    Person: services.merge_people,
}


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


# --- Which rows are looked at ------------------------------------------------


@pytest.mark.parametrize("model", [Organisation, Person])
def test_every_column_that_the_database_knows_is_looked_at(model: type[Any]) -> None:
    known = {(r.model._meta.db_table, r.column) for r in references_to(model)}

    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column, (_own, other) in connection.introspection.get_relations(
                cursor, table
            ).items():
                if other == model._meta.db_table:
                    found.add((table, column))

    assert found - known == set()


#: Pairs of kind and number that no merge may touch, each with the reason.
NOT_MOVED = {
    "core.AuditEntry": "the trail tells what was done to the record of then",
}


def test_every_pair_of_kind_and_number_is_looked_at() -> None:
    strange = set()
    for model in apps.get_models(include_auto_created=True):
        if not model.__module__.startswith("gegenbesuch."):
            continue
        to_types = [
            field.name
            for field in model._meta.concrete_fields
            if field.related_model is ContentType
        ]
        keys = [
            key
            for key in model._meta.private_fields
            if isinstance(key, GenericForeignKey)
        ]
        if {key.ct_field for key in keys} != set(to_types):
            strange.add(model._meta.label)

    assert strange == set(NOT_MOVED)


#: What happens when both records have the same row: it becomes one, or a person
#: has to decide first. A new unique rule must be thought about here.
CLASHES = {
    "accounts.PersonalLink": "one",
    "directory.DistributionEntry": "one",
    "directory.Identifier": "one",
    "guests.Guest": "refused",
    "matchmaking.Profile": "one",
    "matchmaking.Request": "one",
    "matchmaking.Suggestion": "one",
    "onsite.ContactOffer": "refused",
    "onsite.Presence": "one",
    "scheduling.Absence": "one",
    "scheduling.Apart": "one",
    "scheduling.ChangeRequest": "refused",
    "scheduling.Meeting": "refused",
    "scheduling.Need": "one",
    "scheduling.Seat": "refused",
}


def test_every_unique_rule_on_the_way_was_thought_about() -> None:
    found: dict[str, str] = {}
    waiting: list[Any] = [Organisation, Person]
    while waiting:
        for reference in references_to(waiting.pop()):
            model = reference.model
            meta = model._meta
            columns = {reference.field, reference.type_field} - {""}
            is_unique = meta.get_field(reference.field).unique or any(
                columns & set(rule.fields) or not rule.fields
                for rule in meta.constraints
                if isinstance(rule, models.UniqueConstraint)
            )
            if not is_unique or meta.auto_created or meta.label in found:
                continue
            is_one = getattr(model, "is_one_after_merge", False)
            found[meta.label] = "one" if is_one else "refused"
            if is_one:
                waiting.append(model)

    assert found == CLASHES


# --- State before equals state after -----------------------------------------


@st.composite
def _plans(draw: st.DrawFn, model: type[Any]) -> list[tuple[int, str]]:
    size = len(references_to(model))
    owners = st.sampled_from(["kept", "dropped", "both", "each"])
    return draw(st.lists(st.tuples(st.integers(0, size - 1), owners), max_size=12))


def _carry_out(plan: list[tuple[int, str]], kept: Any, dropped: Any) -> None:
    for number, owner in plan:
        reference = references_to(type(kept))[number]
        if owner in {"kept", "each"}:
            hang(reference, kept)
        if owner in {"dropped", "each"}:
            hang(reference, dropped)
        if owner == "both":
            row = hang(reference, kept)
            if not reference.model._meta.get_field(reference.field).unique:
                hang_the_same(reference, row, dropped)


texts = st.dictionaries(
    st.sampled_from(["de", "en", "ja"]),
    st.text("abcäß漢かカ &", min_size=1, max_size=8).filter(str.strip),
    min_size=1,
)
lists_of_words = st.lists(st.text("xyzö", min_size=1, max_size=4), max_size=3)
parts = st.text("abcü", max_size=5)
PROPERTY = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def _check_there_and_back(kept: Any, dropped: Any, take: list[str]) -> None:
    model = type(kept)
    before = state()
    try:
        with transaction.atomic():
            merge = MERGES[model](kept, dropped, actor=None, take=take)
    except ActionError:
        assert state() == before
        return

    assert not model.objects.filter(pk=dropped.pk).exists()
    for reference in references_to(model):
        assert not reference.rows(model, dropped.pk).exists()
    connection.check_constraints()

    services.undo_merge(merge, actor=None)

    assert state() == before
    connection.check_constraints()


@given(
    plan=_plans(Organisation),
    names=st.tuples(texts, texts),
    aliases=st.tuples(lists_of_words, lists_of_words),
    notes=st.tuples(texts, texts),
    parent=st.sampled_from(["", "up", "down", "over", "other"]),
    take=st.lists(st.sampled_from(["name", "kind", "parent", "country", "reading"])),
)
@PROPERTY
def test_undo_merge_of_organisations_restores_every_row(
    plan: Any, names: Any, aliases: Any, notes: Any, parent: str, take: list[str]
) -> None:
    with transaction.atomic():
        office = OfficeFactory()
        kept, dropped = (
            OrganisationFactory(
                office=office,
                name=names[n],
                aliases=aliases[n],
                note=notes[n],
                country=("", "JP")[n],
            )
            for n in (0, 1)
        )
        between = OrganisationFactory(office=office, parent=dropped)
        kept.parent = {"up": dropped, "over": between}.get(parent)
        kept.save()
        dropped.parent = {"down": kept, "other": OrganisationFactory()}.get(parent)
        dropped.save()
        _carry_out(plan, kept, dropped)
        index_organisations(Organisation.objects.all())

        _check_there_and_back(kept, dropped, take)

        transaction.set_rollback(True)


@given(
    plan=_plans(Person),
    families=st.tuples(parts, parts),
    kanji=st.tuples(parts, parts),
    aliases=st.tuples(lists_of_words, lists_of_words),
    is_deceased=st.tuples(st.booleans(), st.booleans()),
    take=st.lists(st.sampled_from(["name", "salutation", "owner"])),
)
@PROPERTY
def test_undo_merge_of_people_restores_every_row(
    plan: Any, families: Any, kanji: Any, aliases: Any, is_deceased: Any, take: Any
) -> None:
    with transaction.atomic():
        office = OfficeFactory()
        kept, dropped = (
            PersonFactory(
                office=office,
                name=Name(
                    family=families[n],
                    given="x",
                    kanji=Spelling(full=kanji[n]),
                    aliases=tuple(aliases[n]),
                ),
                is_deceased=is_deceased[n],
                languages=[["de"], ["ja", "de"]][n],
            )
            for n in (0, 1)
        )
        _carry_out(plan, kept, dropped)
        index_people(Person.objects.all())

        _check_there_and_back(kept, dropped, take)

        transaction.set_rollback(True)


@pytest.mark.parametrize("model", [Organisation, Person])
def test_rows_of_every_kind_move_and_come_back(
    model: type[Any], office: Office
) -> None:
    make = {Organisation: OrganisationFactory, Person: PersonFactory}[model]
    kept, dropped = make(office=office), make(office=office)
    references = references_to(model)
    _carry_out([(n, "each") for n in range(len(references))], kept, dropped)
    index_organisations(Organisation.objects.all())
    index_people(Person.objects.all())
    before = state()

    merge = MERGES[model](kept, dropped, actor=None)
    counts = {r: r.rows(model, kept.pk).count() for r in references}
    services.undo_merge(merge, actor=None)

    assert {r for r, count in counts.items() if count < 2} == set()
    assert state() == before
