"""What stands in the addresses of pages that several kinds of records share."""

from __future__ import annotations

from typing import Any

from django.urls import register_converter

from gegenbesuch.directory import owners
from gegenbesuch.directory.evidence_forms import FORMS
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


class KindOfOwner:
    """A kind of record on which details hang, by the word for many of them."""

    regex = "[a-z]+"

    def to_python(self, value: str) -> owners.Owner:
        """Return the kind; another word is the address of another page."""
        if value not in owners.OWNERS:
            raise ValueError(value)
        return owners.OWNERS[value]

    def to_url(self, value: Any) -> str:
        """Return the word; a record or a model will do as well."""
        return value if isinstance(value, str) else owners.word_of(value)


class Noun:
    """The word for what hangs on a record; others stand in pages of apps above."""

    regex = "|".join(FORMS)

    def to_python(self, value: str) -> str:
        """Return the word."""
        return value

    def to_url(self, value: str) -> str:
        """Return the word."""
        return value


register_converter(KindOfRecord, "record")
register_converter(KindOfOwner, "owner")
register_converter(Noun, "noun")
