"""The statistical verdict: against a minimum, and against a baseline over the same environments.

A limit is passed or broken only where the whole 95% interval lies on one side of it; otherwise nothing is decided, and
the sentence says what would decide it. One environment gives no interval: then its value decides, and that is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from delegate_audit.analysis.bootstrap import EQUAL, Estimate, paired
from delegate_audit.analysis.trajectory import by_environment, ks, scores_at
from delegate_audit.errors import UsageError
from delegate_audit.gate.baseline import Baseline, BaselineDelegate
from delegate_audit.gate.verdict import Check, Fall, Status, Verdict
from delegate_audit.report.figures import DelegateFigures, Report, RunFigures
from delegate_audit.report.wording import counted, interval, interval_of_change, percent, points

TOLERANCE = 0.01
FALLS_NAMED = 5


@dataclass(frozen=True)
class Threshold:
    """RS@k must be at least `minimum`, 0..1."""

    k: int
    minimum: float

    def __post_init__(self) -> None:
        if self.k < 2 or self.k % 2:
            raise UsageError(f"RS@{self.k} does not exist", "k counts interactions, two to a round trip: give an even number")
        if not 0 <= self.minimum <= 1:
            raise UsageError(f"a minimum of {self.minimum:g} is no score", "give a number from 0 to 1, for example 0.95")


def judge(
    report: Report,
    thresholds: Sequence[Threshold] = (),
    baseline: Baseline | None = None,
    tolerance: float = TOLERANCE,
    k: int | None = None,
) -> Verdict:
    """Judge every delegate of the report; `k` is where the baseline is compared, by default the last that both have.

    Raises `UsageError` where there is nothing to judge by.
    """
    if not thresholds and baseline is None:
        raise UsageError("there is nothing to judge by", "give a minimum, for example --min-rs20 0.95, or --baseline FILE")
    if not 0 <= tolerance <= 1:
        raise UsageError(f"a tolerance of {tolerance:g} is no share of a score", "give a number from 0 to 1, for example 0.01")
    checks = [_against_minimum(delegate, threshold) for delegate in report.delegates for threshold in thresholds]
    falls: list[Fall] = []
    notes: list[str] = []
    if baseline is not None:
        notes.extend(_notes(report, baseline))
        for delegate in report.delegates:
            comparison = _Comparison.of(delegate, baseline.delegates.get(delegate.name), report.run, k)
            checks.append(comparison.check(tolerance))
            falls.extend(comparison.falls(tolerance))
            notes.extend(comparison.notes())
    return Verdict(tuple(checks), tuple(sorted(falls, key=lambda fall: fall.now - fall.before)), tuple(notes))


def _side(estimate: Estimate, limit: float) -> Status:
    low = estimate.mean if estimate.low is None else estimate.low
    high = estimate.mean if estimate.high is None else estimate.high
    if low >= limit - EQUAL:
        return Status.PASS
    return Status.REGRESSION if high < limit - EQUAL else Status.INCONCLUSIVE


def _missing(delegate: DelegateFigures, k: int) -> str:
    """What to say of relays that did not reach k; empty where all did."""
    missing = sum(not t.reached(k) for t in delegate.trajectories)
    return f"{missing} of {counted(len(delegate.trajectories), 'relay')} did not reach RS@{k}" if missing else ""


@dataclass(frozen=True)
class _Decision:
    """A status and how its sentence ends."""

    status: Status
    ending: str


ENDINGS = {
    Status.PASS: "pass",
    Status.REGRESSION: "regression",
    Status.INCONCLUSIVE: "inconclusive: the interval holds the limit, more environments or repetitions would narrow it",
}


def _decide(estimate: Estimate, limit: float, missing: str) -> _Decision:
    """A pass on a part of the relays is none: those that are missing may be the ones that fail."""
    status = _side(estimate, limit)
    alone = " (one environment: decided on the value itself)" if estimate.low is None else ""
    if missing and status is Status.PASS:
        reason = f"inconclusive: well so far{alone}, but {missing}: finish them with `audit resume`"
        return _Decision(Status.INCONCLUSIVE, reason)
    return _Decision(status, f"{ENDINGS[status]}{alone}{f'; {missing}' if missing else ''}")


def _against_minimum(delegate: DelegateFigures, threshold: Threshold) -> Check:
    k, minimum = threshold.k, threshold.minimum
    name = f"RS@{k} at least {percent(minimum)} %"
    estimate = delegate.rs(k)
    if estimate is None:
        reason = f"{delegate.label}: no relay reached RS@{k}: run {counted(k // 2, 'round trip')} or set the minimum at a smaller k"
        return Check(delegate.name, delegate.simulated, name, Status.INCONCLUSIVE, reason)
    decision = _decide(estimate, minimum, _missing(delegate, k))
    bounds = "" if estimate.low is None else f" {interval(estimate)}"
    figures = f"RS@{k} is {percent(estimate.mean)} %{bounds} over {counted(estimate.environments, 'environment')}"
    reason = f"{delegate.label}: {figures}, minimum {percent(minimum)} %: {decision.ending}"
    return Check(delegate.name, delegate.simulated, name, decision.status, reason)


def _notes(report: Report, baseline: Baseline) -> list[str]:
    notes = []
    if baseline.definition != report.run.definition:
        notes.append(f"the relay definition is not the baseline's ({baseline.relay}): differences may come from it, not from the delegate")
    if baseline.seed != report.run.seed:
        notes.append(f"the seed is {report.run.seed}, the baseline's is {baseline.seed}: the edits came in another order")
    absent = sorted(baseline.delegates.keys() - {delegate.name for delegate in report.delegates})
    if absent:
        notes.append(f"in the baseline and not in this run: {', '.join(absent)}")
    return notes


@dataclass(frozen=True)
class _Comparison:
    """One delegate beside its baseline at k; `k` is None where they have none in common."""

    delegate: DelegateFigures
    known: BaselineDelegate | None
    k: int | None
    before: dict[str, float]
    now: dict[str, float]
    domains: dict[str, str]
    changed: tuple[str, ...]

    @classmethod
    def of(cls, delegate: DelegateFigures, known: BaselineDelegate | None, run: RunFigures, k: int | None) -> _Comparison:
        domains = {found.id: found.domain for found in run.environments}
        if known is None:
            return cls(delegate, None, None, {}, {}, domains, ())
        if k is None:
            k = max(known.ks & set(ks(delegate.trajectories)), default=None)
        digests = {found.id: found.digest for found in run.environments}
        changed = tuple(sorted(e for e, old in known.environments.items() if e in digests and old.digest != digests[e]))
        if k is None:
            return cls(delegate, known, None, {}, {}, domains, changed)
        before = {e: score for e, score in known.at(k).items() if e not in changed}
        now = by_environment(scores_at(delegate.trajectories, k))
        return cls(delegate, known, k, before, now, domains, changed)

    def check(self, tolerance: float) -> Check:
        at = "" if self.k is None else f" RS@{self.k}"
        name = f"{at.strip() or 'RS'} not more than {points(tolerance).lstrip('+')} points below the baseline"
        status, reason = self._found(tolerance)
        return Check(self.delegate.name, self.delegate.simulated, name, status, f"{self.delegate.label}: {reason}")

    def _found(self, tolerance: float) -> tuple[Status, str]:
        if self.known is None:
            return Status.INCONCLUSIVE, "the baseline does not know this delegate: write a new one with `audit baseline`"
        difference = paired(self.now, self.before)
        if self.k is None or difference is None:
            return Status.INCONCLUSIVE, self._nothing_in_common()
        estimate = difference.estimate
        decision = _decide(estimate, -tolerance, _missing(self.delegate, self.k))
        common = self.now.keys() & self.before.keys()
        means = [sum(side[e] for e in common) / len(common) for side in (self.before, self.now)]
        bounds = "" if estimate.low is None else f" {interval_of_change(estimate)}"
        moved = f"RS@{self.k} went from {percent(means[0])} % to {percent(means[1])} %, {points(estimate.mean)} points{bounds}"
        where = f"over {counted(len(common), 'common environment')} ({difference.worse} worse, {difference.better} better)"
        return decision.status, f"{moved} {where}, tolerance {points(tolerance).lstrip('+')}: {decision.ending}"

    def _nothing_in_common(self) -> str:
        if self.changed and not self.before:
            return "every environment has changed since the baseline: write a new one with `audit baseline`"
        at = "" if self.k is None else f" at RS@{self.k}"
        common = f"no environment has a score{at} both here and in the baseline"
        return f"{common}: run the baseline's environments as far as it went, or write a new one"

    def falls(self, tolerance: float) -> list[Fall]:
        """The environments that fell most, by more than the tolerance."""
        if self.k is None:
            return []
        lower = [e for e in self.now.keys() & self.before.keys() if self.now[e] - self.before[e] < -tolerance - EQUAL]
        lower.sort(key=lambda e: (self.now[e] - self.before[e], e))
        return [Fall(self.delegate.name, e, self.domains[e], self.k, self.before[e], self.now[e]) for e in lower[:FALLS_NAMED]]

    def notes(self) -> list[str]:
        """What was left out of the comparison."""
        notes = []
        if self.changed:
            notes.append(f"{self.delegate.label}: changed since the baseline, left out: {', '.join(self.changed)}")
        absent = sorted(self.before.keys() - self.now.keys())
        if absent and self.k is not None:
            notes.append(f"{self.delegate.label}: in the baseline, without RS@{self.k} here: {', '.join(absent)}")
        return notes
