"""The records that a list shows: the same filters, the same order, all pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gegenbesuch.accounts.models import Membership
from gegenbesuch.directory import listing, lists
from gegenbesuch.directory.models import DistributionList, Organisation, Person
from gegenbesuch.exchange import rules

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import QueryDict

MODELS: Final[dict[str, type[Any]]] = {"people": Person, "organisations": Organisation}
_ALL: Final = 1_000_000


def chosen_records(what: str, user: Any, query: QueryDict) -> QuerySet[Any, int]:
    """
    Return the keys of the records of a list, in its order, not read yet.

    Only of offices whose data the user may take out.

    Args:
        what: `people` or `organisations`.
        query: The parameters of the page that shows the list; `list` is the code
            of a distribution list.
    """
    model = MODELS[what]
    offices = rules.offices_with(user, Membership.Role.EDITOR)
    asked = lists.asked_for(lists.form_of(model, query, user), user)
    rows = model._default_manager.filter(office_id__in=offices)
    if code := query.get("list", ""):
        named = DistributionList.objects.filter(office_id__in=offices, code=code)
        rows = rows.filter(pk__in=_people_on(named.first()))
    shown = listing.all_of(rows, most=_ALL, **asked)
    return shown.values_list("pk", flat=True)


def _people_on(row: DistributionList | None) -> Any:
    return [] if row is None else lists.entries_of(row).order_by().values("person_id")
