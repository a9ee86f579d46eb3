"""Clauses that count: at most, exactly, and how many of a row of literals."""

from __future__ import annotations

from itertools import combinations

Clause = list[int]

LARGE_COUNT = 12_000


class Clauses:
    """
    A growing set of clauses.

    Attributes:
        clauses: The hard clauses.
        top: The largest variable in use.
        is_false: Whether something was asked that cannot hold at all.
    """

    def __init__(self) -> None:
        self.clauses: list[Clause] = []
        self.top = 0
        self.is_false = False

    def new(self) -> int:
        """Make a variable."""
        self.top += 1
        return self.top

    def at_most(self, literals: list[int], bound: int) -> None:
        """Let at most `bound` of the literals be true."""
        if bound >= len(literals):
            return
        if bound == 0:
            self.clauses.extend([-v] for v in literals)
        elif bound == 1:
            self.at_most_one(literals)
        elif min(bound, len(literals) - bound) * len(literals) > LARGE_COUNT:
            self._network(literals, bound)
        elif 2 * bound > len(literals):
            false = len(literals) - bound
            negated = [-v for v in literals]
            outputs = self.counter(negated, false, upper=False, lower=True)
            self.clauses.append([outputs[false - 1]])
        else:
            outputs = self.counter(literals, bound + 1, upper=True, lower=False)
            self.clauses.append([-outputs[bound]])

    def _network(self, literals: list[int], bound: int) -> None:
        """Count by a cardinality network, which stays small for long rows."""
        from pysat.card import CardEnc, EncType  # noqa: PLC0415 -- slow import

        made = CardEnc.atmost(
            lits=literals, bound=bound, top_id=self.top, encoding=EncType.cardnetwrk
        )
        self.clauses.extend(made.clauses)
        self.top = max(self.top, made.nv)

    def at_most_one(self, literals: list[int]) -> None:
        """Let at most one of the literals be true."""
        while len(literals) > 6:
            head, link = literals[:4], self.new()
            self.clauses.extend([-a, -b] for a, b in combinations(head, 2))
            self.clauses.extend([-a, link] for a in head)
            literals = [*literals[4:], link]
        self.clauses.extend([-a, -b] for a, b in combinations(literals, 2))

    def counter(
        self, literals: list[int], most: int, *, upper: bool, lower: bool
    ) -> list[int]:
        """
        Count literals in unary, up to `most`.

        With `upper`, k true literals make output k-1 true; with `lower`, output
        k-1 true makes at least k literals true.
        """
        if len(literals) <= 1:
            return literals
        half = len(literals) // 2
        left = self.counter(literals[:half], most, upper=upper, lower=lower)
        right = self.counter(literals[half:], most, upper=upper, lower=lower)
        size = min(most, len(literals))
        out = [self.new() for _ in range(size)]
        add = self.clauses.append
        for i in range(len(left) + 1):
            for j in range(len(right) + 1):
                if upper and i + j >= 1:
                    clause = [out[min(i + j, size) - 1]]
                    if i:
                        clause.append(-left[i - 1])
                    if j:
                        clause.append(-right[j - 1])
                    add(clause)
                if lower and i + j < size:
                    clause = [-out[i + j]]
                    if i < len(left):
                        clause.append(left[i])
                    if j < len(right):
                        clause.append(right[j])
                    add(clause)
        return out

    def exactly(self, literals: list[int], count: int) -> None:
        """Let exactly `count` of the literals be true."""
        if count > len(literals):
            self.is_false = True
        elif count == len(literals):
            self.clauses.extend([v] for v in literals)
        elif 2 * count > len(literals):
            self.exactly([-v for v in literals], len(literals) - count)
        elif count == 0:
            self.clauses.extend([-v] for v in literals)
        else:
            out = self.counter(literals, count + 1, upper=True, lower=True)
            self.clauses.append([-out[count]])
            self.clauses.append([out[count - 1]])
