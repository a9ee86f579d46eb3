"""What comes up for the newsroom: forgetting comments that were put away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gegenbesuch.core import duties
from gegenbesuch.newsroom import services

if TYPE_CHECKING:
    from datetime import datetime


def purge_comments(at: datetime) -> int:
    """Delete comments that were put away 30 days ago."""
    return services.purge_comments(at=at)


duties.register("purge comments", purge_comments)
