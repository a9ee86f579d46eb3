"""The request of somebody who has signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import User


class StaffRequest(HttpRequest):
    """A request that `login_required` has let through: it has a user."""

    user: User
