"""What pages and letters read of wordings and messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType

from gegenbesuch.core.rows import kept
from gegenbesuch.letters.kinds import KINDS, Text, standard_text
from gegenbesuch.letters.models import OutboxMessage, Wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model, QuerySet

    from gegenbesuch.accounts.models import Office


def text_of(office: Office, kind: str, language: str) -> Text:
    """Return the office's own wording of a letter, or the standard one."""
    own = Wording.objects.filter(office=office, kind=kind, language=language).first()
    if own is not None:
        return Text(own.subject, own.body)
    return standard_text(KINDS[kind], language)


def messages_to(
    targets: Iterable[Model], *, with_text: bool = False
) -> dict[int, list[Any]]:
    """
    Return the mails about records of one model by key, the latest first.

    Args:
        with_text: Whether what they say is read as well, and not only their fate.
    """
    rows = list(targets)
    found: dict[int, list[Any]] = {row.pk: [] for row in rows}
    if rows:
        kind = ContentType.objects.get_for_model(rows[0]).pk
        read = _whole_messages if with_text else _messages
        for message in read(kind, list(found)):
            found[message.target_id].append(message)
    return found


@kept
def _messages(kind: int, targets: list[int]) -> QuerySet[OutboxMessage]:
    return _of(kind, targets).defer("body")


@kept
def _whole_messages(kind: int, targets: list[int]) -> QuerySet[OutboxMessage]:
    return _of(kind, targets)


def _of(kind: int, targets: list[int]) -> QuerySet[OutboxMessage]:
    mails = OutboxMessage.objects.filter(target_type=kind, target_id__in=targets)
    return mails.order_by("-created_at", "-pk")
