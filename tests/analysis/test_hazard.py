"""Counted by hand: who is at risk, who was harmed, and what an interval must reckon with."""

from __future__ import annotations

import pytest

from delegate_audit.analysis.hazard import Watched, hazard

NEVER = (False, False, False)


def per_hop(share: float) -> float:
    return 1 - (1 - share) ** 0.5


def test_the_harmed_leave_the_number_at_risk():
    assert Watched("a", (0.25, 0.0, 0.5), NEVER).at_risk == pytest.approx((1.0, 0.75, 0.75))


def test_nothing_is_at_risk_once_everything_was_harmed():
    """Also where thirds do not add up to one."""
    third = 1 / 3
    assert Watched("a", (third, third, third, 0.0), (False,) * 4).at_risk[3] == 0


def test_weight_newly_harmed_over_weight_at_risk():
    found = hazard([Watched("a", (0.2, 0.0, 0.0), NEVER), Watched("b", (0.0, 0.0, 0.1), NEVER)])
    assert found is not None
    assert found.overall.mean == pytest.approx(per_hop(0.3 / (2.6 + 3.0)))
    assert [(row.k, pytest.approx(row.estimate.mean)) for row in found.at] == [
        (2, per_hop(0.2 / 2)),
        (4, 0.0),
        (6, per_hop(0.1 / 1.8)),
    ]
    assert found.in_trip(4) == found.at[1].estimate
    assert found.in_trip(8) is None


def test_a_suspended_relay_is_watched_as_far_as_it_got():
    found = hazard([Watched("a", (0.2, 0.0, 0.0), NEVER), Watched("b", (0.1,), (False,))])
    assert found is not None
    assert found.overall.mean == pytest.approx(per_hop(0.3 / (2.6 + 1.0)))
    assert [row.estimate.environments for row in found.at] == [2, 1, 1]


def test_critical_round_trips_can_be_left_out():
    found = hazard([Watched("a", (0.5, 0.05), (True, False)), Watched("b", (0.0, 0.0), (False, False))])
    assert found is not None
    assert found.outside_critical is not None
    assert found.outside_critical.mean == pytest.approx(per_hop(0.05 / (0.5 + 2.0)))
    every = hazard([Watched("a", (0.5,), (True,)), Watched("b", (0.5,), (True,))])
    assert every is not None
    assert every.outside_critical is None


def test_everything_at_once_is_certain():
    found = hazard([Watched("a", (1.0, 0.0), (True, False)), Watched("b", (1.0, 0.0), (True, False))])
    assert found is not None
    assert found.overall.mean == 1
    assert [row.k for row in found.at] == [2]


def test_nothing_harmed_has_an_upper_end_that_shrinks_with_what_was_watched():
    few, many = (hazard([Watched(str(i), (0.0,) * 10, (False,) * 10) for i in range(n)]) for n in (6, 52))
    assert few is not None
    assert many is not None
    assert (few.overall.mean, few.overall.low) == (0.0, 0.0)
    assert 0 < many.overall.high < few.overall.high / 5


def test_nothing_watched_has_no_hazard():
    assert hazard([]) is None
    assert hazard([Watched("a", (), ())]) is None


def test_one_environment_has_no_interval():
    found = hazard([Watched("a", (0.1,), (True,)), Watched("a", (0.0,), (False,))])
    assert found is not None
    assert (found.overall.low, found.overall.high) == (None, None)
    assert found.overall.mean == pytest.approx(per_hop(0.05))
