"""
What happened with somebody or something, gathered from all apps.

A page low in the import order (an organisation) shows what apps above it know
(outcomes, news). Each app registers a provider for the models it has something
to say about; the page asks `entries`. Nothing is imported upward.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gegenbesuch.core.values.partial_date import PartialDate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import Model


@dataclass(frozen=True)
class Entry:
    """
    One line of a timeline.

    Attributes:
        on: When, as precisely as it is known.
        kind: `mission`, `programme`, `role`, `meeting`, `invitation`, `mail`, `gift`,
            `card`, `outcome`, `settlement`, `promise`, `news`, `background`: the icon and
            the filter.
        title: What, in the active language or with its own translations.
        url: The page that holds the record, or empty.
        state: `held`, `announced`, `planned`, `dropped`, `inferred` (no source tells
            of it) or empty.
        is_attested: Whether it has no date of its own, and `on` and `until` are
            those of its parts.
        record: What the entry tells of; its sources are shown beside the title.
    """

    on: PartialDate
    kind: str
    title: Any
    url: str = ""
    until: PartialDate | None = None
    state: str = ""
    detail: Any = ""
    is_invented: bool = False
    is_attested: bool = False
    record: Any = None


_providers: dict[str, list[Callable[[Any, Any], Iterable[Entry]]]] = defaultdict(list)


def register(model_label: str, provider: Callable[[Any, Any], Iterable[Entry]]) -> None:
    """
    Let `provider(target, user)` add entries to the timeline of a model.

    Args:
        model_label: `app_label.modelname`, such as `directory.organisation`.
    """
    if provider not in _providers[model_label]:
        _providers[model_label].append(provider)


def entries(target: Model, user: Any) -> list[Entry]:
    """Return all entries about `target` that `user` may see, oldest first."""
    found = [
        entry
        for provider in _providers[target._meta.label_lower]
        for entry in provider(target, user)
    ]
    return sorted(found, key=lambda entry: (entry.on.sort_key, str(entry.title)))
