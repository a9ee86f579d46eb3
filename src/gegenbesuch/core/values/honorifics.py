"""What follows a name in a Japanese letter."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

#: Every honorific that is recognised at the end of a name.
HONORIFICS: Final = ("御中", "各位", "先生", "閣下", "様", "殿", "さん")


class RecipientKind(TextChoices):
    """To whom a letter goes."""

    PERSON = "person", _("person")
    TEACHER = "teacher", _("professor, physician or member of parliament")
    ORGANISATION = "organisation", _("organisation without a person")
    GROUP = "group", _("all members of a group")


_DEFAULTS: Final = {
    RecipientKind.PERSON: "様",
    RecipientKind.TEACHER: "先生",
    RecipientKind.ORGANISATION: "御中",
    RecipientKind.GROUP: "各位",
}


def honorific_ja(kind: RecipientKind, *, override: str | None = None) -> str:
    """
    Return the one honorific for a kind of recipient.

    Args:
        override: What a person decided instead, such as 殿 between
            authorities; an empty text for none at all.

    """
    return _DEFAULTS[kind] if override is None else override


def with_honorific_ja(
    text: str,
    kind: RecipientKind = RecipientKind.PERSON,
    *,
    override: str | None = None,
) -> str:
    """Write a recipient with exactly one honorific, keeping one already there."""
    if text.endswith(HONORIFICS):
        return text
    return text + honorific_ja(kind, override=override)
