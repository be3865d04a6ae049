"""The engine: many relays side by side, each in sequence, until all are done or suspended.

An endpoint that fails suspends its relay, a scorer that fails too; neither is recorded as corruption. Whatever stops the
engine, every hop that was acknowledged is in the store and `resume` goes on from there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from delegate_audit.core.node import tree
from delegate_audit.corpus import Environment
from delegate_audit.domains.reading import read_document
from delegate_audit.errors import AuditError, ScorerError
from delegate_audit.models.endpoint import EndpointOptions
from delegate_audit.models.limit import Limiters
from delegate_audit.models.price import Prices
from delegate_audit.models.protocol import EndpointError, Model, Usage
from delegate_audit.models.retry import RetryPolicy
from delegate_audit.models.spec import ModelSpec, open_model, parse_model
from delegate_audit.relay.budget import Budget, SpentError
from delegate_audit.relay.chain import Chain, Observer
from delegate_audit.relay.definition import RelayDefinition
from delegate_audit.relay.plan import DelegateSpec, RelayPlan
from delegate_audit.relay.workers import WorkerPool
from delegate_audit.store.rows import SeedElementRow
from delegate_audit.store.store import Store
from delegate_audit.workflows import registry as workflows
from delegate_audit.workflows.contract import Workflow, WorkflowOptions


@dataclass(frozen=True)
class EngineOptions:
    """How a run is driven; nothing here changes its results. Times are in seconds."""

    concurrency: int = 8
    workers: int | None = None
    score_timeout_s: float = 120.0
    call_timeout_s: float = 600.0
    attempts: int = 6
    prices: Prices = field(default_factory=Prices)
    budget: Budget = field(default_factory=Budget)
    cache: bool = True


@dataclass(frozen=True)
class RunEnd:
    """How a run ended: relays done, and those suspended with the reason of each. `faults` counts those that are ours.

    `stopped` says which limit ended it early, if any did.
    """

    done: int
    suspended: dict[str, str]
    faults: int = 0
    stopped: str = ""


async def drive(
    store: Store,
    definition: RelayDefinition,
    delegates: Sequence[DelegateSpec],
    plans: Sequence[RelayPlan],
    options: EngineOptions,
    observer: Observer,
) -> RunEnd:
    """Drive every relay of `plans` that is not done yet. Raises `StoreError` when the store fails."""
    workers = WorkerPool(options.workers, options.score_timeout_s)
    models = _Models(options, workers)
    gate = asyncio.Semaphore(options.concurrency)
    by_name = {spec.name: spec for spec in delegates}
    built: dict[str, Workflow] = {}

    def workflow(spec: DelegateSpec) -> Workflow:
        if spec.name not in built:
            built[spec.name] = workflows.build(spec.workflow, _workflow_options(definition, spec))
        return built[spec.name]

    async def one(plan: RelayPlan) -> tuple[str, AuditError | None]:
        async with gate:
            spec = by_name[plan.delegate.partition("/")[2]]
            model, price = models.of(spec, workflow(spec))
            scorers, distractors = definition.scorers, definition.distractors
            chain = Chain(
                plan,
                store,
                model,
                workflow(spec),
                workers,
                observer,
                scorers,
                distractors,
                price,
                options.budget,
                spec.address,
                options.cache,
            )
            return plan.id, await _driven(chain, store, observer)

    try:
        ends: list[tuple[str, AuditError | None]] = await asyncio.gather(*(one(plan) for plan in plans))
    finally:
        workers.close()
        await models.close()
    stopped = [str(error) for _, error in ends if isinstance(error, SpentError)]
    suspended = {relay: str(error) for relay, error in ends if error is not None and not isinstance(error, SpentError)}
    faults = sum(error is not None and not isinstance(error, EndpointError | SpentError) for _, error in ends)
    return RunEnd(len(plans) - len(suspended) - len(stopped), suspended, faults, "".join(stopped[:1]))


async def _driven(chain: Chain, store: Store, observer: Observer) -> AuditError | None:
    """The relay to its end; what suspended it, if anything did."""
    relay = chain.plan.id
    try:
        await chain.drive()
    except SpentError as error:
        return error
    except (EndpointError, ScorerError) as error:
        await asyncio.wrap_future(store.set_relay_status(relay, "suspended", str(error)))
        observer.relay_ended(relay, "suspended", str(error))
        return error
    await asyncio.wrap_future(store.set_relay_status(relay, "done", ""))
    observer.relay_ended(relay, "done", "")
    return None


def _workflow_options(definition: RelayDefinition, spec: DelegateSpec) -> WorkflowOptions:
    return WorkflowOptions(
        temperature=definition.temperature,
        max_tokens=definition.max_tokens,
        model=spec.model,
        limit_s=definition.hop_limit_s,
        sandbox=definition.sandbox,
        network=definition.network,
    )


class _Models:
    """The models of a run, each opened once, sharing the limiters of their endpoints."""

    def __init__(self, options: EngineOptions, workers: WorkerPool) -> None:
        self._options = EndpointOptions(
            concurrency=options.concurrency, timeout_s=options.call_timeout_s, retry=RetryPolicy(attempts=options.attempts)
        )
        self._limiters = Limiters(options.concurrency)
        self._prices = options.prices
        self._workers = workers
        self._open: dict[ModelSpec, Model] = {}

    def of(self, delegate: DelegateSpec, workflow: Workflow) -> tuple[Model, Callable[[Usage], float | None]]:
        """The delegate's model, and what its calls cost; nobody knows what a program spends."""
        if own := getattr(workflow, "own_model", None):
            return own, lambda _: None
        spec = parse_model(delegate.model, delegate.base_url)
        if spec not in self._open:
            self._open[spec] = open_model(spec, options=self._options, limiters=self._limiters, rng=Random(), run=self._workers.run)
        return self._open[spec], self._prices.of(spec) or (lambda _: None)

    async def close(self) -> None:
        """Give every connection back."""
        await asyncio.gather(*(model.close() for model in self._open.values()))


def seed_elements(environment: Environment, name: str) -> list[SeedElementRow]:
    """One row for every element of the seed, in the order of files and text; `name` is the environment's id in the store."""
    domain = environment.reader
    rows: list[SeedElementRow] = []
    for file, text in environment.seed.items():
        document = read_document(file, text, domain)
        for node in tree(document).walk():
            if node.parent is not None:
                row = SeedElementRow(name, 0, file, node.element.line, node.element.kind, node.where, node.kind.weight)
                rows.append(replace(row, n=len(rows)))
    return rows
