"""Answer a request as a whole page, as a piece of one, or with a redirect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def answer(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    to: str | None = None,
) -> HttpResponse:
    """
    Answer an action: the partial for htmx, else a redirect to the page.

    Args:
        template: `page.html#partial`, the piece that htmx swaps in.
        to: Where a plain form goes; by default the page of the context's only
            object that has one.
    """
    if request.headers.get("HX-Request") == "true":
        return render(request, template, context)
    if to is None:
        pages = [v for v in context.values() if hasattr(v, "get_absolute_url")]
        to = pages[0].get_absolute_url()
    return redirect(to)


def page_or_piece(
    request: HttpRequest, template: str, context: dict[str, Any], *, piece: str
) -> HttpResponse:
    """
    Answer a GET: the whole page, or for htmx only the piece that changes.

    Args:
        template: `page.html`; `piece` is the name of a partial in it.
    """
    is_piece = (
        request.headers.get("HX-Request") == "true"
        and request.headers.get("HX-History-Restore-Request") != "true"
    )
    name = f"{template}#{piece}" if is_piece else template
    response = render(request, name, context)
    patch_vary_headers(response, ["HX-Request"])
    return response
