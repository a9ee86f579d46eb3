"""What pages and letters read of wordings and messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType

from gegenbesuch.letters.kinds import KINDS, Text, standard_text
from gegenbesuch.letters.models import OutboxMessage, Wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model

    from gegenbesuch.accounts.models import Office


def text_of(office: Office, kind: str, language: str) -> Text:
    """Return the office's own wording of a letter, or the standard one."""
    own = Wording.objects.filter(office=office, kind=kind, language=language).first()
    if own is not None:
        return Text(own.subject, own.body)
    return standard_text(KINDS[kind], language)


def messages_to(targets: Iterable[Model]) -> dict[int, list[Any]]:
    """Return the mails about records of one model by key, the latest first."""
    rows = list(targets)
    found: dict[int, list[Any]] = {row.pk: [] for row in rows}
    if rows:
        messages = OutboxMessage.objects.filter(
            target_type=ContentType.objects.get_for_model(rows[0]),
            target_id__in=found,
        ).order_by("-created_at", "-pk")
        for message in messages:
            found[message.target_id].append(message)
    return found
