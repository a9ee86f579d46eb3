"""Lists that an office keeps: filters by name, and whom to invite."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gegenbesuch.directory.models.base import OfficeModel, page_of
from gegenbesuch.directory.models.people import Person


class SavedFilter(OfficeModel):
    """A search of a list under a name; it finds whoever fits when it is opened."""

    can_remove = False  # set by the page that lists them

    class Kind(models.TextChoices):
        ORGANISATIONS = "organisations", _("Organisations")
        PEOPLE = "people", _("People")

    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("list"), max_length=20, choices=Kind.choices)
    query = models.CharField(max_length=1000, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_shared = models.BooleanField(_("for everybody in the office"), default=False)

    def __str__(self) -> str:
        return self.name


class DistributionList(OfficeModel):
    """Whom an office invites or writes to, person by person."""

    name = models.CharField(_("name"), max_length=100)
    purpose = models.TextField(_("purpose"), blank=True, max_length=1000)
    people = models.ManyToManyField(
        Person, through="DistributionEntry", related_name="distribution_lists"
    )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the page of the list."""
        return page_of("directory:distribution-list", self.code)


class DistributionEntry(models.Model):
    """A person on a distribution list; who has died or left is never written to."""

    list = models.ForeignKey(
        DistributionList, on_delete=models.CASCADE, related_name="entries"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="distribution_entries"
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)

    is_one_after_merge = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["list", "person"], name="one_entry_per_list_and_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.list}: {self.person}"
