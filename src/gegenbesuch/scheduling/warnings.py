"""What will keep requests from being placed, said before anything is computed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gegenbesuch.matchmaking.times import from_json, names_of, slots_within
from gegenbesuch.scheduling.languages import pair_key, pairs_name, wanted_pairs

if TYPE_CHECKING:
    from gegenbesuch.scheduling.overviews import Overview


COMPANIES_NAMED = 10


def warnings_of(found: Overview) -> list[str]:
    """Say what will keep requests from being placed, before anything is computed."""
    texts = _overbooked(found)
    places = len(found.slots) * found.tables
    if len(found.asked) > places:
        texts.append(
            _("%(requests)d accepted requests, but only %(places)d places at tables.")
            % {"requests": len(found.asked), "places": places}
        )
    texts += [
        _(
            "%(count)d meetings need a table with “%(feature)s”, "
            "and there are places for %(places)d."
        )
        % {"count": row.meetings, "feature": row.feature, "places": row.places}
        for row in found.shortages
    ]
    texts += _interpreter_warnings(found)
    if found.kept_out:
        texts.append(
            ngettext(
                "%(count)d accepted request stays out: these two companies may not meet.",
                "%(count)d accepted requests stay out: these companies may not meet.",
                found.kept_out,
            )
            % {"count": found.kept_out}
        )
    texts += _without_slot(found)
    texts += _only_in_words(found)
    if found.new_requests and (found.placed or found.unplaced):
        texts.append(
            ngettext(
                "%(count)d request was accepted after the schedule was computed.",
                "%(count)d requests were accepted after the schedule was computed.",
                found.new_requests,
            )
            % {"count": found.new_requests}
        )
    return texts


def _overbooked(found: Overview) -> list[str]:
    """Name the companies with more requests than slots, the worst first."""
    excess = {
        pk: over
        for pk, accepted in found.accepted.items()
        if (over := accepted - found.free_slots(pk)) > 0
    }
    worst = sorted(excess, key=lambda pk: (-excess[pk], pk))
    names = found.names(worst[:COMPANIES_NAMED])
    texts = [
        _("%(company)s: %(accepted)d accepted requests, %(free)d free slots.")
        % {
            "company": names[pk],
            "accepted": found.accepted[pk],
            "free": found.free_slots(pk),
        }
        for pk in worst[:COMPANIES_NAMED]
    ]
    more = len(worst) - len(texts)
    if more > 0:
        texts.append(
            ngettext(
                "%(count)d more company has more accepted requests than free slots.",
                "%(count)d more companies have more accepted requests than free slots.",
                more,
            )
            % {"count": more}
        )
    return texts


def _without_slot(found: Overview) -> list[str]:
    """Name the meetings whose agreed times hold no slot, so that nothing can fit."""
    slots = [(slot.starts_at, slot.ends_at) for slot in found.slots]
    lost = [
        (sender, recipient, spans)
        for sender, recipient, _session, held, _words, _slot in found.bound
        if slots and held and not slots_within(spans := from_json(held), slots)
    ]
    shown = lost[:COMPANIES_NAMED]
    names = found.names([pk for row in shown for pk in row[:2]])
    texts = [
        _(
            "%(sender)s and %(recipient)s agreed on a time in which no slot lies: "
            "%(times)s."
        )
        % {
            "sender": names[sender],
            "recipient": names[recipient],
            "times": ", ".join(names_of(spans, found.session.time_zone)),
        }
        for sender, recipient, spans in shown
    ]
    more = len(lost) - len(shown)
    if more > 0:
        texts.append(
            ngettext(
                "%(count)d more meeting was agreed for a time in which no slot lies.",
                "%(count)d more meetings were agreed for times in which no slot lies.",
                more,
            )
            % {"count": more}
        )
    return texts


def _only_in_words(found: Overview) -> list[str]:
    """Name the meetings whose time was agreed in words, which nobody can compute."""
    worded = [
        (sender, recipient, words)
        for sender, recipient, _session, held, words, slot in found.bound
        if words and not held and slot is None
    ]
    shown = worded[:COMPANIES_NAMED]
    names = found.names([pk for row in shown for pk in row[:2]])
    texts = [
        _(
            "%(sender)s and %(recipient)s agreed on a time in words only, to which the "
            "schedule can't keep: “%(words)s”. Place their meeting by hand."
        )
        % {"sender": names[sender], "recipient": names[recipient], "words": words}
        for sender, recipient, words in shown
    ]
    more = len(worded) - len(shown)
    if more > 0:
        texts.append(
            ngettext(
                "%(count)d more meeting was agreed for a time in words only.",
                "%(count)d more meetings were agreed for times in words only.",
                more,
            )
            % {"count": more}
        )
    return texts


def _interpreter_warnings(found: Overview) -> list[str]:
    spoken = {
        person.pk: {pair_key(pair) for pair in person.pairs}
        for person in found.interpreters
    }
    offered = {pair for pairs in spoken.values() for pair in pairs}
    wanted: Counter[tuple[str, ...]] = Counter()
    for sides, count in found.by_languages().items():
        wanted[wanted_pairs(*sides, offered)] += count
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
