"""
The audit trail: every write leaves an entry.

Services call `record` inside their transaction. Each app's `audit.py`
registers its verbs with a translatable sentence and the keys that are personal;
entries are stored untranslated and rendered when read.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from gegenbesuch.core.models import ERASED, AuditEntry
from gegenbesuch.core.values.name import Name
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.core.values.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from django.db.models import Model
    from django.utils.functional import _StrPromise

    from gegenbesuch.accounts.models import User

request_id: ContextVar[str] = ContextVar("request_id", default="")


@dataclass(frozen=True)
class Verb:
    """What a verb reads like, and which of its keys hold personal data."""

    sentence: str | _StrPromise
    personal: frozenset[str] = frozenset()


#: Who acted when nobody did.
SYSTEM = "system"
VERBS: dict[str, Verb] = {}
_FORGETTING: list[Callable[[Model], Iterable[int]]] = []


def register_log(forget: Callable[[Model], Iterable[int]]) -> None:
    """
    Have another log than the audit trail forget what `shred` erases.

    Args:
        forget: Takes a record, blanks what the log says about it, and returns the
            primary keys of records that have become this one.
    """
    if forget not in _FORGETTING:
        _FORGETTING.append(forget)


def register(
    name: str, sentence: str | _StrPromise, *, personal: tuple[str, ...] = ()
) -> None:
    """
    Make a verb known.

    Args:
        name: `app.noun.past-tense`, as stored.
        sentence: Lazy translation with the placeholders `%(actor)s` and
            `%(target)s`.
        personal: Keys of changes and context that `shred` blanks.
    """
    VERBS[name] = Verb(sentence, frozenset(personal))


def record(  # noqa: PLR0913 -- an entry has these parts
    verb: str,
    target: Model,
    *,
    actor: User | None,
    changes: Mapping[str, list[Any]] | None = None,
    actor_label: str = "",
    on_behalf_of: str = "",
    **context: Any,
) -> AuditEntry:
    """
    Write one entry for a change of `target`, in the transaction of the change.

    Args:
        actor: The signed-in user, or None for a person with a personal link or
            for the machine; then `actor_label` says who it was.
        changes: `{field: [old, new]}`, in values JSON knows.
        on_behalf_of: For whom the actor acted, if not for themselves.

    Raises:
        KeyError: The verb is not registered.
    """
    made = entry(
        verb,
        target,
        actor=actor,
        changes=changes,
        actor_label=actor_label,
        on_behalf_of=on_behalf_of,
        **context,
    )
    made.save()
    return made


def entry(  # noqa: PLR0913 -- an entry has these parts
    verb: str,
    target: Model,
    *,
    actor: User | None,
    changes: Mapping[str, list[Any]] | None = None,
    actor_label: str = "",
    on_behalf_of: str = "",
    **context: Any,
) -> AuditEntry:
    """
    Return what `record` would write, for whoever stores many at once.

    Raises:
        KeyError: The verb is not registered.
    """
    VERBS[verb]
    office_id = getattr(target, "office_id", None)
    if office_id is None and target._meta.model_name == "office":
        office_id = target.pk
    return AuditEntry(
        verb=verb,
        actor=actor,
        actor_label=actor_label or (actor.name or actor.email if actor else SYSTEM),
        on_behalf_of=on_behalf_of,
        office_id=office_id,
        target_type=ContentType.objects.get_for_model(target),
        target_id=target.pk,
        target_label=str(target)[:300],
        changes=dict(changes or {}),
        context=context,
        request_id=request_id.get(),
    )


def changed(target: Model, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return `{field: [old, new]}` as text for the fields whose value differs."""
    result = {}
    for field, new in values.items():
        old = getattr(target, field)
        if old != new:
            result[field] = [_plain(old), _plain(new)]
    return result


def _plain(value: Any) -> Any:
    """Return what JSON can hold: all languages of a text, all parts of a value."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, LazyI18nString):
        return value.data
    if isinstance(value, PartialDate):
        return value.code
    if isinstance(value, Name | Quantity):
        return value.to_json()
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return str(value)


def sentence(entry: AuditEntry) -> str:
    """Return the entry as a sentence in the active language."""
    return str(VERBS[entry.verb].sentence) % {
        "actor": entry.actor_label,
        "target": entry.target_label,
    }


def shred(target: Model, *, actor: User | None, also: Iterable[Model] = ()) -> int:
    """
    Blank the personal keys in all entries about `target`; returns how many.

    The one exception to append-only: an erasure request. It leaves an entry
    about itself that says how many entries were blanked. Logs that apps keep
    beside the audit trail forget the record as well.

    Args:
        also: Other rows about the same person, such as invitations.
    """
    pks = {target.pk}.union(*(forget(target) for forget in _FORGETTING))
    about: dict[type[Model], set[Any]] = {type(target): pks}
    for row in also:
        about.setdefault(type(row), set()).add(row.pk)
    count = sum(blank(model, numbers) for model, numbers in about.items())
    record("core.audit.shredded", target, actor=actor, entries=count)
    AuditEntry.objects.filter(
        verb="core.audit.shredded",
        target_type=ContentType.objects.get_for_model(target),
        target_id=target.pk,
    ).update(target_label=ERASED)
    return count


def blank(model: type[Model], pks: Iterable[Any]) -> int:
    """
    Blank the personal keys in all entries about these rows; returns how many.

    For rows that are deleted because their time is over; the verb that deletes them
    leaves the entry about it. Who acted without an account is forgotten as well.
    """
    entries = AuditEntry.objects.filter(
        target_type=ContentType.objects.get_for_model(model), target_id__in=list(pks)
    )
    for entry in entries:
        _blank_keys(
            entry,
            target_label=ERASED,
            actor_label=entry.actor_label
            if entry.actor_id is not None or entry.actor_label == SYSTEM
            else ERASED,
            on_behalf_of=entry.on_behalf_of and ERASED,
        )
    return len(entries)


def blank_mentions(target: Model, word: str) -> None:
    """Blank the personal keys that hold this word in the entries about a row."""
    entries = AuditEntry.objects.filter(
        target_type=ContentType.objects.get_for_model(target), target_id=target.pk
    )
    for entry in entries:
        if word in entry.context.values():
            _blank_keys(entry)


def _blank_keys(entry: AuditEntry, **labels: str) -> None:
    keys = VERBS[entry.verb].personal if entry.verb in VERBS else frozenset()
    changes = {
        key: [ERASED, ERASED] if key in keys else value
        for key, value in entry.changes.items()
    }
    context = {
        key: ERASED if key in keys else value for key, value in entry.context.items()
    }
    AuditEntry.objects.filter(pk=entry.pk).update(
        changes=changes, context=context, **labels
    )


register(
    "core.audit.shredded",
    _("%(actor)s removed personal data about %(target)s from the audit trail."),
)
