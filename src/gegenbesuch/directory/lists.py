"""Lists as they are asked for in an address, and lists that an office keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import get_language

from gegenbesuch.accounts.rules import office_ids
from gegenbesuch.core.rows import kept
from gegenbesuch.directory.list_forms import (
    ARCHIVE,
    OrganisationListForm,
    PersonListForm,
)
from gegenbesuch.directory.models import ContactPoint, Person, SavedFilter

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet
    from django.http import QueryDict

    from gegenbesuch.directory.models import DistributionEntry, DistributionList


def form_of(kind: type[Any], query: QueryDict, user: Any) -> Any:
    """Return the form with the search and the filters of a list."""
    form = PersonListForm if kind is Person else OrganisationListForm
    return form(query, user=user)


def asked_for(form: Any, user: Any) -> dict[str, Any]:
    """Return what `listing.page_of` and `listing.all_of` need to know of a list."""
    filters = form.chosen()
    return {
        "user": user,
        "text": filters.pop("q", ""),
        "is_archive": filters.pop("state", "") == ARCHIVE,
        "filters": filters,
        "order": "sort_key_ja" if get_language() == "ja" else "sort_key",
    }


def entries_of(row: DistributionList) -> QuerySet[DistributionEntry]:
    """Return who is on a list and may be written to, by name."""
    entries = row.entries.filter(
        person__is_deceased=False, person__archived_at__isnull=True
    )
    key = "sort_key_ja" if get_language() == "ja" else "sort_key"
    shown = ("code", "name", "is_deceased", "is_invented", key)
    return (
        entries.select_related("person")
        .only("list", "note", *(f"person__{column}" for column in shown))
        .order_by(f"person__{key}", "pk")
    )


def count_with_mail(row: DistributionList) -> int:
    """Return how many of those who may be written to have a mail address."""
    mails = ContactPoint.objects.filter(
        target_type=ContentType.objects.get_for_model(Person),
        target_id__in=entries_of(row).order_by().values("person_id"),
        kind=ContactPoint.Kind.EMAIL,
    )
    return mails.values("target_id").distinct().count()


def preferred_mail(people: list[int]) -> dict[int, str]:
    """Return one mail address of each person: the preferred one, or the first."""
    rows = ContactPoint.objects.filter(
        target_type=ContentType.objects.get_for_model(Person),
        target_id__in=people,
        kind=ContactPoint.Kind.EMAIL,
    ).order_by("is_preferred", "-position", "-pk")
    return dict(rows.values_list("target_id", "value"))


def mailed(people: Collection[int]) -> set[int]:
    """Return which of these people have a mail address."""
    kind = ContentType.objects.get_for_model(Person).pk
    return {person for (person,) in _mailed(kind, people)}


@kept
def _mailed(kind: int, people: Collection[int]) -> QuerySet[ContactPoint, tuple[int]]:
    rows = ContactPoint.objects.filter(
        target_type=kind, target_id__in=people, kind=ContactPoint.Kind.EMAIL
    )
    return rows.order_by().values_list("target_id")


def saved_filters(user: Any, kind: str) -> list[SavedFilter]:
    """Return the searches that a user keeps, and those shared in the office."""
    return _saved_filters(office_ids(user), kind, user.pk)


@kept
def _saved_filters(
    offices: Collection[int], kind: str, user: int
) -> QuerySet[SavedFilter]:
    rows = SavedFilter.objects.filter(office__in=offices, kind=kind)
    return rows.filter(Q(author=user) | Q(is_shared=True)).order_by("name", "pk")
