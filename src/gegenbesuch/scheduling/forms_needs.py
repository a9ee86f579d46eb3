"""Parse and validate what meetings need, where they are, and who does not meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gegenbesuch.scheduling import needs
from gegenbesuch.scheduling.forms import SlotsForm

if TYPE_CHECKING:
    from gegenbesuch.scheduling.models import Session, Way


def _features() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Needs at the table"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def _site() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Meets at"), required=False, coerce=int, empty_value=None
    )


def _offer_needs(form: forms.Form, session: Session) -> None:
    """Offer what the tables of a session have, and its sites; without any, nothing."""
    fields: dict[str, Any] = form.fields
    offered = needs.features_of(session.tables.all())
    words = sorted({*offered, *form.initial.get("features", ())})
    fields["features"].choices = [(word, word) for word in words]
    sites = [(site.pk, str(site)) for site in needs.sites_of(session)]
    fields["site"].choices = [("", _("anywhere")), *sites]
    for name, choices in (("features", words), ("site", sites)):
        if not choices:
            del fields[name]


def need_in(data: dict[str, Any]) -> dict[str, Any]:
    """Return what is needed out of what was sent, as the verb takes it."""
    return {"features": data.get("features", []), "site": data.get("site")}


class NeedForm(forms.Form):
    """What one meeting needs of its table, out of what the tables have."""

    features = _features()
    site = _site()

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_needs(self, session)


class CompanyForm(SlotsForm):
    """When a company can't meet in a session, what it needs, whom it does not meet."""

    features = _features()
    site = _site()
    apart = forms.TypedMultipleChoiceField(
        label=_("Does not meet"),
        help_text=_("Accepted requests between the two then stay out of the schedule."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        session: Session,
        partners: list[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        label = _("Can't meet in these slots")
        super().__init__(*args, session=session, label=label, **kwargs)
        _offer_needs(self, session)
        fields: dict[str, Any] = self.fields
        fields["apart"].choices = partners
        if not partners:
            del fields["apart"]


class SitesForm(forms.Form):
    """The names of the sites of a session."""

    sites = forms.CharField(
        label=_("Sites, one on each line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Such as a hall or the office of a host. If all is in one place, leave it "
            "empty."
        ),
    )

    def clean_sites(self) -> list[str]:
        """Return the names, each once; none may be too long."""
        lines = (
            " ".join(line.split()) for line in self.cleaned_data["sites"].split("\n")
        )
        names = list(dict.fromkeys(line for line in lines if line))
        long = next((name for name in names if len(name) > 100), None)
        if long:
            raise ValidationError(
                _("“%(name)s” is too long: 100 characters at most."),
                params={"name": long},
            )
        return names


class WaysForm(forms.Form):
    """How many minutes it takes between each two sites."""

    def __init__(self, *args: Any, ways: list[Way], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ways = ways
        for way in ways:
            self.fields[f"way-{way.pk}"] = forms.IntegerField(
                label=_("%(one)s – %(other)s, minutes")
                % {"one": way.one, "other": way.other},
                min_value=0,
                max_value=600,
                initial=way.minutes,
            )

    @property
    def minutes(self) -> dict[tuple[int, int], int]:
        """The minutes by the keys of the two sites."""
        return {
            (way.one_id, way.other_id): self.cleaned_data[f"way-{way.pk}"]
            for way in self.ways
        }
