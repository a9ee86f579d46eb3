"""What the other side wanted, and what came of it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.models import Language
from gegenbesuch.core.models import ERASED
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
    Sector,
    page_of,
)
from gegenbesuch.missions.models import Mission


class Interest(models.Model):
    """A side's interest in a sector or topic, as noted on a mission."""

    class Side(models.TextChoices):
        HOST = "host", _("The other side")
        OURS = "ours", _("Our side")

    class Relation(models.TextChoices):
        SOUGHT = "sought", _("Interest noted")
        PRESENTED = "presented", _("Presented")
        DISCUSSED = "discussed", _("Discussed")
        IN_FOCUS = "in_focus", _("In focus of the programme")

    class Strength(models.IntegerChoices):
        NOTED = 1, _("noted")
        CLEAR = 2, _("clear")
        STRONG = 3, _("strong")

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="interests"
    )
    sector = models.ForeignKey(
        Sector,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="interests",
    )
    topic = I18nCharField(_("topic"), max_length=300, blank=True)
    side = models.CharField(_("side"), max_length=10, choices=Side.choices)
    relation = models.CharField(
        _("what was seen"), max_length=20, choices=Relation.choices
    )
    strength = models.PositiveSmallIntegerField(
        _("strength"), choices=Strength.choices, default=Strength.NOTED
    )
    who = I18nCharField(_("who"), max_length=300, blank=True)
    nace_codes = models.JSONField(_("NACE Rev. 2 divisions"), default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    citations = GenericRelation(Citation, "target_id", "target_type")

    def __str__(self) -> str:
        return str(self.topic or self.sector)


class Result(EvidenceModel):
    """
    What came of it, with an evidence state that is earned and never typed.

    `services.earn_evidence` alone sets it: a document on file, else a partner who
    confirmed what still stands there, else our own word.
    """

    class EvidenceState(models.TextChoices):
        SELF_REPORTED = "self_reported", _("Self-reported")
        PARTNER = "partner", _("Confirmed by the partner")
        DOCUMENT = "document", _("Document on file")

    evidence_state = models.CharField(
        _("evidence"),
        max_length=20,
        choices=EvidenceState.choices,
        default=EvidenceState.SELF_REPORTED,
    )

    class Meta:
        abstract = True


class Outcome(Result):
    """Something that came of a mission: how far it went, who is party to it."""

    class Kind(models.TextChoices):
        RETURN_VISIT = "return_visit", _("Return visit")
        INTEREST = "lead_interest", _("Interest in partners")
        FRAMEWORK = "cooperation_framework", _("Frame for cooperation")
        FOLLOW_UP_EVENT = "follow_up_event", _("Follow-up event")
        RELATIONSHIP = "relationship", _("Relationship")
        EXPECTATION = "expectation", _("Expectation")
        REQUESTED = "cooperation_requested", _("Cooperation requested")
        CONTRACT = "contract", _("Contract")
        AGREEMENT = "agreement", _("Agreement")
        INTENT = "letter_of_intent", _("Letter of intent")
        MEMORANDUM = "memorandum", _("Memorandum of understanding")
        JOINT_VENTURE = "joint_venture", _("Joint venture")
        SALES = "sales", _("Sales of participants")
        SUPPLIER = "supplier", _("New supplier or customer")
        KNOWLEDGE = "knowledge", _("Knowledge of the market")

    class Stage(models.TextChoices):
        NO_CONTACT = "no_further_contact", _("No further contact")
        KNOWLEDGE = "knowledge", _("Knowledge gained")
        CONTACT = "valuable_contact", _("Valuable contact")
        NEGOTIATION = "negotiation", _("Negotiation")
        AGREEMENT = "agreement", _("Agreement")

    class Status(models.TextChoices):
        ANNOUNCED = "announced", _("Announced")
        UNDER_REVIEW = "under_review", _("Under review")
        HOPED_FOR = "hoped_for", _("Hoped for")
        STATED = "stated", _("Stated")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    #: What is signed: at the stage of agreement it counts as one.
    AGREEMENTS = frozenset(
        {
            Kind.AGREEMENT,
            Kind.CONTRACT,
            Kind.INTENT,
            Kind.MEMORANDUM,
            Kind.JOINT_VENTURE,
        }
    )

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="outcomes"
    )
    kind = models.CharField(_("kind"), max_length=30, choices=Kind.choices)
    stage = models.CharField(_("stage"), max_length=30, choices=Stage.choices)
    status = models.CharField(_("status"), max_length=20, choices=Status.choices)
    text = I18nTextField(_("what"))
    on = PartialDateField(_("when"))
    sector = models.ForeignKey(
        Sector, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    parties = models.ManyToManyField(
        Organisation, blank=True, related_name="outcomes", verbose_name=_("parties")
    )
    value = QuantityField(_("value"), null=True, blank=True)
    leads_to = models.ForeignKey(
        Mission,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("leads to"),
    )
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.text)

    def get_absolute_url(self) -> str:
        """Return the outcome's place on the page of its mission's outcomes."""
        page = reverse("outcomes:outcomes", args=[self.mission.code])
        return f"{page}#outcome-{self.code}"

    @property
    def counts_as_agreement(self) -> bool:
        """Tell whether it counts: only an agreement that was made does."""
        return (
            self.kind in self.AGREEMENTS
            and self.stage == self.Stage.AGREEMENT
            and self.status == self.Status.DONE
        )


class Settlement(Result):
    """A company that came to stay, from the first contact to the opening."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="settlements"
    )
    title = I18nCharField(_("title"), max_length=300)
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    site = I18nCharField(_("site"), max_length=300, blank=True)
    competitors = I18nCharField(_("competing places"), max_length=300, blank=True)
    credit = I18nTextField(_("credited to"), blank=True)

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Return the page of the settlement."""
        return page_of("outcomes:settlement", self.code)


class SettlementStep(EvidenceModel):
    """One step on the way of a settlement."""

    class Kind(models.TextChoices):
        FIRST_CONTACT = "first_contact", _("First contact")
        PAUSED = "paused", _("Paused")
        RESUMED = "resumed", _("Resumed")
        LAND_PURCHASE = "land_purchase", _("Land bought")
        GROUNDBREAKING = "groundbreaking", _("Groundbreaking")
        PLANNED_OPENING = "planned_opening", _("Planned opening")
        OPENED = "opened", _("Opened")

    settlement = models.ForeignKey(
        Settlement, on_delete=models.CASCADE, related_name="steps"
    )
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("step"), max_length=20, choices=Kind.choices)
    on = PartialDateField(_("when"))
    text = I18nTextField(_("text"), blank=True)
    mission = models.ForeignKey(
        Mission,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="settlement_steps",
    )
    people = models.ManyToManyField(Person, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.get_kind_display()


class Quote(EvidenceModel):
    """
    What somebody said about a mission, for the Bilanz and the press.

    Attributes:
        language: The one it was said in; the other languages are translations.
    """

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="quotes"
    )
    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="quotes",
        verbose_name=_("who said it"),
    )
    speaker = I18nCharField(_("who said it, in words"), max_length=200, blank=True)
    words = I18nTextField(_("what was said"))
    language = models.CharField(
        _("said in"), max_length=2, choices=Language.choices, default=Language.GERMAN
    )
    position = models.PositiveSmallIntegerField(default=0)

    #: It was said in public by somebody who asked to be forgotten.
    after_erasure: ClassVar[dict[str, Any]] = {
        "person": None,
        "speaker": ERASED,
        "words": ERASED,
    }

    def __str__(self) -> str:
        return str(self.words)
