"""An edit task: what is asked for there and back, and the transform that carries it out exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, get_args

from delegate_audit.core.workspace import Workspace
from delegate_audit.domains import registry as domains
from delegate_audit.errors import UsageError
from delegate_audit.transforms import registry as transforms
from delegate_audit.transforms.contract import Transform, TransformError
from delegate_audit.transforms.selection import fits

Operation = Literal[
    "numerical reasoning",
    "constraint satisfaction",
    "split and merge",
    "topic modeling",
    "classification",
    "domain knowledge",
    "format knowledge",
    "string manipulation",
    "sorting",
    "context expansion",
    "referencing",
]
OPERATIONS: tuple[Operation, ...] = get_args(Operation)
"""The eleven semantic operations of DELEGATE-52."""

Direction = Literal["forward", "backward"]


@dataclass(frozen=True)
class Task:
    """One edit task of an environment.

    `returns_…` are names or patterns of the files that must come back; where a task declares none for the forward
    direction, they follow from its transform. `seed` is the environment's; `spec` and `resources` are what the transform
    is built from when it is first used.
    """

    id: str
    forward: str
    backward: str
    operations: tuple[Operation, ...]
    judgement: bool
    returns_forward: tuple[str, ...]
    returns_backward: tuple[str, ...]
    domain: str
    origin: str = field(repr=False)
    spec: Mapping[str, object] = field(repr=False)
    resources: Mapping[str, str] = field(repr=False)
    seed: Workspace = field(repr=False)

    @cached_property
    def transform(self) -> Transform:
        """The exact edit; where it names no `file`, it works on the files of the seed that the domain claims.

        Raises `UsageError` naming the file, the task and the field where it is described wrongly.
        """
        domain = domains.get(self.domain)
        own = [name for name in self.seed if domain.claims(name)]
        try:
            return transforms.build({"file": own, **self.spec}, self.resources)
        except UsageError as fault:
            raise UsageError(f"{self.origin}, task {self.id}: {fault.problem}", fault.remedy) from fault

    def instruction(self, direction: Direction) -> str:
        """What the delegate is asked for."""
        return self.forward if direction == "forward" else self.backward

    def ideal(self, direction: Direction, files: Workspace) -> Workspace:
        """What an exact editor makes of `files`. Raises `TransformError` where it could not go on."""
        domain = domains.get(self.domain)
        transform = self.transform
        return transform.forward(files, domain) if direction == "forward" else transform.backward(files, domain)

    def expected(self, direction: Direction, files: Workspace) -> tuple[str, ...]:
        """Names or patterns of files that must come back when `files` were handed out (distractors apart).

        What the task declares; else the seed's names on the way back, and on the way there the names that the
        transform gives on `files`, or on the seed where it cannot work on them, or none where it can work on neither.
        Where several answers are right, parts whose names an authored grouping chose are asked for by their pattern.
        """
        if direction == "backward":
            return self.returns_backward
        if self.returns_forward:
            return self.returns_forward
        made = self.transform.makes()
        names = self._given(files)
        loose = tuple(pattern for pattern in made if "*" in pattern and any(fits(name, [pattern]) for name in names))
        if not self.judgement or not loose:
            return names
        return tuple(sorted({name for name in names if not fits(name, loose)} | set(loose)))

    def _given(self, files: Workspace) -> tuple[str, ...]:
        try:
            return tuple(sorted(self.ideal("forward", files)))
        except TransformError:
            return self._given(self.seed) if files is not self.seed else ()
