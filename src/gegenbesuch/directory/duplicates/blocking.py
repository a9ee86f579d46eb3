"""
Which records are worth comparing: those that have a key in common.

All keys are held as numbers in two sorted arrays, so that 100,000 records take a
few dozen megabytes and each is found in microseconds.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import numpy as np

from gegenbesuch.directory.duplicates.keys import keys_of, whole_names
from gegenbesuch.directory.duplicates.organisations import OrganisationFacts
from gegenbesuch.directory.duplicates.people import PersonFacts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: A key that so many records share says nothing by itself; those that are one
#: share another key too.
_MOST_OF_A_KEY: Final = 60

Facts = TypeVar("Facts", PersonFacts, OrganisationFacts)


class Blocks(Generic[Facts]):
    """Records by their keys."""

    def __init__(self, records: Sequence[Facts]) -> None:
        self.records: list[Facts] = list(records)
        numbers = array("q")
        owners = array("l")
        names: Counter[int] = Counter()
        for place, record in enumerate(self.records):
            keys = {hash(key) for key in keys_of(record)}
            numbers.extend(keys)
            owners.extend([place] * len(keys))
            names.update(map(hash, whole_names(record)))
        keys_array = np.frombuffer(numbers, dtype=np.int64)
        order = np.argsort(keys_array, kind="stable")
        self._keys = keys_array[order]
        self._owners = np.array(owners, dtype=np.int32)[order]
        for record in self.records:
            if isinstance(record, PersonFacts):
                found = (names[hash(name)] for name in whole_names(record))
                record.namesakes = max(found, default=1)
        self._names = names
        self._later: dict[int, list[Facts]] = defaultdict(list)

    def add(self, record: Facts) -> None:
        """Let later records be compared with one that was not there at first."""
        self._names.update(map(hash, whole_names(record)))
        for key in {hash(key) for key in keys_of(record)}:
            self._later[key].append(record)

    def candidates(self, record: Facts) -> list[Facts]:
        """Return the records that share a key with one that is not among them."""
        if isinstance(record, PersonFacts):
            found = (self._names[hash(name)] + 1 for name in whole_names(record))
            record.namesakes = max(found, default=1)
        places: set[int] = set()
        later: dict[int, Facts] = {}
        for key in {hash(key) for key in keys_of(record)}:
            start, end = np.searchsorted(self._keys, [key, key + 1])
            if end - start <= _MOST_OF_A_KEY:
                places.update(self._owners[start:end].tolist())
            for other in self._later.get(key, ())[:_MOST_OF_A_KEY]:
                later[id(other)] = other
        known = [self.records[place] for place in sorted(places)]
        return known + list(later.values())

    def pairs(self) -> Iterator[tuple[Facts, Facts]]:
        """Yield every two records that share a key, each pair once."""
        edges = np.flatnonzero(np.diff(self._keys)) + 1
        starts = np.concatenate(([0], edges)).tolist()
        ends = np.concatenate((edges, [len(self._keys)])).tolist()
        count = len(self.records)
        seen = array("q")
        for start, end in zip(starts, ends, strict=True):
            if not 1 < end - start <= _MOST_OF_A_KEY:
                continue
            places = sorted(self._owners[start:end].tolist())
            seen.extend(
                a * count + b
                for number, a in enumerate(places)
                for b in places[number + 1 :]
            )
        for pair in np.unique(np.array(seen, dtype=np.int64)):
            yield self.records[int(pair) // count], self.records[int(pair) % count]
