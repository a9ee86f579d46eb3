"""The list of an event, its guests, and what they need, kept apart."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.fields import I18nCharField, I18nTextField

from gegenbesuch.accounts.models import Language
from gegenbesuch.accounts.rules import office_ids
from gegenbesuch.core.models import ERASED, BaseModel
from gegenbesuch.core.values.fields import NameField, PartialDateField
from gegenbesuch.core.values.name import Name
from gegenbesuch.directory.models import OfficeModel, Organisation, Person, Place
from gegenbesuch.guests.precedence import Category
from gegenbesuch.missions.models import Mission, ProgrammeItem

if TYPE_CHECKING:
    from typing import Self


class GuestList(OfficeModel):
    """
    An event of a mission to which guests are invited.

    Attributes:
        taken: How many places are given away, companions among them. It is counted up
            and down by conditional updates only, so that two who answer at the same
            moment never get the same last place.
        parts_sides: At each table the guests have the places of honour (kamiza) and
            the hosts those by the door (shimoza), each facing who is as high in rank.
    """

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="guest_lists"
    )
    item = models.ForeignKey(
        ProgrammeItem,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="guest_lists",
        verbose_name=_("programme item"),
    )
    title = I18nCharField(_("title"), max_length=300)
    on = models.DateField(_("day"))
    starts = models.TimeField(_("begins"))
    ends = models.TimeField(_("ends"), null=True, blank=True)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="+", verbose_name=_("place")
    )
    venue = I18nCharField(_("venue"), max_length=300, blank=True)
    note = I18nTextField(_("note for the guests"), blank=True)
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    taken = models.PositiveIntegerField(default=0, editable=False)
    answer_by = models.DateTimeField(_("answer by"))
    most_companions = models.PositiveSmallIntegerField(
        _("how many a guest may bring"), default=1
    )
    parts_sides = models.BooleanField(_("hosts sit across from guests"), default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(capacity__isnull=True)
                | models.Q(taken__lte=models.F("capacity")),
                name="no_more_guests_than_places",
            )
        ]
        indexes = [models.Index(fields=["mission", "on", "id"], name="guest_lists")]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Return the page of the list."""
        return reverse("guests:guest-list", args=[self.code])

    @property
    def starts_at(self) -> datetime:
        """When it begins, in the zone of its place."""
        return datetime.combine(
            self.on, self.starts, tzinfo=ZoneInfo(self.place.time_zone)
        )

    @property
    def ends_at(self) -> datetime | None:
        """When it ends, in the zone of its place."""
        if self.ends is None:
            return None
        return datetime.combine(
            self.on, self.ends, tzinfo=ZoneInfo(self.place.time_zone)
        )


class GuestQuerySet(models.QuerySet[Any]):
    """Guests of an office's events."""

    def visible_to(self, user: Any) -> Self:
        """Keep the guests of the offices in which the user has a role."""
        return self.filter(guest_list__office_id__in=office_ids(user))


class Guest(BaseModel):
    """
    Somebody who is invited, or comes along with somebody who is.

    Name, title and organisation are those under which the guest is invited; they
    stay as they were, whatever becomes of the person later.

    Attributes:
        is_absent: Somebody of the office says that the guest did not come; the doors
            may know better, see `guests.attending`.
    """

    class Status(models.TextChoices):
        LISTED = "listed", _("Listed")
        INVITED = "invited", _("Invited")
        REMINDED = "reminded", _("Reminded")
        ACCEPTED = "accepted", pgettext_lazy("guest", "Accepted")
        WAITING = "waiting", _("On the waiting list")
        DECLINED = "declined", pgettext_lazy("guest", "Declined")

    class Via(models.TextChoices):
        LINK = "link", _("by personal link")
        PHONE = "phone", _("by phone")
        LETTER = "letter", _("by letter")
        IN_PERSON = "in_person", _("in person")

    class Address(models.TextChoices):
        NEUTRAL = "", _("without")
        MS = "ms", _("Ms")
        MR = "mr", _("Mr")

    guest_list = models.ForeignKey(
        GuestList, on_delete=models.CASCADE, related_name="guests"
    )
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("organisation"),
    )
    organisation_text = I18nCharField(
        _("organisation in words"), max_length=300, blank=True
    )
    companion_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="companions",
    )
    name = NameField(_("name"))
    address = models.CharField(
        _("form of address"), max_length=10, choices=Address.choices, blank=True
    )
    title = I18nCharField(_("function"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    email = models.EmailField(_("e-mail address"), blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.LISTED
    )
    category = models.CharField(
        _("category"), max_length=30, choices=Category.choices, blank=True
    )
    since = PartialDateField(_("in office since"))
    is_foreign = models.BooleanField(_("foreign guest"), default=False)
    is_elected = models.BooleanField(_("elected"), default=False)
    is_host = models.BooleanField(_("belongs to the hosts"), default=False)
    has_no_seat = models.BooleanField(_("without a seat, by hand"), default=False)
    is_absent = models.BooleanField(_("did not come"), default=False)
    rank_place = models.PositiveSmallIntegerField(
        _("place by hand"), null=True, blank=True
    )
    rank_note = models.CharField(_("why by hand"), max_length=200, blank=True)
    representative = models.CharField(_("comes instead"), max_length=300, blank=True)
    representative_title = models.CharField(
        _("function of who comes instead"), max_length=300, blank=True
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_via = models.CharField(max_length=20, choices=Via.choices, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    thanked_at = models.DateTimeField(null=True, blank=True)
    sort_key = models.CharField(max_length=300, editable=False, default="")

    #: Somebody was invited, answered and came: the results count on it.
    after_erasure: ClassVar[dict[str, Any]] = {
        "person": None,
        "name": Name(full=ERASED),
        "organisation_text": "",
        "address": "",
        "title": "",
        "email": "",
        "representative": "",
        "representative_title": "",
        "note": "",
        "rank_note": "",
        "sort_key": "",
    }

    objects = GuestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guest_list", "person"], name="nobody_is_invited_twice"
            )
        ]
        indexes = [
            models.Index(fields=["guest_list", "sort_key", "id"], name="guest_names"),
            models.Index(fields=["guest_list", "status"], name="guest_states"),
        ]

    def __str__(self) -> str:
        return self.representative or str(self.name)

    @property
    def office_id(self) -> int:
        """The office that invites."""
        return self.guest_list.office_id

    def get_absolute_url(self) -> str:
        """Return the page of the guest."""
        return reverse("guests:guest", args=[self.code])

    def get_personal_url(self, token: str) -> str:
        """Return the page that a personal link to this guest opens."""
        return reverse("guests:answer", args=[token])


class Need(models.Model):
    """
    What a guest eats or needs to get around, told of their own will.

    Diet can reveal faith or health: it stands apart, only coordinators see it, each
    look is logged, and it is deleted soon after the event.
    """

    guest = models.OneToOneField(Guest, on_delete=models.CASCADE, related_name="need")
    diet = models.CharField(_("diet"), max_length=300, blank=True)
    access = models.CharField(_("access"), max_length=300, blank=True)
    consented_at = models.DateTimeField()
    expires_on = models.DateField()

    after_erasure = None  #: It goes with the guest's name.

    class Meta:
        indexes = [models.Index(fields=["expires_on"], name="need_expires")]

    def __str__(self) -> str:
        return str(self.guest_id)
