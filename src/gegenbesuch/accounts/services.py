"""Verbs on users, offices, their staff and personal links."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from axes.utils import reset
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from gegenbesuch.accounts import mailing, tasks
from gegenbesuch.accounts.models import Membership, Office, PersonalLink, User
from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.rows import kept

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model, QuerySet

SIGNER = signing.Signer(salt="gegenbesuch.personal-link")
RENEWED_FOR = timedelta(days=30)


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
    audit.record("accounts.membership.granted", membership, actor=actor, role=role)
    return membership


@transaction.atomic
def change_account(user: User, *, name: str, language: str, actor: User) -> User:
    """Change what a user is called and the language of mails to them."""
    changes = audit.changed(user, {"name": name, "language": language})
    if changes:
        # Before the change: who acts is mostly the user, by the name of then.
        audit.record("accounts.user.changed", user, actor=actor, changes=changes)
        user.name, user.language = name, language
        user.save(update_fields=["name", "language"])
    return user


@transaction.atomic
def change_password(user: User, *, password: str, actor: User) -> User:
    """Set a password that was checked; all the user's sessions end with the old one."""
    user.set_password(password)
    user.save(update_fields=["password"])
    # Who was shut out for guessing may come in with the new one.
    reset(username=user.email)
    audit.record("accounts.password.changed", user, actor=actor)
    return user


def ask_password_link(email: str) -> None:
    """
    Have a link to choose a password mailed, if somebody has this address.

    Whether somebody has is looked up in the background, so that neither the answer
    nor the time it takes tells.
    """
    tasks.mail_password_link.enqueue(email=email)


@transaction.atomic
def add_colleague(  # noqa: PLR0913 -- a colleague has these parts
    office: Office,
    *,
    email: str,
    name: str,
    language: str,
    role: str,
    actor: User,
    at: datetime,
) -> Membership:
    """
    Give somebody a role in the office, with an account if they have none.

    They are told by mail; who has no password yet is sent a link to choose one. An
    account that is there keeps its name and language.

    Raises:
        ActionError: They have a role in the office already.
    """
    _lock(office.pk)
    user, created = User.objects.get_or_create(
        email=email.lower(),
        defaults={"name": name, "language": language, "password": make_password(None)},
    )
    if created:
        audit.record("accounts.user.created", user, actor=actor)
    if Membership.objects.filter(user=user, office=office).exists():
        raise ActionError(
            _("%(name)s works in this office already.") % {"name": user.name}
        )
    if not user.is_active:
        if user.memberships.exists():
            raise ActionError(
                _("The account of %(name)s was closed by another office.")
                % {"name": user.name}
            )
        _open_account(user, actor=actor)
    membership = grant_membership(user, office, role=role, actor=actor)
    if mailing.claim_mail(user, at=at):
        _welcome(membership, actor)
    return membership


@transaction.atomic
def welcome_again(membership: Membership, *, actor: User, at: datetime) -> None:
    """
    Mail a colleague who has not chosen a password a new link.

    Raises:
        ActionError: They have a password, or were mailed within five minutes.
    """
    user = membership.user
    if user.has_usable_password():
        raise ActionError(
            _("%(name)s has chosen a password already.") % {"name": user.name}
        )
    if not mailing.claim_mail(user, at=at):
        raise ActionError(
            _("A mail went out less than five minutes ago. Please wait a little.")
        )
    _welcome(membership, actor)
    audit.record("accounts.membership.welcomed", membership, actor=actor)


@transaction.atomic
def close_account(membership: Membership, *, actor: User) -> User:
    """
    Let a colleague who has left sign in no more; open sessions end at once.

    The password goes, and with it every session. The role stays in the list of the
    staff, so that the account can be opened again.

    Raises:
        ActionError: They are the actor, the office's last administrator, work in
            another office, too, have left this one, or are shut out already.
    """
    membership = _locked(membership)
    user = membership.user
    if user.pk == actor.pk:
        raise ActionError(_("You can't close your own account."))
    if user.memberships.exclude(pk=membership.pk).exists():
        raise ActionError(
            _("%(name)s works in another office, too. End the role here instead.")
            % {"name": user}
        )
    _keep_an_administrator(membership)
    if not _close_account(user, actor=actor):
        raise ActionError(
            _("The account of %(name)s is closed already.") % {"name": user}
        )
    return user


@transaction.atomic
def reopen_account(membership: Membership, *, actor: User, at: datetime) -> User:
    """
    Let a colleague whose account was closed in again, with a new password.

    They are mailed a link to choose it.

    Raises:
        ActionError: The account is open, or they have left the office.
    """
    membership = _locked(membership)
    user = membership.user
    if not _open_account(user, actor=actor):
        raise ActionError(
            _("The account of %(name)s is open already.") % {"name": user}
        )
    if mailing.claim_mail(user, at=at):
        _welcome(membership, actor)
    return user


def _close_account(user: User, *, actor: User) -> bool:
    closed = User.objects.filter(pk=user.pk, is_active=True).update(
        is_active=False, password=make_password(None)
    )
    if closed:
        user.refresh_from_db()
        audit.record("accounts.user.closed", user, actor=actor)
    return bool(closed)


def _open_account(user: User, *, actor: User) -> bool:
    opened = User.objects.filter(pk=user.pk, is_active=False).update(
        is_active=True, password_mailed_at=None
    )
    if opened:
        user.refresh_from_db()
        audit.record("accounts.user.reopened", user, actor=actor)
    return bool(opened)


@transaction.atomic
def change_role(membership: Membership, *, role: str, actor: User) -> Membership:
    """
    Give a colleague another role.

    Raises:
        ActionError: They are the office's last administrator, or have left it.
    """
    membership = _locked(membership)
    if membership.role != role:
        _keep_an_administrator(membership)
        changes = audit.changed(membership, {"role": role})
        membership.role = role
        membership.save(update_fields=["role", "updated_at"])
        audit.record(
            "accounts.membership.changed", membership, actor=actor, changes=changes
        )
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, actor: User) -> None:
    """
    Take a colleague's role in the office away.

    Whom somebody else takes the last role away can't sign in any more; added to an
    office again, they choose a new password.

    Raises:
        ActionError: They are the office's last administrator, or have left it.
    """
    membership = _locked(membership)
    _keep_an_administrator(membership)
    audit.record(
        "accounts.membership.ended", membership, actor=actor, role=membership.role
    )
    user = membership.user
    membership.delete()
    if user.pk != actor.pk and not user.memberships.exists():
        _close_account(user, actor=actor)


def _lock(office_id: int) -> None:
    """Let one at a time change who works in an office."""
    Office.objects.select_for_update().get(pk=office_id)


def _locked(membership: Membership) -> Membership:
    _lock(membership.office_id)
    rows = Membership.objects.select_related("user", "office")
    found: Membership | None = rows.filter(pk=membership.pk).first()
    if found is None:
        raise ActionError(
            _("%(name)s does not work here any more.") % {"name": membership.user}
        )
    return found


def _keep_an_administrator(membership: Membership) -> None:
    """Refuse to take the last one who can sign in and manage the office."""
    others = Membership.objects.administrators().filter(office=membership.office_id)
    if (
        membership.role == Membership.Role.ADMIN
        and not others.exclude(pk=membership.pk).exists()
    ):
        raise ActionError(
            _(
                "%(name)s is the last administrator of the office. First make somebody "
                "else an administrator, who has chosen a password."
            )
            % {"name": membership.user}
        )


def _welcome(membership: Membership, actor: User) -> None:
    send = partial(
        tasks.mail_welcome.enqueue, membership_id=membership.pk, by=actor.name
    )
    transaction.on_commit(send)


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
    lately = at - mailing.MAILED_EVERY
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
