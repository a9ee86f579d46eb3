"""Parse and check what is typed about rank, tables and gifts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.values.forms import PartialDateField
from gegenbesuch.directory.organisation_fields import OrganisationField, suggestions
from gegenbesuch.directory.person_fields import PersonField
from gegenbesuch.guests.models import Gift, Guest, SeatingRule, SeatingTable
from gegenbesuch.guests.precedence import Category
from gegenbesuch.missions.models import Mission

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gegenbesuch.accounts.models import Office
    from gegenbesuch.guests.models import GuestList

CURRENCIES = [(code, code) for code in ("EUR", "JPY", "USD", "CNY", "GBP", "CHF")]


class RankForm(forms.Form):
    """What a guest is, and a place by hand."""

    category = forms.ChoiceField(
        label=_("Category"), choices=[("", "–"), *Category.choices], required=False
    )
    since = PartialDateField(
        label=_("In office since"),
        required=False,
        help_text=_("For ambassadors the date of their credentials."),
    )
    is_foreign = forms.BooleanField(label=_("Foreign guest"), required=False)
    is_elected = forms.BooleanField(label=_("Elected"), required=False)
    is_host = forms.BooleanField(
        label=_("Belongs to the hosts"),
        required=False,
        help_text=_(
            "Hosts sit by the door, across from the guests, if sides are kept."
        ),
    )
    rank_place = forms.IntegerField(
        label=_("Place by hand"), required=False, min_value=1, max_value=1000
    )
    rank_note = forms.CharField(label=_("Why by hand"), required=False, max_length=200)


class TablesForm(forms.Form):
    """Tables of one size."""

    count = forms.IntegerField(
        label=_("How many tables"), min_value=1, max_value=60, initial=1
    )
    seats = forms.IntegerField(
        label=_("Seats at each"), min_value=1, max_value=60, initial=10
    )
    shape = forms.ChoiceField(label=_("Shape"), choices=SeatingTable.Shape.choices)


class RuleForm(forms.Form):
    """Two guests who must, or must not, sit at one table."""

    one = forms.ModelChoiceField(label=_("Guest"), queryset=Guest.objects.none())
    kind = forms.ChoiceField(label=_("Rule"), choices=SeatingRule.Kind.choices)
    other = forms.ModelChoiceField(
        label=_("Other guest"), queryset=Guest.objects.none()
    )
    note = forms.CharField(label=_("Why"), max_length=200, required=False)

    def __init__(
        self,
        *args: Any,
        guest_list: GuestList,
        names: Mapping[int, str] | None = None,
        **kwargs: Any,
    ) -> None:
        """
        Make the form for a list.

        Args:
            names: Of those who come, by key and in order, where they are known already.
        """
        super().__init__(*args, **kwargs)
        coming = guest_list.guests.filter(status=Guest.Status.ACCEPTED)
        for name in ("one", "other"):
            field: Any = self.fields[name]
            field.queryset = coming.order_by("sort_key", "pk")
            if names is not None:
                field.widget.choices = [("", field.empty_label), *names.items()]


class GiftForm(forms.Form):
    """A gift for the register."""

    direction = forms.ChoiceField(
        label=_("Given or received"), choices=Gift.Direction.choices
    )
    what = forms.CharField(label=_("What"), max_length=300)
    value = forms.DecimalField(
        label=_("Value"), min_value=0, max_digits=12, decimal_places=2
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    on = forms.DateField(
        label=_("When"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    person = PersonField(
        label=_("Person"),
        required=False,
        help_text=_("From or to whom; the gift then stands in their timeline."),
    )
    organisation = OrganisationField(label=_("Organisation"), required=False)
    party = forms.CharField(
        label=_("From or to whom, in words"),
        max_length=300,
        required=False,
        help_text=_("As it is to stand in the register, or if it is in no directory."),
    )
    ours = forms.CharField(label=_("Who of us gave or took it"), max_length=200)
    mission = forms.ModelChoiceField(
        label=_("Mission"), queryset=Mission.objects.none(), required=False
    )

    def __init__(self, *args: Any, office: Office, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["person"].user = fields["organisation"].user = user
        fields["organisation"].widget.attrs |= suggestions()
        fields["mission"].queryset = Mission.objects.filter(office=office).order_by(
            "-starts_on", "pk"
        )

    def clean(self) -> dict[str, Any]:
        """Name the other side, in words where it is in no directory."""
        data = super().clean() or self.cleaned_data
        known = [data.get("person"), data.get("organisation")]
        if not data.get("party"):
            data["party"] = ", ".join(str(row) for row in known if row)[:300]
        if not data["party"] and not self.errors:
            self.add_error("party", _("Please say from whom or to whom it went."))
        return data


class GiftDecisionForm(forms.Form):
    """Approved or refused, and why."""

    status = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (Gift.Status.APPROVED, Gift.Status.APPROVED.label),
            (Gift.Status.REFUSED, Gift.Status.REFUSED.label),
        ],
    )
    note = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("Needed if it is refused."),
    )


class GiftLimitForm(forms.Form):
    """From which value on a gift needs approval."""

    amount = forms.DecimalField(
        label=_("Gifts from this value on need approval"),
        min_value=0,
        max_digits=12,
        decimal_places=2,
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
