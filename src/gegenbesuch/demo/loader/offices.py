"""The offices of the demo and the people who sign in there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gegenbesuch.accounts import services
from gegenbesuch.accounts.models import Language, Membership, Office, User
from gegenbesuch.demo.accounts import ACCOUNTS

if TYPE_CHECKING:
    from gegenbesuch.demo.loader.reading import DataSet


def load_offices(data: DataSet) -> dict[str, Office]:
    """Set up the offices; returns them by code, the owner of the records first."""
    offices: dict[str, Office] = {}
    for record in data.records("office.yaml", "name language time_zone"):
        values = {
            "name": record.text("name"),
            "language": record.choice("language", Language),
            "time_zone": record.zone("time_zone"),
        }
        office = Office.objects.filter(code=record.code).first()
        if office is None:
            office = services.create_office(actor=None, code=record.code, **values)
        else:
            for field, value in values.items():
                setattr(office, field, value)
            office.save()
        offices[record.code] = office
    return offices


def load_accounts(offices: dict[str, Office]) -> None:
    """Make the accounts of the offices; those that are there keep their password."""
    for account in ACCOUNTS:
        if account.office not in offices:
            continue
        office = offices[account.office]
        user = User.objects.filter(email=account.email).first()
        if user is None:
            user = services.create_user(
                account.email,
                name=account.name,
                password=account.password,
                actor=None,
                language=office.language,
            )
        if not Membership.objects.filter(
            user=user, office=office, role=account.role
        ).exists():
            services.grant_membership(user, office, role=account.role, actor=None)
