"""A calibration as JSON: everything that was counted and everything that was missed. Described in docs/calibration.md."""

from __future__ import annotations

import json
from dataclasses import asdict

from delegate_audit.calibration.contract import Calibration, Outcome, Trial
from delegate_audit.calibration.tally import Row, Sight, Totals, missed, rows, sights, totals, variant_rows

SCHEMA = 1


def render(calibration: Calibration) -> str:
    """The whole calibration; figures are unrounded, milliseconds are the only ones that differ between two runs of one seed."""
    plan = calibration.plan
    document = {
        "schema": SCHEMA,
        "plan": {
            "amounts": [str(amount) for amount in plan.amounts],
            "trials": plan.trials,
            "seed": plan.seed,
            "scorers": list(dict.fromkeys(("structure", *plan.scorers))),
        },
        "documents": [asdict(subject) for subject in calibration.subjects],
        "classes": [_row(row) for row in rows(calibration.trials)],
        "scorers": [_sight(sight) for sight in sights(calibration.trials)],
        "variants": [asdict(row) for row in variant_rows(calibration.variants)],
        "missed": [_trial(trial) for trial in missed(calibration.trials)],
        "false_alarms": [
            {"document": v.origin, "domain": v.domain, "variant": v.variant, "taken_for": v.alarm} for v in calibration.alarms
        ],
        "totals": _totals(totals(calibration)),
        "clean": calibration.clean,
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def _row(row: Row) -> dict[str, object]:
    return {
        **asdict(row.key),
        "n": row.n,
        **_counts(row.outcomes),
        "caught_share": row.caught,
        "mean_loss": row.mean_loss,
        "mean_injected": row.mean_injected,
        "loss_per_injected": row.loss_per_injected,
        "ms": row.ms,
    }


def _sight(sight: Sight) -> dict[str, object]:
    return {**asdict(sight.key), **{name: value for name, value in asdict(sight).items() if name != "key"}}


def _trial(trial: Trial) -> dict[str, object]:
    names = ("family", "fault", "amount", "places", "injected", "outcome", "line", "before", "after", "loss")
    return {"document": trial.origin, "domain": trial.domain, **{name: getattr(trial, name) for name in names}}


def _totals(found: Totals) -> dict[str, object]:
    return {
        "documents": found.documents,
        "n": found.n,
        **_counts(found.outcomes),
        "variants": found.variants,
        "false_alarms": found.false_alarms,
        "variants_without_trace": found.no_trace,
        "ms": found.ms,
    }


def _counts(outcomes: dict[Outcome, int]) -> dict[str, int]:
    return {outcome.replace(" ", "_"): count for outcome, count in outcomes.items()}
