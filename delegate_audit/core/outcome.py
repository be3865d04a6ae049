"""What became of a hop, as a type: never a zero, never an exception."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How a delegate ended a hop. An endpoint's failure is none of these: it suspends the relay."""

    OK = "ok"
    REFUSED = "refused"
    TRUNCATED = "truncated"
    UNREADABLE = "unreadable"
    MISSING_FILES = "missing-files"
    IDLE = "idle"


@dataclass(frozen=True)
class Note:
    """Something seen in the envelope of an answer: which rule, and what exactly. Nothing is repaired without one."""

    note: str
    detail: str = ""
