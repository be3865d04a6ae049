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
    """What came back: the files, how the delegate ended, and everything odd about the answer."""

    files: Workspace
    outcome: Outcome
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class WorkflowOptions:
    """What a relay definition says about calls; None leaves it to the endpoint."""

    temperature: float | None = None
    max_tokens: int | None = None


class Workflow(Protocol):
    """One way to carry out a hop."""

    name: str

    async def carry_out(self, order: HopOrder, ask: Ask) -> HandedBack:
        """Carry the hop out. Raises only what `ask` raises."""
        ...
