"""Verbs on users, offices and personal links."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from gegenbesuch.accounts.models import Membership, Office, PersonalLink, User
from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.rows import kept

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model, QuerySet

SIGNER = signing.Signer(salt="gegenbesuch.personal-link")
RENEWED_FOR = timedelta(days=30)
MAILED_EVERY = timedelta(minutes=5)


@transaction.atomic
def create_office(
    name: dict[str, str], *, actor: User | None, code: str | None = None, **fields: Any
) -> Office:
    """Set up an office; `name` by language."""
    office = Office(name=name, **fields)
    if code:
        office.code = code
    office.save()
    audit.record("accounts.office.created", office, actor=actor)
    return office


@transaction.atomic
def create_user(
    email: str, *, name: str, password: str | None, actor: User | None, **fields: Any
) -> User:
    """Make an account; without password the user can't sign in until one is set."""
    user = User.objects.create_user(email, password, name=name, **fields)
    audit.record("accounts.user.created", user, actor=actor)
    return user


@transaction.atomic
def grant_membership(
    user: User, office: Office, *, role: str, actor: User | None
) -> Membership:
    """Give a user a role in an office, or change the one they have."""
    membership, _created = Membership.objects.update_or_create(
        user=user, office=office, defaults={"role": role}
    )
    audit.record("accounts.membership.granted", user, actor=actor, role=role)
    return membership


@transaction.atomic
def issue_link(  # noqa: PLR0913 -- a link has these parts
    target: Model,
    *,
    office: Office,
    holder_name: str,
    holder_email: str,
    language: str,
    expires_at: datetime,
    actor: User | None,
) -> PersonalLink:
    """
    Give somebody without an account the key to one record, until `expires_at`.

    Who has one keeps it; a withdrawn one opens again, at a new address.
    """
    link, created = PersonalLink.objects.get_or_create(
        target_type=ContentType.objects.get_for_model(target),
        target_id=target.pk,
        holder_email=holder_email,
        defaults={
            "office": office,
            "holder_name": holder_name,
            "language": language,
            "expires_at": expires_at,
        },
    )
    if link.revoked_at is not None:
        link.revoked_at, link.expires_at, created = None, expires_at, True
        link.generation += 1
        link.save(
            update_fields=["revoked_at", "expires_at", "generation", "updated_at"]
        )
    if created:
        audit.record(
            "accounts.link.issued", link, actor=actor, holder_email=holder_email
        )
    return link


def link_token(link: PersonalLink) -> str:
    """Return the signed text that opens a link; it changes with each renewal."""
    return SIGNER.sign(f"{link.code}.{link.generation}")


def link_url(link: PersonalLink) -> str:
    """Return the whole address to send to the holder."""
    path = reverse("accounts:open-link", args=[link_token(link)])
    return f"{settings.SITE_URL}{path}"


def read_token(token: str) -> PersonalLink | None:
    """
    Return the link that this token once opened, or None if it is not ours.

    An expired link and one of an older generation are returned too: their
    holder may ask for a new one. Ask `opens` before showing anything.
    """
    try:
        code, _dot, _generation = SIGNER.unsign(token).rpartition(".")
    except signing.BadSignature:
        return None
    link = next(iter(_by_code(code)), None)
    if link:
        link.target_type = ContentType.objects.get_for_id(link.target_type_id)
    return link


@kept
def _by_code(code: str) -> QuerySet[PersonalLink]:
    return PersonalLink.objects.filter(code=code)


def opens(link: PersonalLink, token: str, *, at: datetime) -> bool:
    """Tell whether this token opens the link at this time."""
    return link.is_open(at) and token == link_token(link)


@transaction.atomic
def renew_link(link: PersonalLink, *, at: datetime) -> PersonalLink:
    """
    Mail the holder an address that opens: a new one if the link has expired.

    While the link is valid its address stays as it is, so that nobody who found
    an old address can shut the holder out; and at most one mail goes out in five
    minutes.

    Raises:
        ActionError: The office has withdrawn the link.

    """
    if link.revoked_at is not None:
        raise ActionError(_("This link was withdrawn. Please ask the office."))
    lately = at - MAILED_EVERY
    due = PersonalLink.objects.filter(pk=link.pk).exclude(mailed_at__gt=lately)
    if not due.update(mailed_at=at):
        return link
    if not link.is_open(at):
        link.generation += 1
        link.expires_at = at + RENEWED_FOR
    link.mailed_at = at
    link.save(update_fields=["generation", "expires_at", "mailed_at", "updated_at"])
    audit.record(
        "accounts.link.renewed",
        link,
        actor=None,
        actor_label=link.holder_name,
        holder_email=link.holder_email,
    )
    transaction.on_commit(lambda: _send_link(link))
    return link


@transaction.atomic
def revoke_link(link: PersonalLink, *, actor: User, at: datetime) -> PersonalLink:
    """Withdraw a link; it can't be renewed."""
    link.revoked_at = at
    link.save(update_fields=["revoked_at", "updated_at"])
    audit.record("accounts.link.revoked", link, actor=actor)
    return link


def _send_link(link: PersonalLink) -> None:
    context = {"link": link, "url": link_url(link)}
    with translation.override(link.language):
        send_mail(
            render_to_string("emails/renew_link.subject.txt", context).strip(),
            render_to_string("emails/renew_link.txt", context),
            None,
            [link.holder_email],
            html_message=render_to_string("emails/renew_link.html", context),
        )
