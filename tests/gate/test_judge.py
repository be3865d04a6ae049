from __future__ import annotations

import pytest

from delegate_audit.errors import UsageError
from delegate_audit.gate.baseline import baseline_of
from delegate_audit.gate.judge import Threshold, judge
from delegate_audit.gate.verdict import Status


def flat(count: int, *scores: float) -> dict[str, dict[str, list[float]]]:
    """One delegate, `w`; environment i has the i-th of the scores at every k, round and round."""
    return {"w": {f"e{i}": [scores[i % len(scores)]] * 10 for i in range(count)}}


@pytest.mark.parametrize(
    ("scores", "minimum", "status"),
    [
        ((0.99, 0.98), 0.95, Status.PASS),
        ((0.98,), 0.98, Status.PASS),
        ((0.90, 0.88), 0.95, Status.REGRESSION),
        ((1.0, 0.90), 0.95, Status.INCONCLUSIVE),
    ],
)
def test_minimum(make_report, scores, minimum, status):
    verdict = judge(make_report(flat(20, *scores)), [Threshold(20, minimum)])
    assert verdict.status is status
    assert verdict.exit_code == {Status.PASS: 0, Status.REGRESSION: 1, Status.INCONCLUSIVE: 4}[status]
    assert f"minimum {100 * minimum:.1f} %" in verdict.reasons[0]
    assert "20 environments" in verdict.reasons[0]


def test_one_environment_is_decided_on_its_value_and_that_is_said(make_report):
    for score, status in ((0.96, Status.PASS), (0.94, Status.REGRESSION)):
        verdict = judge(make_report(flat(1, score)), [Threshold(20, 0.95)])
        assert verdict.status is status
        assert "one environment: decided on the value itself" in verdict.reasons[0]


def test_a_k_that_was_not_reached_is_inconclusive_and_says_what_to_do(make_report):
    verdict = judge(make_report({"w": {"a": [0.9] * 5, "b": [0.9] * 5}}, trips=5), [Threshold(20, 0.5)])
    assert verdict.status is Status.INCONCLUSIVE
    assert "run 10 round trips" in verdict.reasons[0]


def test_suspended_relays_turn_a_pass_into_inconclusive_but_not_a_regression(make_report):
    scores = flat(10, 0.99)
    scores["w"]["late"] = [0.99] * 3
    verdict = judge(make_report(scores), [Threshold(20, 0.95), Threshold(2, 0.95), Threshold(20, 1.0)])
    assert [check.status for check in verdict.checks] == [Status.INCONCLUSIVE, Status.PASS, Status.REGRESSION]
    assert "1 of 11 relays did not reach RS@20" in verdict.checks[0].reason
    assert "audit resume" in verdict.checks[0].reason


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ((0.0,), Status.PASS),
        ((-0.01,), Status.PASS),
        ((0.05, 0.03), Status.PASS),
        ((-0.02, -0.03), Status.REGRESSION),
        ((-0.08, 0.05), Status.INCONCLUSIVE),
    ],
)
def test_baseline(make_report, change, status):
    before = {"w": {f"e{i}": [0.5 + i / 50] * 10 for i in range(16)}}
    now = {"w": {f"e{i}": [0.5 + i / 50 + change[i % len(change)]] * 10 for i in range(16)}}
    verdict = judge(make_report(now), baseline=baseline_of(make_report(before)))
    assert verdict.status is status, verdict.reasons
    assert "over 16 common environments" in verdict.reasons[0]


def test_pairing_sees_what_the_spread_between_environments_hides(make_report):
    """Every environment lost 3 points; unpaired intervals of these means overlap by far."""
    before = {"w": {f"e{i}": [0.2 + i / 25] * 10 for i in range(16)}}
    now = {"w": {f"e{i}": [0.2 + i / 25 - 0.03] * 10 for i in range(16)}}
    verdict = judge(make_report(now), baseline=baseline_of(make_report(before)))
    assert verdict.status is Status.REGRESSION
    assert "−3.0 points [−3.0, −3.0]" in verdict.reasons[0]


def test_the_tolerance_is_what_may_be_lost(make_report):
    baseline = baseline_of(make_report(flat(8, 0.95)))
    now = make_report(flat(8, 0.92))
    assert judge(now, baseline=baseline, tolerance=0.03).status is Status.PASS
    assert judge(now, baseline=baseline, tolerance=0.02).status is Status.REGRESSION


def test_one_common_environment_is_decided_on_the_value_itself(make_report):
    now = make_report({"w": {"e0": [0.8] * 10, "new": [0.1] * 10}})
    verdict = judge(now, baseline=baseline_of(make_report(flat(1, 0.9))))
    assert verdict.status is Status.REGRESSION
    assert "one environment: decided on the value itself" in verdict.reasons[0]


def test_no_common_environment_is_inconclusive(make_report):
    verdict = judge(make_report({"w": {"x": [0.9] * 10}}), baseline=baseline_of(make_report(flat(5, 0.9))))
    assert verdict.status is Status.INCONCLUSIVE
    assert "no environment has a score" in verdict.reasons[0]


def test_an_unknown_delegate_is_inconclusive_and_an_absent_one_is_noted(make_report):
    verdict = judge(make_report({"v": {"e0": [0.9] * 10}}), baseline=baseline_of(make_report(flat(5, 0.9))))
    assert verdict.status is Status.INCONCLUSIVE
    assert "does not know this delegate" in verdict.reasons[0]
    assert verdict.notes == ("in the baseline and not in this run: w",)


def test_changed_environments_are_left_out_and_named(make_report):
    baseline = baseline_of(make_report(flat(6, 0.9)))
    now = {"w": {f"e{i}": [0.9 if i else 0.1] * 10 for i in range(6)}}
    verdict = judge(make_report(now, digests={"e0": "other"}), baseline=baseline)
    assert verdict.status is Status.PASS
    assert "over 5 common environments" in verdict.reasons[0]
    assert verdict.notes == ("w: changed since the baseline, left out: e0",)
    everything = judge(make_report(flat(6, 0.9), digests={f"e{i}": "other" for i in range(6)}), baseline=baseline)
    assert "every environment has changed" in everything.reasons[0]


def test_compared_at_the_last_k_that_both_planned(make_report):
    baseline = baseline_of(make_report(flat(6, 0.9)))
    assert "RS@10 went" in judge(make_report({"w": {f"e{i}": [0.9] * 5 for i in range(6)}}, trips=5), baseline=baseline).reasons[0]
    stopped = judge(make_report({"w": {f"e{i}": [0.9] * 5 for i in range(6)}}, trips=10), baseline=baseline)
    assert stopped.status is Status.INCONCLUSIVE
    assert judge(make_report(flat(6, 0.9)), baseline=baseline, k=4).checks[0].name.startswith("RS@4")


def test_the_gravest_decides(make_report):
    now = {"good": {f"e{i}": [0.99] * 10 for i in range(5)}, "bad": {f"e{i}": [0.5] * 10 for i in range(5)}}
    verdict = judge(make_report(now), [Threshold(20, 0.9)])
    assert (verdict.status, verdict.exit_code) == (Status.REGRESSION, 1)
    assert verdict.reasons[0].startswith("bad: ")


def test_falls_name_the_environments_that_fell_most(make_report):
    now = {"w": {f"e{i}": [0.95 - 0.1 * i] * 10 for i in range(8)}}
    verdict = judge(make_report(now), baseline=baseline_of(make_report(flat(8, 0.95))))
    assert [fall.environment for fall in verdict.falls] == ["e7", "e6", "e5", "e4", "e3"]
    assert (verdict.falls[0].before, verdict.falls[0].now) == pytest.approx((0.95, 0.25))
    assert verdict.falls[0].domain == "domain of e7"


def test_another_definition_or_seed_is_noted(make_report):
    verdict = judge(make_report(flat(3, 0.9), definition="x", seed=2), baseline=baseline_of(make_report(flat(3, 0.9))))
    assert len(verdict.notes) == 2
    assert "the seed is 2, the baseline's is 1" in verdict.notes[1]


def test_nothing_to_judge_by_is_wrong_use(make_report):
    with pytest.raises(UsageError, match="nothing to judge by"):
        judge(make_report(flat(3, 0.9)))


@pytest.mark.parametrize(("k", "minimum"), [(0, 0.9), (3, 0.9), (20, 95.0), (20, -0.1), (20, float("nan"))])
def test_impossible_limits_are_wrong_use(k, minimum):
    with pytest.raises(UsageError):
        Threshold(k, minimum)


@pytest.mark.parametrize("tolerance", [-0.1, 2.0, float("nan")])
def test_impossible_tolerances_are_wrong_use(make_report, tolerance):
    report = make_report(flat(3, 0.9))
    with pytest.raises(UsageError):
        judge(report, baseline=baseline_of(report), tolerance=tolerance)


def test_simulated_delegates_are_marked_in_every_reason(make_report):
    report = make_report(flat(3, 0.9), simulated=True)
    verdict = judge(report, [Threshold(20, 0.5)], baseline=baseline_of(report))
    assert all("w (simulated)" in reason for reason in verdict.reasons)
