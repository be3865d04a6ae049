from __future__ import annotations

import pytest

from delegate_audit.analysis.trajectory import Trajectory, by_environment, ks, scores_at

DONE = Trajectory("a", 0, (0.9, 0.7, 0.7), 3)
SHORT = Trajectory("b", 0, (0.8,), 3)


@pytest.mark.parametrize(("k", "score"), [(2, 0.9), (4, 0.7), (6, 0.7), (8, None), (0, None), (3, None), (-2, None)])
def test_at(k, score):
    assert DONE.at(k) == score


def test_a_relay_is_left_out_at_the_ks_it_did_not_reach():
    assert scores_at([DONE, SHORT], 2).values == (0.9, 0.8)
    assert scores_at([DONE, SHORT], 4).environments == ("a",)
    assert (DONE.complete, SHORT.complete) == (True, False)


def test_drops_begin_at_a_whole_document_and_skip_what_is_unknown():
    assert Trajectory("a", 0, (0.9, None, 0.6, 0.7), 4).drops() == pytest.approx((0.1, 0.0, 0.3, -0.1))
    assert Trajectory("a", 0, (0.9, None), 4).last == 0.9
    assert Trajectory("a", 0, (), 4).last is None


def test_ks_are_those_planned():
    assert ks([SHORT, Trajectory("c", 0, (), 5)]) == (2, 4, 6, 8, 10)
    assert ks([]) == ()


def test_by_environment_averages_repetitions():
    valued = scores_at([DONE, Trajectory("a", 1, (0.5,), 3), SHORT], 2)
    assert by_environment(valued) == pytest.approx({"a": 0.7, "b": 0.8})
