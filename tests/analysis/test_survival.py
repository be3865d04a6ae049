from __future__ import annotations

import pytest

from delegate_audit.analysis.survival import first_corruption, survival
from delegate_audit.analysis.trajectory import Trajectory


def test_first_corruption_is_the_first_k_below_one():
    assert first_corruption(Trajectory("a", 0, (1.0, 0.99, 1.0), 3)) == 4
    assert first_corruption(Trajectory("a", 0, (1.0, None, 1.0), 3)) is None


def test_product_limit_by_hand():
    """Four relays: one falls at 2, one at 6, one is suspended whole after 4, one lasts."""
    relays = [
        Trajectory("a", 0, (0.9, 0.9, 0.9), 3),
        Trajectory("b", 0, (1.0, 1.0, 0.9), 3),
        Trajectory("c", 0, (1.0, 1.0), 3),
        Trajectory("d", 0, (1.0, 1.0, 1.0), 3),
    ]
    found = survival(relays, (2, 4, 6))
    assert [(p.k, p.at_risk, p.fell) for p in found] == [(2, 4, 1), (4, 3, 0), (6, 2, 1)]
    assert [p.share for p in found] == pytest.approx([3 / 4, 3 / 4, 3 / 8])


def test_the_curve_ends_where_nothing_was_watched():
    assert [p.k for p in survival([Trajectory("a", 0, (0.5,), 3)], (2, 4, 6))] == [2]
