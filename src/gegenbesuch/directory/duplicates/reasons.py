"""The reasons why two records may be one, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gegenbesuch.directory.duplicates.weighing import Reason

REASONS = {
    # People
    "name": _("same name"),
    "name_spelling": _("same name in another spelling"),
    "name_reading": _("same name in another script"),
    "swapped": _("family and given name changed places"),
    "family_same": _("same family name"),
    "family_reading": _("same family name in another script"),
    "family_variant": _("same family name in another spelling"),
    "family_sound": _("family names that sound alike"),
    "family_subset": _("one family name is part of the other"),
    "family_typo": _("family names that differ in single letters"),
    "family_more": _("family names that differ in single letters"),
    "family_letter": _("family names that differ in single letters"),
    "family_initial": _("the family name begins with the same letter"),
    "family_short": _("one family name is short for the other"),
    "given_same": _("same given name"),
    "given_reading": _("same given name in another script"),
    "given_variant": _("same given name in another spelling"),
    "given_sound": _("given names that sound alike"),
    "given_subset": _("one given name is part of the other"),
    "given_short": _("one given name is short for the other"),
    "given_typo": _("given names that differ in single letters"),
    "given_more": _("given names that differ in single letters"),
    "given_letter": _("given names that differ in single letters"),
    "given_initial": _("the initial fits the given name"),
    "organisation": _("same organisation"),
    "title": _("same function"),
    # Organisations
    "organisation_same": _("same name"),
    "organisation_order": _("same words in the name"),
    "organisation_meaning": _("the names mean the same"),
    "organisation_spelling": _("same name in another spelling"),
    "organisation_sound": _("same name in another script"),
    "organisation_typo": _("names that differ in single letters"),
    "organisation_acronym": _("one name is short for the other"),
    "form": _("only one name has the legal form %(what)s"),
    "domain": _("same domain %(what)s"),
    "postcode": _("same postcode %(what)s"),
    # Both
    "identifier": _("same number %(what)s"),
    "email": _("same mail address %(what)s"),
    "phone": _("same telephone number"),
    "place": _("same place"),
}


def in_words(reasons: Iterable[Reason]) -> list[str]:
    """Return reasons in the active language."""
    return [
        str(REASONS[reason.code]).replace("%(what)s", reason.what)
        for reason in reasons
        if reason.code in REASONS
    ]
