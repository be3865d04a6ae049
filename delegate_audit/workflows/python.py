"""Python: a function of somebody's own is the delegate, `python:package.module:function`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from delegate_audit.models.function import FunctionModel, found
from delegate_audit.workflows.contract import Ask, HandedBack, HopOrder, WorkflowOptions
from delegate_audit.workflows.leaving import left_by


@dataclass(frozen=True)
class Python:
    """The workflow as such; the function is its own model."""

    options: WorkflowOptions
    name: str = "python"

    def __post_init__(self) -> None:
        found(self.options.argument)

    @cached_property
    def own_model(self) -> FunctionModel:
        """The function."""
        return FunctionModel(self.options.argument, self.options.model, self.options.limit_s)

    async def carry_out(self, order: HopOrder, ask: Ask) -> HandedBack:
        """Call it once."""
        return await left_by(order, ask)


WORKFLOW = Python
