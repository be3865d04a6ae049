"""A run from its definition to its end: what is written before the first hop, and how a stopped one is taken up again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property

from delegate_audit import __version__
from delegate_audit.corpus import Environment, environments
from delegate_audit.errors import UsageError
from delegate_audit.relay.chain import Observer
from delegate_audit.relay.definition import RelayDefinition, checked
from delegate_audit.relay.engine import EngineOptions, RunEnd, drive, seed_elements
from delegate_audit.relay.plan import DelegateSpec, RelayPlan, plan, run_id
from delegate_audit.store.rows import CallRow, DelegateRow, EnvironmentRow, RelayRow, RunRow
from delegate_audit.store.store import Store, digest
from delegate_audit.store.tables import Row

CONTENT = "@"
"""Between an environment's id and a part of its digest, where one store holds two contents of one environment."""


@dataclass(frozen=True)
class Prepared:
    """A run that is in the store and can be driven: all its relays, done or not."""

    id: str
    definition: RelayDefinition
    delegates: tuple[DelegateSpec, ...]
    plans: tuple[RelayPlan, ...]

    @property
    def hops(self) -> int:
        """How many hops it has in all."""
        return sum(relay.hops for relay in self.plans)


@dataclass(frozen=True)
class Planned:
    """A run as it would be: nothing of it is in a store yet. `id` stands for all that it is made of."""

    id: str
    definition: RelayDefinition
    delegates: tuple[DelegateSpec, ...]
    chosen: tuple[Environment, ...]

    @cached_property
    def plans(self) -> tuple[RelayPlan, ...]:
        """Its relays."""
        return tuple(plan(self.id, self.definition, list(self.delegates), self.chosen))


def planning(definition: RelayDefinition, delegates: Sequence[DelegateSpec]) -> Planned:
    """Which relays a run has. Raises `UsageError` where it has none."""
    chosen = environments(domains=definition.domains or None, names=definition.environments or None)
    if not chosen:
        raise UsageError("no environment fits the chosen domains", "audit corpora list shows what there is")
    specs = list(dict.fromkeys(delegates))
    return Planned(run_id(definition, specs, chosen), definition, tuple(specs), chosen)


def prepare(store: Store, planned: Planned) -> Prepared:
    """Write a new run into the store: definition, delegates, environments with their seeds, and one row a relay."""
    planned = replace(planned, id=_free_id(store, planned.id))
    run, definition, specs, chosen, plans = planned.id, planned.definition, planned.delegates, planned.chosen, planned.plans
    ids = _ids_in(store, chosen)
    rows: list[Row] = [_run_row(run, definition, specs)]
    rows += [_delegate_row(run, spec) for spec in specs]
    rows += [_environment_row(environment, ids[environment.id]) for environment in chosen]
    rows += [row for environment in chosen for row in seed_elements(environment, ids[environment.id])]
    rows += [RelayRow(p.id, run, p.delegate, ids[p.environment.id], p.repetition, p.seed, len(p.schedule)) for p in plans]
    texts = [text for environment in chosen for text in (*environment.seed.values(), *environment.distractors.values())]
    store.submit(rows, texts).result()
    return Prepared(run, definition, specs, plans)


def restore(store: Store, run: str | None = None) -> Prepared:
    """A stored run as it was prepared, the newest unfinished one if none is named.

    Raises `UsageError` when there is none, or when an environment is no longer what it was when the run began.
    """
    row = _run(store, run)
    values = json.loads(row.relay)
    definition = checked(values["definition"], f"run {row.id}")
    specs = [DelegateSpec(**spec) for spec in values["delegates"]]
    stored = {e.id: e for e in store.rows(EnvironmentRow)}
    wanted = dict.fromkeys(relay.environment for relay in store.rows(RelayRow, "run = ?", (row.id,)))
    chosen = tuple(unchanged(stored[name]) for name in wanted)
    return Prepared(row.id, definition, tuple(specs), tuple(plan(row.id, definition, specs, chosen)))


def execute(store: Store, prepared: Prepared, options: EngineOptions, observer: Observer, *, retry_suspended: bool = True) -> RunEnd:
    """Drive what is left of a prepared run, and wait for its end."""
    import asyncio

    done = {row.id for row in store.rows(RelayRow, "run = ?", (prepared.id,)) if _ended(row, retry_suspended)}
    left = [relay for relay in prepared.plans if relay.id not in done]
    for call in store.rows(CallRow):
        if call.relay.startswith(f"{prepared.id}/"):
            options.budget.charge(call.prompt_tokens + call.completion_tokens, call.cost)
    with store.lock_run(prepared.id):
        return asyncio.run(drive(store, prepared.definition, prepared.delegates, left, options, observer))


def unchanged(row: EnvironmentRow) -> Environment:
    """The environment that a stored row stands for. Raises `UsageError` when the corpora hold another content by now."""
    (environment,) = environments(names=(row.id.partition(CONTENT)[0],))
    if environment.digest != row.digest:
        raise UsageError(f"environment {environment.id} has changed since the run began", "start a new run with audit run")
    return environment


def _ids_in(store: Store, chosen: Sequence[Environment]) -> dict[str, str]:
    """Environment id to its id in the store: with a part of its digest where the store knows another content by that id."""
    known = {row.id: row.digest for row in store.rows(EnvironmentRow)}
    return {e.id: e.id if known.get(e.id, e.digest) == e.digest else f"{e.id}{CONTENT}{e.digest[:8]}" for e in chosen}


def _ended(row: RelayRow, retry_suspended: bool) -> bool:
    return row.status == "done" or (row.status == "suspended" and not retry_suspended)


def _run(store: Store, run: str | None) -> RunRow:
    rows = store.rows(RunRow)
    if run is not None:
        found = [row for row in rows if row.id == run]
        if not found:
            known = ", ".join(row.id for row in rows) or "none"
            raise UsageError(f"there is no run {run!r} in this store", f"it holds: {known}")
        return found[0]
    open_runs = {relay.run for relay in store.rows(RelayRow) if relay.status != "done"}
    unfinished = sorted((row for row in rows if row.id in open_runs), key=lambda row: row.created)
    if not unfinished:
        raise UsageError("every run in this store is finished", "start one with audit run")
    return unfinished[-1]


def _free_id(store: Store, wanted: str) -> str:
    taken = {row.id for row in store.rows(RunRow)}
    number = 1
    while (name := wanted if number == 1 else f"{wanted}-{number}") in taken:
        number += 1
    return name


def _run_row(run: str, definition: RelayDefinition, delegates: Sequence[DelegateSpec]) -> RunRow:
    relay = json.dumps(
        {
            "definition": definition.model_dump(mode="json"),
            "delegates": [{"model": d.model, "workflow": d.workflow, "base_url": d.base_url} for d in delegates],
        },
        sort_keys=True,
    )
    simulated = all(spec.simulated for spec in delegates)
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    return RunRow(run, definition.name, relay, definition.seed, __version__, simulated, now)


def _delegate_row(run: str, spec: DelegateSpec) -> DelegateRow:
    params = json.dumps({"base_url": spec.base_url}, sort_keys=True)
    return DelegateRow(f"{run}/{spec.name}", spec.name, spec.workflow, spec.model, params, spec.simulated)


def _environment_row(environment: Environment, name: str) -> EnvironmentRow:
    parts = (environment.seed, environment.distractors)
    files, distractors = (json.dumps({file: digest(text) for file, text in part.items()}, sort_keys=True) for part in parts)
    return EnvironmentRow(
        name, environment.digest, environment.domain, environment.category, environment.title, environment.tokens, files, distractors
    )
