"""Means and ratios with 95% intervals over environments, and the paired difference between two delegates.

The environment is what was drawn, so it is what is weighed anew, all its repetitions together: they share a document
and are no independent evidence. Each of the 10,000 resamples gives the environments random shares of the whole
(Dirichlet; D. Rubin, The Bayesian bootstrap, Annals of Statistics 9, 1981), and so an estimate.

Loss is sparse and severe, and what a handful of environments did not show may still exist. So each end of an interval
counts one environment more than was drawn, which met with the worst (or the best) that is known to happen: that is N.
Gaffke's bound of the mean of a bounded variable (see E. Learned-Miller and P. Thomas, arXiv 1905.06208, 2019), with the
ends of its range taken from the run. Where nothing is known of the range but the values themselves, the percentile is
that of Student's t, widened by sqrt(n / (n - 1)), for few environments (T. Hesterberg, The American Statistician 69:4,
2015). What this covers, and where it does not, is measured: docs/statistics.md. One environment gives no interval at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from delegate_audit.analysis.trajectory import Valued, by_environment

RESAMPLES = 10_000
CONFIDENCE = 0.95
EQUAL = 1e-9
"""Scores nearer than this are equal: what floating point does is no difference."""

ONE_ENVIRONMENT = "one environment: no interval"

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A mean or a ratio with its 95% interval; `n` counts values (relays), `environments` what was resampled.

    `low` and `high` are None where there was one environment only.
    """

    mean: float
    low: float | None
    high: float | None
    n: int
    environments: int

    @property
    def note(self) -> str:
        """Why there is no interval; empty where there is one."""
        return ONE_ENVIRONMENT if self.low is None else ""


@dataclass(frozen=True)
class Interval:
    """Both ends of a 95% interval."""

    low: float
    high: float


@dataclass(frozen=True)
class Part:
    """What one relay adds to a ratio: a part (hits, points lost in one way) of a whole (chances, all points lost)."""

    environment: str
    part: float
    whole: float


@dataclass(frozen=True)
class Difference:
    """First minus second over the environments that both have; counts of environments in which the first is better."""

    estimate: Estimate
    better: int
    worse: int
    equal: int


@lru_cache(maxsize=8)
def _weights(n: int, seed: int) -> Floats:
    """Random shares of n environments and, in the last row, of the one more that is counted; they need no sum of 1."""
    return np.random.default_rng(seed).standard_exponential((n + 1, RESAMPLES))


def _sums(values: Floats, weights: Floats) -> Floats:
    """The weighted sums of every resample; not by BLAS, whose threads cost more than they save here."""
    sums: Floats = np.einsum("i,ij->j", values, weights)
    return sums


def _tail(n: int, known: Part | None) -> float:
    """The level of the lower percentile: plain where the range is known, else wider the fewer environments there are."""
    from scipy.special import ndtr, stdtrit

    plain = (1 - CONFIDENCE) / 2
    return plain if known else float(ndtr(sqrt(n / (n - 1)) * stdtrit(n - 1, plain)))


def interval(parts: Floats, wholes: Floats, lowest: Part | None = None, highest: Part | None = None, seed: int = 0) -> Interval | None:
    """The interval of sum(parts) / sum(wholes), one of each per environment; None for fewer than two.

    `lowest` and `highest` are the environments counted beyond those drawn; by default the two that lie farthest from the rest.
    """
    n = len(parts)
    if n < 2:
        return None
    mean = float(parts.sum() / wholes.sum())
    off = parts - mean * wholes
    weights, one = _weights(n, seed)[:-1], _weights(n, seed)[-1]
    above, below = _sums(parts, weights), _sums(wholes, weights)

    def end(known: Part | None, at: int, level: float) -> float:
        more = known or Part("", float(parts[at]), float(wholes[at]))
        return float(np.quantile((above + one * more.part) / (below + one * more.whole), level))

    low = end(lowest, int(off.argmin()), _tail(n, lowest))
    high = end(highest, int(off.argmax()), 1 - _tail(n, highest))
    return Interval(min(low, mean), max(high, mean))


def estimate(valued: Valued, seed: int = 0, *, lowest: float | None = None) -> Estimate | None:
    """Mean and interval; None where there is no value. `lowest` is the worst value that an environment is known to have."""
    means = by_environment(valued)
    return _estimate(np.array(list(means.values())), len(valued.values), seed, lowest) if means else None


def _estimate(values: Floats, n: int, seed: int, lowest: float | None = None) -> Estimate:
    worst = None if lowest is None else Part("", min(lowest, float(values.min())), 1.0)
    bounds = interval(values, np.ones(len(values)), worst, seed=seed)
    low, high = (bounds.low, bounds.high) if bounds else (None, None)
    return Estimate(float(values.mean()), low, high, n, len(values))


def ratio(parts: Sequence[Part], seed: int = 0, *, highest: Part | None = None) -> Estimate | None:
    """Sum of the parts over sum of the wholes, 0 <= part <= whole; None where the wholes are nothing.

    Where no environment or every one is a whole part, the next one may be the other way round: then the interval counts
    one of the largest whole seen that is. `highest` is the most that can happen to an environment, where that is known.
    """
    grouped: dict[str, list[float]] = {}
    for part in parts:
        sums = grouped.setdefault(part.environment, [0.0, 0.0])
        sums[0] += part.part
        sums[1] += part.whole
    if sum(whole for _, whole in grouped.values()) <= EQUAL:
        return None
    some, wholes = (np.array([grouped[name][side] for name in sorted(grouped)]) for side in (0, 1))
    mean, most = float(some.sum() / wholes.sum()), float(wholes.max())
    none = Part("", 0.0, most) if mean >= 1 - EQUAL else None
    every = (highest or Part("", most, most)) if mean <= EQUAL else highest
    bounds = interval(some, wholes, none, every, seed)
    low, high = (max(bounds.low, 0.0), min(bounds.high, 1.0)) if bounds else (None, None)
    return Estimate(mean, low, high, len(parts), len(grouped))


def paired(first: Mapping[str, float], second: Mapping[str, float], seed: int = 0) -> Difference | None:
    """Difference of two delegates, environment by environment; None where they have none in common."""
    common = sorted(first.keys() & second.keys())
    if not common:
        return None
    gains = np.array([first[e] - second[e] for e in common])
    better, worse = int((gains > EQUAL).sum()), int((gains < -EQUAL).sum())
    return Difference(_estimate(gains, len(common), seed), better, worse, len(common) - better - worse)
