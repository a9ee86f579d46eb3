"""Missions, their stops, their programme and the people in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.models import Office
from gegenbesuch.accounts.rules import office_ids
from gegenbesuch.core.codes import new_code
from gegenbesuch.core.models import BaseModel
from gegenbesuch.core.values.fields import (
    I18nCharField,
    I18nTextField,
    PartialDateField,
    QuantityField,
)
from gegenbesuch.directory.models import (
    Citation,
    EvidenceModel,
    Organisation,
    Person,
    Place,
    Relation,
    Sector,
    page_of,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Self


class MissionQuerySet(models.QuerySet[Any]):
    """Missions of an office, its own and those it shares."""

    def visible_to(self, user: Any) -> Self:
        """Keep the missions that an office of the user leads or takes part in."""
        offices = office_ids(user)
        return self.of_offices(offices) if offices else self.none()

    def of_offices(self, offices: Collection[int]) -> Self:
        """Keep the missions that one of these offices leads or takes part in."""
        shared = Mission.partner_offices.through.objects.filter(office_id__in=offices)
        return self.filter(
            models.Q(office_id__in=offices)
            | models.Q(pk__in=shared.values("mission_id"))
        )


class Mission(EvidenceModel):
    """One undertaking: an outbound trip, an inbound visit, an event."""

    class Kind(models.TextChoices):
        DELEGATION = "delegation", _("Delegation")
        COMPANY_TRIP = "company_trip", _("Trip with companies")
        OFFICE_TRIP = "office_trip", _("Trip of the office")
        PIONEER = "pioneer", _("Pioneer trip with company profiles")
        SEAT = "seat", _("Seat in another delegation")
        VISIT = "visit", _("Visit to us")
        HOME_EVENT = "home_event", _("Event at home")
        EVENT_ABROAD = "event_abroad", _("Event abroad")
        OFFICE_OPENING = "office_opening", _("Opening of an office abroad")
        VIRTUAL = "virtual", _("Virtual event")

    class Direction(models.TextChoices):
        OUTBOUND = "outbound", _("Outbound")
        INBOUND = "inbound", _("Inbound")
        HOME = "home", _("At home")
        ABROAD = "abroad", _("Abroad")

    class Status(models.TextChoices):
        IDEA = "idea", _("Idea")
        ANNOUNCED = "announced", _("Announced")
        PLANNED = "planned", _("Planned")
        APPROVED = "approved", _("Approved")
        CALL_OPEN = "call_open", _("Call open")
        FIXED = "fixed", _("Fixed")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        EVALUATED = "evaluated", _("Evaluated")
        CLOSED = "closed", _("Closed")
        POSTPONED = "postponed", _("Postponed")
        CANCELLED = "cancelled", _("Cancelled")

    title = I18nCharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    direction = models.CharField(
        _("direction"), max_length=10, choices=Direction.choices
    )
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.IDEA
    )
    status_reason = I18nTextField(_("reason"), blank=True)
    relation = models.ForeignKey(
        Relation,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="missions",
        verbose_name=_("relation"),
    )
    partner_offices = models.ManyToManyField(
        Office, blank=True, related_name="+", verbose_name=_("offices taking part")
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="children",
        verbose_name=_("part of"),
    )
    starts_on = PartialDateField(_("from"))
    ends_on = PartialDateField(_("until"))
    postponed_from = PartialDateField(_("postponed from"))
    date_note = I18nTextField(_("note on the date"), blank=True)
    lead = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="missions_led",
        verbose_name=_("led by"),
    )
    lead_text = I18nCharField(_("led by, in words"), max_length=200, blank=True)
    place = models.ForeignKey(
        Place,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="missions",
        verbose_name=_("place"),
    )
    venue = I18nCharField(_("venue"), max_length=200, blank=True)
    countries = models.JSONField(_("countries"), default=list, blank=True)
    size = QuantityField(_("size of the delegation"), null=True, blank=True)
    size_scope = I18nCharField(_("who is counted"), max_length=300, blank=True)
    audience = QuantityField(_("audience"), null=True, blank=True)
    summary = I18nTextField(_("summary"), blank=True)
    note = I18nTextField(_("note"), blank=True)
    is_inferred = models.BooleanField(_("not attested, only inferred"), default=False)
    is_invented = models.BooleanField(_("invented"), default=False)
    leads_to = models.ManyToManyField(
        "self", through="MissionLink", symmetrical=False, related_name="led_to_by"
    )

    objects = MissionQuerySet.as_manager()  # type: ignore[assignment,misc]

    class Meta:
        indexes = [
            models.Index(fields=["office", "-starts_on", "id"], name="mission_list")
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Return the page of the mission."""
        return page_of("missions:mission", self.code)


class MissionLink(models.Model):
    """One mission answers an earlier one, or leads to a later one."""

    class Kind(models.TextChoices):
        ANSWERS = "answers", _("is answered by")
        LEADS_TO = "leads_to", _("leads to")

    earlier = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="later_links"
    )
    later = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="earlier_links"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    note = I18nTextField(_("note"), blank=True)
    citations = GenericRelation(Citation, "target_id", "target_type")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["earlier", "later", "kind"], name="one_link_per_pair_and_kind"
            ),
            models.CheckConstraint(
                condition=~models.Q(earlier=models.F("later")),
                name="no_mission_answers_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.earlier_id} {self.kind} {self.later_id}"


class Goal(models.Model):
    """What a mission is to achieve, if possible as a number."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="goals")
    text = I18nTextField(_("goal"))
    target = QuantityField(_("target"), null=True, blank=True)
    reached = QuantityField(_("reached"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    citations = GenericRelation(Citation, "target_id", "target_type")

    def __str__(self) -> str:
        return str(self.text)


class Stop(BaseModel):
    """A place on a mission, in order, with host."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="stops")
    position = models.PositiveSmallIntegerField(_("order"))
    place = models.ForeignKey(
        Place,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="stops",
        verbose_name=_("place"),
    )
    place_text = I18nCharField(_("place in words"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="stops_visited",
        verbose_name=_("visited"),
    )
    host = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="stops_hosted",
        verbose_name=_("host"),
    )
    arrives_on = PartialDateField(_("from"))
    leaves_on = PartialDateField(_("until"))
    language = models.CharField(_("language"), max_length=10, blank=True)
    text = I18nTextField(_("what"), blank=True)
    note = I18nTextField(_("note"), blank=True)
    is_planned_only = models.BooleanField(_("planned, not attested"), default=False)
    citations = GenericRelation(Citation, "target_id", "target_type")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "position"], name="one_stop_per_position"
            )
        ]

    def __str__(self) -> str:
        return str(self.place or self.place_text or self.organisation)


class ProgrammeItem(EvidenceModel):
    """
    Something at a time in a mission, with plan and actual apart.

    Beginnings are on the clock of the place; ends on that of the destination, if
    there is one. An end that is earlier than the beginning is on the next day.
    """

    class Kind(models.TextChoices):
        RECEPTION = "reception", _("Reception")
        PRESENTATION = "presentation", _("Presentation")
        COURTESY_CALL = "courtesy_call", _("Courtesy call")
        SITE_VISIT = "site_visit", _("Site visit")
        MEETING = "meeting", _("Meeting")
        SESSION = "session", _("Meeting session")
        CONCERT = "concert", _("Concert")
        DINNER = "dinner", _("Dinner")
        PRESS = "press", _("Press talk")
        SIGHTSEEING = "sightseeing", _("Sightseeing")
        CONGRESS = "congress", _("Congress")
        TRAVEL = "travel", _("Journey between places")
        OTHER = "other", _("Other")

    class Status(models.TextChoices):
        WISHED = "wished", _("Wished")
        REQUESTED = "requested", _("Requested")
        CONFIRMED = "confirmed", _("Confirmed")
        CHANGED = "changed", _("Changed")
        HELD = "held", _("Held")
        DROPPED = "dropped", _("Dropped")

    class Means(models.TextChoices):
        TRAIN = "train", _("Train")
        FLIGHT = "flight", _("Flight")
        BUS = "bus", _("Bus")
        CAR = "car", _("Car")
        SHIP = "ship", _("Ship")
        ON_FOOT = "on_foot", _("On foot")

    class Order(models.TextChoices):
        BEFORE = "before", _("before")
        AFTER = "after", _("after")

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="items")
    stop = models.ForeignKey(
        Stop, null=True, blank=True, on_delete=models.SET_NULL, related_name="items"
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.WISHED
    )
    status_reason = I18nTextField(_("reason"), blank=True)
    title = I18nCharField(_("title"), max_length=300)
    text = I18nTextField(_("text"), blank=True)
    place = models.ForeignKey(
        Place,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="items",
        verbose_name=_("place"),
    )
    venue = I18nCharField(_("venue"), max_length=200, blank=True)
    destination = models.ForeignKey(
        Place,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("to"),
    )
    means = models.CharField(
        _("by what"), max_length=10, choices=Means.choices, blank=True
    )
    number = models.CharField(_("train or flight number"), max_length=40, blank=True)
    planned_on = PartialDateField(_("planned for"))
    planned_start = models.TimeField(_("planned start"), null=True, blank=True)
    planned_end = models.TimeField(_("planned end"), null=True, blank=True)
    planned_audience = QuantityField(_("planned audience"), null=True, blank=True)
    planned_audience_kinds = I18nCharField(
        _("planned guests"), max_length=300, blank=True
    )
    actual_on = PartialDateField(_("held on"))
    actual_start = models.TimeField(_("began"), null=True, blank=True)
    actual_end = models.TimeField(_("ended"), null=True, blank=True)
    actual_audience = QuantityField(_("audience"), null=True, blank=True)
    actual_audience_kinds = I18nCharField(_("guests"), max_length=300, blank=True)
    anchor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="anchored",
        verbose_name=_("around the event"),
    )
    planned_order = models.CharField(
        _("planned order"), max_length=10, choices=Order.choices, blank=True
    )
    actual_order = models.CharField(
        _("actual order"), max_length=10, choices=Order.choices, blank=True
    )
    hosts = models.ManyToManyField(
        Organisation, blank=True, related_name="items_hosted", verbose_name=_("hosts")
    )
    visited = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="items_visited",
        verbose_name=_("visited"),
    )
    speaker = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="items_spoken",
        verbose_name=_("presented by"),
    )
    introduced_by = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="items_introduced",
        verbose_name=_("introduced by"),
    )
    people = models.ManyToManyField(
        Person, blank=True, related_name="items", verbose_name=_("with")
    )
    is_public = models.BooleanField(_("public"), default=True)

    class Meta:
        indexes = [models.Index(fields=["mission", "position", "id"], name="item_list")]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Return the item's place on the page of its mission."""
        return f"{self.mission.get_absolute_url()}#item-{self.code}"


class Topic(models.Model):
    """What a programme item was about."""

    item = models.ForeignKey(
        ProgrammeItem, on_delete=models.CASCADE, related_name="topics"
    )
    name = I18nCharField(_("topic"), max_length=200)
    sector = models.ForeignKey(
        Sector, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.name)


class Participation(models.Model):
    """A person or an organisation in a mission, with its function."""

    class Function(models.TextChoices):
        LEAD = "lead", _("Lead")
        MEMBER = "member", _("Member of the delegation")
        COORDINATION = "coordination", _("Coordination")
        INTERPRETER = "interpreter", _("Interpreter")
        COMPANY = "company", _("Company")
        PROFILE = "profile", _("Company presented without travelling")
        PARTNER = "partner", _("Partner")
        ORGANISER = "organiser", _("Organiser")
        SUPPORTER = "supporter", _("Supporter")
        CLIENT = "client", _("Client")
        PATRON = "patron", _("Patron")
        OPENER = "opener", _("Opened by")
        WELCOME = "welcome", _("Words of welcome")
        GUEST = "guest", _("Guest")

    code = models.SlugField(_("code"), max_length=64, unique=True, default=new_code)
    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="participations"
    )
    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="participations",
    )
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="participations",
    )
    label = I18nCharField(_("name or group in words"), max_length=300, blank=True)
    function = models.CharField(_("function"), max_length=20, choices=Function.choices)
    title = I18nCharField(_("title at the time"), max_length=300, blank=True)
    count = QuantityField(_("how many"), null=True, blank=True)
    attested_on = PartialDateField(_("attested for"))
    is_public = models.BooleanField(_("on the public list"), default=True)
    position = models.PositiveSmallIntegerField(_("rank"), default=0)
    note = I18nTextField(_("note"), blank=True)
    citations = GenericRelation(Citation, "target_id", "target_type")

    #: Somebody took part: the results count on it.
    after_erasure: ClassVar[dict[str, Any]] = {"title": "", "label": "", "note": ""}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False)
                | models.Q(organisation__isnull=False)
                | ~models.Q(label=""),
                name="participation_is_somebody",
            )
        ]

    def __str__(self) -> str:
        return str(self.person or self.organisation or self.label)

    def get_personal_url(self, token: str) -> str:
        """Return the own day sheet of whoever takes part."""
        return page_of("travellers:own-days", token)
