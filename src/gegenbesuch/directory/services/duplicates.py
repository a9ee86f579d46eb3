"""Verbs on pairs of records that are likely one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.directory import tasks
from gegenbesuch.directory.duplicates.finding import MODELS, Register
from gegenbesuch.directory.models import DuplicatePair

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User

#: A list that nobody could work through; the likeliest pairs are kept.
MOST_PAIRS = 5000


def ask_for_duplicates(office: Office, *, actor: User | None) -> None:
    """Have a worker look for the duplicates of an office."""
    transaction.on_commit(
        partial(
            tasks.look_for_duplicates.enqueue,
            office_id=office.pk,
            actor_id=actor.pk if actor else None,
        )
    )


def look_for_duplicates(office: Office, *, actor: User | None) -> dict[str, int]:
    """
    Fill the list of likely duplicates of an office anew; returns how many of a kind.

    Pairs that were dismissed stay dismissed. Takes up to a minute or two for
    100,000 records, so it is done in a worker.
    """
    counts = {}
    for kind in MODELS:
        pairs = Register.of_office(kind, office).pairs()[:MOST_PAIRS]
        found = {
            (pair.first, pair.second): DuplicatePair(
                office=office,
                kind=kind,
                first_id=pair.first,
                second_id=pair.second,
                score=pair.score,
                reasons=[[reason.code, reason.what] for reason in pair.reasons],
            )
            for pair in pairs
        }
        with transaction.atomic():
            known = DuplicatePair.objects.filter(office=office, kind=kind)
            known.filter(dismissed_at__isnull=True).delete()
            dismissed = set(known.values_list("first_id", "second_id"))
            DuplicatePair.objects.bulk_create(
                (row for pair, row in found.items() if pair not in dismissed),
                batch_size=500,
                ignore_conflicts=True,
            )
        counts[kind] = len(found.keys() - dismissed)
    audit.record("directory.duplicates.looked-for", office, actor=actor, found=counts)
    return counts


@transaction.atomic
def dismiss_duplicate(pair: DuplicatePair, *, actor: User | None) -> None:
    """
    Note that two records are not one; they are not listed again.

    Raises:
        ActionError: Somebody said so already.
    """
    rows = DuplicatePair.objects.filter(pk=pair.pk, dismissed_at__isnull=True)
    if not rows.update(dismissed_at=now(), dismissed_by=actor, updated_at=now()):
        raise ActionError(_("This pair has been dealt with already."))
    model = MODELS[pair.kind]
    records = model._default_manager.in_bulk([pair.first_id, pair.second_id])
    for one, other in (
        (pair.first_id, pair.second_id),
        (pair.second_id, pair.first_id),
    ):
        if one in records:
            audit.record(
                "directory.duplicate.dismissed",
                records[one],
                actor=actor,
                other=str(records.get(other, "")),
            )
