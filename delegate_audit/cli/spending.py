"""What commands that spend money share: the options, the estimate before anything is spent, and the question whether to go on."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from delegate_audit.models.price import Prices
    from delegate_audit.relay.budget import Budget
    from delegate_audit.relay.forecast import Forecast

MaxCost = Annotated[float | None, typer.Option(min=0.0, help="US dollars that the run may cost; it stops between hops.")]
MaxTokens = Annotated[int | None, typer.Option(min=1, help="Tokens that the run may take, prompts included.")]
MaxTime = Annotated[float | None, typer.Option(min=0.1, help="Seconds that this part of the run may take.")]
PriceFile = Annotated[Path | None, typer.Option("--prices", help="A TOML file with prices of your own.", metavar="PATH")]

ASKED_FROM_USD = 1.0


@dataclass(frozen=True)
class Limits:
    """The limits and prices that were given."""

    cost: float | None
    tokens: int | None
    seconds: float | None
    prices: Path | None

    def price_list(self) -> Prices:
        """Prices of the user's own, before those of the list."""
        from delegate_audit.models.price import Prices, from_file

        return from_file(self.prices) if self.prices else Prices()

    def budget(self) -> Budget:
        """The budget of a run that begins now."""
        from delegate_audit.relay.budget import Budget

        return Budget(self.cost, self.tokens, self.seconds)


def agreed(forecasts: Sequence[Forecast], limits: Limits, *, yes: bool) -> None:
    """Tell what a run will take; ask, where it costs more than a dollar or nobody knows what it costs and no limit is set.

    Raises `UsageError` where a limit of cost cannot be kept since a price is unknown, or nobody can be asked.
    """
    from delegate_audit.errors import UsageError

    real = [forecast for forecast in forecasts if not forecast.delegate.simulated and forecast.delegate.model]
    if not real:
        return
    for forecast in real:
        typer.echo(_told(forecast), err=True)
    unknown = [forecast.delegate.name for forecast in real if forecast.cost is None]
    if unknown and limits.cost is not None:
        raise UsageError(
            f"the price of {', '.join(unknown)} is unknown, so --max-cost cannot be kept", "give it with --prices, or use --max-tokens"
        )
    cost = sum(forecast.cost or 0.0 for forecast in real)
    if yes or cost <= ASKED_FROM_USD or (limits.cost is not None and limits.cost <= ASKED_FROM_USD):
        return
    if not sys.stdin.isatty():
        raise UsageError(f"the run will cost about ${cost:,.2f}", "go on with --yes, or set --max-cost")
    typer.confirm(f"about ${cost:,.2f}: go on?", abort=True, err=True)


def _told(forecast: Forecast) -> str:
    tokens = f"about {forecast.prompt_tokens / 1000:,.0f}k tokens in, {forecast.completion_tokens / 1000:,.0f}k out"
    cost = "the price is unknown" if forecast.cost is None else f"about ${forecast.cost:,.2f}"
    return f"{forecast.delegate.name}: {forecast.calls:,} hops, {tokens}, {cost}"
