"""Hand-computed means, properties of the interval, and a coverage test that fails for the plain percentile interval."""

from __future__ import annotations

import time

import numpy as np
import pytest

from delegate_audit.analysis.bootstrap import ONE_ENVIRONMENT, RESAMPLES, estimate, interval, paired
from delegate_audit.analysis.trajectory import Valued


def test_mean_weighs_environments_equally_and_counts_both():
    found = estimate(Valued((1.0, 0.8, 0.6), ("a", "a", "b")))
    assert found is not None
    assert found.mean == pytest.approx((0.9 + 0.6) / 2)
    assert (found.n, found.environments, found.note) == (3, 2, "")


def test_no_value_is_no_estimate():
    assert estimate(Valued((), ())) is None


def test_one_environment_has_no_interval_however_many_repetitions():
    found = estimate(Valued((0.9, 0.7, 0.8), ("a", "a", "a")))
    assert found is not None
    assert (found.low, found.high, found.note, found.n) == (None, None, ONE_ENVIRONMENT, 3)
    assert found.mean == pytest.approx(0.8)


def test_two_environments_give_their_whole_range():
    """Of two, a resample's mean is one, the other, or the middle: no narrower interval would be honest."""
    assert interval(np.array([0.5, 1.0])) == (0.5, 1.0)


def test_equal_values_give_an_interval_of_no_width():
    low, high = interval(np.full(52, 0.98)) or (0, 0)
    assert low == pytest.approx(0.98)
    assert high == pytest.approx(0.98)


def test_repetitions_are_resampled_together():
    """Ten copies of every environment are no more evidence than one: the interval must not shrink."""
    once = estimate(Valued((0.5, 0.7, 0.8, 1.0), ("a", "b", "c", "d")))
    often = estimate(Valued((0.5, 0.7, 0.8, 1.0) * 10, ("a", "b", "c", "d") * 10))
    assert once is not None
    assert often is not None
    assert (often.low, often.high) == pytest.approx((once.low, once.high))


def test_the_seed_decides():
    values = np.random.default_rng(3).random(12)
    assert interval(values, seed=1) == interval(values, seed=1)
    assert interval(values, seed=1) != interval(values, seed=2)


def test_width_for_many_environments_is_that_of_the_normal_approximation():
    values = np.random.default_rng(4).normal(0.8, 0.1, 400)
    low, high = interval(values) or (0, 0)
    assert high - low == pytest.approx(2 * 1.96 * values.std() / 20, rel=0.04)


@pytest.mark.parametrize(("environments", "least", "most"), [(6, 0.92, 0.985), (30, 0.93, 0.975)])
def test_coverage(environments: int, least: float, most: float):
    """95% intervals hold the true mean in about 95% of 600 draws; the plain percentile interval of six: about 87%."""
    draws = np.random.default_rng(11).normal(0.8, 0.05, (600, environments))
    hits = [bounds[0] <= 0.8 <= bounds[1] for row in draws if (bounds := interval(row)) is not None]
    assert len(hits) == 600
    assert least <= np.mean(hits) <= most


def test_ten_thousand_resamples_of_52_environments_take_under_50_ms():
    values = Valued(tuple(np.linspace(0.2, 1, 104)), tuple(f"e{i // 2}" for i in range(104)))
    estimate(values, seed=1)
    best = min(_seconds(values, seed) for seed in range(2, 6))
    assert RESAMPLES == 10_000
    assert best < 0.05


def _seconds(values: Valued, seed: int) -> float:
    start = time.perf_counter()
    estimate(values, seed)
    return time.perf_counter() - start


def test_paired_uses_common_environments_only():
    found = paired({"a": 0.9, "b": 0.8, "c": 0.5, "x": 0.0}, {"a": 0.8, "b": 0.8, "c": 0.6, "y": 1.0})
    assert found is not None
    assert found.estimate.mean == pytest.approx(0.0)
    assert (found.better, found.worse, found.equal, found.estimate.environments) == (1, 1, 1, 3)


def test_pairing_removes_what_environments_have_in_common():
    """A constant gain over very different environments has an interval of no width."""
    base = {str(i): i / 20 for i in range(20)}
    found = paired({name: value + 0.02 for name, value in base.items()}, base)
    assert found is not None
    assert (found.estimate.low, found.estimate.high) == pytest.approx((0.02, 0.02))
    assert found.better == 20


def test_nothing_in_common_is_no_difference():
    assert paired({"a": 1.0}, {"b": 1.0}) is None
