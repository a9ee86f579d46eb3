"""Long forms in parts: what everybody fills in, and what is opened when needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.forms.boundfield import BoundField
    from django.utils.functional import _StrPromise


class Section(NamedTuple):
    """
    Fields of a form under one heading.

    Attributes:
        legend: Empty for the first part, which needs no heading.
        is_folded: Shown closed as long as nothing is in it.
    """

    legend: str | _StrPromise
    names: tuple[str, ...]
    is_folded: bool = False


class ShownSection(NamedTuple):
    """A section as a page shows it."""

    legend: str | _StrPromise
    fields: list[BoundField]
    is_folded: bool
    is_open: bool


class SectionedForm(forms.Form):
    """A form whose fields are shown in `sections`; what is in none comes last."""

    sections: tuple[Section, ...] = ()

    def shown_sections(self) -> Iterator[ShownSection]:
        """Yield the sections that have fields, and after them what is in none."""
        left = {name for name, field in self.fields.items()}
        for section in self.sections:
            fields = [self[name] for name in section.names if name in left]
            left -= {field.name for field in fields}
            if fields:
                is_open = any(field.errors or _has_value(field) for field in fields)
                yield ShownSection(section.legend, fields, section.is_folded, is_open)
        if rest := [self[name] for name in self.fields if name in left]:
            yield ShownSection("", rest, is_folded=False, is_open=True)


def _has_value(field: BoundField) -> bool:
    value: Any = field.value()
    if isinstance(value, list | tuple):
        return any(value)
    if isinstance(field.field, forms.BooleanField):
        return bool(value) != bool(field.field.initial)
    return bool(str(value if value is not None else ""))
