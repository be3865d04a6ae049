"""What a run took: tokens and dollars. A cost that is not known is unknown, never nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class CallSpend:
    """One call; `cost_usd` is None where the price is unknown."""

    prompt_tokens: int
    completion_tokens: int
    estimated: bool
    cost_usd: float | None


@dataclass(frozen=True)
class Spend:
    """Sums over calls. `known_usd` covers the priced calls only; `cost_usd` is None as soon as one price is unknown."""

    calls: int
    prompt_tokens: int
    completion_tokens: int
    estimated: bool
    known_usd: float
    unpriced: int

    @property
    def cost_usd(self) -> float | None:
        """The whole cost in US dollars; None where any part of it is unknown or no call was made."""
        return None if self.unpriced or not self.calls else self.known_usd


def spend(calls: Iterable[CallSpend]) -> Spend:
    """Add up what calls took."""
    found = list(calls)
    return Spend(
        len(found),
        sum(call.prompt_tokens for call in found),
        sum(call.completion_tokens for call in found),
        any(call.estimated for call in found),
        sum(call.cost_usd for call in found if call.cost_usd is not None),
        sum(call.cost_usd is None for call in found),
    )
