from __future__ import annotations

import pytest

from delegate_audit.analysis.bootstrap import estimate
from delegate_audit.analysis.reconstruction import reconstruction
from delegate_audit.analysis.trajectory import Trajectory, scores_at

RELAYS = [Trajectory(str(i), 0, (0.99 - i / 1000, 0.98 - i / 1000), 2) for i in range(23)]
RELAYS.append(Trajectory("late", 0, (0.99, 0.4), 2))


def test_means_are_over_the_relays_that_reached_k():
    found = reconstruction([*RELAYS, Trajectory("short", 0, (0.5,), 2)])
    assert [(row.k, row.estimate.n) for row in found] == [(2, 25), (4, 24)]
    assert found[1].estimate.mean == pytest.approx((sum(0.98 - i / 1000 for i in range(23)) + 0.4) / 24)


def test_what_befell_late_is_reckoned_with_early():
    early = reconstruction(RELAYS)[0].estimate
    alone = estimate(scores_at(RELAYS, 2))
    assert alone is not None
    assert early.mean == alone.mean
    assert early.low < alone.low - 0.03
    assert early.high == alone.high


def test_nothing_done_is_nothing_known():
    assert reconstruction([Trajectory("a", 0, (), 2)]) == ()
    assert reconstruction([]) == ()
