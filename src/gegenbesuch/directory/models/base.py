"""What every record of an office is made of."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import models
from django.urls import reverse

from gegenbesuch.accounts.models import Office
from gegenbesuch.accounts.rules import office_ids
from gegenbesuch.core.models import BaseModel

if TYPE_CHECKING:
    from typing import Self


@lru_cache(maxsize=10_000)
def page_of(name: str, code: str) -> str:
    """Return the address of a record's page; pages name the same ones many times."""
    return reverse(name, args=[code])


class OfficeQuerySet(models.QuerySet[Any]):
    """Rows that belong to one office."""

    def visible_to(self, user: Any) -> Self:
        """Keep the rows of the offices in which the user has a role."""
        return self.filter(office_id__in=office_ids(user))


class OfficeModel(BaseModel):
    """A row that belongs to an office; nobody else sees it."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")

    objects = OfficeQuerySet.as_manager()

    class Meta:
        abstract = True
