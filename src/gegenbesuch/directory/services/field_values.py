"""What services are given, in the form in which models hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from i18nfield.fields import I18nFieldMixin
from i18nfield.strings import LazyI18nString

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import Model


def texts_of(text: Any) -> dict[str, str]:
    """Return the languages in which a text is there; a bare text is German."""
    data = text.data if isinstance(text, LazyI18nString) else text
    if isinstance(data, dict):
        return {language: words for language, words in data.items() if words}
    return {"de": str(data)} if data else {}


def coerced(model: type[Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as the model's fields hold them, such as dates from codes."""
    result = {}
    for name, value in values.items():
        field = model._meta.get_field(name)
        if isinstance(field, I18nFieldMixin):
            result[name] = LazyI18nString(texts_of(value))
        elif field.is_relation:
            result[name] = value
        else:
            result[name] = field.to_python(value)  # type: ignore[union-attr]
    return result


def differing(target: Model, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the values, coerced, that the target does not have yet."""
    return {
        name: value
        for name, value in coerced(type(target), values).items()
        if not _is_same(getattr(target, name), value)
    }


def _is_same(old: Any, new: Any) -> bool:
    if isinstance(new, LazyI18nString):
        return texts_of(old) == texts_of(new)
    return bool(old == new)
