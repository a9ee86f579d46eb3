"""Parse and check who takes part, with which papers, and what they pay."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.i18n_forms import text_field
from gegenbesuch.directory.organisation_fields import OrganisationField, suggestions
from gegenbesuch.directory.person_fields import PersonField
from gegenbesuch.missions.models import Participation
from gegenbesuch.travellers.models import EXPIRING, PaperKind, RequiredPaper


def _date() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ParticipantForm(forms.Form):
    """Who takes part, as what, and whether in public."""

    person = PersonField(label=_("Person"), required=False)
    organisation = OrganisationField(
        label=_("Organisation"),
        required=False,
        help_text=_("Where the person comes from, or which takes part as a whole."),
    )
    label = text_field(
        label=_("Name or group in words"),
        required=False,
        help_text=_("For somebody who is not in the directory."),
    )
    function = forms.ChoiceField(
        label=_("Function"), choices=Participation.Function.choices
    )
    title = text_field(
        label=_("Title at the time"),
        required=False,
        help_text=_("It stays as it is, whatever becomes of the person later."),
    )
    is_public = forms.BooleanField(
        label=_("On the public list"),
        required=False,
        initial=True,
        help_text=_("Who has not agreed stands on the internal list only."),
    )
    position = forms.IntegerField(
        label=_("Rank"),
        required=False,
        min_value=0,
        max_value=9999,
        help_text=_("Lists go by it, the lowest first. Left empty, it comes last."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["person"].user = fields["organisation"].user = user
        fields["organisation"].widget.attrs |= suggestions()


class RequirementsForm(forms.Form):
    """Which papers everybody who travels has to have."""

    kinds = forms.MultipleChoiceField(
        label=_("Papers that are needed"),
        choices=PaperKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    days_beyond = forms.IntegerField(
        label=_("Passports are valid for so many days after the return"),
        min_value=0,
        max_value=730,
        initial=0,
        help_text=_("Visa and insurance have to last until the return."),
    )

    def papers(self) -> dict[str, int]:
        """Return the kinds with the days after the return."""
        days = self.cleaned_data["days_beyond"]
        return {
            kind: days if kind == PaperKind.PASSPORT else 0
            for kind in self.cleaned_data["kinds"]
        }


class PapersForm(forms.Form):
    """Which papers somebody has, until when they are valid, and the fee."""

    amount = forms.DecimalField(
        label=_("Fee in euros"),
        required=False,
        min_value=0,
        max_digits=10,
        decimal_places=2,
    )
    paid_on = forms.DateField(label=_("Paid on"), required=False, widget=_date())

    def __init__(
        self, *args: Any, required: list[RequiredPaper], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = [PaperKind(row.kind) for row in required]
        fields: dict[str, forms.Field] = {}
        for kind in self.kinds:
            if kind in EXPIRING:
                fields[kind.value] = forms.DateField(
                    label=_("%(paper)s valid until") % {"paper": kind.label},
                    required=False,
                    widget=_date(),
                    help_text=_("Left empty while it is missing."),
                )
            else:
                fields[kind.value] = forms.BooleanField(
                    label=_("%(paper)s is there") % {"paper": kind.label},
                    required=False,
                )
        self.fields = fields | self.fields

    def clean(self) -> dict[str, Any]:
        """Refuse a payment of nothing."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("paid_on") and data.get("amount") is None:
            self.add_error("amount", _("Please say which fee was paid."))
        return data

    def papers(self) -> dict[str, Any]:
        """Return what is there, with the day until which it is valid."""
        return {
            kind.value: value if kind in EXPIRING else None
            for kind in self.kinds
            if (value := self.cleaned_data.get(kind.value))
        }


class NeedForm(forms.Form):
    """What somebody who travels eats and needs, as the office was told."""

    diet = forms.CharField(label=_("Does not eat"), max_length=300, required=False)
    access = forms.CharField(
        label=_("Needs to get around"), max_length=300, required=False
    )
    agrees = forms.BooleanField(
        label=_("The person has agreed that this is kept until 30 days after it"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Keep nothing about food and access without consent."""
        data = super().clean() or self.cleaned_data
        if (data.get("diet") or data.get("access")) and not data.get("agrees"):
            self.add_error(
                "agrees",
                _(
                    "Without your consent this cannot be kept. Please agree or empty it."
                ),
            )
        return data


class OwnNeedForm(NeedForm):
    """What somebody who travels tells on their own page."""

    diet = forms.CharField(label=_("What I do not eat"), max_length=300, required=False)
    access = forms.CharField(
        label=_("What I need to get around"), max_length=300, required=False
    )
    agrees = forms.BooleanField(
        label=_(
            "I agree that the office keeps what I wrote about food and access for "
            "this mission. It is deleted 30 days after it; I can take it back here."
        ),
        required=False,
    )
