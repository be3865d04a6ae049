"""How figures are written: the same in the terminal, in Markdown, in HTML and in a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import floor, log10

from delegate_audit.analysis.bootstrap import Estimate
from delegate_audit.analysis.spend import Spend

NONE = "–"
MINUS = "−"
BLOCKS = "▁▂▃▄▅▆▇█"


def percent(value: float | None) -> str:
    """`98.9`, without the sign; a dash for what is not known.

    A score below 1 is never written as 100.0, nor one above 0 as 0.0: a small loss is still one.
    """
    if value is None:
        return NONE
    text = f"{100 * value:.1f}"
    if text == "100.0" and value < 1 - 1e-9:
        return "99.9"
    return "0.1" if text == "0.0" and value > 1e-9 else text.replace("-0.0", "0.0") if text == "-0.0" else text.replace("-", MINUS)


def points(change: float) -> str:
    """A change in points of score, with its sign: `−9.1`, `+0.4`."""
    text = f"{abs(100 * change):.1f}"
    return "0.0" if text == "0.0" else f"{MINUS if change < 0 else '+'}{text}"


def interval(estimate: Estimate) -> str:
    """`[88.2, 93.1]`, or why there is none."""
    if estimate.low is None or estimate.high is None:
        return estimate.note
    return f"[{percent(estimate.low)}, {percent(estimate.high)}]"


def interval_of_change(estimate: Estimate) -> str:
    """The interval of a difference, with signs."""
    if estimate.low is None or estimate.high is None:
        return estimate.note
    return f"[{points(estimate.low)}, {points(estimate.high)}]"


def whole_percent(share: float | None) -> str:
    """`71 %`; a dash for what is not known; `<1 %` and `>99 %` for what is nearly nothing or all."""
    if share is None:
        return NONE
    if 0 < share < 0.005:
        return "<1 %"
    return ">99 %" if 0.995 <= share < 1 else f"{100 * share:.0f} %"


def share_interval(estimate: Estimate) -> str:
    """`71 % [64, 77]`, without the brackets where there is no interval."""
    if estimate.low is None or estimate.high is None:
        return whole_percent(estimate.mean)
    low, high = (whole_percent(end).removesuffix(" %") for end in (estimate.low, estimate.high))
    return f"{whole_percent(estimate.mean)} [{low}, {high}]"


def rate(estimate: Estimate) -> str:
    """A hazard in percent with as many places as it needs: `0.78 % [0.61, 1.06]`."""
    places = 1 if estimate.mean >= 0.01 else min(5, 1 - floor(log10(100 * estimate.mean))) if estimate.mean > 0 else 2
    mean, *ends = (f"{100 * value:.{places}f}" for value in (estimate.mean, estimate.low, estimate.high) if value is not None)
    return f"{mean} %{f' [{ends[0]}, {ends[1]}]' if len(ends) == 2 else ''}"


def counted(n: int, noun: str) -> str:
    """`1 relay`, `1,204 relays`."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def cost(spend: Spend, simulated: bool) -> str:
    """Dollars; `unknown` where no price is known, `≥` where some is not; a dash for a simulated delegate."""
    if simulated or not spend.calls:
        return NONE
    if spend.unpriced == spend.calls:
        return "unknown"
    return f"{'≥ ' if spend.unpriced else ''}${spend.known_usd:,.2f}"


def tokens(spend: Spend) -> str:
    """Prompt and completion tokens, with a word where some are estimates."""
    about = "about " if spend.estimated else ""
    return f"{about}{spend.prompt_tokens:,} in, {spend.completion_tokens:,} out"


def sparkline(values: Sequence[float | None], low: float = 0.0) -> str:
    """One block a value on a scale from `low` to 1, the full block for 1 alone; a blank where there is none."""
    return "".join(" " if v is None else BLOCKS[min(7, max(0, int((v - low) / (1 - low) * 7 + 1e-9)))] for v in values)


def scale_floor(values: Iterable[float | None]) -> float:
    """Where a scale up to 1 begins so that all values are on it: the lowest, rounded down to a tenth, at most 0.9."""
    return min(0.9, floor(min((v for v in values if v is not None), default=0.0) * 10 + 1e-9) / 10)


def one_line(text: str, width: int) -> str:
    """The text in one line of at most `width` characters, control characters made visible."""
    shown = "".join(char if char.isprintable() else " " if char.isspace() else "�" for char in text)
    shown = " ".join(shown.split())
    return shown if len(shown) <= width else shown[: max(1, width) - 1] + "…"
