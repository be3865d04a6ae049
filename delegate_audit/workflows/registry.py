"""Finds the workflows: every module of this folder that has a `WORKFLOW`; `single_shot` is called `single-shot`."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path

from delegate_audit.errors import UsageError
from delegate_audit.workflows.contract import Workflow, WorkflowOptions

_MACHINE = {"__init__", "contract", "leaving", "registry", "tools"}


_USE = {"command": "command:PROGRAM ARGUMENTS", "python": "python:package.module:function"}


@cache
def names() -> tuple[str, ...]:
    """The names of all workflows."""
    return tuple(sorted(path.stem.replace("_", "-") for path in Path(__file__).parent.glob("*.py") if path.stem not in _MACHINE))


def build(text: str, options: WorkflowOptions) -> Workflow:
    """The workflow `NAME` or `NAME:ARGUMENT`. Raises `UsageError` for an unknown one, and for an argument too many or too few."""
    name, argument = split(text)
    workflow: Workflow = import_module(f"delegate_audit.workflows.{name.replace('-', '_')}").WORKFLOW(replace(options, argument=argument))
    return workflow


def split(text: str) -> tuple[str, str]:
    """Name and argument of a workflow."""
    name, _, argument = text.partition(":")
    if name not in names():
        raise UsageError(f"there is no workflow {name!r}", f"choose one of: {', '.join(names())}")
    if bool(argument.strip()) != is_program(name):
        wrong = "needs" if is_program(name) else "takes no"
        raise UsageError(f"the workflow {name!r} {wrong} argument", f"write {_USE.get(name, name)}")
    return name, argument.strip()


def is_program(name: str) -> bool:
    """Whether the workflow has its own model: what is audited is a program, whatever model it may ask."""
    return name.partition(":")[0] in _USE
