"""Form fields for texts in several languages, each input under its own label."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from i18nfield.forms import I18nFormField, I18nTextarea, I18nTextInput

from gegenbesuch.core.values.languages import base_language

LONGEST_LINE = 300
LONGEST_TEXT = 20_000


class _Labelled:
    """Write the name of the language above each input."""

    use_fieldset = True
    locales: list[str]

    def use_required_attribute(self, initial: Any) -> bool:
        """Ask the browser for no language in particular: one of them is enough."""
        return False

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        """Leave the inputs empty: the label says which language is meant."""
        attrs = {"placeholder": "", **(attrs or {})}
        return super().render(name, value, attrs, renderer)  # type: ignore[misc]

    def format_output(self, rendered_widgets: list[str], id_: str) -> SafeString:
        """Put label and input together, the reader's own language first."""
        names = dict(settings.LANGUAGES)
        reader = base_language(get_language())
        rows = (
            (f"{id_}_{n}", names[language], mark_safe(html))  # noqa: S308 -- by Django
            for language, n, html in sorted(
                zip(self.locales, count(), rendered_widgets, strict=False),
                key=lambda part: part[0] != reader,
            )
        )
        inputs = format_html_join(
            "",
            '<div class="name-input__part">'
            '<label class="name-input__label" for="{}">{}</label>{}</div>',
            rows,
        )
        return format_html('<div class="name-input" id="{}">{}</div>', id_, inputs)


class LabelledInput(_Labelled, I18nTextInput):
    """One line for each language."""


class LabelledTextarea(_Labelled, I18nTextarea):
    """Some lines for each language."""


def text_field(*, is_long: bool = False, **kwargs: Any) -> I18nFormField:
    """
    Return a form field for a translated text; one language is enough.

    Args:
        is_long: Several lines for each language.
        kwargs: Of the field; each language takes `max_length` characters, by
            default 300, or 20,000 of a long text.
    """
    kwargs.setdefault("max_length", LONGEST_TEXT if is_long else LONGEST_LINE)
    field = I18nFormField(
        widget=LabelledTextarea if is_long else LabelledInput,
        widget_kwargs={"attrs": {"rows": 3} if is_long else {}},
        **kwargs,
    )
    field.required = field.one_required
    return field
