"""What a call costs in US dollars, by the price list that genai-prices carries; the network is never asked.

An unknown price is None, never 0: a budget cannot be kept with a price that nobody knows. The same model costs
different sums at different hosts, so a host that the list does not know has no price, whatever the model is called.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from delegate_audit.errors import UsageError
from delegate_audit.models.protocol import Usage
from delegate_audit.models.spec import ModelSpec

Tariff = Callable[[Usage], float]
"""Usage of one call to its cost in US dollars."""

_MILLION = 1_000_000


def flat(input_usd_per_million: float, output_usd_per_million: float) -> Tariff:
    """The tariff of two fixed prices in US dollars per million tokens: for prices that the user gives."""

    def cost(usage: Usage) -> float:
        return (usage.prompt_tokens * input_usd_per_million + usage.completion_tokens * output_usd_per_million) / _MILLION

    return cost


@dataclass(frozen=True)
class Prices:
    """Tariffs by model as `--model` names it: those that the user gives, then those of the list."""

    own: Mapping[str, Tariff] = field(default_factory=dict)

    def of(self, spec: ModelSpec) -> Tariff | None:
        """The model's tariff; None where nobody knows it, and for simulated models."""
        return self.own.get(str(spec)) or listed(spec)


def from_file(path: Path) -> Prices:
    """The prices in a TOML file: a table for each model, `input` and `output` in US dollars per million tokens.

    Raises `UsageError` that names what is wrong.
    """
    form = 'write ["openai:NAME"], then input = 0.15 and output = 0.60, in US dollars per million tokens'
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"the prices in {path} cannot be read: {error}", form) from error
    own = {}
    for model, table in tables.items():
        given = [table.get(name) for name in ("input", "output")] if isinstance(table, dict) else [None]
        if set(table if isinstance(table, dict) else ()) != {"input", "output"} or not all(map(_is_price, given)):
            raise UsageError(f"{path}: {model!r} has no two prices", form)
        own[model] = flat(float(table["input"]), float(table["output"]))
    return Prices(own)


def _is_price(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < math.inf


def cost_usd(spec: ModelSpec, usage: Usage) -> float | None:
    """The cost of one call in US dollars; None where the price is unknown, and for simulated models."""
    tariff = listed(spec)
    return None if tariff is None else tariff(usage)


@cache
def listed(spec: ModelSpec) -> Tariff | None:
    """The listed tariff, as it stands when first asked for; None where the list has none, and for simulated models."""
    if spec.provider != "openai":
        return None
    from genai_prices import Usage as Tokens
    from genai_prices import calc_price
    from genai_prices.types import TieredPrices

    def calculated(prompt: int, completion: int) -> float:
        tokens = Tokens(input_tokens=prompt, output_tokens=completion)
        return float(calc_price(tokens, spec.name, provider_api_url=spec.base_url).total_price)

    try:
        price = calc_price(Tokens(input_tokens=1, output_tokens=1), spec.name, provider_api_url=spec.base_url).model_price
    except (LookupError, ValueError):
        return None
    if price.input_mtok is None or price.output_mtok is None:
        return None
    if any(isinstance(value, TieredPrices) for value in vars(price).values()):
        return lambda usage: calculated(usage.prompt_tokens, usage.completion_tokens)
    call = calculated(0, 0)
    tokens = flat(calculated(_MILLION, 0) - call, calculated(0, _MILLION) - call)
    return lambda usage: call + tokens(usage)
