"""Make two records one, and part them again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import ERASED
from gegenbesuch.core.search import kinds
from gegenbesuch.core.values.name import Name
from gegenbesuch.directory.models import DuplicatePair, Merge, Organisation, Person
from gegenbesuch.directory.services import row_log
from gegenbesuch.directory.services.field_values import texts_of
from gegenbesuch.directory.services.indexing import (
    index_organisations,
    index_people,
    index_staff,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import Model

    from gegenbesuch.accounts.models import User

MODELS: dict[str, type[Any]] = {
    Merge.Kind.ORGANISATION: Organisation,
    Merge.Kind.PERSON: Person,
}


@transaction.atomic
def merge_organisations(
    kept: Organisation,
    dropped: Organisation,
    *,
    actor: User | None,
    take: Collection[str] = (),
) -> Merge:
    """
    Make two organisations one; all that hung on either hangs on `kept`.

    The names of the other become other spellings, so that search finds them,
    and what only the other knows fills the gaps.

    Args:
        take: Fields in which the other one is right.

    Raises:
        ActionError: They are one already, of two offices, or have something
            that only one record can have.
    """
    return _merge(Merge.Kind.ORGANISATION, kept, dropped, actor=actor, take=take)


@transaction.atomic
def merge_people(
    kept: Person, dropped: Person, *, actor: User | None, take: Collection[str] = ()
) -> Merge:
    """Make two people one, as `merge_organisations` does; death is never lost."""
    return _merge(Merge.Kind.PERSON, kept, dropped, actor=actor, take=take)


@transaction.atomic
def undo_merge(merge: Merge, *, actor: User | None) -> Organisation | Person:
    """
    Part two records as they were; what was changed since then stays as it is.

    Raises:
        ActionError: It is undone already, or a later merge has to be undone first.
    """
    model = MODELS[merge.kind]
    open_merges = Merge.objects.filter(undone_at=None)
    if not merge.log:
        raise ActionError(_("What this merge remembered was erased."))
    if not open_merges.filter(pk=merge.pk).update(undone_at=now()):
        raise ActionError(_("This merge is undone already."))
    later = open_merges.filter(pk__gt=merge.pk)
    for other in later.filter(kind=merge.kind, kept_id=merge.kept_id) | later.filter(
        kind=merge.kind, dropped_id=merge.kept_id
    ):
        raise ActionError(_undo_first(other))
    _refuse_what_hangs_on_later_merges(merge, later)
    kept = model.objects.filter(pk=merge.kept_id).first()
    if kept is None:
        raise ActionError(_("The merged record was deleted; nothing can be undone."))
    row_log.undo(merge.log["steps"])
    merge.refresh_from_db()
    kept.refresh_from_db()
    dropped = model.objects.get(pk=merge.dropped_id)
    _index(model, [kept, dropped])
    for record in (kept, dropped):
        audit.record(
            f"directory.{merge.kind}.parted", record, actor=actor, merge=merge.code
        )
    return dropped


def forget_merges(record: Model) -> set[int]:
    """
    Erase what merges remember of a record; returns the keys of what became it.

    The old codes still lead to the record, but the merges can't be undone.
    """
    kind = str(record._meta.model_name)
    if kind not in MODELS:
        return set()
    pks = {record.pk}
    merges = Merge.objects.filter(kind=kind)
    while more := set(
        merges.filter(kept_id__in=pks)
        .exclude(dropped_id__in=pks)
        .values_list("dropped_id", flat=True)
    ):
        pks |= more
    merges.filter(Q(kept_id__in=pks) | Q(dropped_id__in=pks)).update(
        log={}, dropped_label=ERASED
    )
    pairs = DuplicatePair.objects.filter(kind=kind)
    pairs.filter(Q(first_id__in=pks) | Q(second_id__in=pks)).delete()
    return pks


def _merge(
    kind: str,
    kept: Any,
    dropped: Any,
    *,
    actor: User | None,
    take: Collection[str],
) -> Merge:
    model = MODELS[kind]
    if kept.pk == dropped.pk:
        raise ActionError(_("These are one record already."))
    rows = model.objects.select_for_update(of=("self",)).in_bulk([kept.pk, dropped.pk])
    if len(rows) != 2:
        raise ActionError(_("One of the two records is gone; somebody was faster."))
    kept, dropped = rows[kept.pk], rows[dropped.pk]
    if kept.office_id != dropped.office_id:
        raise ActionError(_("Records of two offices cannot be made one."))
    log = row_log.RowLog()
    log.write(kept, _joined(kept, dropped, take) | {"updated_at": now()})
    log.fold(kept, dropped)
    kinds.remove(model, [dropped.pk])
    kept.refresh_from_db()
    _index(model, [kept])
    merge = Merge.objects.create(
        office_id=kept.office_id,
        kind=kind,
        kept_id=kept.pk,
        dropped_id=dropped.pk,
        dropped_code=dropped.code,
        dropped_label=str(dropped)[:300],
        actor=actor,
        log={"steps": log.steps},
    )
    audit.record(
        f"directory.{kind}.merged", kept, actor=actor, merge=merge.code,
        dropped=dropped.code, dropped_label=merge.dropped_label,
    )  # fmt: skip
    return merge


def _index(model: type[Any], records: list[Any]) -> None:
    if model is Organisation:
        index_organisations(records)
        for record in records:
            index_staff(record)
    else:
        index_people(records)


def _refuse_what_hangs_on_later_merges(merge: Merge, later: Any) -> None:
    """Say which records must be parted first: those that took rows of this one."""
    gone = {
        row: other
        for other in later.filter(office_id=merge.office_id)
        for row in row_log.dropped_by(other.log["steps"])
    }
    for row in row_log.needed_by(merge.log["steps"]) if gone else ():
        if row in gone:
            raise ActionError(_undo_first(gone[row]))


def _undo_first(other: Merge) -> str:
    return _("Please undo the later merge with “%(label)s” first.") % {
        "label": other.dropped_label
    }


# --- What the two say together -----------------------------------------------


def _joined(kept: Any, dropped: Any, take: Collection[str]) -> dict[str, Any]:
    """Return the values of the kept record that come of both."""
    values: dict[str, Any] = {
        "languages": _together(kept.languages, dropped.languages),
        "note": _texts(kept.note, dropped.note, is_joined=True),
    }
    if isinstance(kept, Organisation):
        values |= _joined_organisation(kept, dropped, take)
    else:
        values |= _joined_person(kept, dropped, take)
    own = {"name", "parent"}  # how these two are taken is said above
    taken = {
        name: getattr(dropped, kept._meta.get_field(name).attname)
        for name in take
        if name not in own
    }
    return values | taken


def _joined_organisation(
    kept: Organisation, dropped: Organisation, take: Collection[str]
) -> dict[str, Any]:
    first, second = (dropped, kept) if "name" in take else (kept, dropped)
    name = _texts(first.name, second.name)
    known = set(texts_of(name).values())
    aliases = _together(
        kept.aliases, dropped.aliases, list(texts_of(second.name).values())
    )
    return {
        "name": name,
        "aliases": [alias for alias in aliases if alias not in known],
        "kind": dropped.kind if kept.kind == Organisation.Kind.OTHER else kept.kind,
        "nace_codes": _together(kept.nace_codes, dropped.nace_codes),
        "parent": _parent(kept, dropped, take),
    }


def _parent(
    kept: Organisation, dropped: Organisation, take: Collection[str]
) -> int | None:
    """Return to whom both belong together; nothing belongs to itself."""
    parent = kept.parent_id or dropped.parent_id
    if "parent" in take:
        parent = dropped.parent_id
    # Whatever belongs to the dropped one will belong to the kept one: a circle.
    upward, seen = parent, set()
    while upward is not None and upward not in seen:
        if upward == dropped.pk:
            return dropped.parent_id if dropped.parent_id != kept.pk else None
        if upward == kept.pk:
            return kept.parent_id if kept.parent_id != dropped.pk else None
        seen.add(upward)
        upward = Organisation.objects.values_list("parent_id", flat=True).get(pk=upward)
    return parent


def _joined_person(
    kept: Person, dropped: Person, take: Collection[str]
) -> dict[str, Any]:
    first, second = (dropped, kept) if "name" in take else (kept, dropped)
    return {
        "name": joined_names(first.name, second.name),
        "address_forms": {**second.address_forms, **first.address_forms},
        "is_deceased": kept.is_deceased or dropped.is_deceased,
    }


def joined_names(first: Name, second: Name) -> Name:
    """Return the first name with what only the second has, and its spellings."""
    whole = replace(
        first,
        **{
            part: getattr(second, part)
            for part in ("title", "honorific", "kanji", "kana")
            if not getattr(first, part)
        },
        **(
            {}
            if first.latin
            else {
                part: getattr(second, part)
                for part in ("family", "given", "full", "order")
            }
        ),
    )
    seen = _together(list(first.aliases), list(second.aliases), _seen(second))
    known = {"".join(text.split()) for text in replace(whole, aliases=()).spellings}
    aliases = (alias for alias in seen if "".join(alias.split()) not in known)
    return replace(whole, aliases=tuple(aliases))


def _seen(name: Name) -> list[str]:
    """Return a name once in each script, as people read it."""
    return [
        text
        for text in (
            name.latin.joined(" ", name.order),
            name.kanji.joined(""),
            name.kana.joined(" "),
        )
        if text
    ]


def _texts(first: Any, second: Any, *, is_joined: bool = False) -> LazyI18nString:
    """Return the first text with the languages that only the second has."""
    mine, theirs = texts_of(first), texts_of(second)
    whole = theirs | mine
    if is_joined:
        for language in mine.keys() & theirs.keys():
            if theirs[language] not in mine[language]:
                whole[language] = f"{mine[language]}\n\n{theirs[language]}"
    return LazyI18nString(whole)


def _together(*lists: list[Any]) -> list[Any]:
    return list(dict.fromkeys(each for part in lists for each in part))
