"""Mails to staff, sent in the background."""

from __future__ import annotations

from django.utils.timezone import now

from gegenbesuch.accounts import mailing
from gegenbesuch.accounts.models import Membership
from gegenbesuch.core.tasks import task


# Anybody can ask for it: other work goes first.
@task(priority=-50)
def mail_password_link(*, email: str) -> None:
    """Mail a link to choose a password, if somebody has this address."""
    mailing.mail_password_link(email, at=now())


@task()
def mail_welcome(*, membership_id: int, by: str) -> None:
    """Tell somebody that they have a role in an office, unless it has ended since."""
    rows = Membership.objects.select_related("user", "office")
    membership = rows.filter(pk=membership_id).first()
    if membership is not None:
        mailing.mail_welcome(membership, by=by)
