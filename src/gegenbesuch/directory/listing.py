"""
Pages of long lists that cost the same at the start, in the middle and at the end.

A list that is only looked through is read along an index, from where the last
page ended (`keyset`), never by counting rows off. A list that was searched is
short, because a search stops at `finding.MOST_HITS`; the best hits are first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from gegenbesuch.accounts.rules import office_ids
from gegenbesuch.core.rows import values_of
from gegenbesuch.core.search import finding

if TYPE_CHECKING:
    from django.db.models import QuerySet

PAGE_SIZE = 25
MOST_CHOSEN = 1_000
#: Facets whose column has another name.
_COLUMNS = {"sector": "sectors", "tag": "tags"}
MOST_COUNTED = 10_000
MOST_COUNTED_FILTERED = 1_000


@dataclass(frozen=True)
class Page:
    """
    A page of a list.

    Attributes:
        rows: The records.
        next_cursor: What `?at=` is on the page after this, or empty.
        previous_cursor: The same for the page before.
        count: How many records the whole list has, or at least has.
        is_count_exact: Whether `count` is all there are.
    """

    rows: list[Any]
    next_cursor: str
    previous_cursor: str
    count: int
    is_count_exact: bool


def page_of(  # noqa: PLR0913 -- a list has these parts
    queryset: QuerySet[Any],
    *,
    user: Any,
    text: str = "",
    filters: dict[str, Any] | None = None,
    order: str = "sort_key",
    at: str = "",
    is_archive: bool = False,
) -> Page:
    """
    Return one page of the records that the user may see.

    Args:
        queryset: With what a row of the page needs selected and prefetched.
        text: What is searched for.
        filters: `{facet: value}`; every facet is also a lookup of the model.
        order: The column with the sort key.
        at: A cursor from the page before.
        is_archive: Look through the archive instead of the rest.
    """
    queryset = queryset.filter(archived_at__isnull=not is_archive)
    offices = office_ids(user)
    filters = {facet: value for facet, value in (filters or {}).items() if value}
    if not text.strip() and not filters:
        count = _count(queryset, offices, order)
        return _looked_through(queryset, offices, order, at, (count, MOST_COUNTED))
    facets = {name: getattr(v, "pk", v) for name, v in filters.items()}
    scope: dict[str, Any] = {
        "offices": offices,
        "kinds": [queryset.model._meta.model_name],
        "is_archived": is_archive,
    }
    start = _read_offset(at)
    visible = queryset.filter(office_id__in=offices)
    if text.strip():
        enough = start + PAGE_SIZE + 1
        found = finding.find(text, **scope, facets=facets, enough=enough)
        return _searched(visible, found, start=start, order="")
    most = MOST_COUNTED_FILTERED
    numbers = finding.entries_with(facets, **scope, most=most + 1)
    if len(numbers) > finding.MOST_HITS:
        filtered = queryset.filter(**_lookups(filters))
        return _looked_through(filtered, offices, order, at, (len(numbers), most))
    found = finding.Found(finding.hits_in_order(numbers), is_cut=False)
    return _searched(visible, found, start=start, order=order)


def all_of(  # noqa: PLR0913 -- a list has these parts
    queryset: QuerySet[Any],
    *,
    user: Any,
    text: str = "",
    filters: dict[str, Any] | None = None,
    order: str = "sort_key",
    is_archive: bool = False,
    most: int = MOST_CHOSEN,
) -> QuerySet[Any]:
    """Return all records of a list, not page by page but the first `most`."""
    filters = {facet: value for facet, value in (filters or {}).items() if value}
    rows = queryset.filter(
        office_id__in=office_ids(user), archived_at__isnull=not is_archive
    )
    if text.strip():
        found = finding.find(
            text,
            offices=office_ids(user),
            kinds=[queryset.model._meta.model_name],
            facets={name: getattr(v, "pk", v) for name, v in filters.items()},
            is_archived=is_archive,
            enough=most,
        )
        rows = rows.filter(pk__in=[hit.pk for hit in found.hits])
    else:
        rows = rows.filter(**_lookups(filters))
    return rows.order_by(order, "pk")[:most]


def page_of_hits(
    user: Any, text: str, *, kinds: list[str], facets: dict[str, Any], at: str
) -> Page:
    """Return one page of hits of all kinds of records, best first."""
    start = _read_offset(at)
    found = finding.find(
        text,
        offices=office_ids(user),
        kinds=kinds,
        facets=facets,
        enough=start + PAGE_SIZE + 1,
    )
    return Page(
        found.hits[start : start + PAGE_SIZE],
        *_cursors_around(start, len(found.hits)),
        len(found.hits),
        is_count_exact=not found.is_cut,
    )


def _cursors_around(start: int, count: int) -> tuple[str, str]:
    """Return where the pages after and before this one of a searched list begin."""
    return (
        f"row~{start + PAGE_SIZE}" if count > start + PAGE_SIZE else "",
        f"row~{max(start - PAGE_SIZE, 0)}" if start else "",
    )


def _lookups(filters: dict[str, Any]) -> dict[str, Any]:
    return {_COLUMNS.get(facet, facet): value for facet, value in filters.items()}


def _count(queryset: QuerySet[Any], offices: list[int], order: str) -> int:
    """Count along the index by which the list is read, up to one too many."""
    return sum(
        queryset.filter(office_id=office).order_by(order)[: MOST_COUNTED + 1].count()
        for office in offices
    )


def _looked_through(
    queryset: QuerySet[Any],
    offices: list[int],
    order: str,
    at: str,
    counted: tuple[int, int],
) -> Page:
    """
    Read along the index of each office and merge.

    Args:
        counted: How many records there are, and up to how many were counted.
    """
    direction, pk, key = _read_cursor(at)
    is_backward = direction == "before"
    rows: list[Any] = []
    for office in offices:
        of_office = queryset.filter(office_id=office)
        sign = "-" if is_backward else ""
        part = of_office.order_by(f"{sign}{order}", f"{sign}id")
        if direction:
            part = part.filter(_beyond(order, key, pk, is_backward=is_backward))
        rows += part[: PAGE_SIZE + 1]
    rows.sort(key=lambda row: (getattr(row, order), row.pk), reverse=is_backward)
    has_more = len(rows) > PAGE_SIZE
    rows = rows[:PAGE_SIZE]
    if is_backward:
        rows.reverse()
    has_next = is_backward or has_more
    has_previous = has_more if is_backward else bool(direction)
    count, most = counted
    return Page(
        rows,
        _cursor("after", rows[-1], order) if rows and has_next else "",
        _cursor("before", rows[0], order) if rows and has_previous else "",
        min(count, most),
        is_count_exact=count <= most,
    )


def _beyond(order: str, key: str, pk: int, *, is_backward: bool) -> Q:
    side = "lt" if is_backward else "gt"
    return Q(**{f"{order}__{side}e": key}) & (
        Q(**{f"{order}__{side}": key}) | Q(**{f"id__{side}": pk})
    )


def _searched(
    queryset: QuerySet[Any], found: finding.Found, *, start: int, order: str
) -> Page:
    """
    Fetch the rows of one page of hits; without an order, the best are first.

    The index knows which records the user may see and which are in the archive;
    the queryset says it once more for the rows that are shown.
    """
    pks = [hit.pk for hit in found.hits]
    if order:
        keys = dict(values_of(queryset.model, "pk", order, pk=pks))
        pks = sorted(keys, key=lambda pk: (keys[pk], pk))
    shown = pks[start : start + PAGE_SIZE]
    by_id = queryset.in_bulk(shown)
    return Page(
        [by_id[pk] for pk in shown if pk in by_id],
        *_cursors_around(start, len(pks)),
        len(pks),
        is_count_exact=not found.is_cut,
    )


def _cursor(direction: str, row: Any, order: str) -> str:
    return f"{direction}~{row.pk}~{getattr(row, order)}"


def _read_cursor(at: str) -> tuple[str, int, str]:
    """Read a cursor; anything else is the first page."""
    direction, _tilde, rest = at.partition("~")
    pk, _tilde, key = rest.partition("~")
    if direction not in {"after", "before"} or not _is_number(pk):
        return "", 0, ""
    return direction, int(pk), key


def _read_offset(at: str) -> int:
    kind, _tilde, number = at.partition("~")
    return (
        min(int(number), finding.MOST_HITS)
        if kind == "row" and _is_number(number)
        else 0
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
