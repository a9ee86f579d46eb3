"""Parse and validate requests, their answers, and the rules of a marketplace."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.models import Language
from gegenbesuch.core.countries import country_name
from gegenbesuch.core.templatetags.display import plain
from gegenbesuch.directory.selectors import organisations_named
from gegenbesuch.matchmaking import selectors
from gegenbesuch.matchmaking.models import (
    Agent,
    Marketplace,
    Profile,
    Request,
    Statement,
)
from gegenbesuch.matchmaking.steps import STEPS
from gegenbesuch.matchmaking.times import (
    day_name,
    half_name,
    half_of,
    halves_on,
    span_on,
)

if TYPE_CHECKING:
    from gegenbesuch.missions.models import Mission


class RequestForm(forms.Form):
    """A wish to meet one company: the words, how important it is, who comes."""

    message = forms.CharField(
        label=_("Message"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Why you would like to meet. It helps to name one thing."),
    )
    language = forms.ChoiceField(
        label=_("Language of the message"), choices=Language.choices
    )
    priority = forms.TypedChoiceField(
        label=_("Priority"),
        choices=Request.Priority.choices,
        initial=Request.Priority.NORMAL,
        coerce=int,
        help_text=_("The other company doesn't see it; the schedule goes by it."),
    )
    people = forms.ModelMultipleChoiceField(
        queryset=None,
        to_field_name="code",
        required=False,
        label=_("Who should be there"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, profile: Profile, partner: Profile, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["people"]
        people = profile.people.all() | partner.people.all()
        field.queryset = people.distinct().order_by("pk")
        if not field.queryset.exists():
            del self.fields["people"]
        self.initial.setdefault("language", profile.contact_language)


class SendRequestForm(RequestForm):
    """The request that an office writes for a company: whom to ask as well."""

    recipient = forms.ModelChoiceField(
        queryset=None, to_field_name="code", label=_("Whom to ask")
    )
    field_order = ("recipient",)

    def __init__(self, *args: Any, profile: Profile, on: date, **kwargs: Any) -> None:
        super().__init__(*args, profile=profile, partner=profile, **kwargs)
        self.fields.pop("people", None)
        field: Any = self.fields["recipient"]
        field.queryset = selectors.possible_recipients(profile, on)


class DeclineForm(forms.Form):
    """Why not."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=Request.Reason.choices, widget=forms.RadioSelect
    )
    reason_text = forms.CharField(
        label=_("In your own words"), max_length=500, required=False
    )


class ProposeForm(forms.Form):
    """
    When it would suit better: half days, a time of a day, or only words.

    Offered are the half days in which neither company is away.
    """

    halves = forms.MultipleChoiceField(
        label=_("When would it suit you?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("If the other company accepts, the schedule keeps to it."),
    )
    day = forms.ChoiceField(label=_("Or at a certain time: the day"), required=False)
    begins = forms.TimeField(
        label=_("From"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    ends = forms.TimeField(
        label=_("Until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    proposal = forms.CharField(
        label=_("In your own words"), max_length=300, required=False
    )

    def __init__(self, *args: Any, request: Request, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mission = request.sender.mission
        self.zone = ZoneInfo(selectors.marketplace_of(mission).time_zone)
        days = selectors.days_of(mission)
        away = {*request.sender.closed_halves, *request.recipient.closed_halves}
        halves: Any = self.fields["halves"]
        halves.choices = [
            (half, half_name(half)) for half in halves_on(days) if half not in away
        ]
        day: Any = self.fields["day"]
        day.choices = [
            ("", "—"),
            *((on.isoformat(), day_name(on)) for on in days),
        ]
        if not days:  # then the schedule has no times to keep to
            for name in ("halves", "day", "begins", "ends"):
                del self.fields[name]
            words = self.fields["proposal"]
            words.label, words.required = _("When would it suit you?"), True
            words.help_text = _("Such as: Tuesday afternoon, or not before Thursday.")

    def clean(self) -> dict[str, Any]:
        """Turn what was chosen into spans; the schedule can keep to nothing else."""
        data = super().clean() or self.cleaned_data
        day, begins, ends = (data.pop(name, None) for name in ("day", "begins", "ends"))
        spans = [half_of(half, self.zone) for half in data.pop("halves", [])]
        if day and begins and ends:
            if ends <= begins:
                self.add_error("ends", _("The end has to come after the beginning."))
            spans.append(span_on(date.fromisoformat(day), begins, ends, self.zone))
        elif day or begins or ends:
            self.add_error("day", _("A certain time needs a day, from when and until."))
        elif not spans and "day" in self.fields:
            self.add_error("halves", _("Please choose at least one time."))
        return data | {"spans": spans}


class HandOverForm(forms.Form):
    """Which colleague answers."""

    name = forms.CharField(label=_("Name of your colleague"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"))
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)


class SearchForm(forms.Form):
    """Filters of the marketplace; what can't be read filters nothing."""

    words = forms.CharField(label=_("Search"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("Offers or needs"),
        required=False,
        choices=[("", _("Both")), *Statement.Kind.choices],
    )
    sector = forms.ChoiceField(label=_("Fields"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    language = forms.ChoiceField(
        label=_("Language of the text"),
        required=False,
        choices=[("", _("All")), *Language.choices],
    )

    def __init__(self, *args: Any, mission: Mission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sector: Any = self.fields["sector"]
        sectors = selectors.sectors_in(mission.pk)
        sector.choices = [("", _("All")), *((row.code, str(row)) for row in sectors)]
        country: Any = self.fields["country"]
        codes = sorted(selectors.countries_of(mission))
        country.choices = [("", _("All")), *((c, country_name(c)) for c in codes)]

    def chosen(self) -> dict[str, str]:
        """Return the filters that are set."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class PublishForm(forms.Form):
    """Until when a profile is shown."""

    until = forms.DateField(
        label=_("Shown until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: without an end."),
    )


class ReturnForm(forms.Form):
    """What the company should change, step by step."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for step in STEPS:
            self.fields[step.key] = forms.CharField(
                label=step.label,
                required=False,
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def remarks(self) -> list[tuple[str, str]]:
        """Return pairs of a step and what to do there."""
        return [(key, text) for key, text in self.cleaned_data.items() if text]


class InviteForm(forms.Form):
    """Which company, on which side, and who writes its profile."""

    organisation = forms.CharField(
        label=_("Company"),
        max_length=300,
        help_text=_("The name of a company in the directory."),
    )
    is_new = forms.BooleanField(
        label=_("Add it to the directory if it is not there yet."), required=False
    )
    side = forms.TypedChoiceField(
        label=_("Side"), choices=Profile.Side.choices, coerce=int
    )
    contact_name = forms.CharField(label=_("Contact"), max_length=200)
    contact_email = forms.EmailField(label=_("E-mail address"))
    contact_phone = forms.CharField(label=_("Phone"), max_length=50, required=False)
    contact_language = forms.ChoiceField(
        label=_("Language of our mails"), choices=Language.choices
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """Find the company by code or name, unless it is new and has a name only."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        is_new = data.pop("is_new", False)
        text = data.get("organisation", "").strip()
        found = organisations_named(self.user, text) if text else []
        if len(found) == 1:
            data["organisation"] = found[0]
        elif found:
            names = ", ".join(f"{plain(row.name)} ({row.code})" for row in found)
            self.add_error(
                "organisation",
                _(
                    "Several companies could be meant: %(names)s. Please write the "
                    "code of the one you mean."
                )
                % {"names": names},
            )
        elif text and not is_new:
            self.add_error(
                "organisation",
                _(
                    "The directory has no company called “%(text)s”. Please check how "
                    "it is written, or have it added."
                )
                % {"text": text},
            )
        return data


class AgentForm(forms.Form):
    """A consulate or agency, and for which companies it acts."""

    name = forms.CharField(label=_("Consulate or agency"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"))
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    profiles = forms.CharField(
        label=_("Companies it acts for"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One to a line, by name."),
    )

    def __init__(
        self,
        *args: Any,
        mission: Mission,
        user: Any,
        agent: Agent | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.mission, self.user = mission, user
        if agent is None:
            return
        more = self.fields["profiles"]
        more.label, more.required = _("More companies it acts for"), False
        for name in ("name", "email", "language"):
            self.initial[name] = getattr(agent, name)
        here = agent.profiles.select_related("organisation")
        self.fields["still"] = forms.ModelMultipleChoiceField(
            label=_("Companies it acts for"),
            queryset=here.order_by("organisation__sort_key", "pk"),
            to_field_name="code",
            required=False,
            widget=forms.CheckboxSelectMultiple,
            initial=[profile.code for profile in here],
            help_text=_("Without a tick it acts for a company no more."),
        )
        self.order_fields(["name", "email", "language", "still", "profiles"])

    def clean(self) -> dict[str, Any]:
        """Put those that stay and those that come together."""
        data = super().clean() or self.cleaned_data
        still = data.pop("still", ())
        return data | {"profiles": [*still, *data.get("profiles", ())]}

    def clean_profiles(self) -> list[Profile]:
        """Find the companies in the mission; the first that is not there is named."""
        lines = [line.strip() for line in self.cleaned_data["profiles"].splitlines()]
        return [self._found(line) for line in lines if line]

    def _found(self, line: str) -> Profile:
        named = organisations_named(self.user, line)
        rows = Profile.objects.filter(mission=self.mission)
        found = list(rows.filter(Q(code=line) | Q(organisation__in=named))[:2])
        if len(found) != 1:
            raise ValidationError(
                _("There is no one company called “%(text)s” in this mission."),
                params={"text": line},
            )
        return found[0]


def _moment(label: Any, **kwargs: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(
        attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
    )
    return forms.DateTimeField(
        label=label,
        required=False,
        widget=widget,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        **kwargs,
    )


MOMENTS = ("opens_at", "starts_at", "ends_at")
NUMBERS = (
    *("most_sent", "most_received", "most_meetings"),
    *("least_suggestions", "most_suggestions"),
)


class MarketplaceForm(forms.Form):
    """When companies may ask each other for meetings, and how many."""

    time_zone = forms.CharField(
        label=_("Time zone"),
        max_length=50,
        help_text=_("On whose clock, such as Europe/Berlin or Asia/Tokyo."),
    )
    profiles_until = forms.DateField(
        label=_("Profiles until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    opens_at = _moment(
        _("Requests from"), help_text=_("Usually three weeks before, six for Japan.")
    )
    starts_at = _moment(_("First meeting"))
    ends_at = _moment(_("End of the last meeting"))
    most_sent = forms.IntegerField(
        label=_("Unanswered requests that a company may send"),
        min_value=1,
        max_value=200,
    )
    most_received = forms.IntegerField(
        label=_("Unanswered requests that a company may get"),
        min_value=1,
        max_value=500,
    )
    most_meetings = forms.IntegerField(
        label=_("Meetings of a company"), min_value=1, max_value=200
    )
    least_suggestions = forms.IntegerField(
        label=_("Suggestions at least"), min_value=0, max_value=20
    )
    most_suggestions = forms.IntegerField(
        label=_("Suggestions at most"), min_value=1, max_value=50
    )
    repeat = forms.ChoiceField(
        label=_("Who has met before"), choices=Marketplace.Repeat.choices
    )
    interpreters = forms.CharField(
        label=_("Interpreters"),
        required=False,
        max_length=200,
        help_text=_("Language pairs with spaces between them, such as: de-ja en-ja"),
    )
    is_public = forms.BooleanField(
        label=_("Show offers and needs to everybody, without names"), required=False
    )

    def clean_time_zone(self) -> str:
        """Refuse a zone that nobody knows."""
        zone: str = self.cleaned_data["time_zone"]
        if zone not in available_timezones():
            raise ValidationError(
                _("There is no such time zone. Please write Europe/Berlin or the like.")
            )
        return zone

    def clean_interpreters(self) -> list[str]:
        """Read the pairs."""
        pairs = self.cleaned_data["interpreters"].lower().replace(",", " ").split()
        for pair in pairs:
            one, dash, other = pair.partition("-")
            if (
                not (dash and one.isalpha() and other.isalpha())
                or max(len(one), len(other)) > 3
                or min(len(one), len(other)) < 2
            ):
                raise ValidationError(
                    _("“%(pair)s” is no pair of languages such as de-ja."),
                    params={"pair": pair},
                )
        return pairs

    def clean(self) -> dict[str, Any]:
        """Put the times on the clock that was named."""
        data = super().clean() or self.cleaned_data
        zone = data.get("time_zone")
        for name in MOMENTS:
            at = data.get(name)
            if zone and at is not None:
                data[name] = make_aware(at.replace(tzinfo=None), ZoneInfo(zone))
        begin, end = data.get("starts_at"), data.get("ends_at")
        if begin and end and end <= begin:
            self.add_error("ends_at", _("The meetings can't end before they begin."))
        least, most = data.get("least_suggestions"), data.get("most_suggestions")
        if least and most and least > most:
            self.add_error("least_suggestions", _("This can't be more than the most."))
        return data


def initial_of(market: Marketplace) -> dict[str, Any]:
    """Return what the form of a marketplace shows at first."""
    zone = ZoneInfo(market.time_zone)
    names = ("time_zone", "profiles_until", *NUMBERS, "repeat", "is_public")
    start = {name: getattr(market, name) for name in names}
    start["interpreters"] = " ".join(market.interpreters)
    for name in MOMENTS:
        at = getattr(market, name)
        start[name] = at.astimezone(zone).replace(tzinfo=None) if at else None
    return start
