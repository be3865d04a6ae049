"""A small store with hand-countable figures: two delegates, three environments, two round trips.

| relay | RS@2 | RS@4 | |
|---|---|---|---|
| sim:a on dns/one | 1.0 | 0.9 | one fact altered |
| sim:a on dns/two | 0.8 | 0.8 | two deleted, one a fact |
| sim:a on json/three | 1.0 | 1.0 | |
| m on dns/one | 0.9 | 0.5 | hostile text |
| m on dns/two | 1.0 | – | suspended after the first round trip |
| m on json/three | 1.0 | 0.9 | |

A seed has ten elements of weight 1, a finding costs 0.1. Of sim the store tells which hop lost what: the forward ones on
dns/two, the backward ones elsewhere; of m it does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from delegate_audit.core.finding import Change, Finding, Severity
from delegate_audit.report.collect import collect
from delegate_audit.report.figures import Report
from delegate_audit.store.rows import (
    CallRow,
    DelegateRow,
    EnvironmentRow,
    FindingRow,
    HopRow,
    RelayRow,
    RunRow,
    ScoreRow,
    SeedElementRow,
)
from delegate_audit.store.store import Store, digest

HOSTILE = "</td><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }} \x1b[31m[bold]|`"
ENVIRONMENTS = ("dns/one", "dns/two", "json/three")


def finding(n: int, change: Change = Change.ALTERED, severity: Severity = Severity.FACT, text: str = "before") -> Finding:
    return Finding(change, severity, "zone", "record", f"record {n}", line=n, field="ttl", before=text, after=text, cost=0.1)


ALTERED = [finding(1)]
DELETED = [finding(2, Change.DELETED), finding(3, Change.DELETED, Severity.WORDING)]
LAYOUT = Finding(Change.ALTERED, Severity.LAYOUT, "zone", "record", "record 9", line=9)
FIVE = [finding(n, text=HOSTILE) for n in range(1, 6)]

RELAYS: tuple[tuple[str, str, tuple[float, ...], tuple[list[Finding], ...]], ...] = (
    ("sim", "dns/one", (1.0, 0.9), ([LAYOUT], [*ALTERED, LAYOUT])),
    ("sim", "dns/two", (0.8, 0.8), (DELETED, DELETED)),
    ("sim", "json/three", (1.0, 1.0), ([], [])),
    ("real", "dns/one", (0.9, 0.5), (FIVE[:1], FIVE)),
    ("real", "dns/two", (1.0,), ([],)),
    ("real", "json/three", (1.0, 0.9), ([], ALTERED)),
)


def relay_rows(delegate: str, environment: str, scores: Sequence[float], findings: Sequence[list[Finding]]) -> list[object]:
    relay, done = f"{delegate}-{environment}", len(scores) == 2
    rows: list[object] = [RelayRow(relay, "run-1", delegate, environment, 0, 3, 2, "done" if done else "suspended", "" if done else "503")]
    before = 0.0
    for n, score in enumerate(scores, start=1):
        if delegate == "sim":
            rows.extend(lost(relay, n, environment, before, 1 - score))
        before = 1 - score
        price = 0.5 if environment == "dns/one" else None
        for hop, direction, fidelity in ((2 * n - 1, "forward", 1.0), (2 * n, "backward", 1 - len(findings[n - 1]) / 10)):
            rows.append(
                CallRow(
                    relay, hop, 0, digest("p"), digest("a"), "stop", "m", 100, 10, delegate == "sim", price, delegate == "sim", None, "{}"
                )
            )
            outcome = "idle" if hop == 1 and environment == "dns/two" else "ok"
            rows.append(HopRow(relay, hop, f"t{n}", direction, False, outcome, "{}", "[]"))
            rows.append(ScoreRow(relay, hop, "structure", "score", score if direction == "backward" else 1.0))
            rows.append(ScoreRow(relay, hop, "fidelity", "score", fidelity))
            rows.append(ScoreRow(relay, hop, "fidelity", "completion", 0.5 if outcome == "idle" else None if hop == 2 else 1.0))
        rows.extend(FindingRow(relay, 2 * n, "structure", i, found) for i, found in enumerate(findings[n - 1]))
    return rows


def lost(relay: str, n: int, environment: str, before: float, now: float) -> list[ScoreRow]:
    """What the structure scorer says of one round trip's loss, at both of its hops."""
    fault = "forward" if environment == "dns/two" else "backward"
    amounts = {**dict.fromkeys(("forward", "backward", "undecided"), 0.0), "before": before, fault: now - before}
    back = [ScoreRow(relay, 2 * n, "structure", f"lost_{name}", amount) for name, amount in amounts.items()]
    return [*back, ScoreRow(relay, 2 * n - 1, "structure", "lost_forward", 0.5)]


def fill(store: Store) -> None:
    rows: list[object] = [
        RunRow("run-0", "old", "{}", 1, "0.1", True, "2026-01-01T00:00:00Z"),
        RunRow("run-1", "small", '{"round_trips": 2}', 3, "0.1", False, "2026-02-01T00:00:00Z"),
        DelegateRow("sim", "sim:a", "single-shot", "sim:a", "{}", True),
        DelegateRow("real", f"m {HOSTILE}", "patch", "m", "{}", False),
    ]
    for name in ENVIRONMENTS:
        rows.append(EnvironmentRow(name, f"digest of {name}", name.split("/")[0], "code", name, 10, "{}", "{}"))
        rows.extend(SeedElementRow(name, n, "zone", n, "record", f"record {n}", 1.0) for n in range(1, 11))
    for relay in RELAYS:
        rows.extend(relay_rows(*relay))
    store.submit(rows, ["p", "a"]).result()  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path: Path = tmp_path_factory.mktemp("report") / "audit.db"
    with Store.open(path, create=True) as opened:
        fill(opened)
        yield opened


@pytest.fixture(scope="session")
def report(store: Store) -> Report:
    return collect(store)
