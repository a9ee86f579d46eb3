"""Parse and validate what meetings need, where they are, and who does not meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gegenbesuch.scheduling import needs, who_meets
from gegenbesuch.scheduling.forms import SlotsForm
from gegenbesuch.scheduling.models import Session

if TYPE_CHECKING:
    from gegenbesuch.scheduling.models import Way


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
    offered = needs.features_in(session)
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


class RulesForm(forms.Form):
    """Who may meet whom in a session: by side, and by field of business."""

    is_across_only = forms.BooleanField(
        label=_("Only companies of different sides meet"), required=False
    )
    fields_rule = forms.ChoiceField(
        label=_("Fields of business"),
        choices=Session.Fields.choices,
        widget=forms.RadioSelect,
        help_text=_("A company of several fields counts for each of them."),
    )
    pairs = forms.MultipleChoiceField(
        label=_("Pairs of fields"),
        help_text=_("Clear a box to take a pair away."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    one = forms.TypedChoiceField(
        label=_("Another pair: this field"),
        required=False,
        coerce=int,
        empty_value=None,
    )
    other = forms.TypedChoiceField(
        label=_("and this one"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        known = {_key_of(pair): pair for pair in who_meets.pairs_of(session)}
        kwargs["initial"] = {
            "is_across_only": session.is_across_only,
            "fields_rule": session.fields_rule,
            "pairs": [*known],
        }
        super().__init__(*args, **kwargs)
        self.known = known
        fields: dict[str, Any] = self.fields
        named = [(key, who_meets.names_of([pair])) for key, pair in known.items()]
        fields["pairs"].choices = sorted(named, key=lambda row: row[1])
        if not known:
            del fields["pairs"]
        sectors = [(row.pk, str(row)) for row in who_meets.fields_offered(session)]
        for name in ("one", "other"):
            fields[name].choices = [("", "–"), *sectors]

    def clean(self) -> dict[str, Any]:
        """Return the pairs that stay, with the new one."""
        data = super().clean() or self.cleaned_data
        one, other = data.pop("one", None), data.pop("other", None)
        pairs = {self.known[key] for key in data.get("pairs", ())}
        if one is not None and other is not None:
            pairs.add(frozenset((one, other)))
        elif one is not None or other is not None:
            name = "other" if other is None else "one"
            self.add_error(name, _("Please choose both fields of the pair."))
        rule = data.get("fields_rule")
        if not pairs and rule in {Session.Fields.LISTED, Session.Fields.OTHERS}:
            self.add_error(
                "one", _("Please choose two fields, so that there is a pair.")
            )
        return data | {"pairs": pairs}


def _key_of(pair: who_meets.Pair) -> str:
    return "-".join(map(str, sorted(pair)))


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
