"""Sites and ways, what meetings need of a table, who stays apart, which fields meet."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gegenbesuch.directory.models import Sector
from gegenbesuch.matchmaking.models import Profile, Request


class Site(models.Model):
    """Where some tables of a session are: a hall, a hotel, the office of a host."""

    session = models.ForeignKey(
        "scheduling.Session", on_delete=models.CASCADE, related_name="sites"
    )
    name = models.CharField(_("name"), max_length=100)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "name"], name="one_site_per_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Way(models.Model):
    """How many minutes it takes between two sites, there and back alike."""

    one = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField(_("minutes"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="one_way_per_pair"),
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")),
                name="way_from_first_to_second",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"


class Need(models.Model):
    """
    What a company needs in all its meetings of a session, or one meeting of it.

    Attributes:
        features: What the table has to have, as it is written at the tables.
        site: Where the meeting takes place; None: anywhere.
    """

    session = models.ForeignKey(
        "scheduling.Session", on_delete=models.CASCADE, related_name="needs"
    )
    profile = models.ForeignKey(
        Profile, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    request = models.ForeignKey(
        Request, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    features = models.JSONField(_("features"), default=list, blank=True)
    site = models.ForeignKey(
        Site, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    is_one_after_merge = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "profile"], name="one_need_per_company"
            ),
            models.UniqueConstraint(
                fields=["session", "request"], name="one_need_per_request"
            ),
            models.CheckConstraint(
                condition=models.Q(profile__isnull=True, request__isnull=False)
                | models.Q(profile__isnull=False, request__isnull=True),
                name="need_of_company_or_request",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.profile_id or self.request_id}"


class Apart(models.Model):
    """Two companies that do not meet in a session, whatever they have agreed."""

    session = models.ForeignKey(
        "scheduling.Session", on_delete=models.CASCADE, related_name="aparts"
    )
    one = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="+")

    is_one_after_merge = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "one", "other"], name="apart_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"


class FieldPair(models.Model):
    """Two fields of business that meet in a session, or do not, as its rule has it."""

    session = models.ForeignKey(
        "scheduling.Session", on_delete=models.CASCADE, related_name="field_pairs"
    )
    one = models.ForeignKey(Sector, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Sector, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "one", "other"], name="one_pair_of_fields"
            )
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"
