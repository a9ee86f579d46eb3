"""Form fields that read and show the value types in the active language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.forms.renderers import get_default_renderer
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.values.date_formatting import format_partial_date
from gegenbesuch.core.values.date_parsing import parse_partial_date
from gegenbesuch.core.values.errors import UnreadableValue
from gegenbesuch.core.values.name import Name, Order, Spelling
from gegenbesuch.core.values.partial_date import NO_DATE, PartialDate
from gegenbesuch.core.values.quantity import Quantity
from gegenbesuch.core.values.quantity_formatting import format_quantity
from gegenbesuch.core.values.quantity_parsing import parse_quantity


class PartialDateField(forms.Field):
    """
    One text input for a `PartialDate`; empty means unknown.

    Args:
        base: Lends month and year to a text that leaves them out.

    """

    widget = forms.TextInput
    empty_values = [*validators.EMPTY_VALUES, NO_DATE]

    def __init__(
        self, *, base: PartialDate | date | None = None, **kwargs: Any
    ) -> None:
        self.base = base
        kwargs.setdefault(
            "help_text",
            _("For example 2019-06-07, 7 June 2019, end of June 2019, or 2019."),
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> PartialDate:
        """Read what was typed."""
        if isinstance(value, PartialDate):
            return value
        try:
            return parse_partial_date(value or "", get_language(), self.base)
        except UnreadableValue as error:
            raise _validation_error(error) from error

    def prepare_value(self, value: Any) -> Any:
        """Show a date in the active language, and what was typed as it is."""
        if isinstance(value, date):
            value = PartialDate.on(value)
        if isinstance(value, PartialDate):
            if not value.is_known:
                return ""
            return format_partial_date(value, get_language() or "en")
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare dates, not texts."""
        if isinstance(initial, date):
            initial = PartialDate.on(initial)
        return super().has_changed(initial or NO_DATE, data)


class QuantityField(forms.Field):
    """
    One text input for a `Quantity`, such as "more than 150".

    Args:
        unit: What a number without a unit counts.
        is_unit_fixed: Whether another unit is refused.

    """

    widget = forms.TextInput

    def __init__(
        self, *, unit: str = "", is_unit_fixed: bool = False, **kwargs: Any
    ) -> None:
        self.unit = unit
        self.is_unit_fixed = is_unit_fixed
        kwargs.setdefault(
            "help_text", _("For example 50, about 50, more than 150, or 50–60.")
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Quantity | None:
        """Read what was typed; nothing is None."""
        if value is None or isinstance(value, Quantity):
            return value
        text = str(value).strip()
        if not text:
            return None
        try:
            quantity = parse_quantity(text, get_language(), unit=self.unit)
        except UnreadableValue as error:
            raise _validation_error(error) from error
        if self.is_unit_fixed and quantity.unit != self.unit:
            raise ValidationError(
                _("Please leave out the unit in “%(text)s”; another one is meant."),
                code="quantity-unit",
                params={"text": text},
            )
        return quantity

    def prepare_value(self, value: Any) -> Any:
        """Show a quantity in the active language, and what was typed as it is."""
        if isinstance(value, Quantity):
            return format_quantity(value, get_language() or "en", with_as_of=True)
        return value


class NameWidget(forms.MultiWidget):
    """Labelled inputs for the parts of a name; to be set in a fieldset."""

    use_fieldset = True
    labels: Mapping[str, Any] = {
        "title": pgettext_lazy("name", "Title"),
        "given": _("Given name"),
        "family": _("Family name"),
        "full": _("Name in one piece, if it has no parts"),
        "order": _("Order of the name"),
        "kanji": _("Name in kanji, with a space after the family name"),
        "kana": _("Reading in kana, or agreed katakana"),
        "honorific": _("Japanese honorific, if not 様"),
        "aliases": _("Other spellings, with semicolons between them"),
    }

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            part: forms.TextInput({"autocomplete": "off"}) for part in self.labels
        }
        widgets["order"] = forms.Select(choices=Order.choices)
        for part in ("kanji", "kana", "honorific"):
            widgets[part] = forms.TextInput({"autocomplete": "off", "lang": "ja"})
        super().__init__(widgets, attrs)

    def decompress(self, value: Any) -> list[Any]:
        """Spread a name over the inputs."""
        if not isinstance(value, Name):
            return ["" for part in self.labels]
        parts = {
            "title": value.title,
            "given": value.given,
            "family": value.family,
            "full": value.full,
            "order": value.order.value,
            "kanji": _one_line(value.kanji),
            "kana": _one_line(value.kana),
            "honorific": value.honorific,
            "aliases": "; ".join(value.aliases),
        }
        return [parts[part] for part in self.labels]

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,
    ) -> SafeString:
        """Write each input under its label."""
        form_renderer = renderer or get_default_renderer()
        context = self.get_context(name, value, attrs)
        rows = (
            (
                part,
                inner["attrs"].get("id", ""),
                self.labels[part],
                mark_safe(  # noqa: S308 -- rendered by a template
                    form_renderer.render(inner["template_name"], {"widget": inner})
                ),
            )
            for part, inner in zip(
                self.labels, context["widget"]["subwidgets"], strict=True
            )
        )
        inputs = format_html_join(
            "",
            '<div class="name-input__part" data-part="{}">'
            '<label class="name-input__label" for="{}">{}</label>{}</div>',
            rows,
        )
        return format_html('<div class="name-input">{}</div>', inputs)


class NameField(forms.MultiValueField):
    """Inputs for the parts of a `Name`; None if all are empty."""

    widget = NameWidget

    def __init__(self, **kwargs: Any) -> None:
        fields = [
            forms.ChoiceField(choices=Order.choices, required=False)
            if part == "order"
            else forms.CharField(required=False, max_length=300)
            for part in NameWidget.labels
        ]
        kwargs.setdefault("require_all_fields", False)
        super().__init__(fields, **kwargs)

    def clean(self, value: Any) -> Name | None:
        """Read the inputs; the order alone is no name."""
        texts = [str(part or "").strip() for part in value or []]
        is_empty = not any(
            text
            for part, text in zip(NameWidget.labels, texts, strict=False)
            if part != "order"
        )
        name: Name | None = super().clean([] if is_empty else texts)
        return name

    def compress(self, data_list: Iterable[Any]) -> Name | None:
        """Put the name together."""
        parts = dict(zip(NameWidget.labels, data_list, strict=False))
        if not parts:
            return None
        try:
            return Name(
                family=parts["family"],
                given=parts["given"],
                full=parts["full"],
                title=parts["title"],
                honorific=parts["honorific"],
                kanji=_spelling(parts["kanji"]),
                kana=_spelling(parts["kana"]),
                aliases=tuple(
                    alias.strip()
                    for alias in parts["aliases"].replace("；", ";").split(";")
                    if alias.strip()
                ),
                order=Order(parts["order"] or Order.GIVEN_FIRST),
            )
        except UnreadableValue as error:
            raise _validation_error(error) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare names, not inputs."""
        try:
            return bool(self.clean(data) != initial)
        except ValidationError:
            return True


def _spelling(text: str) -> Spelling:
    """Read "佐原 光一" in two parts, and "佐原光一" in one piece."""
    words = text.split()
    if len(words) == 2:
        return Spelling(family=words[0], given=words[1])
    return Spelling(full=" ".join(words))


def _one_line(spelling: Spelling) -> str:
    return spelling.joined(" ")


def _validation_error(error: UnreadableValue) -> ValidationError:
    return ValidationError(error.message, code=error.code, params=error.params)
