"""What stands in the addresses of pages that organisations and people share."""

from __future__ import annotations

from typing import Any

from django.urls import register_converter

from gegenbesuch.directory.models import Organisation, Person

MODELS: dict[str, type[Any]] = {"organisations": Organisation, "people": Person}


class KindOfRecord:
    """The model of a record, by the word for many of them."""

    regex = "organisations|people"

    def to_python(self, value: str) -> type[Any]:
        """Return the model."""
        return MODELS[value]

    def to_url(self, value: Any) -> str:
        """Return the word; a record or a model will do as well."""
        if isinstance(value, str):
            return value
        model = value if isinstance(value, type) else type(value)
        return next(word for word, known in MODELS.items() if known is model)


register_converter(KindOfRecord, "record")
