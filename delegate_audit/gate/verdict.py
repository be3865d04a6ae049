"""The verdict of the gate: what was checked, what was found, and the exit code that says the same."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """What a check found. Certainty counts: an interval that holds the limit decides nothing."""

    PASS = "pass"  # noqa: S105 - a verdict, no secret
    REGRESSION = "regression"
    INCONCLUSIVE = "inconclusive"

    @property
    def exit_code(self) -> int:
        """0 well, 1 regression, 4 inconclusive."""
        return {Status.PASS: 0, Status.REGRESSION: 1, Status.INCONCLUSIVE: 4}[self]


@dataclass(frozen=True)
class Check:
    """One question put to one delegate; `reason` is a sentence with the figures that decided it."""

    delegate: str
    simulated: bool
    name: str
    status: Status
    reason: str


@dataclass(frozen=True)
class Fall:
    """An environment whose RS@k is lower than in the baseline, both 0..1."""

    delegate: str
    environment: str
    domain: str
    k: int
    before: float
    now: float


@dataclass(frozen=True)
class Verdict:
    """All checks; the gravest decides: a regression before what is inconclusive before a pass."""

    checks: tuple[Check, ...]
    falls: tuple[Fall, ...]
    notes: tuple[str, ...]

    @property
    def status(self) -> Status:
        """The status of the whole; with no check at all nothing was decided."""
        found = {check.status for check in self.checks}
        if Status.REGRESSION in found:
            return Status.REGRESSION
        return Status.PASS if found == {Status.PASS} else Status.INCONCLUSIVE

    @property
    def exit_code(self) -> int:
        """The exit code of the whole."""
        return self.status.exit_code

    @property
    def reasons(self) -> tuple[str, ...]:
        """The sentences of all checks, the gravest first."""
        order = (Status.REGRESSION, Status.INCONCLUSIVE, Status.PASS)
        return tuple(check.reason for check in sorted(self.checks, key=lambda c: order.index(c.status)))
