"""
What was computed from records, kept until somebody writes anything.

Every write leaves an entry in the audit trail, in the same transaction. So what was
computed is what the records say as long as the latest entry is the same, in every
process. Where several write at once an entry may become visible after a later one;
therefore nothing is kept for more than a minute.
"""

from __future__ import annotations

from functools import wraps
from time import monotonic
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from gegenbesuch.core.models import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")

MOST = 64  # of each kind
KEPT_FOR = 60  # seconds


def until_written(build: Callable[P, T]) -> Callable[P, T]:
    """
    Keep what a function returns until anything is written; errors are not kept.

    All that it depends on beside the records are its arguments by position, which are
    numbers and texts: the offices of the reader, the language. What it gets by name
    only saves it a look into the records.
    """
    values: dict[Any, T] = {}

    @wraps(build)
    def ask(*args: P.args, **known: P.kwargs) -> T:
        latest = AuditEntry.objects.order_by("-pk").values_list("pk", "at").first()
        if latest is None:
            return build(*args, **known)
        key = int(monotonic() / KEPT_FOR), latest, args
        if key not in values:
            value = build(*args, **known)
            while len(values) >= MOST:
                values.pop(next(iter(values)), None)
            values[key] = value
            return value
        return values[key]

    return ask
