"""
The steps in which a company writes its profile, each a form.

A form knows what it shows (`initial`) and what `services.update_profile` is to write
(`values`); what can't be read is left out there, so that an unfinished step can be
kept while somebody is typing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from gegenbesuch.accounts.models import Language
from gegenbesuch.core.countries import country_name
from gegenbesuch.core.i18n_forms import text_field
from gegenbesuch.core.values.errors import UnreadableValue
from gegenbesuch.core.values.languages import base_language
from gegenbesuch.core.values.name import Name, Order, Spelling
from gegenbesuch.directory.languages import language_name
from gegenbesuch.directory.models import Sector
from gegenbesuch.matchmaking.models import Profile, Statement
from gegenbesuch.matchmaking.selectors import countries_of, days_of
from gegenbesuch.matchmaking.times import half_name, halves_on

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 600
MOST_ROWS = 30
SPOKEN = ("de", "en", "ja", "zh", "ko", "fr", "es", "it", "nl", "pl", "cs", "pt", "ru")
PHONE = RegexValidator(
    r"^\+?[0-9 ()/.-]{5,}$",
    gettext_lazy("Please write a phone number, such as +49 341 1234."),
)


class Step(forms.Form):
    """One step: a form about some fields of a profile."""

    key: ClassVar[str]
    label: ClassVar[Any]
    hint: ClassVar[Any] = ""
    #: Whether `template` shows it row by row, with a button for one more.
    has_rows: ClassVar[bool] = False
    #: Fields that a draft may leave open, and that it can't be published without.
    needed: frozenset[str] = frozenset()
    #: The class itself stands in the list of steps.
    do_not_call_in_templates: ClassVar[bool] = True

    def __init__(self, data: Any = None, *, profile: Profile, more: int = 0) -> None:
        self.profile = profile
        self.more = more
        super().__init__(data, initial=self.start(profile))

    def start(self, profile: Profile) -> dict[str, Any]:
        """Return what the form shows at first."""
        return {name: getattr(profile, name) for name in self.base_fields}

    def values(self) -> dict[str, Any]:
        """Return what to write; only what could be read."""
        return dict(self.cleaned_data)


class AboutStep(Step):
    """Who we are."""

    key, label = "about", gettext_lazy("Who we are")
    needed = frozenset({"summary"})
    hint = gettext_lazy(
        "Two or three sentences are enough, in one language or in several."
    )

    summary = text_field(
        label=gettext_lazy("Who we are"),
        is_long=True,
        max_length=LONGEST,
        required=False,
    )
    size = forms.ChoiceField(
        label=gettext_lazy("Size"),
        required=False,
        choices=[("", "—"), *Profile.Size.choices],
    )
    stage = forms.ChoiceField(
        label=gettext_lazy("Stage"),
        required=False,
        choices=[("", "—"), *Profile.Stage.choices],
    )


class _StatementsStep(Step):
    """Some sentences of one kind, each in a language."""

    has_rows = True
    kind: ClassVar[Statement.Kind]

    def __init__(self, data: Any = None, *, profile: Profile, more: int = 0) -> None:
        super().__init__(data, profile=profile, more=more)
        here = list(
            profile.statements.filter(kind=self.kind).order_by("position", "pk")
        )
        count = _rows_in(data, "text") if data else len(here) + max(1, more)
        count = min(max(count, 1), MOST_ROWS)
        self.needed = frozenset({"text_0", *(f"language_{n}" for n in range(count))})
        for n in range(count):
            said = here[n] if n < len(here) and not data else None
            self.fields[f"text_{n}"] = forms.CharField(
                label=_("%(what)s %(number)d")
                % {"what": self.kind.label, "number": n + 1},
                required=False,
                max_length=LONGEST,
                initial=said.text if said else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"language_{n}"] = forms.ChoiceField(
                label=_("Language"),
                choices=Language.choices,
                required=False,
                initial=said.language if said else profile.contact_language,
            )

    def start(self, profile: Profile) -> dict[str, Any]:
        """Return nothing: the rows bring their own."""
        return {}

    def rows(self) -> list[list[forms.BoundField]]:
        """Return the fields row by row."""
        return [
            [self[name], self[name.replace("text_", "language_")]]
            for name in self.fields
            if name.startswith("text_")
        ]

    def values(self) -> dict[str, Any]:
        """Return the sentences in order, without the empty ones."""
        if self.errors:
            return {}
        data = self.cleaned_data
        rows = []
        for name in self.fields:
            text = (data.get(name) or "").strip() if name.startswith("text_") else ""
            if text:
                language = data.get(name.replace("text_", "language_"))
                rows.append((language or self.profile.contact_language, text))
        return {self.kind.value: rows}


class OffersStep(_StatementsStep):
    """What we offer."""

    key, label, kind = "offers", gettext_lazy("What we offer"), Statement.Kind.OFFER
    hint = gettext_lazy(
        "One thing to a box, as you would say it to a partner. Your own language is "
        "fine: partners are found across languages."
    )


class NeedsStep(_StatementsStep):
    """What we need."""

    key, label, kind = "needs", gettext_lazy("What we look for"), Statement.Kind.NEED
    hint = gettext_lazy(
        "One thing to a box, as you would say it to a partner. Your own language is "
        "fine: partners are found across languages."
    )


SECTORS = ("sectors", "sought_sectors")


class FieldsStep(Step):
    """Our fields and those of partners."""

    key, label = "fields", gettext_lazy("Fields and partners")
    needed = frozenset({"sectors"})

    sectors = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Our fields"),
        widget=forms.CheckboxSelectMultiple,
    )
    sought_sectors = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Fields of the partners we look for"),
        widget=forms.CheckboxSelectMultiple,
    )
    sought_sizes = forms.MultipleChoiceField(
        label=gettext_lazy("Size of the partners we look for"),
        required=False,
        choices=Profile.Size.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    sought_countries = forms.MultipleChoiceField(
        label=gettext_lazy("Countries of the partners we look for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, profile: Profile, more: int = 0) -> None:
        super().__init__(data, profile=profile, more=more)
        self.all_sectors = {
            row.code: row for row in Sector.objects.order_by("position", "pk")
        }
        for name in SECTORS:
            field: Any = self.fields[name]
            field.choices = [(row.code, str(row)) for row in self.all_sectors.values()]
        countries: Any = self.fields["sought_countries"]
        here = {*countries_of(profile.mission), *profile.sought_countries}
        countries.choices = sorted(
            ((code, country_name(code)) for code in here), key=lambda pair: pair[1]
        )

    def start(self, profile: Profile) -> dict[str, Any]:
        """Return what the form shows at first."""
        return {
            "sectors": [sector.code for sector in profile.sectors.all()],
            "sought_sectors": [sector.code for sector in profile.sought_sectors.all()],
            "sought_sizes": profile.sought_sizes,
            "sought_countries": profile.sought_countries,
        }

    def values(self) -> dict[str, Any]:
        """Return lists, as the model holds them."""
        return {
            name: [self.all_sectors[code] for code in value]
            if name in SECTORS
            else list(value)
            for name, value in self.cleaned_data.items()
        }


class LanguagesStep(Step):
    """Languages of the people who come."""

    key, label = "languages", gettext_lazy("Languages")
    needed = frozenset({"languages"})

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages in which you can hold a meeting"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    wants_interpreter = forms.BooleanField(
        label=gettext_lazy("We would like an interpreter"), required=False
    )

    def __init__(self, data: Any = None, *, profile: Profile, more: int = 0) -> None:
        super().__init__(data, profile=profile, more=more)
        field: Any = self.fields["languages"]
        spoken = [*SPOKEN, *(c for c in profile.languages if c not in SPOKEN)]
        field.choices = [(code, language_name(code)) for code in spoken]

    def values(self) -> dict[str, Any]:
        """Keep the order in which the languages were: the best one comes first."""
        data = dict(self.cleaned_data)
        if "languages" in data:
            before = {code: n for n, code in enumerate(self.profile.languages)}
            data["languages"] = sorted(
                data["languages"], key=lambda code: before.get(code, len(before))
            )
        return data


PARTS = {
    "title": (pgettext_lazy("name", "Title"), "honorific-prefix", ""),
    "given": (pgettext_lazy("in Latin letters", "Given name"), "given-name", ""),
    "family": (pgettext_lazy("in Latin letters", "Family name"), "family-name", ""),
    "kanji": (
        gettext_lazy("Name in kanji, with a space after the family name"),
        "off",
        "ja",
    ),
    "kana": (gettext_lazy("Reading in kana"), "off", "ja"),
    "function": (gettext_lazy("Function"), "organization-title", ""),
    "email": (gettext_lazy("E-mail address"), "email", ""),
    "phone": (gettext_lazy("Phone"), "tel", ""),
}


class PeopleStep(Step):
    """Who comes."""

    key, label = "people", gettext_lazy("Who comes")
    needed = frozenset({"family_0"})
    has_rows = True
    hint = gettext_lazy(
        "Names as they stand on the card. The reading helps those who can't read kanji; "
        "it is asked for and never guessed."
    )

    def __init__(self, data: Any = None, *, profile: Profile, more: int = 0) -> None:
        super().__init__(data, profile=profile, more=more)
        here: list[Any] = list(profile.staff.order_by("position", "pk"))
        here = here or list(profile.people.order_by("pk"))
        count = _rows_in(data, "family") if data else len(here) + (more or not here)
        self.count = min(max(int(count), 1), MOST_ROWS)
        for n in range(self.count):
            start = _parts(here[n]) if n < len(here) else {}
            for part, (label, complete, language) in PARTS.items():
                attrs = {"autocomplete": complete}
                if language:
                    attrs["lang"] = language
                kind = forms.EmailField if part == "email" else forms.CharField
                self.fields[f"{part}_{n}"] = kind(
                    label=label,
                    required=False,
                    max_length=200 if part != "phone" else 50,
                    initial=start.get(part, ""),
                    validators=[PHONE] if part == "phone" else [],
                    widget=(forms.EmailInput if part == "email" else forms.TextInput)(
                        attrs=attrs
                    ),
                )

    def start(self, profile: Profile) -> dict[str, Any]:
        """Return nothing: the rows bring their own."""
        return {}

    def rows(self) -> list[list[forms.BoundField]]:
        """Return the fields person by person, for Japanese in their own order."""
        order = list(PARTS)
        if base_language(get_language()) == "ja":
            order.sort(key=lambda part: part not in {"kanji", "kana"})
        return [[self[f"{part}_{n}"] for part in order] for n in range(self.count)]

    def clean(self) -> dict[str, Any]:
        """Put the names together."""
        data = super().clean() or self.cleaned_data
        people = []
        for n in range(self.count):
            row = {part: str(data.get(f"{part}_{n}") or "").strip() for part in PARTS}
            if not any(row.values()):
                continue
            try:
                name = _name(row)
            except UnreadableValue as error:
                at = f"{'title' if error.code == 'name-nobility' else 'family'}_{n}"
                self.add_error(
                    at, forms.ValidationError(error.message, params=error.params)
                )
            else:
                rest = ("function", "email", "phone")
                people.append({"name": name} | {key: row[key] for key in rest})
        data["staff"] = people
        return data

    def values(self) -> dict[str, Any]:
        """Return the people, unless one of them can't be read."""
        return {} if self.errors else {"staff": self.cleaned_data["staff"]}


def _parts(person: Any) -> dict[str, str]:
    name = person.name
    return {
        "title": name.title,
        "given": name.given,
        "family": name.family or name.full,
        "kanji": name.kanji.joined(" "),
        "kana": name.kana.joined(" "),
        # Whom the office has put there has these in the directory.
        "function": getattr(person, "function", ""),
        "email": getattr(person, "email", ""),
        "phone": getattr(person, "phone", ""),
    }


def _name(row: Mapping[str, str]) -> Name:
    is_japanese = bool(row["kanji"])
    return Name(
        title=row["title"],
        family=row["family"],
        given=row["given"],
        kanji=_spelling(row["kanji"]),
        kana=_spelling(row["kana"]),
        order=Order.FAMILY_FIRST if is_japanese else Order.GIVEN_FIRST,
    )


def _spelling(text: str) -> Spelling:
    words = text.split()
    if len(words) == 2:
        return Spelling(family=words[0], given=words[1])
    return Spelling(full=" ".join(words))


class TimesStep(Step):
    """When we can't."""

    key, label = "times", gettext_lazy("Times")
    hint = gettext_lazy("Without a tick you are available all the time.")

    closed_halves = forms.MultipleChoiceField(
        label=gettext_lazy("We can't come to meetings"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    representatives = forms.IntegerField(
        label=gettext_lazy("People who can hold meetings at the same time"),
        min_value=1,
        max_value=20,
    )

    def __init__(self, data: Any = None, *, profile: Profile, more: int = 0) -> None:
        super().__init__(data, profile=profile, more=more)
        days = days_of(profile.mission)
        field: Any = self.fields["closed_halves"]
        field.choices = [(half, half_name(half)) for half in halves_on(days)]
        if not days:
            del self.fields["closed_halves"]

    def start(self, profile: Profile) -> dict[str, Any]:
        """Return what the form shows at first."""
        return {
            "closed_halves": profile.closed_halves,
            "representatives": profile.representatives,
        }


class ContactStep(Step):
    """Whom we write to."""

    key, label = "contact", gettext_lazy("Contact")
    needed = frozenset({"contact_email"})
    hint = gettext_lazy("Other companies don't see these; they are for us.")

    contact_name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    contact_phone = forms.CharField(
        label=gettext_lazy("Phone"),
        max_length=50,
        required=False,
        validators=[PHONE],
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )
    contact_language = forms.ChoiceField(
        label=gettext_lazy("Language of our mails"), choices=Language.choices
    )


STEPS: tuple[type[Step], ...] = (
    *(AboutStep, OffersStep, NeedsStep, FieldsStep),
    *(LanguagesStep, PeopleStep, TimesStep, ContactStep),
)
BY_KEY = {step.key: step for step in STEPS}


def after(key: str) -> str:
    """Return the key of the next step; empty after the last one."""
    keys = [step.key for step in STEPS]
    following = keys.index(key) + 1
    return keys[following] if following < len(keys) else ""


def _rows_in(data: Mapping[str, Any], name: str) -> int:
    """Return how many rows were sent: one more than the highest number."""
    numbers = [
        int(key.rpartition("_")[2])
        for key in data
        if key.startswith(f"{name}_") and key.rpartition("_")[2].isdecimal()
    ]
    return max(numbers, default=-1) + 1
