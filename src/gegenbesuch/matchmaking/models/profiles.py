"""What a company says about itself in a mission, and who speaks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.models import Language
from gegenbesuch.core.models import ERASED, BaseModel
from gegenbesuch.core.values.fields import I18nTextField, NameField
from gegenbesuch.core.values.name import Name
from gegenbesuch.directory.languages import language_name
from gegenbesuch.directory.models import Organisation, Person, Sector, page_of
from gegenbesuch.missions.models import Mission

if TYPE_CHECKING:
    from datetime import date


class ProfileQuerySet(models.QuerySet[Any]):
    """Profiles of missions."""

    def visible_to(self, user: Any) -> ProfileQuerySet:
        """Keep the profiles in missions of the user's offices."""
        return self.filter(mission__in=Mission.objects.visible_to(user))

    def published(self, on: date) -> ProfileQuerySet:
        """Keep those that other companies see on this day."""
        return self.filter(shown_on(on))


def shown_on(on: date, profile: str = "") -> models.Q:
    """
    Return what is true of a profile that other companies see on this day.

    Args:
        profile: The way to it from what is asked for, such as `partner__`.
    """
    until = f"{profile}published_until"
    is_open = models.Q((until, None)) | models.Q((f"{until}__gte", on))
    return is_open & models.Q((f"{profile}status", Profile.Status.PUBLISHED))


class Profile(BaseModel):
    """
    A company in a mission: who it is there, what it offers and needs.

    What others see is what the office has reviewed: the texts in `shown`, which
    publishing writes. What the company writes afterwards waits for the next review.

    Attributes:
        closed_halves: Half days without meetings, such as "2031-06-03/am".
        most_meetings: None: as the marketplace has it.
        shown: `{"summary": {language: text}, "summary_machine": {source, texts},
            "statements": [{kind, language, text, machine}]}`; what a machine made of
            a text is kept by language.
        changed_at: When the company last wrote something that others are to see.
        avoided: Companies that it does not want suggested.
    """

    class Side(models.IntegerChoices):
        HOME = 0, _("Home side")
        PARTNER = 1, _("Partner side")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "review", _("To be reviewed")
        RETURNED = "returned", _("Back with the company")
        PUBLISHED = "published", _("Published")
        EXPIRED = "expired", _("No longer shown")

    class Size(models.TextChoices):
        MICRO = "micro", _("up to 9 people")
        SMALL = "small", _("10 to 49 people")
        MEDIUM = "medium", _("50 to 249 people")
        LARGE = "large", _("250 people and more")

    class Stage(models.TextChoices):
        IDEA = "idea", _("Idea")
        STARTUP = "startup", _("Start-up")
        GROWTH = "growth", _("Growing")
        ESTABLISHED = "established", _("Established")

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="profiles"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="profiles"
    )
    side = models.PositiveSmallIntegerField(_("side"), choices=Side.choices)
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.DRAFT
    )
    summary = I18nTextField(_("who we are"), blank=True)
    size = models.CharField(_("size"), max_length=10, choices=Size.choices, blank=True)
    stage = models.CharField(
        _("stage"), max_length=15, choices=Stage.choices, blank=True
    )
    sectors = models.ManyToManyField(
        Sector, blank=True, related_name="profiles", verbose_name=_("fields")
    )
    sought_sectors = models.ManyToManyField(
        Sector, blank=True, related_name="+", verbose_name=_("fields of partners")
    )
    sought_countries = models.JSONField(
        _("countries of partners"), default=list, blank=True
    )
    sought_sizes = models.JSONField(_("size of partners"), default=list, blank=True)
    people = models.ManyToManyField(
        Person, blank=True, related_name="profiles", verbose_name=_("people")
    )
    languages = models.JSONField(_("languages"), default=list, blank=True)
    wants_interpreter = models.BooleanField(_("interpreter wanted"), default=False)
    representatives = models.PositiveSmallIntegerField(
        _("people who can hold meetings at the same time"), default=1
    )
    closed_halves = models.JSONField(_("not available"), default=list, blank=True)
    most_meetings = models.PositiveSmallIntegerField(
        _("meetings at most"), null=True, blank=True
    )
    contact_name = models.CharField(_("contact"), max_length=200, blank=True)
    contact_email = models.EmailField(_("e-mail address"), blank=True)
    contact_phone = models.CharField(_("phone"), max_length=50, blank=True)
    contact_language = models.CharField(
        _("language of our mails"),
        max_length=2,
        choices=Language.choices,
        default=Language.ENGLISH,
    )
    wants_reminders = models.BooleanField(_("reminders by mail"), default=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_until = models.DateField(_("published until"), null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    shown = models.JSONField(default=dict, blank=True)
    avoided = models.ManyToManyField("self", symmetrical=False, related_name="+")

    #: The company keeps its profile; only its contact goes.
    after_erasure: ClassVar[dict[str, Any]] = {
        "contact_name": "",
        "contact_email": "",
        "contact_phone": "",
    }

    objects = ProfileQuerySet.as_manager()

    is_one_after_merge = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "organisation"], name="one_profile_per_mission"
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def office_id(self) -> int:
        """The office that leads the mission, which must have been selected."""
        return self.mission.office_id

    @property
    def language_names(self) -> list[str]:
        """The company's languages by name, the best one first."""
        return [language_name(code) for code in self.languages]

    @property
    def is_changed(self) -> bool:
        """Whether the company has written something since the last review."""
        return bool(
            self.changed_at
            and self.published_at
            and self.changed_at > self.published_at
        )

    def is_published(self, on: date) -> bool:
        """Tell whether other companies see it on this day."""
        return self.status == self.Status.PUBLISHED and (
            self.published_until is None or on <= self.published_until
        )

    def get_absolute_url(self) -> str:
        """Return the page of the profile."""
        return page_of("matchmaking:profile", self.code)

    def get_personal_url(self, token: str) -> str:
        """Return the page that a personal link to this profile opens."""
        return reverse("matchmaking:own-company", args=[token, self.code])


class Statement(models.Model):
    """One thing a company offers or needs, in the language it was written in."""

    class Kind(models.TextChoices):
        OFFER = "offer", _("Offer")
        NEED = "need", _("Need")

    profile = models.ForeignKey(
        Profile, on_delete=models.CASCADE, related_name="statements"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    text = models.TextField(_("text"))
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.text


class Representative(models.Model):
    """
    Somebody of the company who holds meetings, as the company wrote it down.

    Publishing puts them into the office's directory: then `person` is set.
    """

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="staff")
    name = NameField(_("name"))
    function = models.CharField(_("function"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=50, blank=True)
    person = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    position = models.PositiveSmallIntegerField(default=0)

    #: Somebody holds the meetings of the company.
    after_erasure: ClassVar[dict[str, Any]] = {
        "person": None,
        "name": Name(full=ERASED),
        "function": "",
        "email": "",
        "phone": "",
    }

    def __str__(self) -> str:
        return str(self.name)


class Remark(BaseModel):
    """What the office asks the company to change, at one step of its profile."""

    profile = models.ForeignKey(
        Profile, on_delete=models.CASCADE, related_name="remarks"
    )
    step = models.CharField(_("step"), max_length=20)
    text = models.TextField(_("text"))
    author = models.CharField(_("author"), max_length=200)
    done_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text


class AgentQuerySet(models.QuerySet[Any]):
    """Agents in missions."""

    def visible_to(self, user: Any) -> AgentQuerySet:
        """Keep the agents in missions of the user's offices."""
        return self.filter(mission__in=Mission.objects.visible_to(user))


class Agent(BaseModel):
    """A consulate or agency that acts for some companies of a mission by link."""

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="agents"
    )
    name = models.CharField(_("consulate or agency"), max_length=200)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    profiles = models.ManyToManyField(
        Profile, blank=True, related_name="agents", verbose_name=_("companies")
    )

    #: The agency acts for its companies; its address goes.
    after_erasure: ClassVar[dict[str, Any]] = {
        "email": Concat("code", models.Value("@erased.invalid"))
    }

    objects = AgentQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def office_id(self) -> int:
        """The office that leads the mission, which must have been selected."""
        return self.mission.office_id

    def get_absolute_url(self) -> str:
        """Return the organiser's page, where agents are listed."""
        page = reverse("matchmaking:marketplace", args=[self.mission.code])
        return f"{page}#agents"

    def get_personal_url(self, token: str) -> str:
        """Return the page that a personal link of this agent opens."""
        return reverse("matchmaking:own-companies", args=[token])
