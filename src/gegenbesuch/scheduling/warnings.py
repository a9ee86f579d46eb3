"""What will keep requests from being placed, said before anything is computed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gegenbesuch.scheduling.languages import pair_key, pairs_name, wanted_pairs

if TYPE_CHECKING:
    from gegenbesuch.scheduling.selectors import Overview


def warnings_of(found: Overview) -> list[str]:
    """Say what will keep requests from being placed, before anything is computed."""
    texts = [
        _("%(company)s: %(accepted)d accepted requests, %(free)d free slots.")
        % {"company": row.profile, "accepted": row.accepted, "free": row.free}
        for row in found.companies
        if row.is_overbooked
    ]
    places = len(found.slots) * len(found.tables)
    if len(found.requests) > places:
        texts.append(
            _("%(requests)d accepted requests, but only %(places)d places at tables.")
            % {"requests": len(found.requests), "places": places}
        )
    texts += _interpreter_warnings(found)
    if found.meetings and found.new_requests:
        texts.append(
            ngettext(
                "%(count)d request was accepted after the schedule was computed.",
                "%(count)d requests were accepted after the schedule was computed.",
                found.new_requests,
            )
            % {"count": found.new_requests}
        )
    return texts


def _interpreter_warnings(found: Overview) -> list[str]:
    spoken = {
        person.pk: {pair_key(pair) for pair in person.pairs}
        for person in found.interpreters
    }
    offered = {pair for pairs in spoken.values() for pair in pairs}
    wanted = Counter(
        wanted_pairs(r.sender.languages, r.recipient.languages, offered)
        for r in found.requests
    )
    texts = []
    for pairs in sorted(filter(None, wanted)):
        # Meetings with fewer choices compete for the same interpreters.
        count = sum(n for other, n in wanted.items() if other and {*other} <= {*pairs})
        places = sum(
            found.open_slots(person)
            for person in found.interpreters
            if spoken[person.pk] & {*pairs}
        )
        if count > places:
            texts.append(
                _(
                    "%(count)d meetings need an interpreter for %(pair)s, "
                    "and there are interpreters for %(places)d."
                )
                % {"count": count, "pair": pairs_name(pairs), "places": places}
            )
    return texts
