"""
Erase a person on request (Art. 17 GDPR): what is about them goes, results stay.

What refers to a person is asked from the models themselves. Rows that hang on the
person are deleted; where results or another duty need a row, its model says in
`after_erasure` what such a row holds afterwards, and where rows only name the person
they forget the name. Rows that know the person by mail address say there what becomes
of them, None if they go. Those that need somebody then belong to a record that no
longer says who it was; if there are none, that record goes as well. Whatever any
other text says is blacked out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.codes import new_code
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import ERASED, AuditEntry
from gegenbesuch.core.rows import kept
from gegenbesuch.core.search import kinds, store
from gegenbesuch.core.values.name import Name
from gegenbesuch.directory.models import ContactPoint, Person
from gegenbesuch.directory.services import blackening
from gegenbesuch.directory.services.identity import Identity
from gegenbesuch.directory.services.indexing import set_person_keys
from gegenbesuch.directory.services.row_log import Reference, references_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gegenbesuch.accounts.models import User


@dataclass(frozen=True)
class Trace:
    """
    Rows about a person.

    Attributes:
        values: What they hold afterwards; None if they are deleted.
        is_about: Whether what happened to them is about the person, and is not the
            story of a mission or a company that only knew them.
    """

    rows: models.QuerySet[Any]
    values: dict[str, Any] | None
    is_about: bool = True

    @property
    def goes(self) -> bool:
        """Whether it is rows that go, and not only the link of another record."""
        owner = self.rows.model._meta.auto_created
        return self.values is None and owner in {False, None, Person}

    @property
    def label(self) -> str:
        """The model of the rows, as `app_label.modelname`."""
        return _label(self.rows.model)


@dataclass(frozen=True)
class Erasure:
    """
    What an erasure did.

    Attributes:
        person: What stays in place of the person; None if nothing needed it.
        deleted: How many rows went, by model.
        emptied: How many stayed without the person.
        blackened: In how many other rows a text was blacked out.
        has_namesake: Names were left in texts, for they may mean somebody else.
    """

    person: Person | None
    deleted: Counter[str]
    emptied: Counter[str]
    blackened: Counter[str]
    has_namesake: bool


@transaction.atomic
def erase_person(
    person: Person, *, actor: User | None, reason: str, reference: str = ""
) -> Erasure:
    """
    Remove whatever says who a person was; what results count on stays without them.

    Args:
        reason: Why, as a code, for the trail.
        reference: The office's own file number of the request; no name.

    Raises:
        ActionError: The person is erased already.
    """
    if not Person.objects.filter(pk=person.pk, erased_at=None).update(erased_at=now()):
        raise ActionError(_("This person is erased already."))
    person.refresh_from_db()
    _overwrite()
    found = list(traces_of(person))
    has_double = has_namesake(person)
    identity = identity_of(person)
    about = [row for trace in found if trace.is_about for row in trace.rows]
    audit.shred(person, actor=actor, also=about)
    deleted, emptied = _clear(found)
    words = kinds.words_of(Person, person.pk)
    kinds.remove(Person, [person.pk])
    _empty(person)
    blackened = blackening.black_out(identity, person.office_id)
    kinds.forget_words(words)
    store.optimise()  # or parts of its files would still have the words
    audit.record(
        "directory.person.erased",
        person,
        actor=actor,
        reason=reason,
        reference=reference,
        deleted=deleted.total(),
        emptied=emptied.total(),
        blackened=blackened.total(),
    )
    is_needed = any(
        reference.rows(Person, person.pk).exists()
        for reference in references_to(Person)
    )
    if not is_needed:
        person.delete()
    return Erasure(
        person if is_needed else None, deleted, emptied, blackened, has_double
    )


def identity_of(person: Person) -> Identity:
    """
    Return by which words texts of the office know the person, now and in the past.

    Numbers and addresses that others have too, such as that of a switchboard, are
    left out, and names if somebody else is called the same.
    """
    names = [person.name, *_earlier_names(person)]
    contacts = list(person.contact_points.values_list("kind", "value"))
    for trace in traces_of(person):
        for column in trace.rows.model._meta.concrete_fields:
            values = trace.rows.values_list(column.attname, flat=True)
            if column.name == "name" and isinstance(column, type(_column("name"))):
                names += [value for value in values if value]
            elif isinstance(column, models.EmailField):
                contacts += [(ContactPoint.Kind.EMAIL, mail) for mail in values if mail]
    others = ContactPoint.objects.filter(value__in=[value for _k, value in contacts])
    own = {"target_type": _type_of(person), "target_id": person.pk}
    shared = set(others.exclude(**own).values_list("value", flat=True))
    is_alone = not has_namesake(person)
    return Identity.of(
        names if is_alone else (),
        [(kind, value) for kind, value in contacts if value not in shared],
        families=_families_of(person) if is_alone else (),
    )


def _families_of(person: Person) -> list[str]:
    """Return the family names that nobody else in the office has."""
    others = Person.objects.filter(office=person.office_id).exclude(pk=person.pk)
    name = person.name
    return [
        family
        for key, family in (
            ("name__family", name.family),
            ("name__kanji__family", name.kanji.family),
            ("name__kana__family", name.kana.family),
        )
        if family and not others.filter(**{key: family}).exists()
    ]


def has_namesake(person: Person) -> bool:
    """Tell whether somebody else in the office is called the same."""
    others = Person.objects.filter(office=person.office_id, sort_key=person.sort_key)
    # Each of the two is answered by an index.
    return any(
        others.filter(archived_at__isnull=is_used, erased_at=None)
        .exclude(pk=person.pk)
        .exists()
        for is_used in (True, False)
    )


def traces_of(person: Person) -> Iterator[Trace]:
    """Yield the rows about a person, those that hang on others first."""
    yield from _traces_about(person.pk)
    yield from _by_mail(person)


def plan_erasure(person: Person) -> tuple[Counter[str], Counter[str]]:
    """Return how many rows of each model go, and how many stay without the person."""
    going: Counter[str] = Counter()
    staying: Counter[str] = Counter()
    kinds_of_rows, found = list(_kinds_about()), list(_numbers_about(person.pk))
    if by_mail := _by_mail(person):
        first = len(kinds_of_rows)
        kinds_of_rows += [(trace.label, trace.goes) for trace in by_mail]
        found += _numbered([trace.rows for trace in by_mail], first)
    for label, goes, _pk in {(*kinds_of_rows[n], pk) for pk, n in found}:
        (going if goes else staying)[label] += 1
    return going, staying


@kept
def _numbers_about(person: int) -> models.QuerySet[Any]:
    return _numbered([trace.rows for trace in _traces_about(person)])


@cache
def _kinds_about() -> tuple[tuple[str, bool], ...]:
    """Return what the numbers of `_numbers_about` stand for: a model, whether it goes."""
    return tuple((trace.label, trace.goes) for trace in _traces_about(0))


def _numbered(rows: list[models.QuerySet[Any]], first: int = 0) -> models.QuerySet[Any]:
    """Return the keys of all these rows, each with the number of its query."""
    one, *others = (
        each.order_by().values_list("pk", models.Value(n, models.IntegerField()))
        for n, each in enumerate(rows, first)
    )
    return one.union(*others, all=True)


def _traces_about(pk: int) -> list[Trace]:
    found = [
        Trace(
            reference.rows(Person, pk),
            values := _values_for(reference),
            is_about=values is None or hasattr(reference.model, "after_erasure"),
        )
        for reference in references_to(Person)
    ]
    staying = [trace for trace in found if trace.values is not None]
    return [each for trace in staying for each in _hanging_on(trace)] + found


def _values_for(reference: Reference) -> dict[str, Any] | None:
    """Return what rows hold afterwards; None if they go, or their link does."""
    model = reference.model
    if hasattr(model, "after_erasure"):
        values: dict[str, Any] | None = model.after_erasure
        return values
    if reference.type_field or model._meta.auto_created:
        return None
    key: Any = model._meta.get_field(reference.field)
    is_part = key.remote_field.on_delete is models.CASCADE
    return None if is_part else {reference.field: None}


def _by_mail(person: Person) -> list[Trace]:
    """Return rows of the office that have the person's mail address and nobody."""
    mails = person.contact_points.filter(kind=ContactPoint.Kind.EMAIL)
    addresses = [mail.casefold() for mail in mails.values_list("value", flat=True)]
    taken = ContactPoint.objects.filter(kind=ContactPoint.Kind.EMAIL).exclude(
        target_type=_type_of(person), target_id=person.pk
    )
    shared = set(taken.filter(value__in=addresses).values_list("value", flat=True))
    addresses = [mail for mail in addresses if mail not in shared]
    found: list[Trace] = []
    if not addresses:
        return found
    for model in apps.get_models():
        columns = [
            column.name
            for column in model._meta.concrete_fields
            if isinstance(column, models.EmailField)
        ]
        path = blackening.path_to_office(model)
        if not (columns and path and hasattr(model, "after_erasure")):
            continue
        wanted = models.Q()
        for column in columns:
            for mail in addresses:
                wanted |= models.Q(**{f"{column}__iexact": mail})
        rows = model._base_manager.filter(wanted, **{path: person.office_id})
        if any(column.name == "person" for column in model._meta.concrete_fields):
            rows = rows.filter(person=None)
        values = model.after_erasure
        found.append(Trace(rows, values, is_about=values is None))
    return found


def _hanging_on(trace: Trace) -> Iterator[Trace]:
    """Yield what goes from rows that stay: mails, links, papers, needs."""
    model: type[models.Model] = trace.rows.model
    for reference in references_to(model):
        if getattr(reference.model, "after_erasure", {}) is not None:
            continue
        wanted: dict[str, Any] = {f"{reference.column}__in": trace.rows.values("pk")}
        if reference.type_field:
            kind = ContentType.objects.get_for_model(model)
            wanted[reference.type_field] = kind
        yield Trace(reference.model._base_manager.filter(**wanted), None)


def _clear(found: list[Trace]) -> tuple[Counter[str], Counter[str]]:
    deleted: Counter[str] = Counter()
    emptied: Counter[str] = Counter()
    for trace in found:
        pks = list(trace.rows.values_list("pk", flat=True))
        if not pks:
            continue
        rows = trace.rows.model._base_manager.filter(pk__in=pks)
        (deleted if trace.goes else emptied)[trace.label] += len(pks)
        if trace.values is None:
            rows.delete()
        elif trace.values:
            rows.update(**trace.values)
    return deleted, emptied


def _empty(person: Person) -> None:
    """Leave of the record what no longer says who it was."""
    person.code = new_code()
    person.name = Name(full=ERASED)
    person.salutation = ""
    person.address_forms = {}
    person.languages = []
    person.note = ""
    person.owner = None
    person.archived_at = person.archived_at or now()
    set_person_keys(person)
    person.save()


def _earlier_names(person: Person) -> list[Name]:
    """Return the names that the record had before, as the trail has them."""
    entries = AuditEntry.objects.filter(
        target_type=_type_of(person), target_id=person.pk, changes__has_key="name"
    )
    return [
        Name.from_json(stored)
        for changes in entries.values_list("changes", flat=True)
        for stored in changes["name"]
        if isinstance(stored, dict)
    ]


def _overwrite() -> None:
    """Have SQLite write over what is deleted, which else stays in the file."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def _label(model: type[models.Model]) -> str:
    """Return a model's name; of a table between two records, the other one's."""
    owner: Any = model._meta.auto_created
    if owner is Person:
        return "directory.tag"
    return str((owner or model)._meta.label_lower)


def _type_of(person: Person) -> ContentType:
    return ContentType.objects.get_for_model(person)


def _column(name: str) -> Any:
    return Person._meta.get_field(name)
