"""
Mails to staff, with a link to choose a password.

They are written when they are sent and kept nowhere: whoever could read the link in
an outbox could sign in as somebody else.
"""

from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from gegenbesuch.accounts.models import Membership, User
from gegenbesuch.core import audit

if TYPE_CHECKING:
    from datetime import datetime

MAILED_EVERY = timedelta(minutes=5)


def claim_mail(user: User, *, at: datetime) -> bool:
    """Tell whether the account may be mailed now: once in five minutes."""
    due = User.objects.filter(pk=user.pk, is_active=True).exclude(
        password_mailed_at__gt=at - MAILED_EVERY
    )
    return bool(due.update(password_mailed_at=at))


def mail_password_link(email: str, *, at: datetime) -> None:
    """Mail a link to choose a password, if somebody has this address."""
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None or not claim_mail(user, at=at):
        return
    _send("choose_password", user, {"link": password_url(user)})
    audit.record("accounts.password-link.mailed", user, actor=None)


def mail_welcome(membership: Membership, *, by: str) -> None:
    """
    Tell somebody that they have a role in the office.

    Args:
        by: Who gave it to them. The link goes only to who has no password yet.
    """
    user = membership.user
    link = None if user.has_usable_password() else password_url(user)
    context = {
        "link": link,
        "by": by,
        "office": membership.office,
        "role": Membership.Role(membership.role).label,
    }
    _send("welcome_colleague", user, context)


def password_url(user: User) -> str:
    """Return the whole address where the user chooses a password, once."""
    key = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    path = reverse("accounts:choose-password", args=[key, token])
    return f"{settings.SITE_URL}{path}"


def _send(kind: str, user: User, context: dict[str, Any]) -> None:
    """
    Send a mail in the user's language.

    Raises:
        SMTPException, OSError: It could not be sent; another may be asked for at once.
    """
    context |= {
        "user": user,
        "days": settings.PASSWORD_RESET_TIMEOUT // (24 * 3600),
        "sign_in": f"{settings.SITE_URL}{reverse('accounts:sign-in')}",
    }
    with translation.override(user.language):
        subject = render_to_string(f"emails/{kind}.subject.txt", context).strip()
        body = render_to_string(f"emails/{kind}.txt", context).strip() + "\n"
        message = {"language": user.language, "subject": subject}
        paragraphs = body.strip().split("\n\n")
        html = render_to_string(
            "emails/letter.html", {"message": message, "paragraphs": paragraphs}
        )
    headers = {"Content-Language": user.language, "Auto-Submitted": "auto-generated"}
    mail = EmailMultiAlternatives(subject, body, None, [user.email], headers=headers)
    mail.attach_alternative(html, "text/html")
    try:
        mail.send()
    except (smtplib.SMTPException, OSError):
        User.objects.filter(pk=user.pk).update(password_mailed_at=None)
        raise
