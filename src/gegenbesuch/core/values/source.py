"""Where a statement comes from, and statements that contradict each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Evidence:
    """
    A place in a source.

    Args:
        source_code: The public code of the source, such as ``001``.
        locator: Page, paragraph or minute.
        quote: The words themselves.

    """

    source_code: str
    locator: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Claim(Generic[T]):
    """What somebody says about one aspect of a thing."""

    aspect: str
    value: T
    evidence: tuple[Evidence, ...] = ()
    is_preferred: bool = False


@dataclass(frozen=True, slots=True)
class Claims(Generic[T]):
    """All that is said about one aspect, side by side."""

    aspect: str
    claims: tuple[Claim[T], ...]

    def __post_init__(self) -> None:
        if not self.claims or any(each.aspect != self.aspect for each in self.claims):
            problem = f"claims about {self.aspect} must be about it and be there"
            raise ValueError(problem)
        preferred = [each.value for each in self.claims if each.is_preferred]
        if any(value != preferred[0] for value in preferred):
            problem = f"two different claims about {self.aspect} are preferred"
            raise ValueError(problem)

    @property
    def is_conflict(self) -> bool:
        """Whether the claims do not all say the same."""
        return any(each.value != self.claims[0].value for each in self.claims)

    @property
    def preferred(self) -> Claim[T] | None:
        """
        The claim to go by: the one so marked, or any if all agree.

        How many sources say something does not count. None means that the
        conflict is open.
        """
        for claim in self.claims:
            if claim.is_preferred:
                return claim
        return None if self.is_conflict else self.claims[0]


def group_claims(claims: Iterable[Claim[T]]) -> tuple[Claims[T], ...]:
    """Put claims about the same aspect together, in the order they came."""
    groups: dict[str, list[Claim[T]]] = {}
    for claim in claims:
        groups.setdefault(claim.aspect, []).append(claim)
    return tuple(Claims(aspect, tuple(group)) for aspect, group in groups.items())


def format_sources(sources: Iterable[Evidence | str]) -> str:
    """Write references as ``[001, 015]``, each once; nothing without sources."""
    codes = dict.fromkeys(
        each.source_code if isinstance(each, Evidence) else each for each in sources
    )
    return f"[{', '.join(codes)}]" if codes else ""
