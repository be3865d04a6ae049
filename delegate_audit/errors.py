"""The faults that are ours or the user's to mend; what a model does wrong is never an exception but an outcome."""

from __future__ import annotations


class AuditError(Exception):
    """A fault with its remedy: what is wrong, in one sentence, and what to do about it."""

    exit_code = 3

    def __init__(self, problem: str, remedy: str = "") -> None:
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy

    def __str__(self) -> str:
        return f"{self.problem}; {self.remedy}" if self.remedy else self.problem

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        return type(self), (self.problem, self.remedy)


class UsageError(AuditError):
    """Wrong use: an unknown name, a missing file, an unreadable definition."""

    exit_code = 2


class StoreError(AuditError):
    """The store cannot be opened, read or written."""


class ScorerError(AuditError):
    """A scorer failed or ran out of time: a fault of ours, never a corrupted document."""
