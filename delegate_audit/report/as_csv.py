"""The scores as CSV in long format, one line per relay and k: what a spreadsheet or R begins with."""

from __future__ import annotations

import csv
import io

from delegate_audit.report.figures import SIMULATED, Report

HEADER = ("delegate", "environment", "repetition", "k", "score", "delegate_is")


def render(report: Report) -> str:
    """`score` is RS@k, 0..1, empty where undefined; `delegate_is` is `simulated` or `real`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for delegate in report.delegates:
        kind = SIMULATED if delegate.simulated else "real"
        for relay in delegate.trajectories:
            for n, score in enumerate(relay.scores, start=1):
                value = "" if score is None else f"{score:.6f}"
                writer.writerow([delegate.name, relay.environment, relay.repetition, 2 * n, value, kind])
    return out.getvalue()
