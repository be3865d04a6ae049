"""What a run will do, worked out before it starts: which relays, which task at which round trip, with which seeds.

Everything random comes from the run's seed and from names, so that a plan is the same on every machine and after every
resume. Delegates get the same schedule on the same environment: they are compared in pairs.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from random import Random

from delegate_audit.corpus import Environment, Task
from delegate_audit.errors import UsageError
from delegate_audit.relay.definition import RelayDefinition


@dataclass(frozen=True)
class DelegateSpec:
    """Who is audited: a model behind a workflow, or a workflow that names none. `base_url` is part of who it is; a key never is."""

    model: str
    workflow: str
    base_url: str | None = None

    @property
    def name(self) -> str:
        """How reports call it."""
        if not self.model:
            return self.workflow
        return self.model if self.workflow == "single-shot" else f"{self.model} ({self.workflow})"

    @property
    def address(self) -> str:
        """Who is asked, and how."""
        return f"{self.model} {self.workflow} {self.base_url or ''}"

    @property
    def simulated(self) -> bool:
        """Whether it is a simulated delegate by name; an endpoint may prove to be one by its answers."""
        return self.model.startswith("sim:")


@dataclass(frozen=True)
class RelayPlan:
    """One relay: a delegate on an environment, with the task of every round trip."""

    id: str
    delegate: str
    environment: Environment
    repetition: int
    seed: int
    schedule: tuple[Task, ...]

    @property
    def hops(self) -> int:
        """How many hops it has, two a round trip."""
        return 2 * len(self.schedule)


def run_id(definition: RelayDefinition, delegates: list[DelegateSpec], environments: tuple[Environment, ...]) -> str:
    """Eight characters over all that a run is made of: the same run has the same name everywhere."""
    parts = [definition.model_dump_json(), *(f"{d.model}|{d.workflow}|{d.base_url}" for d in delegates)]
    parts += [f"{environment.id}={environment.digest}" for environment in environments]
    return sha256("\n".join(parts).encode()).hexdigest()[:8]


def plan(run: str, definition: RelayDefinition, delegates: list[DelegateSpec], environments: tuple[Environment, ...]) -> list[RelayPlan]:
    """Every relay of a run, delegates side by side on each environment."""
    plans: list[RelayPlan] = []
    for environment in environments:
        for repetition in range(1, definition.repeats + 1):
            seed = _number(definition.seed, environment.id, repetition)
            schedule = _schedule(_tasks(environment, definition), definition.round_trips, seed)
            plans.extend(
                RelayPlan(f"{run}/{d.name}/{environment.id}/{repetition}", f"{run}/{d.name}", environment, repetition, seed, schedule)
                for d in delegates
            )
    return plans


def _tasks(environment: Environment, definition: RelayDefinition) -> tuple[Task, ...]:
    tasks = tuple(task for task in environment.tasks if not definition.tasks or task.id in definition.tasks)
    if not tasks:
        named = ", ".join(definition.tasks)
        raise UsageError(f"environment {environment.id} has none of the tasks {named}", "choose other tasks or environments")
    return tasks


def _schedule(tasks: tuple[Task, ...], round_trips: int, seed: int) -> tuple[Task, ...]:
    """Round-robin: each task once before any repeats, in an order shuffled for every epoch."""
    order: list[Task] = []
    rng = Random(seed)
    while len(order) < round_trips:
        epoch = list(tasks)
        rng.shuffle(epoch)
        order.extend(epoch)
    return tuple(order[:round_trips])


def _number(*parts: object) -> int:
    """A seed below 2**31 that only `parts` decide."""
    return int.from_bytes(sha256(json.dumps(parts).encode()).digest()[:4], "big") >> 1


def hop_seed(relay_seed: int, hop: int) -> int:
    """The seed of one hop: the order of files, and what is passed on to the model."""
    return _number(relay_seed, hop)
