"""Signing in, the own account, and who works in an office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import (
    AuthenticationForm,
    PasswordChangeForm,
    SetPasswordForm,
)
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts import services
from gegenbesuch.accounts.models import Language, Membership, Office, User


class SignInForm(AuthenticationForm):
    """Mail address and password."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _("The e-mail address or the password is wrong."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("E-mail address")
        self.fields["username"].widget.attrs["autocomplete"] = "username"


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a user is called, and in which language."""

    class Meta:
        model = User
        fields = ("name", "language")
        labels = {"name": _("Name")}
        help_texts = {"language": _("The pages and mails to you are in it.")}


class AskPasswordLinkForm(forms.Form):
    """The mail address of an account."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )


class ChoosePasswordForm(SetPasswordForm):  # type: ignore[type-arg]
    """A new password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = _(
            "At least 12 characters, no common word, and not like your name."
        )
        self.fields["new_password2"].help_text = ""

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002 -- Django's view calls it so
        """Set the password."""
        password = self.cleaned_data["new_password1"]
        return services.change_password(self.user, password=password, actor=self.user)


class ChangePasswordForm(ChoosePasswordForm, PasswordChangeForm):  # type: ignore[type-arg]
    """The old password and a new one, twice."""


class RoleForm(forms.ModelForm):  # type: ignore[type-arg]
    """The role of a colleague."""

    class Meta:
        model = Membership
        fields = ("role",)
        labels = {"role": _("Role")}
        help_texts = {
            "role": _(
                "Viewers read, editors change records, coordinators also publish and "
                "export, administrators also manage the staff and erase people."
            )
        }


class AddColleagueForm(RoleForm):
    """Whom to add, and in which role."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=200)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=Language.choices,
        help_text=_("The mail to them is in it."),
    )
    field_order = ("email", "name", "role", "language")

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office = office

    def clean_email(self) -> str:
        """Refuse who works in the office already."""
        email: str = self.cleaned_data["email"].lower()
        if colleague := self.office.users.filter(email=email).first():
            raise forms.ValidationError(
                _("%(name)s works in this office already."),
                params={"name": colleague.name},
            )
        return email
