"""Pieces that several pages of the directory show."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core import timeline
from gegenbesuch.core.values.forms import PartialDateField
from gegenbesuch.core.values.partial_date import NO_DATE, PartialDate
from gegenbesuch.directory import lists, rules
from gegenbesuch.directory.duplicates.typed import similar_to_typed
from gegenbesuch.directory.evidence import cite

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model
    from django.http import HttpRequest

KINDS = {
    "mission": _("Missions"),
    "programme": _("Programme"),
    "role": _("Roles"),
    "invitation": _("Invitations"),
    "meeting": _("Meetings"),
    "mail": _("Mails"),
    "gift": _("Gifts"),
    "outcome": _("Outcomes"),
    "settlement": _("Settlements"),
    "promise": _("Promises"),
    "news": _("News"),
    "card": _("Business cards"),
    "background": _("Background"),
}


@dataclass(frozen=True)
class KindOfEntry:
    """A kind of entry that a timeline can be narrowed to."""

    label: Any
    count: int
    query: str
    is_chosen: bool


def tools_of(kind: str, request: HttpRequest) -> dict[str, Any]:
    """Return the context of `directory/_list_tools.html` and `_list_bar.html`."""
    saved = lists.saved_filters(request.user, kind)
    for each in saved:
        each.can_remove = rules.can_remove_filter(request.user, each)
    return {"saved": saved, "kind": kind, "query": request.GET.urlencode()}


class PeriodForm(forms.Form):
    """From when until when a timeline is shown."""

    since = PartialDateField(required=False)
    until = PartialDateField(required=False)


def timeline_of(
    request: HttpRequest,
    record: Model,
    *,
    cited_too: Iterable[Model] = (),
    without: tuple[str, ...] = (),
) -> dict[str, Any]:
    """
    Return the context of `directory/_timeline.html`.

    The timeline shows all kinds, or the one that `?show=` asks for, and all
    times, or those between `?since=` and `?until=`.

    Args:
        cited_too: What else the page shows with its sources.
        without: Kinds that the page shows elsewhere.
    """
    known = [
        entry
        for entry in timeline.entries(record, request.user)
        if entry.kind not in without
    ]
    form = PeriodForm(request.GET)
    period = form.cleaned_data if form.is_valid() else {}
    since, until = period.get("since", NO_DATE), period.get("until", NO_DATE)
    entries = [entry for entry in known if _is_within(entry, since, until)]
    counts = Counter(entry.kind for entry in entries)
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in counts else ""
    times = {"since": since, "until": until}
    written = {
        name: request.GET[name] for name, value in times.items() if value.is_known
    }
    kinds = (
        [KindOfEntry(_("All"), len(entries), _query(written), not chosen)]
        if entries
        else []
    )
    kinds += [
        KindOfEntry(label, counts[kind], _query(written, show=kind), kind == chosen)
        for kind, label in KINDS.items()
        if counts[kind]
    ]
    shown = [entry for entry in entries if not chosen or entry.kind == chosen]
    cite([entry.record for entry in shown if entry.record is not None], cited_too)
    return {
        "entries": shown,
        "kinds": kinds if len(counts) > 1 else [],
        "has_period": len(known) > 1,
        "period_errors": [e for errors in form.errors.values() for e in errors],
        "since": request.GET.get("since", ""),
        "until": request.GET.get("until", ""),
        "chosen_kind": chosen,
    }


def _query(written: dict[str, str], **more: str) -> str:
    return "?" + urlencode({**more, **written})


def _is_within(entry: timeline.Entry, since: PartialDate, until: PartialDate) -> bool:
    """Tell whether an entry can lie in a period; what has no date does not."""
    begin, end = since.first_day(), until.last_day()
    if begin is None and end is None:
        return True
    last = (entry.until or entry.on).last_day() or entry.on.last_day()
    first = entry.on.first_day() or last
    if first is None or last is None:
        return False
    return (begin is None or last >= begin) and (end is None or first <= end)


def similar_before_creating(
    request: HttpRequest, kind: str, values: dict[str, Any]
) -> list[Any]:
    """Return what a new record is likely the same as, unless it is wanted anyway."""
    if request.POST.get("create_anyway"):
        return []
    return similar_to_typed(kind, values, values.get("office"))
