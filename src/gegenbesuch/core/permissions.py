"""
Fetch with permission: the one way a view gets an object.

An object that the user may not see does not exist for them (404); one they see
but may not act on is refused (403). Lists come from `visible_to` alone.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from gegenbesuch.core.rows import kept

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model

    M = TypeVar("M", bound=Model)
else:
    M = TypeVar("M")


def fetch(
    source: type[M] | Callable[[], QuerySet[M]] | QuerySet[M],
    code: str,
    user: Any,
    rule: Callable[[Any, M], bool] | None = None,
) -> M:
    """
    Return the object with this public code, if the user may see and use it.

    Args:
        source: A model, or a function that returns a queryset of it with what the
            page needs selected: its query is built once. A queryset will do too.
        rule: `rules.can_…(user, obj)`; None when seeing is enough.

    Raises:
        Http404: There is none, or the user may not see it.
        PermissionDenied: The user sees it, but the rule says no.
    """
    found: list[M]
    if isinstance(source, QuerySet):
        rows: Any = source
        # Not `first()`: it orders, and comparing an order with all columns takes long.
        found = list(rows.visible_to(user).filter(code=code)[:1])
    else:
        # All that `visible_to` wants to know of a user are the offices.
        found = _by_code(source)(getattr(user, "office_ids", []), code)
    obj = next(iter(found), None)
    if obj is None:
        raise Http404
    if rule is not None and not rule(user, obj):
        raise PermissionDenied
    return obj


@lru_cache(maxsize=512)
def _by_code(source: Any) -> Callable[[list[int], str], list[Any]]:
    def build(offices: list[int], code: str) -> QuerySet[Any]:
        rows = getattr(source, "_default_manager", None) or source()
        visible: QuerySet[Any] = rows.visible_to(offices).filter(code=code)[:1]
        return visible

    return kept(build)
