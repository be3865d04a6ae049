"""Unstated: an edit that is asked for in words alone, with no exact editor to hold an answer against."""

from __future__ import annotations

from typing import NoReturn

from delegate_audit.core.workspace import Workspace
from delegate_audit.domains.contract import Domain
from delegate_audit.transforms.contract import Instructions, Transform, TransformError

WHY = "no exact edit is known for this task"


class Unstated(Transform):
    """It can be carried out by nobody but a delegate: both directions raise `TransformError`."""

    def forward(self, files: Workspace, domain: Domain) -> NoReturn:  # noqa: ARG002 - the contract's parameters
        """Raises `TransformError`."""
        raise TransformError(WHY, "only the way back is compared, with the seed")

    def backward(self, files: Workspace, domain: Domain) -> NoReturn:  # noqa: ARG002 - the contract's parameters
        """Raises `TransformError`."""
        raise TransformError(WHY, "only the way back is compared, with the seed")

    def instructions(self, files: Workspace, domain: Domain) -> Instructions:  # noqa: ARG002 - the contract's parameters
        """There is no wording but the task's own."""
        return Instructions("", "")


TRANSFORM = Unstated
