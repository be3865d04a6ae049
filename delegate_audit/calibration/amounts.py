"""How much is injected: a number of places, or a share of the places where a fault can strike."""

from __future__ import annotations

import re
from dataclasses import dataclass

from delegate_audit.errors import UsageError

DEFAULT_AMOUNTS = "1,2%,10%,30%"
_AMOUNT = re.compile(r"(\d{1,6})|(\d{1,3}(?:\.\d{1,4})?) ?%")


@dataclass(frozen=True)
class Amount:
    """`count` places, or `share` (0..1) of those there are, one at least."""

    label: str
    count: int = 0
    share: float = 0.0

    def __str__(self) -> str:
        return self.label

    @property
    def single(self) -> bool:
        """Whether it is one fault alone, so that its place can be asked for."""
        return self.count == 1

    def of(self, places: int) -> int:
        """How many of `places` to strike."""
        return min(places, self.count or max(1, round(self.share * places)))


def amount(text: str) -> Amount:
    """`3` is three places, `10%` a tenth of all. Raises `UsageError` for anything else, and for none or more than all."""
    found = _AMOUNT.fullmatch(text)
    count, percent = (int(found[1] or 0), float(found[2] or 0)) if found else (0, 0.0)
    if count + percent == 0 or percent > 100:
        raise UsageError(f"{text!r} is no amount of faults", f"give numbers and shares, for example {DEFAULT_AMOUNTS}")
    return Amount(str(count), count=count) if count else Amount(f"{percent:g}%", share=percent / 100)
