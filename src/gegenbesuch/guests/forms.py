"""Parse and check what is typed about guests and what they answer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.models import Language
from gegenbesuch.core.i18n_forms import text_field
from gegenbesuch.core.values.errors import UnreadableValue
from gegenbesuch.core.values.forms import NameField
from gegenbesuch.core.values.name import Name
from gegenbesuch.directory.models import DistributionList, Person
from gegenbesuch.directory.place_field import PlaceField
from gegenbesuch.guests.models import Guest, GuestList
from gegenbesuch.missions.models import ProgrammeItem

if TYPE_CHECKING:
    from gegenbesuch.missions.models import Mission


#: How many the office can write down as coming along with one guest.
MOST_IN_A_PARTY = 20


def _date() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class GuestListForm(forms.Form):
    """An event to which guests are invited."""

    title = text_field(label=_("Title"))
    item = forms.ModelChoiceField(
        label=_("Programme item"),
        queryset=ProgrammeItem.objects.none(),
        required=False,
    )
    on = forms.DateField(label=_("Day"), widget=_date())
    starts = forms.TimeField(
        label=_("Begins"), widget=_clock(), help_text=_("On the clock of the place.")
    )
    ends = forms.TimeField(label=_("Ends"), widget=_clock(), required=False)
    place = PlaceField()
    venue = text_field(label=_("Venue"), required=False)
    note = text_field(
        label=_("Note for the guests"), required=False, is_long=True, max_length=2000
    )
    capacity = forms.IntegerField(
        label=_("Places"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("Who accepts after that waits. Empty means without limit."),
    )
    answer_by_day = forms.DateField(label=_("Answer by: day"), widget=_date())
    answer_by_clock = forms.TimeField(
        label=_("Answer by: time"),
        widget=_clock(),
        help_text=_("On the clock of the place."),
    )
    most_companions = forms.IntegerField(
        label=_("How many a guest may bring"), min_value=0, max_value=20, initial=1
    )

    def __init__(self, *args: Any, mission: Mission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["item"].queryset = mission.items.order_by("position", "pk")

    def clean(self) -> dict[str, Any]:
        """Put the deadline together, in the zone of the place."""
        data = super().clean() or self.cleaned_data
        day, clock = data.pop("answer_by_day", None), data.pop("answer_by_clock", None)
        place = data.get("place")
        if day and clock and place:
            zone = ZoneInfo(place.time_zone)
            data["answer_by"] = datetime.combine(day, clock, tzinfo=zone)
            if data.get("on") and data.get("starts"):
                begins = datetime.combine(data["on"], data["starts"], tzinfo=zone)
                if data["answer_by"] > begins:
                    self.add_error(
                        "answer_by_day", _("The deadline lies after the beginning.")
                    )
        if data.get("ends") and data.get("starts") and data["ends"] < data["starts"]:
            self.add_error("ends", _("It would end before it begins."))
        return data


def initial_of(guest_list: GuestList) -> dict[str, Any]:
    """Return what the form of a list shows at first."""
    names = (
        *("title", "item", "on", "starts", "ends", "place", "venue", "note"),
        *("capacity", "most_companions"),
    )
    by = guest_list.answer_by.astimezone(ZoneInfo(guest_list.place.time_zone))
    return {name: getattr(guest_list, name) for name in names} | {
        "answer_by_day": by.date(),
        "answer_by_clock": by.time(),
    }


class GuestForm(forms.Form):
    """Under which name, function and address somebody is invited."""

    name = NameField(label=_("Name"))
    address = forms.ChoiceField(
        label=_("Form of address"), choices=Guest.Address.choices, required=False
    )
    title = text_field(label=_("Function"), required=False)
    organisation_text = text_field(label=_("Organisation in words"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("Without it the invitation goes by letter."),
    )
    note = forms.CharField(label=_("Internal note"), max_length=300, required=False)


class PeopleForm(forms.Form):
    """People of the directory who are put on the list."""

    people = forms.ModelMultipleChoiceField(queryset=Person.objects.none())

    def __init__(self, *args: Any, offices: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["people"]
        field.queryset = Person.objects.filter(office__in=offices)


class FromListForm(forms.Form):
    """A distribution list whose people are put on the guest list."""

    distribution_list = forms.ModelChoiceField(
        label=_("Distribution list"), queryset=DistributionList.objects.none()
    )

    def __init__(self, *args: Any, office: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["distribution_list"]
        field.queryset = DistributionList.objects.filter(office=office).order_by(
            "name", "pk"
        )


class AnswerForm(forms.Form):
    """What a guest answers."""

    comes = forms.TypedChoiceField(
        label=_("Will you come?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    companions = forms.CharField(
        label=_("I bring somebody"), max_length=4000, required=False
    )
    representative = forms.CharField(
        label=_("Somebody else comes in my place"),
        max_length=200,
        required=False,
        help_text=_("Please write the full name as it is to stand on the badge."),
    )
    representative_title = forms.CharField(
        label=_("Function of who comes in my place"), max_length=200, required=False
    )

    def __init__(self, *args: Any, guest: Guest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = self.most_companions(guest.guest_list)
        field: Any = self.fields["companions"]
        if self.most == 0:
            del self.fields["companions"]
        elif self.most == 1:
            field.help_text = _(
                "Please write the full name as it is to stand on the badge."
            )
        else:
            field.widget = forms.Textarea(attrs={"rows": min(self.most, 4)})
            field.help_text = _(
                "One full name on each line, as it is to stand on the badge; "
                "%(count)d at most."
            ) % {"count": self.most}

    def most_companions(self, guest_list: GuestList) -> int:
        """Return how many can be written down here."""
        return guest_list.most_companions

    def clean_companions(self) -> list[Name]:
        """Read the names as they were written: nobody is made to cut them into parts."""
        lines = self.cleaned_data["companions"].splitlines()
        names = [name for line in lines if (name := " ".join(line.split()))]
        if len(names) > self.most:
            raise forms.ValidationError(
                _("You can bring %(count)d people at most.") % {"count": self.most}
            )
        if long := next((name for name in names if len(name) > 200), ""):
            raise forms.ValidationError(
                _("“%(name)s” is too long for a name.") % {"name": long[:40]}
            )
        try:
            return [Name(full=name) for name in names]
        except UnreadableValue as error:
            raise forms.ValidationError(error.message) from error


class OwnAnswerForm(AnswerForm):
    """What a guest answers on the personal page, with what they may tell besides."""

    diet = forms.CharField(
        label=_("What I do not eat"),
        max_length=300,
        required=False,
    )
    access = forms.CharField(
        label=_("What I need to get around"),
        max_length=300,
        required=False,
    )
    agrees = forms.BooleanField(
        label=_(
            "I agree that the office keeps what I wrote about food and access for "
            "this event. It is deleted 30 days after it; I can take it back here."
        ),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Keep nothing about food and access without consent."""
        data = super().clean() or self.cleaned_data
        _ask_for_consent(self, data)
        return data


class AnswerOnBehalfForm(AnswerForm):
    """What a guest told the office, which may make an exception from its own rule."""

    def most_companions(self, guest_list: GuestList) -> int:
        """Return how many a delegation can have at all."""
        return max(guest_list.most_companions, MOST_IN_A_PARTY)

    via = forms.ChoiceField(
        label=_("How the guest told us"),
        choices=[
            (value, label)
            for value, label in Guest.Via.choices
            if value != Guest.Via.LINK
        ],
    )


class NeedOnBehalfForm(forms.Form):
    """What a guest eats and needs, as the office was told."""

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
        _ask_for_consent(self, data)
        return data


def _ask_for_consent(form: forms.Form, data: dict[str, Any]) -> None:
    if (data.get("diet") or data.get("access")) and not data.get("agrees"):
        form.add_error(
            "agrees",
            _("Without your consent this cannot be kept. Please agree or empty it."),
        )
