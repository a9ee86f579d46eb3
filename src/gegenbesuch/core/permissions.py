"""
Fetch with permission: the one way a view gets an object.

An object that the user may not see does not exist for them (404); one they see
but may not act on is refused (403). Lists come from `visible_to` alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model, QuerySet

    M = TypeVar("M", bound=Model)
else:
    M = TypeVar("M")


def fetch(
    source: type[M] | QuerySet[M],
    code: str,
    user: Any,
    rule: Callable[[Any, M], bool] | None = None,
) -> M:
    """
    Return the object with this public code, if the user may see and use it.

    Args:
        source: A model, or a queryset of it with what the page needs selected.
        rule: `rules.can_…(user, obj)`; None when seeing is enough.

    Raises:
        Http404: There is none, or the user may not see it.
        PermissionDenied: The user sees it, but the rule says no.
    """
    queryset: Any = (
        source._default_manager.all() if isinstance(source, type) else source
    )
    # Not `first()`: it orders, and comparing an order with all columns takes long.
    obj: M | None = next(iter(queryset.visible_to(user).filter(code=code)[:1]), None)
    if obj is None:
        raise Http404
    if rule is not None and not rule(user, obj):
        raise PermissionDenied
    return obj
