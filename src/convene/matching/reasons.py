"""Why two should meet: each reason is tried, by taking away what it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from convene.matching.fields import closeness, digits, divisions
from convene.matching.index import NEED, OFFER, Index
from convene.matching.profile import Profile
from convene.matching.relevance import field_fit, nace_fit, wish_fit
from convene.matching.score import chance, mutual, score
from convene.matching.shelf import Block, Floats
from convene.matching.signals import Reason, Signal
from convene.matching.threads import one_thread

#: Likeness below this many standard deviations is no reason by itself.
TELLING = 1.5
#: A reason must be worth at least this share of the score.
LEAST = 1e-4

_OTHER_WAY = {
    Signal.NEED_MET: Signal.OFFER_WANTED,
    Signal.FIELD_SOUGHT: Signal.FIELD_WANTED,
    Signal.NACE_SOUGHT: Signal.NACE_WANTED,
}
_OTHER_WAY |= {back: forth for forth, back in _OTHER_WAY.items()}


@dataclass
class _Way:
    """One direction of a pair: what the seeker wants, what the partner has."""

    index: Index
    seeker: Profile
    partner: Profile
    needs: Block
    offers: Block
    seekers: float
    havers: float
    alike: Floats = field(init=False)
    shared: Floats = field(init=False)
    base: float = field(init=False)

    def __post_init__(self) -> None:
        shape = (len(self.needs), len(self.offers))
        self.alike = np.zeros(shape, np.float32)
        if self.alike.size:
            self.alike = np.matmul(self.needs.vectors, self.offers.vectors.T)
        self.shared = np.array(
            [[_shared(a, b) for b in self.offers.terms] for a in self.needs.terms],
            np.float32,
        ).reshape(shape)
        self.base = self.total(self.values())

    def values(self, *, terms: bool = True) -> Floats:
        """Weigh each need with each offer."""
        values = self.index.meaning * self.alike
        if terms:
            values = values + self.index.params.weights.terms * self.shared
        result: Floats = np.maximum(values, 0)
        return result

    def total(  # noqa: PLR0913 -- each is one thing that a reason may take away
        self,
        values: Floats,
        *,
        own: Sequence[str] | None = None,
        nace: Sequence[str] | None = None,
        lost: float = 0.0,
        seekers: float | None = None,
        havers: float | None = None,
    ) -> float:
        """
        Weigh the direction; NaN where nothing is sought or nothing is there.

        Args:
            own: The partner's fields, if not as they are.
            nace: The seeker's sought codes, if not as they are.
            lost: What the wishes are worth less.
            seekers: How crowded the seeker is, if not as it is; `havers` the partner.

        """
        seeker, partner = self.seeker, self.partner
        weights = self.index.params.weights
        own = partner.fields if own is None else own
        nace = seeker.sought_nace if nace is None else nace
        if not (len(values) or seeker.sought_fields or nace):
            return float("nan")
        if not (values.shape[1] or own or partner.nace):
            return float("nan")
        total = 0.0
        if values.size:
            best = sorted((float(v) for v in values.max(axis=1)), reverse=True)
            shares = (1.0, *weights.more)
            total += sum(a * b for a, b in zip(best, shares, strict=False))
        if seeker.sought_fields:
            total += weights.field * field_fit(seeker.sought_fields, own)
        if nace:
            total += weights.nace * nace_fit(nace, partner.nace, own)
        total += wish_fit(seeker, partner, weights) - lost
        seekers = self.seekers if seekers is None else seekers
        havers = self.havers if havers is None else havers
        return total - weights.crowd * (seekers + havers)

    def without_need(self, at: int) -> float:
        """Weigh the direction without one of the needs."""
        block = _without(self.needs, at)
        seekers = self._crowd_of(self.seeker, NEED, block, self.partner)
        return self.total(np.delete(self.values(), at, 0), seekers=seekers)

    def without_offer(self, at: int) -> float:
        """Weigh the direction without one of the offers."""
        block = _without(self.offers, at)
        havers = self._crowd_of(self.partner, OFFER, block, self.seeker)
        return self.total(np.delete(self.values(), at, 1), havers=havers)

    def without_terms(self) -> float:
        """Weigh the direction as if the needs named no terms."""
        block = replace(self.needs, terms=({},) * len(self.needs))
        seekers = self._crowd_of(self.seeker, NEED, block, self.partner)
        return self.total(self.values(terms=False), seekers=seekers)

    def without_field(self, slug: str) -> float:
        """Weigh the direction as if the partner did not work in a field."""
        own = tuple(field for field in self.partner.fields if field != slug)
        poorer = replace(self.partner, fields=own)
        havers = self._crowd_of(poorer, OFFER, None, self.seeker)
        return self.total(self.values(), own=own, havers=havers)

    def without_code(self, code: str) -> float:
        """Weigh the direction as if the seeker did not ask for a code."""
        nace = tuple(sought for sought in self.seeker.sought_nace if sought != code)
        poorer = replace(self.seeker, sought_nace=nace)
        seekers = self._crowd_of(poorer, NEED, None, self.partner)
        return self.total(self.values(), nace=nace, seekers=seekers)

    def _crowd_of(
        self, profile: Profile, role: int, block: Block | None, seen_by: Profile
    ) -> float:
        _, slot = self.index.place(seen_by.id)
        return self.index.crowd_of(profile, role, block, slot)


@dataclass(frozen=True)
class _Claim:
    """A reason, and the weighed signals there would be without what it names."""

    reason: Reason
    forth: float
    back: float
    between: float


@dataclass(frozen=True)
class _Pair:
    index: Index
    forth: _Way
    back: _Way
    between: float

    def claim(
        self,
        reason: Reason,
        *,
        way: _Way | None = None,
        total: float = 0.0,
        lost: float = 0.0,
    ) -> _Claim:
        """Claim a reason without which one direction or what is between is less."""
        forth = total if way is self.forth else self.forth.base
        back = total if way is self.back else self.back.base
        return _Claim(reason, forth, back, self.between - lost)

    def worths(self, claims: Sequence[_Claim]) -> Floats:
        """Score the pair as it would be without each of the reasons."""
        weights = self.index.params.weights
        forth = np.array([claim.forth for claim in claims], np.float32)
        back = np.array([claim.back for claim in claims], np.float32)
        between = np.array([claim.between for claim in claims], np.float32)
        fit = mutual(chance(forth, weights), chance(back, weights))
        return score(fit, between)


def _without(block: Block, at: int) -> Block:
    keep = [i for i in range(len(block)) if i != at]
    return Block(
        tuple(block.sentences[i] for i in keep),
        block.vectors[keep],
        tuple(block.terms[i] for i in keep),
    )


def _shared(one: dict[int, float], other: dict[int, float]) -> float:
    return sum(w * other[concept] for concept, w in one.items() if concept in other)


@one_thread()
def reasons(index: Index, id: str, partner: str) -> tuple[Reason, ...]:
    """
    Say why two should meet, the weightiest reason first.

    Each reason is tried before it is given: without what it names, the score of
    the pair is lower. A reason that names two things is tried without either.
    """
    side, slot = index.place(id)
    other, place = index.place(partner)
    one, two = index.sides[side][slot], index.sides[other][place]
    forth = _Way(
        index,
        one,
        two,
        index.block(id, NEED),
        index.block(partner, OFFER),
        index.seekers[side].of(slot, place),
        index.havers[other].of(place, slot),
    )
    back = _Way(
        index,
        two,
        one,
        index.block(partner, NEED),
        index.block(id, OFFER),
        index.seekers[other].of(place, slot),
        index.havers[side].of(slot, place),
    )
    pair = _Pair(index, forth, back, index.between.pair(one, two, index.params.weights))
    nothing = pair.claim(Reason(Signal.COUNTRY, id, partner, ("", "")))
    claims = [nothing, *_claims(pair)]
    base, *without = (float(value) for value in pair.worths(claims))
    worth: dict[Reason, float] = {}
    for claim, lower in zip(claims[1:], without, strict=True):
        least = worth.get(claim.reason, base)
        worth[claim.reason] = min(least, base - lower)
    found = [
        replace(reason, worth=less)
        for reason, less in worth.items()
        if less > LEAST * base
    ]
    return tuple(sorted(found, key=lambda r: (-r.worth, r.signal)))


def seen_from_there(found: Iterable[Reason]) -> tuple[Reason, ...]:
    """Give the reasons of a pair as the partner sees them."""
    return tuple(
        replace(reason, signal=_OTHER_WAY.get(reason.signal, reason.signal))
        for reason in found
    )


def _claims(pair: _Pair) -> Iterator[_Claim]:
    for way in (pair.forth, pair.back):
        for claim in (*_of_texts(pair, way), *_of_facts(pair, way)):
            signal = claim.reason.signal
            if way is pair.back:
                signal = _OTHER_WAY.get(signal, signal)
            yield replace(claim, reason=replace(claim.reason, signal=signal))
    yield from _of_the_pair(pair)


def _of_texts(pair: _Pair, way: _Way) -> Iterator[_Claim]:
    index, values = pair.index, way.values()
    if not values.size or values.max() <= 0:
        return
    need, offer = (int(at) for at in np.unravel_index(values.argmax(), values.shape))
    evidence = (way.needs.sentences[need][0], way.offers.sentences[offer][0])
    alike = float(way.alike[need, offer]) / index.spread * index.embedder.meaning
    asked, had = way.needs.terms[need], way.offers.terms[offer]
    shared = sorted(
        (c for c in asked if c in had), key=lambda c: (-asked[c] * had[c], c)
    )
    ids = (way.seeker.id, way.partner.id)
    if alike >= TELLING or shared:
        reason = Reason(Signal.NEED_MET, *ids, evidence)
        yield pair.claim(reason, way=way, total=way.without_need(need))
        yield pair.claim(reason, way=way, total=way.without_offer(offer))
    if shared:
        said = index.glossary.said
        written = way.needs.sentences[need], way.offers.sentences[offer]
        words = tuple((said(*written[0], c), said(*written[1], c)) for c in shared[:3])
        reason = Reason(Signal.TERMS, *ids, evidence, tuple(dict.fromkeys(words)))
        yield pair.claim(reason, way=way, total=way.without_terms())


def _of_facts(pair: _Pair, way: _Way) -> Iterator[_Claim]:
    seeker, partner, values = way.seeker, way.partner, way.values()
    weights, ids = pair.index.params.weights, (way.seeker.id, way.partner.id)
    close = [
        (closeness(a, b), a, b) for a in seeker.sought_fields for b in partner.fields
    ]
    best = max(close, key=lambda c: c[0], default=(0.0, "", ""))
    if best[0] > 0:
        reason = Reason(Signal.FIELD_SOUGHT, *ids, best[1:])
        yield pair.claim(reason, way=way, total=way.without_field(best[2]))
    code = _code(seeker, partner)
    if code is not None:
        reason = Reason(Signal.NACE_SOUGHT, *ids, code)
        yield pair.claim(reason, way=way, total=way.without_code(code[0]))
    for signal, value, wanted, worth in (
        (Signal.COUNTRY, partner.country, seeker.sought_countries, weights.country),
        (Signal.SIZE, partner.size, seeker.sought_sizes, weights.size),
        (Signal.STAGE, partner.stage, seeker.sought_stages, weights.stage),
    ):
        if value is not None and value in wanted:
            reason = Reason(signal, *ids, (value, value))
            yield pair.claim(reason, way=way, total=way.total(values, lost=worth))


def _code(seeker: Profile, partner: Profile) -> tuple[str, str] | None:
    for sought in seeker.sought_nace:
        prefix = digits(sought)
        for code in partner.nace:
            if digits(code).startswith(prefix):
                return sought, code
        if not partner.nace and prefix:
            for slug in partner.fields:
                if prefix[:2] in divisions(slug):
                    return sought, prefix[:2]
    return None


def _of_the_pair(pair: _Pair) -> Iterator[_Claim]:
    between, weights = pair.index.between, pair.index.params.weights
    one, two = pair.forth.seeker, pair.forth.partner
    speaking = between.speaking(one, two, weights)
    if speaking > 0:
        shared = between.shared(one, two)
        if shared:
            spoken, signal = (", ".join(shared),) * 2, Signal.LANGUAGE
        else:
            mine, _, theirs = between.interpreted(one, two).partition("-")
            spoken, signal = (mine, theirs), Signal.INTERPRETER
        reason = Reason(signal, one.id, two.id, spoken)
        yield pair.claim(reason, lost=speaking + weights.speechless)
    for by, of in ((two, one), (one, two)):
        strength, what = between.interest(by, of)
        if strength:
            reason = Reason(Signal.INTEREST, by.id, of.id, (by.id, what))
            yield pair.claim(reason, lost=weights.interest * strength)
    if between.again(one.id, two.id):
        reason = Reason(Signal.MET_BEFORE, one.id, two.id, (one.id, two.id))
        yield pair.claim(reason, lost=weights.again)
