"""Command: any program is the delegate, `command:PROGRAM ARGUMENTS`. It works in a folder, and what that holds in the end is the answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from delegate_audit.models.program import ProgramModel
from delegate_audit.workflows.contract import Ask, HandedBack, HopOrder, WorkflowOptions
from delegate_audit.workflows.leaving import left_by


@dataclass(frozen=True)
class Command:
    """The workflow as such; the program is its own model."""

    options: WorkflowOptions
    name: str = "command"

    @cached_property
    def own_model(self) -> ProgramModel:
        """The program."""
        options = self.options
        return ProgramModel(options.argument, options.model, options.limit_s, options.sandbox, options.network)

    async def carry_out(self, order: HopOrder, ask: Ask) -> HandedBack:
        """Start it once."""
        return await left_by(order, ask)


WORKFLOW = Command
