"""Means with 95% intervals over environments, and the paired difference between two delegates.

The environment is what was drawn, so it is what is resampled, all its repetitions together: they share a document and
are no independent evidence. Each environment weighs the same. The interval is the expanded percentile interval (T.
Hesterberg, The American Statistician 69:4, 2015): its percentiles are widened by Student's t and sqrt(n / (n - 1)),
because the plain one is too narrow for few environments. One environment gives no interval at all.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    """A mean with its 95% interval; `n` counts values (relays), `environments` what was resampled.

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
class Difference:
    """First minus second over the environments that both have; counts of environments in which the first is better."""

    estimate: Estimate
    better: int
    worse: int
    equal: int


@lru_cache(maxsize=4)
def _draws(n: int, seed: int) -> NDArray[np.intp]:
    return np.random.default_rng(seed).integers(0, n, size=(RESAMPLES, n), dtype=np.intp)


def _tail(n: int) -> float:
    """The level of the lower percentile; that of a plain interval as n grows."""
    from scipy.special import ndtr, stdtrit

    return float(ndtr(sqrt(n / (n - 1)) * stdtrit(n - 1, (1 - CONFIDENCE) / 2)))


def interval(values: Floats, seed: int = 0) -> tuple[float, float] | None:
    """The interval of the mean of `values`, one per environment; None for fewer than two."""
    n = len(values)
    if n < 2:
        return None
    means = values[_draws(n, seed)].mean(axis=1)
    low, high = np.quantile(means, [_tail(n), 1 - _tail(n)])
    mean = float(values.mean())
    return min(float(low), mean), max(float(high), mean)


def estimate(valued: Valued, seed: int = 0) -> Estimate | None:
    """Mean and interval; None where there is no value."""
    means = by_environment(valued)
    return _estimate(np.array(list(means.values())), len(valued.values), seed) if means else None


def _estimate(values: Floats, n: int, seed: int) -> Estimate:
    bounds = interval(values, seed)
    low, high = bounds or (None, None)
    return Estimate(float(values.mean()), low, high, n, len(values))


def paired(first: Mapping[str, float], second: Mapping[str, float], seed: int = 0) -> Difference | None:
    """Difference of two delegates, environment by environment; None where they have none in common."""
    common = sorted(first.keys() & second.keys())
    if not common:
        return None
    gains = np.array([first[e] - second[e] for e in common])
    better, worse = int((gains > EQUAL).sum()), int((gains < -EQUAL).sum())
    return Difference(_estimate(gains, len(common), seed), better, worse, len(common) - better - worse)
