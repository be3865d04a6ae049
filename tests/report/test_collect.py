"""Every figure against the table in conftest.py, counted by hand."""

from __future__ import annotations

import pytest

from delegate_audit.errors import UsageError
from delegate_audit.report.collect import collect
from delegate_audit.report.figures import DelegateFigures, Report, Suspension, Tally
from delegate_audit.store.store import Store


@pytest.fixture(scope="module")
def sim(report: Report) -> DelegateFigures:
    return next(d for d in report.delegates if d.simulated)


@pytest.fixture(scope="module")
def real(report: Report) -> DelegateFigures:
    return next(d for d in report.delegates if not d.simulated)


def test_the_newest_run_is_reported(report):
    assert (report.run.id, report.run.relay, report.run.seed, report.run.round_trips) == ("run-1", "small", 3, 2)
    assert [e.id for e in report.run.environments] == ["dns/one", "dns/two", "json/three"]
    assert (report.ks, report.last_k) == ((2, 4), 4)


def test_means_rest_on_the_relays_that_reached_k(sim, real):
    assert sim.rs(2).mean == pytest.approx(2.8 / 3)
    assert sim.rs(4).mean == pytest.approx(2.7 / 3)
    assert (real.rs(2).mean, real.rs(2).n) == (pytest.approx(2.9 / 3), 3)
    assert (real.rs(4).mean, real.rs(4).n) == (pytest.approx(0.7), 2)
    assert (real.incomplete, real.unfinished) == (1, (Suspension("suspended", "503", 1),))


def test_facts_lost_at_the_last_backward_hop_only(sim, real):
    """sim: one altered, one of two deleted; real: five and one. What an earlier hop found is not counted again."""
    assert (sim.facts_lost, real.facts_lost) == (2, 6)


def test_loss_by_change_sums_the_costs(sim):
    assert {part.name: (round(part.amount, 9), round(part.share, 6)) for part in sim.loss.by_change} == {
        "deleted": (0.2, round(2 / 3, 6)),
        "altered": (0.1, round(1 / 3, 6)),
    }


def test_loss_by_direction_counts_round_trips_and_is_unknown_where_the_store_does_not_tell(sim, real):
    """0.2 in the forward hop of dns/two, 0.1 in a backward one of dns/one; what was lost before is not lost again."""
    assert [(part.name, pytest.approx(part.amount), part.count) for part in sim.loss.by_direction] == [
        ("forward", 0.2, 1),
        ("backward", 0.1, 1),
    ]
    assert sim.loss.by_direction[0].share == pytest.approx(2 / 3)
    assert real.loss.by_direction == ()


def test_loss_by_severity_counts_findings_and_points(sim):
    assert [(part.name, pytest.approx(part.amount), part.count) for part in sim.loss.by_severity] == [("fact", 0.2, 2), ("wording", 0.1, 1)]
    assert sim.loss.by_severity[0].share == pytest.approx(2 / 3)


def test_hazard_follows_the_elements_until_they_are_first_harmed(sim, real):
    """sim, in tenths of a document: at risk 10+10, 10+8, 10+10, harmed 0+1, 2+0, 0+0. real: dns/two was watched for one round trip."""
    assert sim.hazard.overall.mean == pytest.approx(1 - (1 - 3 / 58) ** 0.5)
    assert sim.hazard.overall.low <= sim.hazard.overall.mean <= sim.hazard.overall.high
    assert [(row.k, pytest.approx(row.estimate.mean)) for row in sim.hazard.at] == [
        (2, 1 - (1 - 2 / 30) ** 0.5),
        (4, 1 - (1 - 1 / 28) ** 0.5),
    ]
    assert real.hazard.overall.mean == pytest.approx(1 - (1 - 6 / (10 + 9 + 10 + 10 + 10)) ** 0.5)
    assert real.hazard.overall.n == 3


def test_hazard_outside_critical_failures(sim):
    """Both losses of sim took ten points or more: what is left lost nothing, of 10 + 8 + 10 + 10 tenths."""
    assert sim.hazard.outside_critical.mean == 0
    assert sim.hazard.outside_critical.high > 0


def test_completion_leaves_out_what_is_undefined(sim):
    """Hops 1, 3 and 4 have one: 1 everywhere, but 0.5 at hop 1 of dns/two."""
    assert sim.completion.mean == pytest.approx((1 + (0.5 + 1 + 1) / 3 + 1) / 3)
    assert sim.completion.n == 9
    assert sim.preservation is None


def test_critical_failures(sim, real):
    assert (sim.critical.failures, real.critical.failures) == (2, 3)
    assert sim.critical.share_of_loss.mean == pytest.approx(1.0)
    assert sim.critical.share_of_loss.low < 1
    assert [at.share for at in sim.critical.at] == pytest.approx([1 / 3, 2 / 3])


def test_elements_follow_their_fates(sim, real):
    """sim: 30 elements, two harmed at k = 2, one more at 4; real at 4: dns/two is not counted, five and one of 20."""
    assert [(point.k, pytest.approx(point.intact)) for point in sim.elements] == [(2, 28 / 30), (4, 27 / 30)]
    assert real.elements[-1].intact == pytest.approx(14 / 20)


def test_outcomes_spend_and_domains(sim, real):
    assert sim.outcomes == (Tally("ok", 11), Tally("idle", 1))
    assert (real.spend.calls, real.spend.known_usd, real.spend.unpriced, real.spend.cost_usd) == (10, 2.0, 6, None)
    assert [(row.domain, round(row.score, 6), row.environments) for row in sim.loss.by_domain] == [("dns", 0.85, 2), ("json", 1.0, 1)]
    assert sim.ready is None


def test_hardest_edits_by_task_or_by_operation(store, sim):
    assert [(row.name, row.n) for row in sim.loss.by_task[:2]] == [("dns/two: t1", 1), ("dns/one: t2", 1)]
    with_operations = collect(store, operations={("dns/two", "t1"): ("sorting",)}).delegates
    assert [(row.name, row.mean_change) for row in with_operations[1].loss.by_operation] == [("sorting", pytest.approx(-0.2))]


def test_versus_is_over_common_environments_the_better_first(report):
    (found,) = report.versus
    assert (found.first, found.k, found.simulated) == ("sim:a", 4, True)
    assert found.difference.estimate.mean == pytest.approx((0.4 + 0.1) / 2)
    assert (found.difference.better, found.difference.estimate.environments) == (2, 2)


def test_worst_relays_with_the_hop_each_finding_was_first_seen_at(report):
    worst = report.worst[0]
    assert (worst.environment, worst.score, worst.findings_in_all) == ("dns/one", 0.5, 5)
    assert [seen.first_hop for seen in worst.findings] == [2, 4, 4, 4, 4]
    assert [relay.score for relay in report.worst] == sorted(relay.score for relay in report.worst)
    assert all(relay.score < 1 for relay in report.worst)


def test_a_run_by_the_beginning_of_its_id(store):
    assert collect(store, "run-1").run.id == "run-1"


@pytest.mark.parametrize(("run", "problem"), [("nope", "no run is"), ("run-", "several runs are"), ("run-0", "holds no relay")])
def test_an_unknown_or_empty_run_is_wrong_use(store, run, problem):
    with pytest.raises(UsageError, match=problem):
        collect(store, run)


def test_an_empty_store_is_wrong_use(tmp_path):
    with Store.open(tmp_path / "empty.db", create=True) as empty, pytest.raises(UsageError, match="holds no run"):
        collect(empty)
