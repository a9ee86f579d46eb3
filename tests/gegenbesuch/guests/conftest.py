"""Mails of guests go to a real server."""

from tests.gegenbesuch.letters.conftest import postbox

__all__ = ["postbox"]
