"""Finds the workflows: every module of this folder that has a `WORKFLOW`; `single_shot` is called `single-shot`."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from delegate_audit.errors import UsageError
from delegate_audit.workflows.contract import Workflow, WorkflowOptions

_MACHINE = {"__init__", "contract", "registry"}


@cache
def names() -> tuple[str, ...]:
    """The names of all workflows."""
    return tuple(sorted(path.stem.replace("_", "-") for path in Path(__file__).parent.glob("*.py") if path.stem not in _MACHINE))


def build(name: str, options: WorkflowOptions) -> Workflow:
    """The workflow of that name. Raises `UsageError` for an unknown one."""
    if name not in names():
        raise UsageError(f"there is no workflow {name!r}", f"choose one of: {', '.join(names())}")
    workflow: Workflow = import_module(f"delegate_audit.workflows.{name.replace('-', '_')}").WORKFLOW(options)
    return workflow
