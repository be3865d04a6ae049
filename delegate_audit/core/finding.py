"""A finding is one located difference between two workspaces."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Change(StrEnum):
    """What happened."""

    DELETED = "deleted"
    ADDED = "added"
    ALTERED = "altered"
    MOVED = "moved"
    UNREADABLE = "unreadable"
    UNEXPLAINED = "unexplained"
    REFUSED = "refused"


class Severity(StrEnum):
    """How much it means: a fact, the wording, the order, or the layout alone."""

    FACT = "fact"
    WORDING = "wording"
    ORDER = "order"
    LAYOUT = "layout"


class Cause(StrEnum):
    """Which hop made a difference what it is: it was there when the round trip began, or the forward or the backward hop made it.

    Undecided where nothing tells the hops apart, empty where nobody asked (two files were compared).
    """

    UNASKED = ""
    BEFORE = "before"
    FORWARD = "forward"
    BACKWARD = "backward"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Finding:
    """One located difference.

    `line` is the 1-based line in the reference, `line_after` the one in the candidate; 0 where there is none. `where`
    names the element as a person would (`cue 41`, `section Starters › dish Soup`). `file` is the name in the reference
    (in the candidate, for what was added), `file_after` the one in the candidate where it differs. `cost` is the share
    of the score that was lost by it, 0..1; the costs of all findings of a comparison add up to 1 - score.
    """

    change: Change
    severity: Severity
    file: str
    kind: str
    where: str
    line: int = 0
    line_after: int = 0
    field: str = ""
    before: str = ""
    after: str = ""
    cost: float = 0.0
    file_after: str = ""
    cause: Cause = Cause.UNASKED
