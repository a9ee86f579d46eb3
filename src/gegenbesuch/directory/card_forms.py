"""Reading what is typed off the two sides of a business card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gegenbesuch.accounts.models import Office
from gegenbesuch.core.countries import country_choices
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.values.errors import UnreadableValue
from gegenbesuch.core.values.forms import PartialDateField
from gegenbesuch.core.values.name import Name, Order, Spelling
from gegenbesuch.directory import rules, selectors
from gegenbesuch.directory.contact_values import contact_value
from gegenbesuch.directory.detail_forms import offer
from gegenbesuch.directory.duplicates.finding import PERSON
from gegenbesuch.directory.duplicates.typed import similar_to_typed
from gegenbesuch.directory.forms import tags_field
from gegenbesuch.directory.models import Person
from gegenbesuch.directory.person_fields import PersonField
from gegenbesuch.directory.services import Card

if TYPE_CHECKING:
    from gegenbesuch.directory.models import Organisation

NEW = "new"
CONTACTS = ("phone", "mobile", "fax", "email", "website")


def _line(label: Any, *, ja: bool = False, **kwargs: Any) -> forms.CharField:
    attrs = {"autocomplete": "off"} | ({"lang": "ja"} if ja else {})
    kwargs.setdefault("required", False)
    kwargs.setdefault("max_length", 300)
    return forms.CharField(label=label, widget=forms.TextInput(attrs), **kwargs)


class CardForm(forms.Form):
    """One card, side by side: Latin letters, Japanese, and what both have."""

    office = forms.ModelChoiceField(
        Office.objects.none(), label=gettext_lazy("Office"), required=False
    )
    # The side in Latin letters
    person_title = _line(gettext_lazy("Title before the name"))
    given = _line(gettext_lazy("Given name"))
    family = _line(gettext_lazy("Family name"))
    order = forms.ChoiceField(
        label=gettext_lazy("Order of the name"), choices=Order.choices, required=False
    )
    function = _line(gettext_lazy("Function"))
    organisation = _line(gettext_lazy("Organisation"))
    lines = forms.CharField(
        label=gettext_lazy("Street and building"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )
    postcode = _line(gettext_lazy("Postcode"), max_length=20)
    locality = _line(gettext_lazy("Town"))
    # The side in Japanese
    kanji = _line(gettext_lazy("Name in kanji, with a space after the family name"),
                  ja=True)  # fmt: skip
    kana = _line(gettext_lazy("Reading in kana, if it is printed"), ja=True)
    function_ja = _line(gettext_lazy("Function"), ja=True)
    organisation_ja = _line(gettext_lazy("Organisation"), ja=True)
    postcode_ja = _line(gettext_lazy("Postcode"), ja=True, max_length=20)
    region_ja = _line(gettext_lazy("Prefecture"), ja=True)
    locality_ja = _line(gettext_lazy("Town"), ja=True)
    lines_ja = forms.CharField(
        label=gettext_lazy("Street and building"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2, "lang": "ja"}),
    )
    # Both sides
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        required=False,
        help_text=gettext_lazy(
            "Telephone numbers without + are read as dialled there."
        ),
    )
    phone = _line(gettext_lazy("Telephone"))
    mobile = _line(gettext_lazy("Mobile telephone"))
    fax = _line(gettext_lazy("Fax"))
    email = _line(gettext_lazy("E-mail"))
    website = _line(gettext_lazy("Website"))
    # How it came here
    on = PartialDateField(label=gettext_lazy("Exchanged"), required=False)
    occasion = _line(gettext_lazy("Occasion"))
    introduced_by = PersonField(label=gettext_lazy("Introduced by"), required=False)
    tags = tags_field()

    sides = (
        (
            gettext_lazy("Side in Latin letters"),
            ("person_title", "given", "family", "order", "function", "organisation",
             "lines", "postcode", "locality"),
        ),
        (
            gettext_lazy("Side in Japanese"),
            ("kanji", "kana", "function_ja", "organisation_ja", "postcode_ja",
             "region_ja", "locality_ja", "lines_ja"),
        ),
        (
            gettext_lazy("On both sides"),
            ("country", *CONTACTS),
        ),
        (
            gettext_lazy("How it came to us"),
            ("on", "occasion", "introduced_by", "tags", "office"),
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.alike: list[Person] = []
        self.fields["introduced_by"].user = user  # type: ignore[attr-defined]
        offer(self, country=[("", "—"), *country_choices()])
        offices = Office.objects.filter(pk__in=rules.offices_to_edit(user))
        self.offices = list(offices.order_by("pk"))
        if len(self.offices) > 1:
            self.fields["office"].queryset = offices  # type: ignore[attr-defined]
            self.fields["office"].required = True
        else:
            del self.fields["office"]

    def parts(self) -> list[tuple[Any, list[Any]]]:
        """Return the fields of each side, for the page."""
        return [
            (title, [self[name] for name in names if name in self.fields])
            for title, names in self.sides
        ]

    def clean(self) -> dict[str, Any]:
        """Put name and contacts together, and look who could be meant."""
        values: dict[str, Any] = super().clean() or {}
        try:
            self.name = Name(
                title=values.get("person_title", ""),
                given=values.get("given", ""),
                family=values.get("family", ""),
                order=Order(values.get("order") or Order.GIVEN_FIRST),
                kanji=_spelling(values.get("kanji", "")),
                kana=_spelling(values.get("kana", "")),
            )
        except UnreadableValue as error:
            self.add_error(
                "family", forms.ValidationError(error.message, params=error.params)
            )
            return values
        for kind in CONTACTS:
            if values.get(kind):
                try:
                    contact_value(kind, values[kind], values.get("country", ""))
                except ActionError as error:
                    self.add_error(kind, str(error.message))
        if not self.errors and not self.data.get("person"):
            self.alike = self._people_alike()
            if self.alike:
                self.add_error(
                    None, _("Somebody like this is in the directory. Please choose.")
                )
        return values

    def chosen_person(self) -> Person | None:
        """Return whose card it is, if they are in the directory already."""
        code = self.data.get("person", NEW)
        if code == NEW:
            return None
        people = Person.objects.filter(office=self.chosen_office(), code=code)
        return people.first()

    def chosen_office(self) -> Office:
        """Return the office to which the card belongs."""
        office: Office = self.cleaned_data.get("office") or self.offices[0]
        return office

    def card(self) -> Card:
        """Return what was typed."""
        values = self.cleaned_data
        return Card(
            name=self.name,
            organisation=self._organisation(),
            organisation_names=_texts(
                values["organisation"], values["organisation_ja"]
            ),
            title=_texts(values["function"], values["function_ja"]),
            contacts=self._contacts(),
            addresses=[address for address in self._addresses() if address],
            country=values["country"],
            on=values["on"],
            occasion=values["occasion"],
            introduced_by=values["introduced_by"],
            front=self._side(0),
            back=self._side(1),
        )

    def _contacts(self) -> list[tuple[str, str]]:
        values = self.cleaned_data
        return [(kind, values[kind]) for kind in CONTACTS if values.get(kind)]

    def _people_alike(self) -> list[Person]:
        values = self.cleaned_data
        facts = {
            "name": self.name,
            "contacts": [
                (kind, contact_value(kind, text, values["country"]))
                for kind, text in self._contacts()
            ],
            "organisation_names": _texts(
                values["organisation"], values["organisation_ja"]
            ).values(),
            "titles": _texts(values["function"], values["function_ja"]).values(),
        }
        similar = similar_to_typed(PERSON, facts, self.chosen_office())
        found = Person.objects.in_bulk([hit.record for hit, _line, _why in similar])
        for spelling in (self.name.latin.joined(" "), self.name.kanji.joined("")):
            if spelling:
                for row in selectors.people_named(self.user, spelling):
                    found[row.pk] = row
        return list(found.values())[:5]

    def _organisation(self) -> Organisation | None:
        for name in ("organisation_ja", "organisation"):
            text = self.cleaned_data[name]
            rows = selectors.organisations_named(self.user, text) if text else []
            same = [row for row in rows if row.office_id == self.chosen_office().pk]
            if len(same) == 1:
                return same[0]
        return None

    def _addresses(self) -> list[dict[str, str]]:
        values = self.cleaned_data
        latin = {name: values[name] for name in ("lines", "postcode", "locality")}
        own = {
            name: values[f"{name}_ja"]
            for name in ("lines", "postcode", "locality", "region")
        }
        common = {"country": values["country"]}
        tag = "ja-Latn" if values["country"] == "JP" else ""
        return [
            {**latin, **common, "language": tag} if any(latin.values()) else {},
            {**own, **common, "language": "ja"} if any(own.values()) else {},
        ]

    def _side(self, number: int) -> str:
        """Return a side as it was typed, line by line."""
        names = [n for n in self.sides[number][1] if n != "order"]
        return "\n".join(
            str(self.cleaned_data[n]) for n in names if self.cleaned_data[n]
        )


def _texts(latin: str, japanese: str) -> dict[str, str]:
    """Return a text by language; what is in Latin letters counts as English."""
    return {k: text for k, text in (("en", latin), ("ja", japanese)) if text}


def _spelling(text: str) -> Spelling:
    words = text.split()
    if len(words) == 2:
        return Spelling(family=words[0], given=words[1])
    return Spelling(full=" ".join(words))
