"""Parse and validate what is typed about sessions and their schedules."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import combinations, groupby
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.form_sections import Section, SectionedForm
from gegenbesuch.core.i18n_forms import text_field
from gegenbesuch.core.templatetags.display import partial_date, zone_name
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.directory.languages import language_name
from gegenbesuch.directory.models import Person
from gegenbesuch.directory.place_field import PlaceField
from gegenbesuch.missions.models import Participation, Resource
from gegenbesuch.scheduling.arranging import MOST_SLOTS, Block
from gegenbesuch.scheduling.languages import pair_key
from gegenbesuch.scheduling.models import ChangeRequest, Publication, Slot

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gegenbesuch.accounts.models import Office
    from gegenbesuch.scheduling.models import Session

END_OF_DAY = time(18, 0)
FEEDBACK_ENDS = timedelta(days=3)
"""How long before the first day changes are asked for; the final plan comes then."""
MOST_TABLES = 500
MINUTES = (15, 20, 30, 45, 60)


def _day(**options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, **options)


def _clock(**options: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(widget=widget, **options)


class SessionForm(SectionedForm):
    """What a session is called, where it is, its tables and its limits."""

    title = text_field(label=_("Title"))
    place = PlaceField()
    venue = text_field(label=_("Venue"), required=False)
    partner_time_zone = forms.CharField(
        label=_("Time zone of the partners"),
        max_length=50,
        required=False,
        help_text=_("If they are elsewhere: Asia/Tokyo or the like."),
    )
    tables = forms.CharField(
        label=_("Tables"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The name of each on a line of its own; just a number will do."),
    )
    max_meetings = forms.IntegerField(
        label=_("Most meetings of one person"),
        min_value=1,
        max_value=1000,
        required=False,
        help_text=_("In the whole session. Nine of ten slots leave room to breathe."),
    )
    max_per_day = forms.IntegerField(
        label=_("Most meetings of one person in a day"),
        min_value=1,
        max_value=1000,
        required=False,
    )

    free_after = forms.IntegerField(
        label=_("Free slots after each meeting"),
        min_value=0,
        max_value=10,
        initial=0,
        required=False,
        help_text=_("One leaves time to travel or to write down what was said."),
    )

    def clean_free_after(self) -> int:
        """Take an empty field as none."""
        return self.cleaned_data["free_after"] or 0

    def clean_partner_time_zone(self) -> str:
        """Refuse a zone that nobody knows."""
        zone: str = self.cleaned_data["partner_time_zone"]
        if zone and zone not in available_timezones():
            raise ValidationError(
                _("There is no such time zone. Please write Europe/Berlin or the like.")
            )
        return zone

    def clean_tables(self) -> list[str]:
        """Return the names; none may be there twice or too long."""
        lines = [line.strip() for line in self.cleaned_data["tables"].splitlines()]
        names = [line for line in lines if line]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice:
            raise ValidationError(
                _("“%(name)s” is there twice."), params={"name": twice}
            )
        long = next((name for name in names if len(name) > 50), None)
        if long:
            raise ValidationError(
                _("“%(name)s” is too long: 50 characters at most."),
                params={"name": long},
            )
        if len(names) > MOST_TABLES:
            raise ValidationError(
                _("A session can have %(most)d tables at most."),
                params={"most": MOST_TABLES},
            )
        return names

    def clean(self) -> dict[str, Any]:
        """Take the time zone of the session from its place."""
        data = super().clean() or self.cleaned_data
        if data.get("place"):
            data["time_zone"] = data["place"].time_zone
        return data


class NewSessionForm(SessionForm):
    """The same, and the first slots: the same blocks on each day."""

    first_day = _day(label=_("First day"))
    last_day = _day(label=_("Last day"), required=False)
    morning_begins = _clock(label=_("Morning from"), required=False, initial=time(9, 0))
    morning_ends = _clock(
        label=_("Morning until"), required=False, initial=time(12, 30)
    )
    afternoon_begins = _clock(
        label=_("Afternoon from"), required=False, initial=time(14, 0)
    )
    afternoon_ends = _clock(
        label=_("Afternoon until"), required=False, initial=time(17, 0)
    )
    minutes = forms.TypedChoiceField(
        label=_("Minutes of a meeting"),
        choices=[(n, n) for n in MINUTES],
        coerce=int,
        initial=20,
    )
    buffer = forms.IntegerField(
        label=_("Minutes between two meetings"), min_value=0, max_value=120, initial=5
    )
    leaves_room = forms.BooleanField(
        label=_("Leave one slot in ten free for everybody"),
        required=False,
        initial=True,
        help_text=_("Unless the most meetings of one person are given below."),
    )

    sections = (
        Section("", ("title", "place", "venue", "partner_time_zone")),
        Section(
            _("Days and slots"),
            (
                *("first_day", "last_day", "morning_begins", "morning_ends"),
                *("afternoon_begins", "afternoon_ends", "minutes", "buffer"),
            ),
        ),
        Section(_("Tables"), ("tables",)),
        Section(
            _("Limits"),
            ("leaves_room", "max_meetings", "max_per_day", "free_after"),
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Make the blocks of all days, and leave room to breathe."""
        data = super().clean()
        first, last = data.pop("first_day", None), data.pop("last_day", None)
        last = last or first
        parts = [
            (data.pop(f"{part}_begins", None), data.pop(f"{part}_ends", None), part)
            for part in ("morning", "afternoon")
        ]
        minutes, buffer = data.pop("minutes", None), data.pop("buffer", None)
        leaves_room = data.pop("leaves_room", False)
        if self.errors:
            return data
        if last < first or (last - first).days > 60:
            self.add_error("last_day", _("That is before the first day, or too late."))
            return data
        for begins, ends, part in parts:
            if (begins is None) != (ends is None) or (begins and begins >= ends):
                self.add_error(
                    f"{part}_ends", _("The end has to come after the beginning.")
                )
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        data["blocks"] = [
            Block(day, begins, ends, minutes, buffer)
            for day in days
            for begins, ends, _part in parts
            if begins and ends
        ]
        if not data["blocks"] and not self.errors:
            self.add_error("morning_begins", _("Please give one block at least."))
        if leaves_room and not data["max_meetings"] and data.get("place"):
            zone = ZoneInfo(data["time_zone"])
            slots = sum(len(block.times(zone)) for block in data["blocks"])
            data["max_meetings"] = slots - slots // 10 or None
        return data


class BlockForm(forms.Form):
    """Some more slots, one after the other."""

    on = _day(label=_("Day"))
    begins = _clock(label=_("From"))
    ends = _clock(label=_("Until"))
    minutes = forms.TypedChoiceField(
        label=_("Minutes of a meeting"),
        choices=[(n, n) for n in MINUTES],
        coerce=int,
        initial=20,
    )
    buffer = forms.IntegerField(
        label=_("Minutes between two meetings"), min_value=0, max_value=120, initial=5
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a block that ends before it begins."""
        data = super().clean() or self.cleaned_data
        if not self.errors and data["begins"] >= data["ends"]:
            self.add_error("ends", _("The end has to come after the beginning."))
        return data


class SlotsForm(forms.Form):
    """Some slots of a session, day by day."""

    slots = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, session: Session, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["slots"]
        field.label = label
        field.choices = slot_choices(session)


def slot_choices(session: Session) -> list[tuple[str, list[tuple[int, str]]]]:
    """Return the slots of a session as choices, grouped by day, on both clocks."""
    zones = zone_name(session.time_zone)
    if session.partner_time_zone not in {"", session.time_zone}:
        zones = f"{zones} ({zone_name(session.partner_time_zone)})"
    slots = session.slots.order_by("starts_at", "pk")[:MOST_SLOTS]
    return [
        (
            format_html("{} · {}", partial_date(PartialDate.on(day), "weekday"), zones),
            [(slot.pk, _span(slot, session)) for slot in rows],
        )
        for day, rows in groupby(
            slots, key=lambda slot: slot.starts_at.astimezone(session.zone).date()
        )
    ]


def _span(slot: Slot, session: Session) -> str:
    """Name a slot on the clock of the session, and on that of the partners."""
    zones = dict.fromkeys((session.time_zone, session.partner_time_zone))
    here, *elsewhere = (
        f"{slot.starts_at.astimezone(zone):%H:%M}–{slot.ends_at.astimezone(zone):%H:%M}"
        for zone in map(ZoneInfo, filter(None, zones))
    )
    if not elsewhere:
        return here
    there = slot.starts_at.astimezone(ZoneInfo(session.partner_time_zone))
    return f"{here} ({elsewhere[0]} {there:%Z})"


class InterpreterForm(SlotsForm):
    """Who interprets between which languages, and when not."""

    person = forms.ModelChoiceField(
        label=_("Person"),
        queryset=Person.objects.none(),
        help_text=_("Interpreters of missions and among the resources of the office."),
    )
    languages = forms.CharField(
        label=_("Languages"),
        max_length=100,
        help_text=_(
            "Codes with spaces between them, such as: de ja en; or pairs, if not "
            "between all of them: de-ja en-ja"
        ),
    )

    field_order = ("person", "languages", "slots")

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(
            *args, session=session, label=_("Not there in these slots"), **kwargs
        )
        office: Office = session.mission.office
        there = Participation.objects.filter(
            function=Participation.Function.INTERPRETER, person__office=office
        ).values("person")
        resources = Resource.objects.filter(office=office, person__office=office)
        known = there.union(resources.values("person"))
        fields: dict[str, Any] = self.fields
        fields["person"].queryset = Person.objects.filter(pk__in=known).order_by(
            "sort_key", "pk"
        )

    def clean_languages(self) -> list[str]:
        """Return the pairs: those that are named, else each two of the languages."""
        words = self.cleaned_data["languages"].lower().replace(",", " ").split()
        codes = list(dict.fromkeys(c for word in words for c in word.split("-")))
        unknown = next((c for c in codes if not _is_language(c)), None)
        if unknown is not None:
            raise ValidationError(
                _("“%(code)s” is no code of a language; German is de, Japanese ja."),
                params={"code": unknown},
            )
        singles = [word for word in dict.fromkeys(words) if "-" not in word]
        pairs = [pair_key(word) for word in words if "-" in word]
        pairs += [pair_key(pair) for pair in combinations(singles, 2)]
        is_whole = all(len(set(pair.split("-"))) == 2 for pair in pairs)
        if not pairs or not is_whole or len(singles) == 1:
            raise ValidationError(_("An interpreter needs two languages at least."))
        return list(dict.fromkeys(pairs))


def languages_in(pairs: Iterable[str | Sequence[str]]) -> str:
    """Return language pairs as they are typed: as languages, if each two are one."""
    keys = [pair_key(pair) for pair in pairs]
    codes = list(dict.fromkeys(code for key in keys for code in key.split("-")))
    every = {pair_key(pair) for pair in combinations(codes, 2)}
    return " ".join(codes if every == {*keys} else keys)


def _is_language(code: str) -> bool:
    return code.isalpha() and len(code) in (2, 3) and language_name(code) != code


class PublishForm(forms.Form):
    """What a new version of the schedule is, and until when changes are welcome."""

    state = forms.ChoiceField(
        label=_("Publish as"),
        choices=Publication.State.choices,
        widget=forms.RadioSelect,
        initial=Publication.State.PRELIMINARY,
        help_text=_("A final schedule is frozen until you open it again."),
    )
    feedback_day = forms.DateField(
        label=_("Companies can ask for changes until: day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("With a preliminary schedule. It ends at 18:00 where you meet."),
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session
        first = session.slots.order_by("starts_at").first()
        if first:
            last_day = first.starts_at.astimezone(session.zone).date() - FEEDBACK_ENDS
            if last_day > now().date():
                self.fields["feedback_day"].initial = last_day

    def clean(self) -> dict[str, Any]:
        """Join the day with the hour at which the window closes."""
        data = super().clean() or self.cleaned_data
        day = data.pop("feedback_day", None)
        is_final = data.get("state") == Publication.State.FINAL
        data["feedback_until"] = None
        if day and not is_final:
            zone = ZoneInfo(self.session.time_zone)
            data["feedback_until"] = datetime.combine(day, END_OF_DAY, tzinfo=zone)
            if data["feedback_until"] < now():
                self.add_error("feedback_day", _("That is over already."))
            first = self.session.slots.order_by("starts_at").first()
            if first and data["feedback_until"] > first.starts_at:
                self.add_error(
                    "feedback_day", _("That is after the first meeting has begun.")
                )
        return data


class ChangeForm(forms.Form):
    """What a company wants changed about a meeting, and why."""

    kind = forms.ChoiceField(
        label=_("What should change?"),
        choices=ChangeRequest.Kind.choices,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Why, and what would suit you?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AnswerForm(forms.Form):
    """What the office answers to a wish, and what happens then."""

    does = forms.ChoiceField(
        choices=[(name, name) for name in ("move", "repair", "agree", "decline")]
    )
    answer = forms.CharField(max_length=2000, required=False)
