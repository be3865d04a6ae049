"""The shape of an `environment.toml`, checked before anything is made of it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from delegate_audit.corpus.files import read_text
from delegate_audit.corpus.task import Operation
from delegate_audit.errors import UsageError

Wording = Annotated[str, Field(min_length=1)]
"""An instruction."""


class TaskTable(BaseModel):
    """One `[[task]]`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    judgement: bool = False
    forward: Wording
    backward: Wording
    operations: tuple[Operation, ...] = ()
    returns_forward: tuple[str, ...] = ()
    returns_backward: tuple[str, ...] = ()
    transform: dict[str, Any] = Field(default={"use": "unstated"})


class Definition(BaseModel):
    """The whole file. Instructions of one paragraph have no line breaks, whatever the file has, unless they are `verbatim`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = Field(min_length=1)
    domain: str
    about: str = Field(min_length=1)
    origin: str = ""
    licence: str = ""
    verbatim: bool = False
    task: tuple[TaskTable, ...] = ()

    def worded(self, text: str) -> str:
        """An instruction as a delegate gets it."""
        return text if self.verbatim or "\n\n" in text else " ".join(text.split())


def read_definition(path: Path) -> Definition:
    """The definition in `path`. Raises `UsageError` naming the file, the task and the field."""
    text = read_text(path)
    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise UsageError(f"{path} is no TOML: {fault}") from fault
    try:
        return Definition.model_validate(tables)
    except ValidationError as fault:
        found = "; ".join(f"{_place(error['loc'], tables)}: {error['msg']}" for error in fault.errors())
        raise UsageError(f"{path}: {found}") from fault


def _place(parts: tuple[str | int, ...], tables: dict[str, Any]) -> str:
    """`task pal_speed, field operations` for ("task", 0, "operations", 2)."""
    if parts[0] != "task" or len(parts) < 2 or not isinstance(parts[1], int):
        return f"field {'.'.join(map(str, parts))}"
    task = tables["task"][parts[1]]
    name = task.get("id", parts[1] + 1) if isinstance(task, dict) else parts[1] + 1
    return f"task {name}, field {'.'.join(map(str, parts[2:])) or '(all)'}"
