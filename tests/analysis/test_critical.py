from __future__ import annotations

import pytest

from delegate_audit.analysis.critical import critical, is_critical
from delegate_audit.analysis.trajectory import Trajectory

RELAYS = [
    Trajectory("a", 0, (0.95, 0.75, 0.80), 3),  # falls 0.05, 0.20, rises 0.05
    Trajectory("b", 0, (1.0, 1.0, 0.95), 3),  # falls 0.05
    Trajectory("c", 0, (0.90,), 3),  # falls 0.10: just critical; never reached k = 4
]


@pytest.mark.parametrize(("drop", "found"), [(0.1, True), (1.0 - 0.9, True), (0.8 - 0.7, True), (0.0999, False), (-0.5, False)])
def test_ten_points_are_critical_whatever_floating_point_makes_of_them(drop, found):
    assert is_critical(drop) is found


def test_counted_over_the_relays_that_reached_k():
    found = critical(RELAYS, (2, 4, 6))
    assert [(at.k, at.hit, at.relays) for at in found.at] == [(2, 1, 3), (4, 1, 2), (6, 1, 2)]
    assert found.failures == 2
    assert found.last is not None
    assert found.last.share == 0.5


def test_share_of_loss_sets_no_gain_against_it():
    found = critical(RELAYS, (2,)).share_of_loss
    assert found is not None
    assert found.mean == pytest.approx(0.30 / 0.40)
    assert (found.n, found.environments) == (3, 3)
    assert found.low < found.mean < found.high


def test_nobody_hit_yet_does_not_mean_nobody_will_be():
    """Of 24 environments none: one in seven may still be, for 0.86 to the 24th is 0.025."""
    found = critical([Trajectory(str(i), 0, (1.0,), 1) for i in range(24)], (2,)).at[0].estimate
    assert found is not None
    assert (found.mean, found.low) == (0.0, 0.0)
    assert found.high == pytest.approx(1 - 0.025 ** (1 / 24), abs=0.01)


def test_nothing_lost_has_no_share():
    found = critical([Trajectory("a", 0, (1.0, 1.0), 2)], (2, 4))
    assert found.share_of_loss is None
    assert critical([], (2,)).last is None
