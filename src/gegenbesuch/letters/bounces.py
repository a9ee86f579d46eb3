"""Find out from a mail that came back which of ours it was, and why."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, NamedTuple

from gegenbesuch.letters.models import OutboxMessage

if TYPE_CHECKING:
    from email.message import EmailMessage

CODE = re.compile(r"<([\w-]{1,64})@")


class Bounce(NamedTuple):
    """One of our messages, and what the report says."""

    message: OutboxMessage
    problem: str


def read_bounce(raw: bytes) -> Bounce | None:
    """
    Read a delivery status report (RFC 3464); None if it is about no mail of ours.

    A report of a delay or of success is no bounce.
    """
    mail: EmailMessage = message_from_bytes(raw, policy=policy.default)  # type: ignore[assignment]
    if mail.get_content_type() != "multipart/report":
        return None
    action, problem, ids = "", "", [str(mail.get("In-Reply-To", ""))]
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            for fields in part.get_payload():  # type: ignore[union-attr]
                action = str(fields.get("Action", action)).strip().lower()  # type: ignore[union-attr]
                problem = str(fields.get("Diagnostic-Code", problem)).strip()  # type: ignore[union-attr]
        elif kind in {"message/rfc822", "text/rfc822-headers"}:
            ids += re.findall(r"(?im)^message-id:\s*(<[^>]+>)", part.as_string())
    if action != "failed":
        return None
    codes = [match[1] for text in ids for match in CODE.finditer(text)]
    message = OutboxMessage.objects.filter(code__in=codes).first()
    return Bounce(message, problem or action) if message else None
