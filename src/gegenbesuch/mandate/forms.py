"""Parse and validate what is typed about money and decisions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.i18n_forms import text_field
from gegenbesuch.mandate.models import HOME_CURRENCY, Approval, BudgetLine

CURRENCY = RegexValidator(
    r"^[A-Z]{3}$", _("A currency has three capital letters, such as EUR or JPY.")
)


def amount_field(label: Any) -> forms.DecimalField:
    """Return a field for an amount of money."""
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=2,
    )


def day_field(label: Any, *, required: bool = False) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class LineForm(forms.Form):
    """A line of the budget."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            (
                _("Costs"),
                [c for c in BudgetLine.Kind.choices if c[0] not in BudgetLine.INCOME],
            ),
            (
                _("Money that comes in"),
                [c for c in BudgetLine.Kind.choices if c[0] in BudgetLine.INCOME],
            ),
        ],
    )
    what = forms.CharField(label=_("What for"), max_length=200, required=False)
    payer = forms.ChoiceField(
        label=_("Who pays"),
        choices=BudgetLine.Payer.choices,
        initial=BudgetLine.Payer.OFFICE,
    )
    currency = forms.CharField(
        label=_("Currency"),
        min_length=3,
        max_length=3,
        validators=[CURRENCY],
        initial=HOME_CURRENCY,
    )
    rate = forms.DecimalField(
        label=_("Rate"),
        required=False,
        min_value=Decimal("0.00000001"),
        max_digits=14,
        decimal_places=8,
        help_text=_("What one unit is worth in euros. Not needed for euros."),
    )
    heads = forms.IntegerField(
        label=_("For how many persons"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("If filled in, the amounts below are for each of them."),
    )
    planned = amount_field(_("Planned"))
    committed = amount_field(_("Committed"))
    actual = amount_field(_("Actual"))

    def clean(self) -> dict[str, Any]:
        """Ask for a rate where there is something to convert, and for an amount."""
        data = super().clean() or self.cleaned_data
        if data.get("currency") == HOME_CURRENCY:
            data["rate"] = Decimal(1)
        elif "rate" in data and data["rate"] is None:
            self.add_error(
                "rate", _("Please say what one unit of this currency is worth.")
            )
        amounts = ("planned", "committed", "actual")
        if not self.errors and all(data.get(name) is None for name in amounts):
            self.add_error("planned", _("Please fill in at least one amount."))
        return data


class CoverForm(forms.Form):
    """How the work at home is covered."""

    text = text_field(
        label=_("How the work at home is covered"),
        is_long=True,
        required=False,
        help_text=_("Who stands in for whom, and what waits; a council asks for it."),
    )


class FollowingLineForm(forms.Form):
    """The words and the plan of the line that follows the fees of participants."""

    what = forms.CharField(label=_("What for"), max_length=200, required=False)
    planned = amount_field(_("Planned, all in all"))


class ApprovalForm(forms.Form):
    """A body that decides, and when."""

    body = text_field(
        label=_("Who decides"),
        max_length=200,
        help_text=_("For example: the mayor, the committee for economic affairs."),
    )
    paper_number = forms.CharField(
        label=_("Number of the paper"), max_length=60, required=False
    )
    meets_on = day_field(_("Meets on"))


class DecisionForm(forms.Form):
    """What a body has decided."""

    status = forms.ChoiceField(
        label=_("Decision"),
        choices=[c for c in Approval.Status.choices if c[0] in Approval.DECIDED],
        widget=forms.RadioSelect,
    )
    on = day_field(_("Decided on"), required=True)
    decided_by = forms.CharField(label=_("Signed by"), max_length=200, required=False)
    reason = forms.CharField(
        label=_("Conditions or reason"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed for conditions and for a refusal."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the conditions or the reason."""
        data = super().clean() or self.cleaned_data
        needs = {Approval.Status.CONDITIONS, Approval.Status.REFUSED}
        if data.get("status") in needs and not data.get("reason", "").strip():
            self.add_error(
                "reason", _("Please write down the conditions or the reason.")
            )
        return data
