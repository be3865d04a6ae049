"""Settling a hop: from what a delegate handed back to the workspace that the next hop gets.

Distractors are put back as they were; a delegate that hands back no document at all leaves the workspace as it was.
What is odd about the answer's envelope becomes findings of the scorer `envelope`, which cost nothing by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

from delegate_audit.core.finding import Change, Finding, Severity
from delegate_audit.core.outcome import Note, Outcome
from delegate_audit.core.workspace import Workspace, freeze
from delegate_audit.workflows.contract import HandedBack

ENVELOPE = "envelope"

_CHANGES = {
    "file missing": Change.DELETED,
    "fence not closed": Change.UNREADABLE,
    "file came twice": Change.ADDED,
    "block without a name": Change.UNREADABLE,
    "refused name": Change.REFUSED,
    "too many files": Change.REFUSED,
    "distractor changed": Change.ALTERED,
    "distractor deleted": Change.DELETED,
    "block not matched": Change.REFUSED,
    "block not closed": Change.UNREADABLE,
    "refused block": Change.REFUSED,
    "file left out": Change.REFUSED,
    "tool refused": Change.REFUSED,
    "unknown tool": Change.REFUSED,
    "turn limit": Change.REFUSED,
    "program failed": Change.REFUSED,
    "time limit": Change.REFUSED,
}


@dataclass(frozen=True)
class Settled:
    """A hop's end: the documents as they now are, the outcome, all notes, and findings on the envelope."""

    files: Workspace
    outcome: Outcome
    notes: tuple[Note, ...]
    findings: tuple[Finding, ...]


def settle(before: Workspace, handed: HandedBack, distractors: Workspace, *, forward: bool) -> Settled:
    """The workspace after a hop. `before` and the result hold documents only."""
    notes = list(handed.notes)
    for name, text in distractors.items():
        if name in handed.files and _bare(handed.files[name]) != _bare(text):
            notes.append(Note("distractor changed", name))
        if name in handed.gone:
            notes.append(Note("distractor deleted", name))
    documents = {name: text for name, text in handed.files.items() if name not in distractors}
    outcome = handed.outcome
    if not documents:
        documents = dict(before)
        outcome = Outcome.UNREADABLE if outcome in {Outcome.OK, Outcome.MISSING_FILES} else outcome
    elif forward and outcome in {Outcome.OK, Outcome.MISSING_FILES} and _same(before, documents):
        outcome = Outcome.IDLE
    return Settled(freeze(documents), outcome, tuple(notes), tuple(_finding(note) for note in notes if note.note in _CHANGES))


def _same(left: Workspace, right: Workspace) -> bool:
    return left.keys() == right.keys() and all(_bare(left[name]) == _bare(right[name]) for name in left)


def _bare(text: str) -> str:
    """The text without what never means anything: line ends, blanks before them, a byte order mark."""
    return "\n".join(line.rstrip() for line in text.removeprefix("\ufeff").rstrip().split("\n"))


def _finding(note: Note) -> Finding:
    return Finding(_CHANGES[note.note], Severity.FACT, note.detail[:200], "file", note.note, after=note.detail[:500])
