"""A small audited world: one run, one delegate, one environment of four elements, two relays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from delegate_audit.core.finding import Change, Finding, Severity
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
from delegate_audit.store.store import Store
from delegate_audit.store.tables import Row
from delegate_audit.store.texts import digest


@dataclass(frozen=True)
class World:
    """Makes rows that fit together."""

    run: str = "r1"

    def subjects(self) -> list[Row]:
        elements = [
            SeedElementRow("env", 0, "a.srt", 1, "cue", "cue 1", 1.0),
            SeedElementRow("env", 1, "a.srt", 5, "cue", "cue 2", 1.0),
            SeedElementRow("env", 2, "a.srt", 9, "leaf", "x", 0.5),
            SeedElementRow("env", 3, "a.srt", 9, "leaf", "y", 0.5),
        ]
        return [
            RunRow(self.run, "quick", "{}", 2**62, "0.1.0", True, "2026-01-01T00:00:00+00:00"),
            DelegateRow("d", "sim:careful", "single-shot", "sim:careful", "{}", True),
            EnvironmentRow("env", "ab" * 32, "subtitles", "creative", "Harbour", 900, '{"a.srt": "00"}', "{}"),
            *elements,
            RelayRow("q1", self.run, "d", "env", 1, 7, 3),
            RelayRow("q2", self.run, "d", "env", 2, 8, 3),
        ]

    def hop(self, relay: str, hop: int, score: float | None = None, *findings: Finding) -> list[Row]:
        direction = "forward" if hop % 2 else "backward"
        rows: list[Row] = [HopRow(relay, hop, "pal_speed", direction, False, "ok", "{}", "[]")]
        if score is not None:
            rows.append(ScoreRow(relay, hop, "structure", "score", score))
        return [*rows, *(FindingRow(relay, hop, "structure", n, finding) for n, finding in enumerate(findings))]

    def call(self, relay: str, hop: int, prompt: str, answer: str, timing: str = "{}") -> CallRow:
        return CallRow(relay, hop, 1, digest(prompt), digest(answer), "stop", "sim", 10, 20, True, None, True, "{}", timing)

    def finding(self, change: Change, line: int, kind: str = "cue", place: str = "", cost: float = 0.25) -> Finding:
        return Finding(change, Severity.FACT, "a.srt", kind, place, line, line, "text", "before", "after", cost)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def store(tmp_path: Path, world: World) -> Iterator[Store]:
    with Store.open(tmp_path / "audit.db", create=True, patience_s=0.2) as opened:
        opened.submit(world.subjects()).result(10)
        yield opened
