"""Reading what is typed about the things that hang on a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.countries import country_choices
from gegenbesuch.core.i18n_forms import text_field
from gegenbesuch.core.values.forms import PartialDateField
from gegenbesuch.directory.languages import tag_choices
from gegenbesuch.directory.models import (
    Address,
    CardExchange,
    ClusterMembership,
    ContactPoint,
    Identifier,
    Note,
    OrganisationName,
    Source,
)
from gegenbesuch.directory.organisation_fields import OrganisationField, suggestions
from gegenbesuch.directory.person_fields import PersonField

if TYPE_CHECKING:
    from gegenbesuch.directory.models import OfficeModel


class DetailForm(forms.Form):
    """
    A form about one thing that hangs on a record.

    Attributes:
        model: What it makes.
        title: What a page calls it.
        kinds: The records on which it can hang; none stands for all.
        is_cited: Whether a source can be named for it.
        starts_with: Fields that the address of a page may fill in.
        remove_label: What the button says that takes it away.
    """

    model: type[Any]
    title: Any
    kinds: tuple[str, ...] = ("organisation", "person")
    is_cited = False
    starts_with: frozenset[str] = frozenset()
    remove_label: Any = _("Remove")

    def __init__(
        self,
        *args: Any,
        user: Any,
        record: OfficeModel,
        detail: Any = None,
        **kwargs: Any,
    ) -> None:
        if detail is not None:
            names = [name for name in self.base_fields if hasattr(detail, name)]
            kwargs["initial"] = {name: getattr(detail, name) for name in names}
        super().__init__(*args, **kwargs)
        for each in self.fields.values():
            if isinstance(each, OrganisationField | PersonField):
                each.user = user
        if self.is_cited:
            add_source_fields(self, record.office_id)
        self.prepare(record, detail)

    def prepare(self, record: Any, detail: Any) -> None:
        """Fill choices and what it starts with."""


def add_source_fields(form: forms.Form, office: int) -> None:
    """Let a form say on which source it rests."""
    form.fields["source"] = forms.ModelChoiceField(
        Source.objects.filter(office=office).order_by("number", "pk"),
        label=_("Source"),
        required=False,
        empty_label="—",
        help_text=_("What shows that it is so; it is added to those named before."),
    )
    form.fields["quote"] = forms.CharField(
        label=_("Quoted words, or the page"), required=False, max_length=1000
    )


def with_source(values: dict[str, Any]) -> dict[str, Any]:
    """Return what was typed with source and quote as the one value services take."""
    source, quote = values.get("source"), values.get("quote", "")
    rest = {k: v for k, v in values.items() if k not in {"source", "quote"}}
    return rest | {"source": (source, quote) if source else None}


def offer(form: forms.Form, **choices: list[tuple[str, str]]) -> None:
    """Let fields of a form offer these choices."""
    for name, pairs in choices.items():
        cast("forms.ChoiceField", form.fields[name]).choices = pairs


class AddressForm(DetailForm):
    """An address in the words of one language."""

    model = Address
    title = _("Address")

    kind = forms.ChoiceField(label=_("Kind"), choices=Address.Kind.choices)
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        help_text=_("The same address in another script is added once more."),
    )
    lines = forms.CharField(
        label=_("Street and building"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
    )
    postcode = forms.CharField(label=_("Postcode"), required=False, max_length=20)
    locality = forms.CharField(label=_("Town"), required=False, max_length=200)
    region = forms.CharField(
        label=_("State or prefecture"), required=False, max_length=200
    )
    country = forms.ChoiceField(label=_("Country"), required=False)

    def prepare(self, record: Any, detail: Any) -> None:
        """Offer languages and countries; a new one is in the record's country."""
        known = detail.language if detail else ""
        offer(self, language=tag_choices(known))
        offer(self, country=[("", "—"), *country_choices()])
        if detail is None:
            self.initial["country"] = getattr(record, "country", "")


class ContactForm(DetailForm):
    """A telephone number, mail address or page."""

    model = ContactPoint
    title = _("Telephone, mail or website")

    kind = forms.ChoiceField(label=_("Kind"), choices=ContactPoint.Kind.choices)
    value = forms.CharField(
        label=_("Number or address"),
        max_length=300,
        help_text=_("Telephone numbers of other countries with + and the country."),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=200,
        help_text=_("Such as: secretary, mornings only."),
    )
    is_preferred = forms.BooleanField(label=_("Use this first"), required=False)
    is_private = forms.BooleanField(label=_("This is private."), required=False)


class IdentifierForm(DetailForm):
    """A number in a register."""

    model = Identifier
    title = _("Number in a register")

    scheme = forms.ChoiceField(label=_("Register"), choices=Identifier.Scheme.choices)
    value = forms.CharField(
        label=_("Number"), max_length=100, help_text=_("Its check digits are tested.")
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=200)


class NoteForm(DetailForm):
    """What somebody writes down about a record."""

    model = Note
    title = _("Note")

    text = forms.CharField(
        label=_("Note"), max_length=20_000, widget=forms.Textarea({"rows": 4})
    )
    is_pinned = forms.BooleanField(label=_("Keep on top"), required=False)


class NameForm(DetailForm):
    """A further name of an organisation."""

    model = OrganisationName
    title = _("Further name")
    kinds = ("organisation",)
    is_cited = True

    text = forms.CharField(label=_("Name"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationName.Kind.choices)
    language = forms.ChoiceField(label=_("Language and script"), required=False)
    started_on = PartialDateField(label=_("Since"), required=False)
    ended_on = PartialDateField(label=_("Until"), required=False)

    def prepare(self, record: Any, detail: Any) -> None:
        """Offer languages, some of them in several scripts."""
        known = detail.language if detail else ""
        offer(self, language=tag_choices(known))


class MembershipForm(DetailForm):
    """An organisation belongs to a cluster."""

    model = ClusterMembership
    title = _("Membership in a cluster or association")
    kinds = ("organisation",)
    is_cited = True

    cluster = OrganisationField(
        label=_("Cluster or association"),
        help_text=_("The name of an organisation that is in the directory."),
    )
    function = text_field(label=_("Function"), required=False, max_length=200)
    started_on = PartialDateField(label=_("Since"), required=False)
    ended_on = PartialDateField(label=_("Until"), required=False)

    def prepare(self, record: Any, detail: Any) -> None:
        """Offer organisations as one types."""
        self.fields["cluster"].widget.attrs |= suggestions()


class CardForm(DetailForm):
    """When and where a business card changed hands."""

    model = CardExchange
    title = _("Business card")
    kinds = ("person",)

    on = PartialDateField(label=_("Exchanged"), required=False)
    occasion = forms.CharField(label=_("Occasion"), required=False, max_length=300)
    introduced_by = PersonField(label=_("Introduced by"), required=False)
    front = forms.CharField(
        label=_("Front of the card"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
    )
    back = forms.CharField(
        label=_("Back of the card"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 5, "lang": "ja"}),
    )
