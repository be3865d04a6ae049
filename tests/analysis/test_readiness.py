from __future__ import annotations

from delegate_audit.analysis.readiness import Ready, ready
from delegate_audit.analysis.trajectory import Trajectory


def relay(environment: str, last: float, repetition: int = 0, trips: int = 10) -> Trajectory:
    return Trajectory(environment, repetition, (1.0,) * (trips - 1) + (last,), 10)


def test_the_limit_itself_is_ready():
    assert ready([relay("a", 0.98), relay("b", 0.9799), relay("c", 1.0)]) == Ready(2, 3)


def test_repetitions_are_averaged_first():
    assert ready([relay("a", 1.0), relay("a", 0.96, 1), relay("b", 1.0), relay("b", 0.95, 1)]) == Ready(1, 2)


def test_environments_without_rs20_are_not_counted():
    assert ready([relay("a", 1.0), relay("b", 1.0, trips=9)]) == Ready(1, 1)
    assert ready([relay("b", 1.0, trips=9)]) is None
