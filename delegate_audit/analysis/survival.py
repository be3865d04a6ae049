"""How long documents stay whole: the share not yet corrupted after k interactions, and where corruption began.

The curve is the product-limit estimate (Kaplan and Meier, 1958): a relay that was suspended counts as whole for as
long as it was watched, and leaves the number at risk after that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from delegate_audit.analysis.bootstrap import EQUAL
from delegate_audit.analysis.trajectory import Trajectory


@dataclass(frozen=True)
class SurvivalPoint:
    """`share` of relays still whole after k (0..1), `at_risk` of them watched up to it, `fell` of those at this very k."""

    k: int
    share: float
    at_risk: int
    fell: int


def first_corruption(trajectory: Trajectory) -> int | None:
    """The k at which the score was first below 1; None where it never was."""
    below = (n for n, score in enumerate(trajectory.scores, start=1) if score is not None and score < 1.0 - EQUAL)
    first = next(below, None)
    return None if first is None else 2 * first


def survival(trajectories: Sequence[Trajectory], ks: Sequence[int]) -> tuple[SurvivalPoint, ...]:
    """The curve over the ks that were reached while anything was at risk."""
    falls = [first_corruption(t) for t in trajectories]
    watched = [2 * len(t.scores) for t in trajectories]
    points, share = [], 1.0
    for k in ks:
        at_risk = sum(end >= k and (fall is None or fall >= k) for end, fall in zip(watched, falls, strict=True))
        fell = falls.count(k)
        if at_risk:
            share *= 1 - fell / at_risk
        if at_risk or any(end >= k for end in watched):
            points.append(SurvivalPoint(k, share, at_risk, fell))
    return tuple(points)
