"""Scoring a stored run again: the same hops, other scorers or other rules, and no call to a model."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from delegate_audit.core.workspace import Workspace
from delegate_audit.errors import UsageError
from delegate_audit.relay.chain import scored_rows
from delegate_audit.relay.run import unchanged
from delegate_audit.relay.workers import WorkerPool
from delegate_audit.scoring.contract import Direction
from delegate_audit.scoring.hop import ScoringJob, score_hop
from delegate_audit.store.rows import EnvironmentRow, HopRow, RelayRow, RunRow
from delegate_audit.store.store import Store


class Rescoring:
    """The stored hops of a run, scored one after the other as they are iterated over."""

    def __init__(self, store: Store, run: str | None, scorers: tuple[str, ...], limit_s: float) -> None:
        runs = sorted((row for row in store.rows(RunRow) if run in {None, row.id}), key=lambda row: row.created)
        if not runs:
            raise UsageError("there is no such run in this store" if run else "there is no run in this store", "start one with audit run")
        self.run, self._store, self._scorers, self._limit_s = runs[-1].id, store, scorers, limit_s
        self._relays = store.rows(RelayRow, "run = ?", (self.run,))
        rows = {row.id: row for row in store.rows(EnvironmentRow)}
        self._environments = {name: unchanged(rows[name]) for name in {relay.environment for relay in self._relays}}
        self._hops = [hop for relay in self._relays for hop in store.rows(HopRow, "relay = ?", (relay.id,))]

    def __len__(self) -> int:
        return len(self._hops)

    def __iter__(self) -> Iterator[HopRow]:
        """Every hop, after its new scores are in the store."""
        with asyncio.Runner() as runner:
            pool = runner.run(_pool(self._limit_s))
            try:
                yield from (runner.run(self._score(pool, hop)) for hop in self._hops)
            finally:
                pool.close()

    async def _score(self, pool: WorkerPool, hop: HopRow) -> HopRow:
        environment = self._environments[next(r.environment for r in self._relays if r.id == hop.relay)]
        before, start = (self._after(hop, hop.hop - hops) or environment.seed for hops in (1, 2))
        direction: Direction = "forward" if hop.direction == "forward" else "backward"
        job = ScoringJob(str(environment.path), hop.task, direction, dict(before), self._store.texts(hop.files), self._scorers, dict(start))
        scored = await pool.run(score_hop, job)
        rows = [row for name, result in scored.items() for row in scored_rows(hop.relay, hop.hop, name, result)]
        await asyncio.wrap_future(self._store.rescore(hop.relay, hop.hop, self._scorers, rows))
        return hop

    def _after(self, hop: HopRow, number: int) -> Workspace | None:
        """The documents after another hop of the same relay, if it has one of that number."""
        rows = self._store.rows(HopRow, "relay = ? and hop = ?", (hop.relay, number))
        return self._store.texts(rows[0].files) if rows else None


async def _pool(limit_s: float) -> WorkerPool:
    return WorkerPool(limit_s=limit_s)
