"""What a run may spend. It is looked at between hops: a hop that was begun is finished, so that nothing paid for is lost."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from delegate_audit.errors import AuditError


class SpentError(AuditError):
    """A limit is reached. The relay is left as it is, to be gone on with: no fault of anybody."""


@dataclass
class Budget:
    """Limits of a run, None for none: US dollars and tokens count what was spent before it was resumed too, `seconds` does not."""

    cost: float | None = None
    tokens: int | None = None
    seconds: float | None = None
    spent_cost: float = 0.0
    spent_tokens: int = 0
    began: float = field(default_factory=time.monotonic)

    def charge(self, tokens: int, cost: float | None) -> None:
        """Add what a hop took."""
        self.spent_tokens += tokens
        self.spent_cost += cost or 0.0

    def check(self) -> None:
        """Raises `SpentError` where a limit is reached."""
        if self.cost is not None and self.spent_cost >= self.cost:
            raise SpentError(f"${self.spent_cost:,.2f} are spent, of ${self.cost:,.2f}", "audit resume --max-cost with more goes on")
        if self.tokens is not None and self.spent_tokens >= self.tokens:
            raise SpentError(f"{self.spent_tokens:,} tokens are spent, of {self.tokens:,}", "audit resume --max-tokens with more goes on")
        if self.seconds is not None and time.monotonic() - self.began >= self.seconds:
            raise SpentError(f"the time of {self.seconds:,.0f} s is over", "audit resume goes on")
