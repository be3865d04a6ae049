"""The report as JSON: every figure of it, scores from 0 to 1, null for what is not known."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from delegate_audit.analysis.bootstrap import Estimate
from delegate_audit.analysis.critical import Critical, ShareAtK
from delegate_audit.analysis.hazard import Hazard
from delegate_audit.analysis.loss import Share
from delegate_audit.report.figures import DelegateFigures, Loss, RelayFigures, Report, Versus
from delegate_audit.report.published import Published

FORMAT = 1

Json = Mapping[str, "Json"] | Sequence["Json"] | str | int | float | bool | None


def render(report: Report, published: Published | None = None) -> str:
    """The text of the JSON document, ending in a line feed."""
    document: dict[str, Json] = {
        "format": FORMAT,
        "simulated": report.run.simulated,
        "run": asdict(report.run),
        "delegates": [_delegate(delegate) for delegate in report.delegates],
        "differences": [_versus(versus) for versus in report.versus],
        "worst_relays": [_relay(relay) for relay in report.worst],
        "published": None if published is None else asdict(published),
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False).encode("utf-8", "backslashreplace").decode() + "\n"


def _delegate(delegate: DelegateFigures) -> Json:
    spend = delegate.spend
    return {
        "delegate": delegate.name,
        "id": delegate.id,
        "workflow": delegate.workflow,
        "model": delegate.model,
        "simulated": delegate.simulated,
        "rs_at_k": {str(row.k): _estimate(row.estimate) for row in delegate.rs_at_k},
        "completion": _estimate(delegate.completion),
        "preservation": _estimate(delegate.preservation),
        "ready": None if delegate.ready is None else asdict(delegate.ready),
        "facts_lost": delegate.facts_lost,
        "critical": _critical(delegate.critical),
        "hazard": _hazard(delegate.hazard),
        "loss": _loss(delegate.loss),
        "survival": [asdict(point) for point in delegate.survival],
        "elements_untouched": [asdict(point) for point in delegate.elements],
        "outcomes": {tally.name: tally.n for tally in delegate.outcomes},
        "relays": len(delegate.trajectories),
        "incomplete": delegate.incomplete,
        "unfinished": [asdict(found) for found in delegate.unfinished],
        "spend": {**asdict(spend), "cost_usd": spend.cost_usd},
    }


def _estimate(estimate: Estimate | None) -> Json:
    """Mean, interval and n; `note` says why there is no interval."""
    if estimate is None:
        return None
    found: dict[str, Json] = asdict(estimate)
    return found | {"note": estimate.note or None}


def _critical(critical: Critical) -> Json:
    of_loss = critical.share_of_loss
    return {
        "failures": critical.failures,
        "relays_with_one_at_k": {str(at.k): _share_at(at) for at in critical.at},
        "share_of_loss": None if of_loss is None else of_loss.mean,
        "share_of_loss_interval": _ends(of_loss),
    }


def _share_at(at: ShareAtK) -> Json:
    return {"k": at.k, "hit": at.hit, "relays": at.relays, "share": at.share, "interval": _ends(at.estimate)}


def _ends(estimate: Estimate | None) -> Json:
    """Low and high; null where there is no interval."""
    return None if estimate is None or estimate.low is None else [estimate.low, estimate.high]


def _hazard(hazard: Hazard | None) -> Json:
    """Per element and hop, 0..1."""
    if hazard is None:
        return None
    return {
        "per": "element and hop",
        "overall": _estimate(hazard.overall),
        "outside_critical_failures": _estimate(hazard.outside_critical),
        "at_k": {str(at.k): _estimate(at.estimate) for at in hazard.at},
    }


def _loss(loss: Loss) -> Json:
    found: dict[str, Json] = asdict(loss)
    return found | {
        "by_change": [_part(part) for part in loss.by_change],
        "by_severity": [_part(part) for part in loss.by_severity],
        "by_direction": [_part(part) for part in loss.by_direction],
    }


def _part(part: Share) -> Json:
    """`amount` in points of score summed over relays, `count` single losses, the share of the whole with its interval."""
    return {"name": part.name, "amount": part.amount, "count": part.count, "share": part.share, "interval": _ends(part.estimate)}


def _versus(versus: Versus) -> Json:
    difference = versus.difference
    counts = {"better": difference.better, "worse": difference.worse, "equal": difference.equal}
    names: dict[str, Json] = {"first": versus.first, "second": versus.second, "simulated": versus.simulated, "k": versus.k}
    return names | {"difference": _estimate(difference.estimate)} | counts


def _relay(relay: RelayFigures) -> Json:
    found: dict[str, Json] = asdict(relay)
    found["findings"] = [{"first_hop": seen.first_hop, **asdict(seen.finding)} for seen in relay.findings]
    return found
