"""One relay from its first hop to its last, or from where it stopped: ask, settle, score, store, and on.

An answer is in the store before anything is made of it; a hop is in the store, scored, before the next one starts.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from random import Random
from typing import Any, Protocol

from delegate_audit.core.workspace import Workspace
from delegate_audit.corpus import Task
from delegate_audit.models.protocol import Answer, Finish, Message, Model, Request, Retry, ToolCall, Usage
from delegate_audit.relay.budget import Budget
from delegate_audit.relay.plan import RelayPlan, hop_seed
from delegate_audit.relay.settle import ENVELOPE, Settled, settle
from delegate_audit.relay.workers import WorkerPool
from delegate_audit.scoring.contract import Direction, Scored
from delegate_audit.scoring.hop import ScoringJob, expected_files, score_hop
from delegate_audit.store.rows import CallRow, FindingRow, HopRow, ScoreRow
from delegate_audit.store.store import Store, digest
from delegate_audit.workflows.contract import HopOrder, Workflow


@dataclass(frozen=True)
class HopDone:
    """What an observer is told after every hop. `cost` is in US dollars, None where the price is unknown."""

    relay: str
    delegate: str
    hop: int
    score: float | None
    tokens: int
    cost: float | None
    restored: bool = False


class Observer(Protocol):
    """Somebody who looks on: the live view, or a test."""

    def hop_done(self, done: HopDone) -> None:
        """A hop is in the store."""

    def relay_ended(self, relay: str, status: str, reason: str) -> None:
        """A relay is done or suspended."""


@dataclass
class Chain:
    """One relay with all it needs to be driven."""

    plan: RelayPlan
    store: Store
    model: Model
    workflow: Workflow
    workers: WorkerPool
    observer: Observer
    scorers: tuple[str, ...]
    distractors: bool
    price: Callable[[Usage], float | None]
    budget: Budget
    address: str
    cache: bool = True

    async def drive(self) -> None:
        """Every hop that is not in the store yet, in order. Raises `SpentError`, `EndpointError`, `ScorerError`, `StoreError`."""
        done = self.store.rows(HopRow, "relay = ?", (self.plan.id,))
        files: Workspace = self.store.texts(done[-1].files) if done else self.plan.environment.seed
        for row in done:
            self._restored(row)
        start = self.store.texts(done[-2].files) if len(done) > 1 else self.plan.environment.seed
        for hop in range(len(done) + 1, self.plan.hops + 1):
            self.budget.check()
            start = files if _direction(hop) == "forward" else start
            files = await self._hop(hop, files, start)

    async def _hop(self, hop: int, before: Workspace, start: Workspace) -> Workspace:
        task, direction = self.plan.schedule[(hop - 1) // 2], _direction(hop)
        distractors = self.plan.environment.distractors if self.distractors else {}
        order = HopOrder(
            files=_shuffled({**before, **distractors}, hop_seed(self.plan.seed, hop)),
            instruction=task.instruction(direction),
            expected=await self.workers.run(expected_files, str(self.plan.environment.path), task.id, direction, dict(before)),
            seed=hop_seed(self.plan.seed, hop),
        )
        asker = _Asker(self, hop, {row.n: row for row in self.store.rows(CallRow, "relay = ? and hop = ?", (self.plan.id, hop))})
        handed = await self.workflow.carry_out(order, asker.ask)
        settled = settle(before, handed, distractors, forward=direction == "forward")
        job = ScoringJob(str(self.plan.environment.path), task.id, direction, dict(before), dict(settled.files), self.scorers, dict(start))
        scored: dict[str, Scored] = await self.workers.run(score_hop, job)
        await self._keep(hop, task, direction, settled, scored)
        structure = scored.get("structure")
        score = structure.measures[0].value if structure else None
        self.budget.charge(asker.tokens, asker.cost)
        self.observer.hop_done(HopDone(self.plan.id, self.plan.delegate, hop, score, asker.tokens, asker.cost))
        return settled.files

    async def _keep(self, hop: int, task: Task, direction: Direction, settled: Settled, scored: dict[str, Scored]) -> None:
        relay = self.plan.id
        files = json.dumps({name: digest(text) for name, text in settled.files.items()}, sort_keys=True)
        notes = json.dumps([asdict(note) for note in settled.notes])
        row = HopRow(relay, hop, task.id, direction, task.judgement, settled.outcome, files, notes)
        everything = [row, *scored_rows(relay, hop, ENVELOPE, Scored((), settled.findings))]
        for name, result in scored.items():
            everything.extend(scored_rows(relay, hop, name, result))
        await asyncio.wrap_future(self.store.submit(everything, list(settled.files.values())))

    def _restored(self, row: HopRow) -> None:
        calls = self.store.rows(CallRow, "relay = ? and hop = ?", (row.relay, row.hop))
        scores = self.store.rows(ScoreRow, "relay = ? and hop = ? and scorer = 'structure' and name = 'score'", (row.relay, row.hop))
        tokens = sum(call.prompt_tokens + call.completion_tokens for call in calls)
        score = scores[0].value if scores else None
        cost = _sum([call.cost for call in calls])
        self.observer.hop_done(HopDone(row.relay, self.plan.delegate, row.hop, score, tokens, cost, restored=True))


class _Asker:
    """Puts the requests of one hop to the model, or answers them from the store, in their order."""

    def __init__(self, chain: Chain, hop: int, stored: dict[int, CallRow]) -> None:
        self.chain, self.hop, self.stored = chain, hop, stored
        self.n = 0
        self.tokens = 0
        self.costs: list[float | None] = []

    @property
    def cost(self) -> float | None:
        """What the hop's calls cost so far, in US dollars; None if any price is unknown."""
        return _sum(self.costs)

    async def ask(self, request: Request) -> Answer:
        """One answer: the stored one if this call was answered before, else the model's, stored first."""
        self.n += 1
        row, asked = self.stored.get(self.n), self._asked(request)
        earlier = row or self._known(asked)
        answer = self._from(earlier) if earlier else await (request.by or self.chain.model).answer(request)
        if row is None:
            row = await self._store(request, answer, asked, cached=earlier is not None)
        self.tokens += row.prompt_tokens + row.completion_tokens
        self.costs.append(row.cost)
        return answer

    def _asked(self, request: Request) -> str:
        """What stands for the call wherever it is made; nothing for what is done here and costs nothing."""
        if self.chain.model.simulated or request.by is not None:
            return ""
        settings = [request.seed, request.temperature, request.max_tokens, [tool.name for tool in request.tools]]
        stated = [_without_blanks(message) for message in request.messages]
        return digest(json.dumps([self.chain.address, self.chain.plan.repetition, settings, stated]))

    def _known(self, asked: str) -> CallRow | None:
        """An earlier call that asked the same."""
        found = self.chain.store.rows(CallRow, "asked = ?", (asked,)) if asked and self.chain.cache else []
        return found[0] if found else None

    async def _store(self, request: Request, answer: Answer, asked: str, *, cached: bool) -> CallRow:
        prompt = json.dumps([_without_blanks(message) for message in request.messages], ensure_ascii=False)
        text = _with_calls(answer)
        timing = {"latency_s": round(answer.latency_s, 6), "retries": [asdict(retry) for retry in answer.retries]}
        cost = None if answer.simulated else self.chain.price(answer.usage)
        row = CallRow(
            relay=self.chain.plan.id,
            hop=self.hop,
            n=self.n,
            prompt=digest(prompt),
            answer=digest(text),
            finish=answer.finish,
            model=answer.model,
            prompt_tokens=answer.usage.prompt_tokens,
            completion_tokens=answer.usage.completion_tokens,
            tokens_estimated=answer.usage.estimated,
            cost=0.0 if cached or request.by is not None else cost,
            simulated=answer.simulated,
            truth=json.dumps(answer.truth, sort_keys=True) if answer.truth is not None else None,
            timing=json.dumps(timing),
            asked=asked,
            cached=cached,
        )
        await asyncio.wrap_future(self.chain.store.submit([row], [prompt, text]))
        return row

    def _from(self, row: CallRow) -> Answer:
        timing, finish, text = json.loads(row.timing), Finish(row.finish), self.chain.store.text(row.answer)
        said: dict[str, Any] = json.loads(text) if finish is Finish.TOOLS else {"text": text, "calls": []}
        return Answer(
            text=said["text"],
            finish=finish,
            usage=Usage(row.prompt_tokens, row.completion_tokens, row.tokens_estimated),
            model=row.model,
            latency_s=timing["latency_s"],
            retries=tuple(Retry(**retry) for retry in timing["retries"]),
            simulated=row.simulated,
            truth=json.loads(row.truth) if row.truth else None,
            calls=tuple(ToolCall(**call) for call in said["calls"]),
        )


def _without_blanks(message: Message) -> dict[str, object]:
    return {name: value for name, value in asdict(message).items() if value or name == "content"}


def _with_calls(answer: Answer) -> str:
    """The text of an answer as it is stored: with the calls of tools, if there are any, as JSON."""
    if answer.finish is not Finish.TOOLS:
        return answer.text
    return json.dumps({"text": answer.text, "calls": [asdict(call) for call in answer.calls]}, ensure_ascii=False)


def scored_rows(relay: str, hop: int, scorer: str, scored: Scored) -> Sequence[ScoreRow | FindingRow]:
    """The rows that hold what a scorer said about a hop."""
    return [
        *(ScoreRow(relay, hop, scorer, m.name, m.value, m.detail) for m in scored.measures),
        *(FindingRow(relay, hop, scorer, n, finding) for n, finding in enumerate(scored.findings)),
    ]


def _direction(hop: int) -> Direction:
    return "forward" if hop % 2 else "backward"


def _shuffled(files: Workspace, seed: int) -> Workspace:
    names = sorted(files)
    Random(seed).shuffle(names)
    return {name: files[name] for name in names}


def _sum(costs: Sequence[float | None]) -> float | None:
    known = [cost for cost in costs if cost is not None]
    return sum(known) if len(known) == len(costs) else None
