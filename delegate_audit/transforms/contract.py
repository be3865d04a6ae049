"""What a transform is: a reversible edit over elements, the exact editor that an edit task is judged by."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from delegate_audit.core.workspace import Workspace
from delegate_audit.domains.contract import Domain
from delegate_audit.errors import AuditError


class TransformError(AuditError):
    """The edit cannot be carried out on this workspace: what it needs is not there or cannot be read."""


@dataclass(frozen=True)
class Instructions:
    """The wording of an edit task: what a person would ask for, there and back."""

    forward: str
    backward: str


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]
"""One name or several, as a task file writes them."""


class Transform(BaseModel, ABC):
    """One reversible edit. Its fields are its parameters, as `transform = {use = "…", …}` gives them in a task.

    `file` holds names or patterns of the files to work on; without it, every file that the domain claims and that is
    none of the transform's own. Both directions take a workspace in any state and give a new one; files and elements
    that the edit does not concern pass through untouched, byte for byte. They raise `TransformError` where an exact
    editor could not go on, and nothing else.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: Names = ()

    @abstractmethod
    def forward(self, files: Workspace, domain: Domain) -> Workspace:
        """Carry the edit out."""

    @abstractmethod
    def backward(self, files: Workspace, domain: Domain) -> Workspace:
        """Undo it, from nothing but what `forward` left in the workspace."""

    @abstractmethod
    def instructions(self, files: Workspace, domain: Domain) -> Instructions:
        """The wording to use where an environment gives none of its own."""

    def makes(self) -> Names:
        """Names or patterns (with `*`) of the files that `forward` adds and `backward` removes."""
        return ()

    def notes(self) -> Names:
        """Names of made files that write a solution down (an order, a key) and hold no element of the document itself."""
        return ()

    def problems(self, files: Workspace, domain: Domain) -> tuple[str, ...]:  # noqa: ARG002 - for those that override it
        """What is wrong with these parameters for a well-formed document, beyond what their types say."""
        return ()
