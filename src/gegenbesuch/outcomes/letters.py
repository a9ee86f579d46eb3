"""The letter that asks a partner to confirm what came of a mission."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gegenbesuch.letters.kinds import LetterKind, register

register(
    LetterKind(
        "ask_confirmation",
        _("Question to a partner: is this right?"),
        {
            "salutation": _("The salutation in the language of the person"),
            "what": _("What the partner is asked to confirm"),
            "host": _("The office that asks"),
            "deadline": _("Until when to answer"),
            "link": _("The personal address of the question"),
        },
        {
            "salutation": _("Dear Ms Sample,"),
            "what": _("What came of it: an agreement on joint research"),
            "host": _("Office for Economic Development"),
            "deadline": _("Friday, 23 May 2031"),
            "link": "https://…/link/…/",
        },
    )
)
