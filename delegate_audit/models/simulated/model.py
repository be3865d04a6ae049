"""The simulated delegate behind the protocol of models, in process: the work is done wherever `run` does it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from delegate_audit.models.protocol import Answer, Request
from delegate_audit.models.simulated.profiles import get

Run = Callable[..., Awaitable[Any]]
"""Runs a function with arguments off the event loop and gives its value."""


class SimulatedModel:
    """`sim:PROFILE`. Raises `UsageError` for an unknown profile."""

    simulated = True

    def __init__(self, profile: str, run: Run) -> None:
        self.name = f"sim:{get(profile).name}"
        self._profile, self._run = profile, run

    async def answer(self, request: Request) -> Answer:
        """Answer one request as the profile does."""
        from delegate_audit.models.simulated.delegate import simulate

        answer: Answer = await self._run(simulate, self._profile, request)
        return answer

    async def close(self) -> None:
        """There is nothing to give back."""
