"""The record of a fault that was put into a document on purpose: the ground truth that scorers are judged by.

A fault knows where it struck: the line, and the kind of the element there, in the document as it should have been.
"""

from __future__ import annotations

from dataclasses import dataclass

Path = tuple[int, ...]
"""Where an element stands: its place among the top-level elements, then among the children, and so on."""


@dataclass(frozen=True)
class Fault:
    """One fault, as it was injected: what, where (in the exact answer's file), and what it changed.

    `line` is 1-based, 0 where nothing stood there before; `other_line` is that of the other element of a swap; `meaning`
    is False for a fault that changes none.
    """

    fault: str
    file: str
    line: int = 0
    kind: str = ""
    field: str = ""
    before: str = ""
    after: str = ""
    meaning: bool = True
    other_line: int = 0
