from __future__ import annotations

import pytest

from delegate_audit.analysis.loss import Lost, LostPart, RoundTrip, by_domain, hardest_operations, hardest_tasks, shares
from delegate_audit.analysis.trajectory import Trajectory

TRIPS = [
    RoundTrip("a", "sort", ("sorting",), 0.30),
    RoundTrip("a", "sort", ("sorting",), 0.10),
    RoundTrip("b", "split", ("sorting", "split and merge"), 0.05),
]


LOST = [
    Lost("a", (LostPart("altered", 0.2), LostPart("altered", 0.1), LostPart("moved", 0.0))),
    Lost("b", (LostPart("deleted", 0.1),)),
    Lost("c", ()),
]


def test_shares_add_up_largest_first_without_nothings():
    found = shares(LOST)
    assert [(part.name, part.count) for part in found] == [("altered", 2), ("deleted", 1)]
    assert [part.share for part in found] == pytest.approx([0.75, 0.25])
    assert [part.amount for part in found] == pytest.approx([0.3, 0.1])


def test_a_relay_that_lost_nothing_is_one_of_those_drawn():
    assert [part.estimate.environments for part in shares(LOST)] == [3, 3]


def test_the_intervals_of_two_parts_mirror_each_other():
    """Whoever is deleted is not altered; the two ends differ by what chance leaves of 10,000 resamples."""
    altered, deleted = (part.estimate for part in shares(LOST))
    assert (altered.low, altered.high) == pytest.approx((1 - deleted.high, 1 - deleted.low), abs=0.02)


def test_no_loss_has_no_parts():
    assert shares([Lost("a", (LostPart("altered", 0.0),))]) == ()
    assert shares([]) == ()


def test_hardest_tasks_and_operations():
    assert [(row.name, row.n) for row in hardest_tasks(TRIPS)] == [("a: sort", 2), ("b: split", 1)]
    assert hardest_tasks(TRIPS)[0].mean_change == pytest.approx(-0.20)
    operations = {row.name: row.mean_change for row in hardest_operations(TRIPS)}
    assert operations == pytest.approx({"sorting": -0.15, "split and merge": -0.05})


def test_by_domain_averages_environments_not_relays():
    relays = [Trajectory("a", 0, (0.2,), 1), Trajectory("a", 1, (0.4,), 1), Trajectory("b", 0, (0.9,), 1), Trajectory("c", 0, (0.5,), 1)]
    found = by_domain(relays, {"a": "dns", "b": "dns", "c": "json"}, 2)
    assert [(row.domain, row.environments) for row in found] == [("json", 1), ("dns", 2)]
    assert [row.score for row in found] == pytest.approx([0.5, 0.6])
