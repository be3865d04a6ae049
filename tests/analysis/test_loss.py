from __future__ import annotations

import pytest

from delegate_audit.analysis.loss import RoundTrip, by_domain, hardest_operations, hardest_tasks, shares
from delegate_audit.analysis.trajectory import Trajectory

TRIPS = [
    RoundTrip("a", "sort", ("sorting",), 0.30),
    RoundTrip("a", "sort", ("sorting",), 0.10),
    RoundTrip("b", "split", ("sorting", "split and merge"), 0.05),
]


def test_shares_add_up_largest_first_without_nothings():
    found = shares({"moved": 0.0, "altered": 0.3, "deleted": 0.1})
    assert [part.name for part in found] == ["altered", "deleted"]
    assert [part.share for part in found] == pytest.approx([0.75, 0.25])


def test_no_loss_has_no_parts():
    assert shares({"altered": 0.0}) == ()
    assert shares({}) == ()


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
