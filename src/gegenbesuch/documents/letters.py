"""The letters that are only printed, and what is filled into them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from gegenbesuch.letters.kinds import LetterKind, register

FIELDS: dict[str, Any] = {
    "salutation": _("The salutation in the language of the letter"),
    "partner": _("The host or partner"),
    "mission": _("The title of the mission"),
    "when": _("When it takes place"),
    "lead": _("Who led the delegation"),
    "host": _("The office that writes"),
}
SAMPLE: dict[str, Any] = {
    "salutation": _("Dear Sir or Madam,"),
    "partner": _("Chamber of Commerce of Sampletown"),
    "mission": _("Trip with companies to Japan"),
    "when": _("3 to 10 June 2031"),
    "lead": "Kim Sample",
    "host": _("Office for Economic Development"),
}
THANKS_TO_HOSTS = LetterKind(
    "thank_host", _("Thank-you letter to hosts, printed"), FIELDS, SAMPLE
)
register(THANKS_TO_HOSTS)
