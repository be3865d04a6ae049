"""Hand-computed means and ratios, properties of the interval, and coverage tests that fail for the plain percentile interval."""

from __future__ import annotations

import time

import numpy as np
import pytest

from delegate_audit.analysis.bootstrap import ONE_ENVIRONMENT, RESAMPLES, Part, estimate, interval, paired, ratio
from delegate_audit.analysis.trajectory import Valued


def ends(values: np.ndarray, seed: int = 0) -> tuple[float, float]:
    """The interval of a mean."""
    found = interval(values, np.ones(len(values)), seed=seed)
    assert found is not None
    return found.low, found.high


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
    """No narrower interval would be honest."""
    assert ends(np.array([0.5, 1.0])) == pytest.approx((0.5, 1.0), abs=0.001)


def test_equal_values_give_an_interval_of_no_width():
    low, high = ends(np.full(52, 0.98))
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
    assert ends(values, seed=1) == ends(values, seed=1)
    assert ends(values, seed=1) != ends(values, seed=2)


def test_width_for_many_environments_is_that_of_the_normal_approximation_and_one_environment_more_at_each_end():
    values = np.random.default_rng(4).normal(0.8, 0.1, 400)
    low, high = ends(values)
    assert high - low == pytest.approx(2 * 1.96 * values.std() / 20 + np.ptp(values) / 401, rel=0.03)


@pytest.mark.parametrize(("environments", "least", "most"), [(6, 0.92, 0.985), (30, 0.93, 0.975)])
def test_coverage(environments: int, least: float, most: float):
    """95% intervals hold the true mean in about 95% of 600 draws; the plain percentile interval of six: about 87%."""
    draws = np.random.default_rng(11).normal(0.8, 0.05, (600, environments))
    hits = [low <= 0.8 <= high for low, high in map(ends, draws)]
    assert least <= np.mean(hits) <= most


def test_a_disaster_that_few_would_have_met_with_is_reckoned_with_where_it_is_known():
    """One in 50 loses 60 points: of 24, six in ten draws show none, and their own spread says nothing of it."""
    rng = np.random.default_rng(5)
    draws = [0.98 - 0.6 * (rng.random(24) < 0.02) - 0.01 * rng.random(24) for _ in range(200)]
    truth, names = 0.98 - 0.012 - 0.005, tuple(map(str, range(24)))
    blind = [ends(values) for values in draws]
    aware = [estimate(Valued(tuple(values), names), lowest=0.37) for values in draws]
    assert np.mean([low <= truth <= high for low, high in blind]) < 0.6
    assert np.mean([found.low <= truth <= found.high for found in aware if found]) >= 0.95


def test_a_ratio_is_of_sums_with_the_repetitions_of_an_environment_together():
    once = ratio([Part("a", 1.0, 4.0), Part("b", 3.0, 4.0), Part("c", 0.0, 2.0)])
    often = ratio([Part("a", 0.5, 2.0), Part("a", 0.5, 2.0), Part("b", 3.0, 4.0), Part("c", 0.0, 2.0)])
    assert once is not None
    assert often is not None
    assert once.mean == pytest.approx(0.4)
    assert (often.mean, often.low, often.high) == pytest.approx((once.mean, once.low, once.high))
    assert (once.n, often.n, often.environments) == (3, 4, 3)


def test_a_ratio_of_nothing_is_none_and_one_environment_has_no_interval():
    assert ratio([Part("a", 0.0, 0.0)]) is None
    assert ratio([]) is None
    alone = ratio([Part("a", 1.0, 2.0), Part("a", 0.0, 2.0)])
    assert alone is not None
    assert (alone.mean, alone.low, alone.high, alone.note) == (0.25, None, None, ONE_ENVIRONMENT)


@pytest.mark.parametrize("part", [0.0, 1.0])
def test_none_or_all_of_few_is_not_none_or_all_of_all(part: float):
    """Of ten, the next may be the other way round in three of ten cases: 0.69 to the tenth is 0.025."""
    found = ratio([Part(str(i), part, 1.0) for i in range(10)])
    assert found is not None
    assert found.mean == part
    assert found.high - found.low == pytest.approx(1 - 0.025 ** (1 / 10), abs=0.02)


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
