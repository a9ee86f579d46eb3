"""
The records on which details hang, by the word that stands in addresses.

Figures, statements in dispute, open questions and sources can hang on records of
apps above: each of them registers its kinds here when the site starts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from gegenbesuch.directory import rules
from gegenbesuch.directory.models import Organisation, Person, Relation

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Owner:
    """
    A kind of record on which details hang.

    Attributes:
        model: Its model; its rows have a page.
        label: What several of them are called.
        list_page: The name of the page that lists them.
        can_edit: Takes a user and a record.
    """

    model: type[Any]
    label: Any
    list_page: str
    can_edit: Callable[[Any, Any], bool]


OWNERS: dict[str, Owner] = {}


def register(word: str, owner: Owner) -> None:
    """Let details hang on a kind of record; the word stands in addresses."""
    OWNERS[word] = owner


def word_of(record: Any) -> str:
    """Return the word of a record or of a model; empty if nothing hangs on such."""
    model = record if isinstance(record, type) else type(record)
    return next((word for word, own in OWNERS.items() if own.model is model), "")


for _word, _model, _label in (
    ("organisations", Organisation, _("Organisations")),
    ("people", Person, _("People")),
    ("relations", Relation, _("Relations")),
):
    register(_word, Owner(_model, _label, f"directory:{_word}", rules.can_edit_record))
