"""Errors that a user can understand and act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class ActionError(Exception):
    """
    Say why an action cannot be done now, in words fit for the user.

    Services raise it for everything that can be expected; the middleware
    shows the message where the user is. Anything else is a bug and may crash.
    """

    def __init__(self, message: str | _StrPromise) -> None:
        super().__init__(message)
        self.message = message
