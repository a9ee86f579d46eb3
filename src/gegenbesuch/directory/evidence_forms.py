"""Reading what is typed about what sources say of a record, and what none says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.codes import new_code
from gegenbesuch.core.i18n_forms import text_field
from gegenbesuch.core.values.forms import PartialDateField, QuantityField
from gegenbesuch.directory.detail_forms import (
    AddressForm,
    CardForm,
    ContactForm,
    DetailForm,
    IdentifierForm,
    MembershipForm,
    NameForm,
    NoteForm,
    offer,
)
from gegenbesuch.directory.models import (
    Citation,
    Claim,
    Figure,
    OpenQuestion,
    RelationFact,
    Source,
)
from gegenbesuch.directory.organisation_fields import OrganisationField, suggestions


class FigureForm(DetailForm):
    """A number about a record, with its date and source."""

    model = Figure
    title = _("Figure")
    kinds = ()
    is_cited = True

    label = text_field(label=_("What is counted"), max_length=300)
    quantity = QuantityField(
        label=_("Number"),
        help_text=_("For example 350, about 350, more than 350, or 350 (as of 2019)."),
    )
    role = forms.ChoiceField(label=_("Role"), choices=Figure.Role.choices)
    note = text_field(label=_("Note"), required=False, is_long=True)

    def clean(self) -> dict[str, Any]:
        """Give a new figure its key, from what is counted."""
        values: dict[str, Any] = super().clean() or {}
        if "label" in values and "what" not in self.initial:
            self.key = slugify(str(values["label"]))[:60] or "figure"
        return values


class FactForm(DetailForm):
    """Something that belongs to a relation but to no mission."""

    model = RelationFact
    title = _("Fact of the relation")
    kinds = ("relation",)
    is_cited = True
    starts_with = frozenset({"kind"})

    kind = forms.ChoiceField(label=_("Kind"), choices=RelationFact.Kind.choices)
    text = text_field(label=_("What is known"), is_long=True)
    organisation = OrganisationField(
        label=_("Organisation"),
        required=False,
        help_text=_("The name of an organisation that is in the directory."),
    )
    on = PartialDateField(label=_("From"), required=False)
    until = PartialDateField(label=_("Until"), required=False)

    def prepare(self, record: Any, detail: Any) -> None:
        """Offer organisations as one types."""
        self.fields["organisation"].widget.attrs |= suggestions()


class ClaimForm(DetailForm):
    """One of several statements that contradict each other."""

    model = Claim
    title = _("Statement in dispute")
    kinds = ()
    is_cited = True
    starts_with = frozenset({"aspect"})

    aspect = forms.ChoiceField(
        label=_("Which question it answers"),
        required=False,
        help_text=_("Statements on the same question stand side by side."),
    )
    label = text_field(label=_("What is asked"), required=False, max_length=300)
    statement = text_field(label=_("What this source says"), is_long=True)
    is_preferred = forms.BooleanField(
        label=_("The office goes by this"), required=False
    )
    note = text_field(label=_("Why"), required=False, is_long=True)

    def prepare(self, record: Any, detail: Any) -> None:
        """Offer the questions that are there; a statement stays with its own."""
        known = record.claims.order_by("position", "pk")
        self.questions = {claim.aspect: claim.label for claim in known}
        if detail is not None:
            del self.fields["aspect"]
            return
        pairs = [(aspect, str(label)) for aspect, label in self.questions.items()]
        offer(self, aspect=[("", str(_("A new one, written below"))), *pairs])
        if not pairs:
            del self.fields["aspect"]

    def clean(self) -> dict[str, Any]:
        """Put the statement to its question, or begin a new one."""
        values: dict[str, Any] = super().clean() or {}
        aspect = values.get("aspect", "")
        if aspect in self.questions:
            values["label"] = self.questions[aspect]
        elif "label" in values and not str(values["label"]):
            self.add_error("label", _("Please write the question."))
        elif "label" in values and "statement" not in self.initial:
            values["aspect"] = slugify(str(values["label"]))[:60] or new_code()
        return values


class QuestionForm(DetailForm):
    """Something that no source tells."""

    model = OpenQuestion
    title = _("Open question")
    kinds = ()
    remove_label = _("It is answered: close the question")

    text = text_field(label=_("What is not known"), is_long=True)


class CitationForm(DetailForm):
    """A record rests on a source."""

    model = Citation
    title = _("Source of the record")
    kinds = ()

    source = forms.ModelChoiceField(
        Source.objects.none(), label=_("Source"), empty_label="—"
    )
    locator = forms.CharField(label=_("Page or place"), required=False, max_length=100)
    quote = forms.CharField(
        label=_("Quoted words"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )

    def prepare(self, record: Any, detail: Any) -> None:
        """Offer the sources of the office."""
        field: Any = self.fields["source"]
        rows = Source.objects.filter(office=record.office_id)
        field.queryset = rows.order_by("number", "pk")


#: The forms by the word that stands in addresses.
FORMS: dict[str, type[DetailForm]] = {
    "addresses": AddressForm,
    "contacts": ContactForm,
    "identifiers": IdentifierForm,
    "notes": NoteForm,
    "names": NameForm,
    "memberships": MembershipForm,
    "cards": CardForm,
    "facts": FactForm,
    "figures": FigureForm,
    "claims": ClaimForm,
    "questions": QuestionForm,
    "sources": CitationForm,
}
