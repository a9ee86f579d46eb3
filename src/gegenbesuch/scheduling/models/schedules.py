"""Sessions with slots, tables and interpreters; solver runs; meetings."""

from __future__ import annotations

from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.models import BaseModel
from gegenbesuch.core.values.fields import I18nCharField
from gegenbesuch.directory.models import Person, Place, page_of
from gegenbesuch.matchmaking.models import Profile, Request
from gegenbesuch.missions.models import Mission

NOON = 12


class SessionQuerySet(models.QuerySet[Any]):
    """Sessions of missions."""

    def visible_to(self, user: Any) -> SessionQuerySet:
        """Keep the sessions of missions that the user may see."""
        return self.filter(mission__in=Mission.objects.visible_to(user))


class Session(BaseModel):
    """A block of 1:1 meetings: slots, tables and interpreters in one room."""

    class Status(models.TextChoices):
        COLLECTING = "collecting", _("Collecting requests")
        PRELIMINARY = "preliminary", _("Preliminary schedule")
        FINAL = "final", _("Final schedule")

    class Fields(models.TextChoices):
        """Which fields of business meet; a company counts for each of its fields."""

        ANY = "any", _("Companies of any fields")
        SHARED = "shared", _("Only companies with a field in common")
        LISTED = "listed", _("Only these pairs of fields")
        OTHERS = "others", _("All but these pairs of fields")

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="sessions"
    )
    title = I18nCharField(_("title"), max_length=300)
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    venue = I18nCharField(_("venue"), max_length=300, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=50)
    partner_time_zone = models.CharField(
        _("time zone of the partners"), max_length=50, blank=True
    )
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.COLLECTING
    )
    max_meetings = models.PositiveSmallIntegerField(
        _("most meetings of a company"), null=True, blank=True
    )
    max_per_day = models.PositiveSmallIntegerField(
        _("most meetings of a company in a day"), null=True, blank=True
    )
    free_after = models.PositiveSmallIntegerField(
        _("free slots after a meeting"), default=0
    )
    is_across_only = models.BooleanField(
        _("only companies of different sides meet"), default=False
    )
    fields_rule = models.CharField(
        _("fields that meet"),
        max_length=10,
        choices=Fields.choices,
        default=Fields.ANY,
    )
    is_invented = models.BooleanField(_("invented"), default=False)

    objects = SessionQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.title)

    @property
    def office_id(self) -> int:
        """The office that leads the mission, which must have been selected."""
        return self.mission.office_id

    @property
    def zone(self) -> ZoneInfo:
        """The time zone on whose clock the session runs."""
        return ZoneInfo(self.time_zone)

    def get_absolute_url(self) -> str:
        """Return the page of the session."""
        return page_of("scheduling:session", self.code)


class Slot(models.Model):
    """A time in which one meeting per table can be held."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="slots")
    position = models.PositiveSmallIntegerField(_("order"))
    block = models.PositiveSmallIntegerField(_("block"), default=0)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "position"], name="one_slot_per_position"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="slot_ends_after_it_begins",
            ),
        ]

    def half_day(self, zone: ZoneInfo) -> str:
        """Return its half day as companies name those they can't come in."""
        begin = self.starts_at.astimezone(zone)
        return f"{begin.date().isoformat()}/{'am' if begin.hour < NOON else 'pm'}"

    def __str__(self) -> str:
        return f"{self.position + 1}"


class Table(models.Model):
    """
    A place where one meeting at a time is held.

    Attributes:
        features: What it has, in the words of the office: screen, power.
        site: Where it is; None: wherever people are.
    """

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="tables"
    )
    name = models.CharField(_("name"), max_length=50)
    position = models.PositiveSmallIntegerField(_("order"))
    features = models.JSONField(_("features"), default=list, blank=True)
    site = models.ForeignKey(
        "scheduling.Site",
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="tables",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "position"], name="one_table_per_position"
            )
        ]

    @property
    def label(self) -> str:
        """What the sign on the table says: "Table 3"."""
        return gettext("Table %(table)s") % {"table": self.name}

    def __str__(self) -> str:
        return self.name


class Interpreter(models.Model):
    """Somebody who interprets in a session, between which languages."""

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="interpreters"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    pairs = models.JSONField(_("language pairs"), default=list)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    closed_slots = models.ManyToManyField(Slot, blank=True, related_name="+")

    #: The meetings that were interpreted stay as they were.
    after_erasure: ClassVar[dict[str, Any]] = {}

    def __str__(self) -> str:
        return str(self.person)

    def get_personal_url(self, token: str) -> str:
        """Return the page to which a personal link of the interpreter leads."""
        return reverse("onsite:my-interpreting", args=[token])


class Absence(models.Model):
    """A slot in which a company can't meet."""

    profile = models.ForeignKey(
        Profile, on_delete=models.CASCADE, related_name="absences"
    )
    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="absences")

    is_one_after_merge = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "slot"], name="one_absence")
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} {self.slot_id}"


class Closure(models.Model):
    """A slot in which a table can't be used."""

    table = models.ForeignKey(Table, on_delete=models.CASCADE, related_name="closures")
    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="closures")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "slot"], name="one_closure")
        ]

    def __str__(self) -> str:
        return f"{self.table_id} {self.slot_id}"


class SessionPartQuerySet(models.QuerySet[Any]):
    """Runs and meetings of sessions."""

    def visible_to(self, user: Any) -> SessionPartQuerySet:
        """Keep the rows in sessions that the user may see."""
        return self.filter(session__in=Session.objects.visible_to(user))


class SolverRun(BaseModel):
    """One computation of a schedule, from the button to its result."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")
        INFEASIBLE = "infeasible", _("Impossible")
        FAILED = "failed", _("Failed")

    class Mode(models.TextChoices):
        """What a computation may change; repairs and variants are looked at first."""

        BEST = "best", _("The best schedule")
        KEEP = "keep", _("Only what has no slot")
        REPAIR = "repair", _("The fewest changes")
        VARIANTS = "variants", _("Variants to choose from")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="runs")
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.WAITING
    )
    seed = models.PositiveIntegerField(default=0)
    mode = models.CharField(
        _("what is computed"), max_length=20, choices=Mode.choices, default=Mode.BEST
    )
    seconds_limit = models.PositiveIntegerField(_("time limit in seconds"), default=60)
    instance = models.JSONField(default=dict)
    progress = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    message = models.TextField(blank=True)
    cancel_requested = models.BooleanField(default=False)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)

    objects = SessionPartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session"],
                condition=models.Q(status__in=["waiting", "running"]),
                name="one_run_at_a_time_per_session",
            )
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.status}"

    @property
    def is_active(self) -> bool:
        """Whether the run is waiting for a worker or being computed."""
        return self.status in {self.Status.WAITING, self.Status.RUNNING}


class Meeting(BaseModel):
    """
    The appointment that an accepted request becomes.

    `reasons` says why it could not be placed: a list of
    `{rule, data, text: {language: sentence}, cures: [{action, data, text}]}`.
    A meeting that companies were told of and whose request is no longer accepted
    is cancelled, so that they can be told that too.
    `sequence` counts the changes of time, table or interpreter, as calendars ask.
    """

    class Status(models.TextChoices):
        UNSCHEDULED = "unscheduled", _("Not placed")
        PRELIMINARY = "preliminary", _("Preliminary")
        FINAL = "final", _("Final")
        CANCELLED = "cancelled", _("Cancelled")

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="meetings"
    )
    request = models.OneToOneField(
        Request, on_delete=models.CASCADE, related_name="meeting"
    )
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=Status.choices,
        default=Status.UNSCHEDULED,
    )
    slot = models.ForeignKey(
        Slot,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="meetings",
    )
    table = models.ForeignKey(
        Table,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="meetings",
    )
    interpreter = models.ForeignKey(
        Interpreter,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="meetings",
    )
    is_locked = models.BooleanField(_("stays where it is"), default=False)
    reasons = models.JSONField(_("why it could not be placed"), default=list)
    sequence = models.PositiveIntegerField(default=0)

    objects = SessionPartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "table"], name="one_meeting_per_slot_and_table"
            ),
            models.UniqueConstraint(
                fields=["slot", "interpreter"],
                name="one_meeting_per_slot_and_interpreter",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    status__in=["unscheduled", "cancelled"], slot__isnull=True
                )
                | models.Q(
                    ~models.Q(status__in=["unscheduled", "cancelled"]),
                    slot__isnull=False,
                    table__isnull=False,
                ),
                name="placed_meeting_has_slot_and_table",
            ),
        ]
        indexes = [
            # How many are in a slot, and which are in none, is read from the index.
            models.Index(
                fields=["session", "status", "request", "slot"], name="meeting_state"
            )
        ]

    def __str__(self) -> str:
        return str(self.request)

    def get_absolute_url(self) -> str:
        """Return the page of the meeting."""
        return page_of("scheduling:meeting", self.code)


class Seat(models.Model):
    """
    The chair of one representative in one slot.

    Two rows a placed meeting; the unique constraint is what makes a double
    booking impossible to store, whatever the code above does.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="seats")
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="seats")
    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="seats")
    representative = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "slot", "representative"], name="no_double_booking"
            ),
            models.UniqueConstraint(
                fields=["meeting", "profile"], name="one_seat_per_party"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} {self.slot_id} {self.representative}"


class Publication(BaseModel):
    """
    A version of the schedule of a session: what its companies were told.

    The office goes on working on the meetings; companies see the placements of
    the newest version until the next one is published.
    """

    class State(models.TextChoices):
        PRELIMINARY = "preliminary", _("Preliminary")
        FINAL = "final", _("Final")

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="publications"
    )
    number = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=20, choices=State.choices)
    feedback_until = models.DateTimeField(_("feedback until"), null=True, blank=True)

    objects = SessionPartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "number"], name="one_publication_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.session} {self.number}"


class Placement(models.Model):
    """
    Where a meeting stands in one version; never changed afterwards.

    But `sequence` rises when the whole session moves to other days.
    """

    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, related_name="placements"
    )
    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="placements"
    )
    slot = models.ForeignKey(Slot, on_delete=models.RESTRICT)
    table = models.ForeignKey(Table, on_delete=models.RESTRICT, related_name="+")
    interpreter = models.ForeignKey(
        Interpreter, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "meeting"], name="one_placement_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.meeting_id}"
