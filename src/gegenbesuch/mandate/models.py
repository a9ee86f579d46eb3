"""What a mission costs, who pays, and who has decided that it takes place."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.models import BaseModel
from gegenbesuch.core.values.fields import I18nCharField, I18nTextField
from gegenbesuch.core.values.quantity import Quantity
from gegenbesuch.missions.models import Mission

#: The currency in which the office keeps its books.
HOME_CURRENCY = "EUR"
NOT_NEGATIVE = MinValueValidator(Decimal(0))


class BudgetLine(BaseModel):
    """
    A cost of a mission, or money that comes in for it.

    Attributes:
        heads: For so many persons the amounts are each; None where they are in all.
        rate: What one unit of the currency is worth in `HOME_CURRENCY`.
        planned: As it stands in the plan; None where nobody planned it.
        committed: As it was ordered or promised.
        actual: As it was paid.
        is_from_fees: What was promised and paid follows the fees of the participants;
            only the plan is written by hand.
    """

    class Kind(models.TextChoices):
        TRAVEL = "travel", _("Flights and trains")
        STAY = "stay", _("Hotel")
        MEALS = "meals", _("Meals")
        TRANSFER = "transfer", _("Cars and transfers")
        INTERPRETING = "interpreting", _("Interpreters and translation")
        ROOMS = "rooms", _("Rooms and equipment")
        EVENT = "event", _("Reception and catering")
        PRINT = "print", _("Print and press")
        GIFTS = "gifts", _("Gifts")
        AGENCY = "agency", _("Agency and partners on site")
        OTHER = "other", _("Other costs")
        FEE = "fee", _("Fees of participants")
        GRANT = "grant", _("Grants")
        SPONSOR = "sponsor", _("Sponsors")

    class Payer(models.TextChoices):
        OFFICE = "office", _("Office")
        PARTICIPANTS = "participants", _("Participants themselves")
        HOST = "host", _("Host")
        THIRD = "third", _("Third parties")

    INCOME = frozenset({Kind.FEE, Kind.GRANT, Kind.SPONSOR})

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="budget_lines"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    what = models.CharField(_("what for"), max_length=200, blank=True)
    payer = models.CharField(
        _("who pays"), max_length=20, choices=Payer.choices, default=Payer.OFFICE
    )
    currency = models.CharField(_("currency"), max_length=3, default=HOME_CURRENCY)
    rate = models.DecimalField(
        _("rate"), max_digits=14, decimal_places=8, default=Decimal(1)
    )
    heads = models.PositiveIntegerField(_("for how many persons"), null=True)
    planned = models.DecimalField(
        _("planned"), max_digits=12, decimal_places=2, null=True
    )
    committed = models.DecimalField(
        _("committed"), max_digits=12, decimal_places=2, null=True
    )
    actual = models.DecimalField(
        _("actual"), max_digits=12, decimal_places=2, null=True
    )
    is_from_fees = models.BooleanField(
        _("follows the fees of participants"), default=False, editable=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mission"],
                condition=models.Q(is_from_fees=True),
                name="one_line_follows_the_fees",
            ),
            models.CheckConstraint(
                condition=models.Q(rate__gt=0), name="budget_rate_above_nought"
            ),
            models.CheckConstraint(
                condition=~models.Q(currency=HOME_CURRENCY) | models.Q(rate=1),
                name="home_currency_is_its_own_measure",
            ),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{column}__gte": 0})
                    | models.Q(**{f"{column}__isnull": True}),
                    name=f"budget_{column}_not_negative",
                )
                for column in ("planned", "committed", "actual")
            ),
        ]

    def __str__(self) -> str:
        return self.what or str(self.get_kind_display())

    def amounts(self) -> dict[str, Quantity]:
        """Return the known amounts as they were entered, in their own currency."""
        entered = {
            "planned": self.planned,
            "committed": self.committed,
            "actual": self.actual,
        }
        return {
            column: Quantity.exact(amount, self.currency)
            for column, amount in entered.items()
            if amount is not None
        }

    def at_home(self, column: str) -> Decimal | None:
        """
        Return an amount in all and in the home currency, in full cents.

        Args:
            column: `planned`, `committed` or `actual`.
        """
        amount: Decimal | None = getattr(self, column)
        if amount is None:
            return None
        each = 1 if self.heads is None else self.heads
        return (amount * each * self.rate).quantize(Decimal("0.01"))


class Approval(BaseModel):
    """A body that decides about a mission, in the order in which it is asked."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        APPROVED = "approved", _("Approved")
        CONDITIONS = "conditions", _("Approved with conditions")
        REFUSED = "refused", _("Refused")

    DECIDED = frozenset({Status.APPROVED, Status.CONDITIONS, Status.REFUSED})

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="approvals"
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    body = I18nCharField(_("who decides"), max_length=200)
    paper_number = models.CharField(_("number of the paper"), max_length=60, blank=True)
    meets_on = models.DateField(_("meets on"), null=True)
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.DRAFT
    )
    submitted_on = models.DateField(_("submitted on"), null=True)
    decided_on = models.DateField(_("decided on"), null=True)
    decided_by = models.CharField(_("signed by"), max_length=200, blank=True)
    reason = models.TextField(_("conditions or reason"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("recorded by"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "position"], name="one_approval_per_position"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=("draft", "submitted"))
                | models.Q(decided_on__isnull=False),
                name="a_decision_has_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=("conditions", "refused"))
                | ~models.Q(reason=""),
                name="conditions_and_refusal_say_why",
            ),
        ]

    def __str__(self) -> str:
        return str(self.body)


class HomeCover(BaseModel):
    """How the work at home was covered while the office was away; councils ask it."""

    mission = models.OneToOneField(
        Mission, on_delete=models.CASCADE, related_name="home_cover"
    )
    text = I18nTextField(_("how the work at home is covered"))

    def __str__(self) -> str:
        return str(self.text)
