"""The records that a list shows: the same filters, the same order, all pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q
from django.utils.translation import get_language

from gegenbesuch.accounts.models import Membership
from gegenbesuch.core.search import finding
from gegenbesuch.directory.models import Organisation, Person
from gegenbesuch.exchange import rules

if TYPE_CHECKING:
    from collections.abc import Mapping

MODELS: Final[dict[str, type[Any]]] = {"people": Person, "organisations": Organisation}
_ALL: Final = 100_000
#: What a list is narrowed to by, and the lookups that mean the same.
_LOOKUPS: Final = {
    "kind": "kind",
    "country": "country",
    "place": "place",
    "sector": "sectors",
    "owner": "owner",
    "tag": "tags",
}


def chosen_records(what: str, user: Any, query: Mapping[str, Any]) -> list[int]:
    """
    Return the keys of the records of a list, in its order.

    Only of offices whose data the user may take out.

    Args:
        what: `people` or `organisations`.
        query: The parameters of the page that shows the list.
    """
    model = MODELS[what]
    offices = rules.offices_with(user, Membership.Role.EDITOR)
    is_archive = bool(query.get("archive"))
    rows = model._default_manager.filter(
        office_id__in=offices, archived_at__isnull=not is_archive
    )
    facets = {n: v for n in _LOOKUPS if (v := str(query.get(n) or ""))}
    names = {field.name for field in model._meta.get_fields()}
    for name, value in facets.items():
        lookup = _LOOKUPS[name]
        if lookup in names:
            is_key = model._meta.get_field(lookup).is_relation
            if is_key and not value.isdecimal():
                rows = rows.filter(Q(**{f"{lookup}__code": value}))
            else:
                rows = rows.filter(**{lookup: value})
    text = str(query.get("q") or "")
    order = "sort_key_ja" if get_language() == "ja" else "sort_key"
    if not text.strip():
        return list(rows.order_by(order, "pk").values_list("pk", flat=True).distinct())
    found = finding.find(
        text, offices=offices, kinds=[str(model._meta.model_name)], enough=_ALL
    )
    there = set(rows.order_by().values_list("pk", flat=True))
    return [hit.pk for hit in found.hits if hit.pk in there]
