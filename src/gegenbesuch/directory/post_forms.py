"""Reading what is typed about a change of post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.i18n_forms import text_field
from gegenbesuch.core.values.forms import PartialDateField
from gegenbesuch.directory import selectors
from gegenbesuch.directory.detail_forms import add_source_fields, with_source
from gegenbesuch.directory.organisation_fields import OrganisationField, suggestions

if TYPE_CHECKING:
    from gegenbesuch.directory.models import Person, Role


class PostForm(forms.Form):
    """Which role ends, and what comes after it."""

    old = forms.ChoiceField(label=_("Role that ends"), required=False)
    on = PartialDateField(label=_("Day of the change"), required=False)
    title = text_field(label=_("New function"), max_length=300)
    organisation = OrganisationField(
        label=_("Organisation"),
        required=False,
        help_text=_("The name of an organisation that is in the directory."),
    )
    organisation_text = text_field(
        label=_("Organisation in words"),
        required=False,
        max_length=300,
        help_text=_("Only if it is not in the directory."),
    )

    def __init__(self, *args: Any, user: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles = {
            role.code: role
            for role in reversed(selectors.roles_in_order(person))
            if not role.ended_on.is_known
        }
        choices = [(code, _name_of(role)) for code, role in self.roles.items()]
        old: Any = self.fields["old"]
        old.choices = [*choices, ("", _("none; this is the first on record"))]
        organisation: Any = self.fields["organisation"]
        organisation.user = user
        organisation.widget.attrs |= suggestions()
        if choices:
            self.initial["old"] = choices[0][0]
        add_source_fields(self, person.office_id)

    def values(self) -> dict[str, Any]:
        """Return what was typed, for the service."""
        values = with_source(self.cleaned_data)
        return values | {"old": self.roles.get(values["old"])}


def _name_of(role: Role) -> str:
    return f"{role.title}, {role.organisation or role.organisation_text}"
