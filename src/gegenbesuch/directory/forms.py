"""Reading what is typed about organisations and people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from babel import Locale
from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gegenbesuch.accounts.models import Language, Office, User
from gegenbesuch.core.countries import country_choices
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.i18n_forms import text_field
from gegenbesuch.core.values.forms import NameField, PartialDateField
from gegenbesuch.core.values.languages import base_language
from gegenbesuch.directory import rules, selectors
from gegenbesuch.directory.contact_values import contact_value
from gegenbesuch.directory.models import (
    ContactPoint,
    Organisation,
    Person,
    Sector,
)
from gegenbesuch.directory.organisation_fields import OrganisationField, suggestions
from gegenbesuch.directory.place_field import PlaceField

if TYPE_CHECKING:
    from gegenbesuch.directory.models import Role

LANGUAGES = ("de", "en", "ja", "zh", "ko", "fr", "es", "it", "nl", "pl", "cs", "ru")
_DIVISION = re.compile(r"\d{2}")


class ListField(forms.CharField):
    """Several short texts in one line, with semicolons or commas between them."""

    def prepare_value(self, value: Any) -> Any:
        """Show a list in one line."""
        return "; ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Read the line."""
        if isinstance(value, list):
            return value
        parts = re.split(r"[;；]", value or "")
        return list(dict.fromkeys(part.strip() for part in parts if part.strip()))

    def validate(self, value: Any) -> None:
        """Leave lists alone; they have no length to check."""


def languages_field() -> forms.MultipleChoiceField:
    """Return a field for the languages that somebody speaks."""
    return forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def owner_field() -> forms.ModelChoiceField:
    """Return a field for the member of staff who keeps up the relation."""
    return forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Looked after by"),
        required=False,
        empty_label="—",
    )


def tags_field() -> ListField:
    """Return a field for the words by which an office groups records."""
    return ListField(
        label=gettext_lazy("Tags"),
        required=False,
        help_text=gettext_lazy("The office's own words, with semicolons between them."),
    )


def _contact_field(kind: str, label: Any) -> forms.CharField:
    types = {"email": "email", "website": "url"}
    widget = forms.TextInput(
        {"autocomplete": "off", "inputmode": types.get(kind, "tel")}
    )
    return forms.CharField(label=label, required=False, max_length=300, widget=widget)


class _OfficeForm(forms.Form):
    """
    A form about a record of an office; a new one may need to say which.

    A new record has its first contacts on the same form, because they tell best
    whether it is new; later each contact has a form of its own.
    """

    first_contacts: tuple[str, ...] = ()

    def __init__(
        self, *args: Any, user: Any, record: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, OrganisationField):
                field.user = user
        offices = rules.offices_to_edit(user)
        known = (self.initial.get("languages") or []) if self.initial else []
        names = language_names([*LANGUAGES, *known])
        self.fields["languages"].choices = list(names.items())
        self.fields["owner"].queryset = selectors.staff_of(
            [record.office_id] if record else offices
        )
        self.only_office = None
        if record is None:
            labels = dict(ContactPoint.Kind.choices)
            for kind in self.first_contacts:
                self.fields[kind] = _contact_field(kind, labels[kind])
            self.order_fields(["name", *self.first_contacts])
        if record is None and len(offices) > 1:
            self.fields["office"] = forms.ModelChoiceField(
                Office.objects.filter(pk__in=offices).order_by("pk"), label=_("Office")
            )
        elif record is None:
            self.only_office = Office.objects.filter(pk__in=offices).first()

    def clean(self) -> dict[str, Any]:
        """Bring the first contacts into the form that is stored."""
        values: dict[str, Any] = super().clean() or {}
        for kind in self.first_contacts:
            if values.get(kind):
                try:
                    values[kind] = contact_value(
                        kind, values[kind], values.get("country", "")
                    )
                except ActionError as error:
                    self.add_error(kind, str(error.message))
        return values

    def values(self) -> dict[str, Any]:
        """Return what was typed, for the service."""
        values = dict(self.cleaned_data)
        if self.first_contacts[0] in self.fields:
            typed = ((kind, values.pop(kind, "")) for kind in self.first_contacts)
            values["contacts"] = [(kind, text) for kind, text in typed if text]
        if self.only_office is not None:
            values["office"] = self.only_office
        return values


class OrganisationForm(_OfficeForm):
    """Everything an office writes about an organisation by hand."""

    first_contacts = ("website", "email", "phone")
    name = text_field(label=gettext_lazy("Name"), max_length=300)
    aliases = ListField(
        label=gettext_lazy("Other spellings"),
        required=False,
        help_text=gettext_lazy("With semicolons between them; search finds them all."),
    )
    reading = forms.CharField(
        label=gettext_lazy("Reading in kana"),
        required=False,
        max_length=300,
        widget=forms.TextInput({"lang": "ja", "autocomplete": "off"}),
        help_text=gettext_lazy("Asked for, never computed; Japanese lists go by it."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=Organisation.Kind.choices
    )
    legal_form = forms.CharField(
        label=gettext_lazy("Legal form"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Such as GmbH, e. V. or 株式会社."),
    )
    parent = OrganisationField(
        label=gettext_lazy("Belongs to"),
        required=False,
        help_text=gettext_lazy("The name of an organisation that is in the directory."),
    )
    is_site = forms.BooleanField(
        label=gettext_lazy("This is a site of the organisation it belongs to."),
        required=False,
    )
    place = PlaceField(required=False)
    place_text = text_field(
        label=gettext_lazy("Place in words"), required=False, max_length=200
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        required=False,
        help_text=gettext_lazy("Left open, it is the country of the place."),
    )
    founded_on = PartialDateField(label=gettext_lazy("Founded"), required=False)
    nace_codes = ListField(
        label=gettext_lazy("NACE Rev. 2 divisions"),
        required=False,
        help_text=gettext_lazy("Two digits each, with semicolons: 28; 29."),
    )
    sectors = forms.ModelMultipleChoiceField(
        Sector.objects.none(),
        label=gettext_lazy("Sectors"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = languages_field()
    owner = owner_field()
    tags = tags_field()
    note = text_field(
        label=gettext_lazy("In short"),
        required=False,
        is_long=True,
        help_text=gettext_lazy("What everybody should know of it, in a few words."),
    )
    is_invented = forms.BooleanField(
        label=gettext_lazy("This organisation is invented, for demonstration."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].empty_label = "—"
        self.fields["sectors"].queryset = selectors.sectors_in_order()
        self.fields["country"].choices = [("", "—"), *country_choices()]
        self.fields["parent"].widget.attrs |= suggestions()

    def clean_nace_codes(self) -> list[str]:
        """Take divisions only: a letter or a longer code needs its version."""
        codes: list[str] = self.cleaned_data["nace_codes"]
        codes = [c for text in codes for c in re.split(r"[,、\s]+", text) if c]
        for code in codes:
            if not _DIVISION.fullmatch(code):
                raise forms.ValidationError(
                    _("“%(code)s” is not a division of two digits."),
                    params={"code": code},
                )
        return codes


ORGANISATION_FIELDS = tuple(OrganisationForm.base_fields)


def values_of_organisation(organisation: Organisation) -> dict[str, Any]:
    """Return what the form starts with."""
    values = {name: getattr(organisation, name) for name in ORGANISATION_FIELDS}
    return values | {
        "sectors": list(organisation.sectors.all()),
        "tags": tag_names(organisation),
    }


class PersonForm(_OfficeForm):
    """Everything an office writes about a person by hand, but for the roles."""

    first_contacts = ("email", "phone", "mobile")
    name = NameField(label=gettext_lazy("Name"))
    salutation = forms.ChoiceField(
        label=gettext_lazy("Salutation"),
        required=False,
        choices=[("", "—"), *Person.Salutation.choices],
        help_text=gettext_lazy("Left open, letters greet by the whole name."),
    )
    languages = languages_field()
    owner = owner_field()
    tags = tags_field()
    note = text_field(
        label=gettext_lazy("In short"),
        required=False,
        is_long=True,
        help_text=gettext_lazy("What everybody should know of them, in a few words."),
    )
    is_deceased = forms.BooleanField(
        label=gettext_lazy("This person has died and is never invited."),
        required=False,
    )
    is_invented = forms.BooleanField(
        label=gettext_lazy("This person is invented, for demonstration."),
        required=False,
    )


PERSON_FIELDS = tuple(PersonForm.base_fields)


def values_of_person(person: Person) -> dict[str, Any]:
    """Return what the form starts with."""
    values = {name: getattr(person, name) for name in PERSON_FIELDS}
    return values | {"tags": tag_names(person)}


def tag_names(record: Organisation | Person) -> list[str]:
    """Return the words by which a record is grouped, in order."""
    return list(record.tags.order_by("name", "pk").values_list("name", flat=True))


def language_names(codes: list[str]) -> dict[str, str]:
    """Return the names of languages in the active one, by code."""
    names = dict(Locale(base_language(get_language())).languages)
    names |= {code: str(label) for code, label in Language.choices}
    return {code: names.get(code, code) for code in codes}


class RoleForm(forms.Form):
    """A function of a person, and since when it is known."""

    title = text_field(label=gettext_lazy("Function"), max_length=300)
    organisation = OrganisationField(
        label=gettext_lazy("Organisation"),
        required=False,
        help_text=gettext_lazy("The name of an organisation that is in the directory."),
    )
    organisation_text = text_field(
        label=gettext_lazy("Organisation in words"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Only if it is not in the directory."),
    )
    started_on = PartialDateField(label=gettext_lazy("Since"), required=False)
    ended_on = PartialDateField(label=gettext_lazy("Until"), required=False)
    seen_from = PartialDateField(
        label=gettext_lazy("Seen from"),
        required=False,
        help_text=gettext_lazy("The first date at which a source shows the role."),
    )
    seen_until = PartialDateField(
        label=gettext_lazy("Seen until"),
        required=False,
        help_text=gettext_lazy("The last date at which a source shows the role."),
    )
    note = text_field(label=gettext_lazy("Note"), required=False, is_long=True)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        field.user = user
        field.widget.attrs |= suggestions()


ROLE_FIELDS = tuple(RoleForm.base_fields)


def values_of_role(role: Role) -> dict[str, Any]:
    """Return what the form starts with."""
    return {name: getattr(role, name) for name in ROLE_FIELDS}
