"""All profiles made ready, so that one of them is compared with all at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np

from convene.matching.between import Between
from convene.matching.crowd import Crowd
from convene.matching.embed import Embedder, Vectors
from convene.matching.event import Event
from convene.matching.params import Params
from convene.matching.prepare import prepared
from convene.matching.profile import Profile
from convene.matching.relevance import Facts
from convene.matching.score import chance, mutual, score
from convene.matching.shelf import (
    Block,
    Floats,
    Ints,
    Sentences,
    Shelf,
    Terms,
    joined,
    parted,
    top_three,
)
from convene.matching.space import ANY, Prior, chunks, grouped, prior_of, shrunken_means
from convene.matching.split import sentences
from convene.matching.terms import glossary
from convene.matching.threads import one_thread
from convene.timetable.parts import InstanceError

NEED, OFFER = 0, 1
NAN = np.float32(np.nan)
#: Profiles that are compared in one product.
BATCH = 32
#: How often a term is expected before anything was read, and for how many profiles.
RARE, EXPECTED = 0.015, 100
#: What a term that belongs to no field counts.
GENERAL = 0.7
#: Sentences with few terms are not made more of than this.
SHORTEST = 0.55

#: What an index is made with unless told otherwise.
DEFAULT = Params()


class Index:
    """
    Profiles of an event, embedded and laid out for comparison.

    Means of languages, weights of terms and the references for crowding are
    measured once, when the index is made; `put` changes one profile and leaves
    them as they are. Build anew when a good part of the profiles has changed.

    Args:
        embedder: Turns sentences into vectors.
        prior: What is known of these vectors; None: what the library knows.

    Raises:
        EmbeddingError: The embedder cannot give vectors.

    """

    @one_thread()
    def __init__(
        self,
        event: Event,
        embedder: Embedder,
        params: Params = DEFAULT,
        prior: Prior | None = None,
    ) -> None:
        self.event = event
        self.embedder = embedder
        self.params = params
        self.between = Between(event)
        self.sides = tuple(
            [p for p in event.profiles if p.side == side] for side in (0, 1)
        )
        self.slots = {
            profile.id: slot for side in self.sides for slot, profile in enumerate(side)
        }
        self._by_id = tuple(
            {profile.id: slot for slot, profile in enumerate(side)}
            for side in self.sides
        )
        self._side_of = {profile.id: profile.side for profile in event.profiles}
        self.glossary = glossary()
        self._measure(prior_of(embedder) if prior is None else prior)
        self._facts = tuple(Facts(side) for side in self.sides)
        self._stands = tuple(
            np.array([self._stated(p) for p in side], dtype=bool).reshape(-1, 2)
            for side in self.sides
        )
        self._count_crowds()

    # -- reading ---------------------------------------------------------------

    def _measure(self, prior: Prior) -> None:
        """Embed all sentences, learn means and weights, and lay out the shelves."""
        written = [[_written(p) for p in side] for side in self.sides]
        parts = [[pair[role] for pair in s] for s in written for role in (NEED, OFFER)]
        flat = [sentence for part in parts for own in part for sentence in own]
        found = self.glossary.find_all(flat)
        vectors = self._embedded(flat, found)
        roles = [n % 2 for n, part in enumerate(parts) for own in part for _ in own]
        names = [(role, lang) for role, (_, lang) in zip(roles, flat, strict=True)]
        self.spread = prior.spread
        self._prior = prior
        self._means = shrunken_means(vectors, names, prior, self.params.shrink)
        self._rarity = self._rarities(parts, found)
        shelves, start = [], 0
        for part in parts:
            here = slice(start, start := start + sum(map(len, part)))
            take = partial(self._centred, vectors[here], names[here])
            terms = self._weighed(found[here])
            shelves.append(Shelf(part, terms, take, len(self.glossary)))
        self._shelves = (shelves[:2], shelves[2:])

    def _centred(
        self, vectors: Vectors, names: Sequence[tuple[int, str]], order: Ints
    ) -> Vectors:
        """Take each language's mean off, that of needs off needs, and look again."""
        if not len(vectors):
            return np.zeros((0, 0), np.float32)
        prior, known = self._prior, self._prior.means
        groups, of = grouped(names)
        means = np.stack(
            [self._means.get(name, known.get(name[1], known[ANY])) for name in groups]
        )
        centred = np.empty((len(order), prior.width), np.float32)
        for rows in chunks(len(order)):
            some = order[rows]
            centred[rows] = prior.seen(vectors[some] - means[of[some]])
        return centred

    def _embedded(
        self, written: Sequence[tuple[str, str]], found: Sequence[dict[int, float]]
    ) -> Floats:
        return self.embedder.embed(
            [
                prepared(text, language, concepts)
                for (text, language), concepts in zip(written, found, strict=True)
            ]
        )

    def _rarities(
        self, parts: Sequence[Sequence[Sentences]], found: Sequence[dict[int, float]]
    ) -> list[float]:
        seen = np.full(len(self.glossary), RARE * EXPECTED)
        terms, count = iter(found), 0
        named = [[{c for _ in own for c in next(terms)} for own in p] for p in parts]
        for needs, offers in (named[:2], named[2:]):
            for one, other in zip(needs, offers, strict=True):
                seen[list(one | other)] += 1
                count += 1
        rarity = np.log((count + EXPECTED) / seen) / np.log(1 / RARE)
        general = [not f or f == "general" for f in self.glossary.fields]
        weighed = np.where(general, GENERAL * rarity, rarity)
        return [float(value) for value in np.maximum(weighed, 0)]

    def _weighed(self, found: Sequence[dict[int, float]]) -> tuple[Terms, ...]:
        terms = []
        for concepts in found:
            if not concepts:
                terms.append(concepts)
                continue
            weighed = {c: w * self._rarity[c] for c, w in concepts.items()}
            length = max(SHORTEST, sum(w * w for w in weighed.values()) ** 0.5)
            terms.append({c: w / length for c, w in weighed.items()})
        return tuple(terms)

    def _stated(self, profile: Profile) -> tuple[bool, bool]:
        shelf = self._shelves[profile.side][OFFER]
        has = bool(profile.fields or profile.nace)
        return profile.seeks, has or shelf.has(self.slots[profile.id])

    # -- comparing -------------------------------------------------------------

    def place(self, id: str) -> tuple[int, int]:
        """
        Give side and slot of a profile.

        Raises:
            InstanceError: There is no such profile.

        """
        if id not in self.slots:
            raise InstanceError("id", f"the id of a profile, not {id!r}")
        return self._side_of[id], self.slots[id]

    def block(self, id: str, role: int) -> Block:
        """Give a profile's sentences as a seeker (`NEED`) or as one who has."""
        side, slot = self.place(id)
        return self._shelves[side][role].block(slot)

    @property
    def meaning(self) -> float:
        """What one unit of likeness counts with this embedder."""
        return self.params.weights.meaning * self.embedder.meaning / self.spread

    def sought(self, side: int, slots: Sequence[int]) -> Floats:
        """Weigh how far each partner has what these profiles seek, a row for each."""
        weights = self.params.weights
        shelf, facts = self._shelves[1 - side][OFFER], self._facts[1 - side]
        needs = [self._shelves[side][NEED].block(slot) for slot in slots]
        best = shelf.best(shelf.likeness(needs, self.meaning, weights.terms))
        return np.stack(
            [
                joined(top_three(part), weights.more)
                + facts.answer(self.sides[side][slot], weights)
                for slot, part in zip(slots, parted(best, needs), strict=True)
            ]
        )

    def wanted(self, side: int, slots: Sequence[int]) -> Floats:
        """Weigh how far these profiles have what each partner seeks."""
        weights = self.params.weights
        shelf, facts = self._shelves[1 - side][NEED], self._facts[1 - side]
        offers = [self._shelves[side][OFFER].block(slot) for slot in slots]
        values = shelf.likeness(offers, self.meaning, weights.terms)
        rows = []
        for slot, part in zip(slots, parted(values, offers), strict=True):
            row = facts.ask(self.sides[side][slot], weights)
            if part.size:
                row += joined(shelf.best_three(part.max(axis=0)), weights.more)
            rows.append(row)
        return np.stack(rows)

    def _count_crowds(self) -> None:
        """Measure how like each profile is to references of the other side."""
        usual = self.params.weights.usual
        crowds: tuple[list[Crowd], list[Crowd]] = ([], [])
        self._references: dict[tuple[int, int], tuple[Shelf, Facts]] = {}
        for side in (0, 1):
            for role, compare in ((NEED, self.wanted), (OFFER, self.sought)):
                slots = self._chosen(1 - side, 1 - role)
                rows = [
                    row for batch in _batches(slots) for row in compare(1 - side, batch)
                ]
                crowds[role].append(Crowd(len(self.sides[side]), slots, rows, usual))
                blocks = [self._shelves[1 - side][1 - role].block(s) for s in slots]
                self._references[side, role] = (
                    Shelf.of(blocks, len(self.glossary)),
                    Facts([self.sides[1 - side][s] for s in slots]),
                )
        self.seekers, self.havers = crowds

    def crowd_of(
        self, profile: Profile, role: int, block: Block | None, partner: int
    ) -> float:
        """
        Tell how crowded a profile would be with other facts or sentences.

        Args:
            block: None: the sentences that it has.

        """
        weights = self.params.weights
        shelf, facts = self._references[profile.side, role]
        crowd = (self.seekers, self.havers)[role][profile.side]
        stated = facts.answer if role == NEED else facts.ask
        slot = self.slots[profile.id]
        if block is None:
            before = self.sides[profile.side][slot]
            changed = stated(profile, weights) - stated(before, weights)
            return crowd.would_be(crowd.likeness(slot) + changed, partner)
        values = shelf.likeness([block], self.meaning, weights.terms)
        if role == NEED:
            total = joined(top_three(shelf.best(values)), weights.more)
        else:
            best = values.max(axis=0, initial=0)
            total = joined(shelf.best_three(best), weights.more)
        return crowd.would_be(total + stated(profile, weights), partner)

    def _chosen(self, side: int, column: int) -> list[int]:
        stands = np.flatnonzero(self._stands[side][:, column])
        partners = max(1, len(self.sides[1 - side]))
        most = min(self.params.references, max(32, 2_000_000 // partners))
        if len(stands) > most:
            stands = stands[np.linspace(0, len(stands) - 1, most).astype(int)]
        return [int(slot) for slot in stands]

    def _forth(self, side: int, slot: int, total: Floats) -> Floats:
        """Give the chances that partners have what a profile seeks; NaN: no wishes."""
        weights, other = self.params.weights, 1 - side
        if not self._stands[side][slot][0]:
            return np.full(len(total), np.nan, np.float32)
        total = total + self._facts[other].granted(self.sides[side][slot], weights)
        total -= weights.crowd * self.havers[other].seen_by(slot)
        total -= weights.crowd * self.seekers[side].seen_of(slot, len(total))
        return np.where(self._stands[other][:, 1], chance(total, weights), NAN)

    def _back(self, side: int, slot: int, total: Floats) -> Floats:
        """Give the chances that a profile has what partners seek; NaN: no wishes."""
        weights, other = self.params.weights, 1 - side
        if not self._stands[side][slot][1]:
            return np.full(len(total), np.nan, np.float32)
        total = total + self._facts[other].wished(self.sides[side][slot], weights)
        total -= weights.crowd * self.seekers[other].seen_by(slot)
        total -= weights.crowd * self.havers[side].seen_of(slot, len(total))
        return np.where(self._stands[other][:, 0], chance(total, weights), NAN)

    def scores(self, id: str) -> Floats:
        """
        Score all partners of one profile, in the order of `sides`; -1 is forbidden.

        Raises:
            InstanceError: There is no such profile.

        """
        side, slot = self.place(id)
        row: Floats = self._scored(side, [slot])[0]
        return row

    def all_scores(self, side: int) -> Floats:
        """Score all pairs, with a row for each profile of one side."""
        slots = list(range(len(self.sides[side])))
        rows = [self._scored(side, batch) for batch in _batches(slots)]
        shape = (len(slots), len(self.sides[1 - side]))
        return np.vstack(rows) if rows else np.zeros(shape, np.float32)

    @one_thread()
    def _scored(self, side: int, slots: Sequence[int]) -> Floats:
        other = 1 - side
        rows = []
        sought, wanted = self.sought(side, slots), self.wanted(side, slots)
        for slot, forth, back in zip(slots, sought, wanted, strict=True):
            fit = mutual(self._forth(side, slot, forth), self._back(side, slot, back))
            between = self.between.row(
                self.sides[side][slot],
                self.sides[other],
                self._by_id[other],
                self.params.weights,
            )
            row = score(fit, between)
            row[np.isneginf(between)] = -1
            rows.append(row)
        return np.stack(rows)

    # -- changing --------------------------------------------------------------

    @one_thread()
    def put(self, profile: Profile) -> None:
        """
        Replace one profile by its newer self, on the same side.

        Raises:
            InstanceError: There is no such profile on that side.

        """
        side, slot = self.place(profile.id)
        if profile.side != side:
            raise InstanceError("profiles.side", f"{side}, as before")
        self.sides[side][slot] = profile
        self._facts[side].put(slot, profile)
        self.between.forget(side)
        for role, written in zip((NEED, OFFER), _written(profile), strict=True):
            found = self.glossary.find_all(written)
            vectors = self._embedded(written, found)
            names = [(role, lang) for _, lang in written]
            centred = self._centred(vectors, names, np.arange(len(written)))
            block = Block(written, centred, self._weighed(found))
            self._shelves[side][role].put(slot, block)
        self._stands[side][slot] = self._stated(profile)
        wanted, sought = self.wanted(side, [slot])[0], self.sought(side, [slot])[0]
        for crowd, values in ((self.havers, wanted), (self.seekers, sought)):
            own = [float(values[r]) for r in crowd[side].references]
            crowd[side].put(slot, own)


def _batches(slots: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(slots), BATCH):
        yield slots[start : start + BATCH]


def _written(profile: Profile) -> tuple[Sentences, Sentences]:
    """Give the sentences of needs and of everything else, each once."""
    roles: tuple[dict[tuple[str, str], None], dict[tuple[str, str], None]] = ({}, {})
    for text in profile.texts:
        role = NEED if text.kind == "need" else OFFER
        for sentence in sentences(text.text):
            roles[role].setdefault((sentence, text.language))
    return tuple(roles[0]), tuple(roles[1])
