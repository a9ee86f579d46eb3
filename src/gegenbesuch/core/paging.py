"""The pages of a long list: companies, meetings without a slot, what is new for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.http import HttpRequest


def page_number(request: HttpRequest) -> int:
    """Return which page of a list is asked for, from 1 on; Http404: there is no such."""
    text = request.GET.get("page", "1")
    if not text.isdecimal() or len(text) > 6 or not int(text):
        raise Http404
    return int(text)


def around(page: int, size: int, shown: int, count: int) -> dict[str, str]:
    """Return the way to the pages before and after, and where one is."""
    first = (page - 1) * size
    if count <= size:
        return {"previous_url": "", "next_url": "", "where": ""}
    return {
        "previous_url": f"?page={page - 1}" if page > 1 else "",
        "next_url": f"?page={page + 1}" if first + shown < count else "",
        "where": _("%(first)d to %(last)d of %(count)d")
        % {"first": first + 1, "last": first + shown, "count": count},
    }
