"""What a workflow is: how a hop is carried out, from a workspace and an instruction to what the delegate hands back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from delegate_audit.core.outcome import Note, Outcome
from delegate_audit.core.workspace import Workspace
from delegate_audit.models.protocol import Answer, Request

Ask = Callable[[Request], Awaitable[Answer]]
"""Puts one request to the delegate's model. Every answer is stored before it is given; a resumed hop is answered from the store."""


@dataclass(frozen=True)
class HopOrder:
    """What a delegate is asked to do in one hop.

    `files` holds documents and distractors, in the order in which they are shown; `expected` are the names or patterns
    that must come back; `seed` is passed on to models that take one.
    """

    files: Workspace
    instruction: str
    expected: tuple[str, ...]
    seed: int


@dataclass(frozen=True)
class HandedBack:
    """What came back: the files, how the delegate ended, everything odd about the answer, and which files it was given are gone."""

    files: Workspace
    outcome: Outcome
    notes: tuple[Note, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True)
class WorkflowOptions:
    """What a relay definition says about calls; None leaves it to the endpoint.

    `argument` is what stands behind the workflow's name and a colon, `model` the model's name. `limit_s` is how long a program may
    take for a hop; with `sandbox` it runs in one, offline unless `network`.
    """

    temperature: float | None = None
    max_tokens: int | None = None
    argument: str = ""
    model: str = ""
    limit_s: float = 600.0
    sandbox: bool = False
    network: bool = False


class Workflow(Protocol):
    """One way to carry out a hop. One that asks no model that was named has an `own_model`."""

    name: str

    async def carry_out(self, order: HopOrder, ask: Ask) -> HandedBack:
        """Carry the hop out. Raises only what `ask` raises."""
        ...
