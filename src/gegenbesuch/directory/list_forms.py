"""Reading how lists are narrowed, kept under a name, and changed many at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gegenbesuch.accounts.models import Office, User
from gegenbesuch.core.rows import values_of
from gegenbesuch.directory import rules, selectors
from gegenbesuch.directory.filter_fields import (
    FilterField,
    OrganisationSearchForm,
    RecordFilterField,
    SearchForm,
)
from gegenbesuch.directory.forms import ListField
from gegenbesuch.directory.models import DistributionList, Sector, Tag
from gegenbesuch.directory.person_fields import PersonField

ARCHIVE = "archive"


class _OfficeFilters(forms.Form):
    """What an office itself says of its records: who keeps them up, and its tags."""

    owner = RecordFilterField(gettext_lazy("Looked after by"))
    tag = RecordFilterField(gettext_lazy("Tag"))
    state = FilterField(gettext_lazy("State"))

    def offer_filters(self, user: Any) -> None:
        """Fill the choices with what the user's offices have."""
        fields: dict[str, Any] = self.fields
        fields["owner"].offer_records(
            (pk, pk, name or email)
            for pk, name, email in selectors.staff_named(selectors.offices_of(user))
        )
        tags = values_of(
            Tag, "key", "pk", "code", "name", office=selectors.offices_of(user)
        )
        fields["tag"].offer_records(
            (pk, code, name) for _key, pk, code, name in sorted(tags)
        )
        fields["state"].offer([(ARCHIVE, _("in the archive"))], otherwise=_("in use"))


class OrganisationListForm(_OfficeFilters, OrganisationSearchForm):
    """Search and filters of the list of organisations."""

    field_order = ("q", "kind", "country", "place", "sector")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.offer_filters(user)


class PersonListForm(_OfficeFilters, SearchForm):
    """Search and filters of the list of people."""

    field_order = ("q",)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_filters(user)


class BulkForm(forms.Form):
    """What is done to all chosen records; what is left open stays as it is."""

    add_tags = ListField(
        label=gettext_lazy("Add tags"),
        required=False,
        help_text=gettext_lazy("With semicolons between them."),
    )
    remove_tags = ListField(
        label=gettext_lazy("Take away tags"),
        required=False,
        help_text=gettext_lazy("With semicolons between them."),
    )
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Looked after by"),
        required=False,
        empty_label=gettext_lazy("as it is"),
    )
    add_sector = forms.ModelChoiceField(
        Sector.objects.none(),
        label=gettext_lazy("Add sector"),
        required=False,
        empty_label="—",
    )
    add_to = forms.ModelChoiceField(
        DistributionList.objects.none(),
        label=gettext_lazy("Add to distribution list"),
        required=False,
        empty_label="—",
    )
    archive = forms.ChoiceField(
        label=gettext_lazy("Archive"),
        required=False,
        choices=[
            ("", gettext_lazy("as it is")),
            ("archive", gettext_lazy("Put into the archive")),
            ("restore", gettext_lazy("Take out of the archive")),
        ],
    )

    def __init__(
        self, *args: Any, user: Any, is_about_people: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["owner"].queryset = selectors.staff_of(rules.offices_to_edit(user))
        fields["add_sector"].queryset = selectors.sectors_in_order()
        lists = DistributionList.objects.filter(office__in=rules.offices_to_edit(user))
        fields["add_to"].queryset = lists.order_by("name", "pk")
        del self.fields["add_sector" if is_about_people else "add_to"]

    def clean(self) -> dict[str, Any]:
        """Want at least one change."""
        values: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(values.values()):
            raise forms.ValidationError(_("Please choose what is to be changed."))
        return values


class SavedFilterForm(forms.Form):
    """The name of a search that is kept."""

    name = forms.CharField(label=gettext_lazy("Name of the list"), max_length=100)
    is_shared = forms.BooleanField(
        label=gettext_lazy("For everybody in the office"), required=False
    )


class DistributionListForm(forms.Form):
    """The name of a distribution list, and what it is for."""

    office = forms.ModelChoiceField(
        Office.objects.none(), label=gettext_lazy("Office"), required=False
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    purpose = forms.CharField(
        label=gettext_lazy("Purpose"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("What those on it are written to for."),
    )

    def __init__(
        self, *args: Any, user: Any, record: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offices = Office.objects.filter(pk__in=rules.offices_to_edit(user))
        self.offices = list(offices.order_by("pk"))
        if record is not None or len(self.offices) < 2:
            del self.fields["office"]
        else:
            field: Any = self.fields["office"]
            field.queryset, field.required = offices, True


class EntryForm(forms.Form):
    """A person to be put on a distribution list."""

    person = PersonField(label=gettext_lazy("Person"))
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=200)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.user = user
