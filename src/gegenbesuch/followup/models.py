"""What is to do after a mission, what was promised, and what those who came say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gegenbesuch.accounts.models import Language
from gegenbesuch.core.codes import new_code
from gegenbesuch.core.models import ERASED, BaseModel
from gegenbesuch.directory.models import OfficeModel, Organisation, Person
from gegenbesuch.missions.models import Mission, Participation, ProgrammeItem
from gegenbesuch.outcomes.models import Outcome, Quote
from gegenbesuch.scheduling.models import Meeting

if TYPE_CHECKING:
    from datetime import date


class Task(OfficeModel):
    """
    Something to do, by somebody, until some day; or a promise, of which side.

    Attributes:
        about: Where it comes from: a programme item, a meeting, a person, an
            organisation.
        owner_text: Who does it, where that is nobody who signs in.
        cause: How the meeting ended that made it a task, `no_show` or `disputed`;
            empty if somebody wrote it down.
        reminded_on: When the owner was last told by mail.
    """

    class Kind(models.TextChoices):
        TASK = "task", _("Task")
        OURS = "ours", _("Promised by us")
        THEIRS = "theirs", _("Promised to us")

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", pgettext_lazy("task", "Done")
        DROPPED = "not_needed", _("Not needed")

    PROMISES = (Kind.OURS, Kind.THEIRS)

    kind = models.CharField(
        _("kind"), max_length=10, choices=Kind.choices, default=Kind.TASK
    )
    text = models.TextField(_("what is to do"), max_length=1000)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("who does it"),
    )
    owner_text = models.CharField(
        _("who does it, in words"), max_length=200, blank=True
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.OPEN
    )
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    result = models.CharField(_("what became of it"), max_length=500, blank=True)
    mission = models.ForeignKey(
        Mission,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="tasks",
        verbose_name=_("mission"),
    )
    partner = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="tasks",
        verbose_name=_("partner"),
    )
    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="tasks",
        verbose_name=_("person"),
    )
    about_type = models.ForeignKey(
        ContentType, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    about_id = models.BigIntegerField(null=True, blank=True)
    about = GenericForeignKey("about_type", "about_id")
    cause = models.CharField(max_length=10, blank=True, editable=False)
    reminded_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["office", "status", "due_on", "id"], name="task_board"
            ),
            models.Index(fields=["owner", "status", "due_on", "id"], name="own_tasks"),
            models.Index(fields=["office", "settled_on"], name="settled_tasks"),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """Return the page of the task."""
        return reverse("followup:task", args=[self.code])

    def is_late(self, today: date) -> bool:
        """Tell whether it should have been done before this day."""
        return (
            self.status == self.Status.OPEN
            and self.due_on is not None
            and self.due_on < today
        )


class Note(OfficeModel):
    """
    What was said at a programme item or in a meeting, as the office wrote it down.

    Attributes:
        is_confidential: Only coordinators read it, and no document has it.
    """

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="notes")
    item = models.ForeignKey(
        ProgrammeItem,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="notes",
        verbose_name=_("programme item"),
    )
    meeting = models.ForeignKey(
        Meeting,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="notes",
        verbose_name=_("meeting"),
    )
    said_on = models.DateField(_("said on"))
    text = models.TextField(_("what was said"), max_length=5000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("written by"),
    )
    is_confidential = models.BooleanField(_("for coordinators only"), default=False)

    class Meta:
        indexes = [models.Index(fields=["mission", "said_on", "id"], name="note_list")]

    def __str__(self) -> str:
        return self.text[:80]


class Debrief(BaseModel):
    """The talk with somebody who took part, after the return."""

    participation = models.OneToOneField(
        Participation, on_delete=models.CASCADE, related_name="debrief"
    )
    talked_on = models.DateField(_("talked on"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("talked with"),
    )
    text = models.TextField(_("what was said"), max_length=5000)
    lessons = models.TextField(_("what to do differently"), max_length=5000, blank=True)

    #: Somebody took part and was talked to; what was said is theirs.
    after_erasure: ClassVar[dict[str, Any]] = {"text": ERASED, "lessons": ""}

    def __str__(self) -> str:
        return str(self.participation)


class Survey(BaseModel):
    """
    The questions to all who took part, so many days after the return.

    A row is there once they were sent, or somebody said that they are not.
    """

    class Days(models.IntegerChoices):
        WEEK = 7, _("after 7 days")
        MONTH = 30, _("after 30 days")
        QUARTER = 90, _("after 90 days")
        YEAR = 365, _("after 365 days")

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="surveys"
    )
    days = models.PositiveSmallIntegerField(_("when"), choices=Days.choices)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    is_off = models.BooleanField(_("not sent"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "days"], name="each_survey_once_per_mission"
            )
        ]

    def __str__(self) -> str:
        return f"{self.mission_id} {self.days}"


class Reply(OfficeModel):
    """
    What somebody who took part answers to a survey; empty until it is answered.

    Attributes:
        respondent: The same for all surveys of a mission that somebody answers, and
            nothing of them: it stays when nobody knows any more who it was.
        usefulness: From 1, not at all, to 5, very.
        stage: How far it went, in the stages of outcomes.
        may_quote: Agreed that the office publishes the quote, with the name; when
            and under which wording is kept beside it.
        outcome: The self-reported outcome that the answer became.
        quoted: The quote that the sentence became, as long as it may be published.
    """

    class Sales(models.TextChoices):
        NONE = "none", _("None")
        EXPECTED = "expected", _("Expected, not yet made")
        MADE = "made", _("Made")

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="replies")
    participation = models.ForeignKey(
        Participation,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="replies",
    )
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="survey_replies",
    )
    respondent = models.CharField(max_length=64, default=new_code, editable=False)
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.GERMAN
    )
    reminded_on = models.DateField(null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    usefulness = models.PositiveSmallIntegerField(_("useful"), null=True, blank=True)
    contacts = models.PositiveIntegerField(_("new contacts"), null=True, blank=True)
    stage = models.CharField(
        _("how far it went"), max_length=30, choices=Outcome.Stage.choices, blank=True
    )
    what = models.TextField(_("what came of it"), max_length=2000, blank=True)
    with_whom = models.CharField(_("with whom"), max_length=300, blank=True)
    sales = models.CharField(
        _("sales"), max_length=10, choices=Sales.choices, blank=True
    )
    value = models.PositiveIntegerField(_("value in euros"), null=True, blank=True)
    wishes = models.TextField(_("what the office can do"), max_length=2000, blank=True)
    quote = models.TextField(_("sentence to quote"), max_length=500, blank=True)
    may_quote = models.BooleanField(_("may be quoted"), default=False)
    agreed_at = models.DateTimeField(null=True, blank=True, editable=False)
    agreed_to = models.CharField(max_length=500, blank=True, editable=False)
    outcome = models.ForeignKey(
        Outcome, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    quoted = models.ForeignKey(
        Quote, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    #: What somebody reported counts on; who it was goes, and what they said of it.
    after_erasure: ClassVar[dict[str, Any]] = {
        "name": ERASED,
        "email": Concat("code", models.Value("@erased.invalid")),
        "what": "",
        "with_whom": "",
        "wishes": "",
        "quote": "",
        "may_quote": False,
        "agreed_to": "",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "email"], name="one_reply_per_address"
            ),
            models.CheckConstraint(
                condition=models.Q(usefulness__isnull=True)
                | models.Q(usefulness__range=(1, 5)),
                name="usefulness_from_one_to_five",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the page of the answers in the office."""
        return reverse("followup:surveys", args=[self.survey.mission.code])

    def get_personal_url(self, token: str) -> str:
        """Return the page on which the questions are answered."""
        return reverse("followup:answer", args=[token])


class SurveyStop(OfficeModel):
    """That somebody wants no more questions from an office."""

    email = models.EmailField(_("e-mail address"))

    after_erasure = None  #: There is nobody left to write to.

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "email"], name="one_stop_per_address"
            )
        ]

    def __str__(self) -> str:
        return self.email
