"""Which value a YAML comment speaks of: the one on its line, the one below it, or the end of the block that it closes."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from delegate_audit.domains.readers.data import CONTAINERS, Line

_BLANK_LINE = re.compile(r"\n *(?=\n)")
"""Up to the line end behind it: a comment above the first value of a document is its head where a blank line follows."""

if TYPE_CHECKING:
    from delegate_audit.domains.readers.yaml import _Slot as Slot


def attach(text: str, comments: Sequence[tuple[int, Line]], slots: Sequence[Slot], roots: Sequence[Slot], starts: Sequence[int]) -> None:
    """Put each comment (with its offset in `text`) beside, above or below a slot. `starts` are the documents' offsets."""
    order = sorted(slots, key=lambda slot: slot.index)
    indexes = [slot.index for slot in order]
    blank = [match.span() for match in _BLANK_LINE.finditer(text)]
    for offset, comment in comments:
        begin = text.rfind("\n", 0, offset) + 1
        column = offset - begin
        document = max(0, bisect_right(starts, offset) - 1)
        before = order[bisect_left(indexes, offset) - 1] if indexes and indexes[0] < offset else None
        following = order[k] if (k := bisect_left(indexes, offset)) < len(order) else None
        if following is not None and document + 1 < len(starts) and following.index >= starts[document + 1]:
            following = None
        root = roots[min(document, len(roots) - 1)]
        if before is not None and text[begin:offset].strip() not in {"", "-", "?", ":", "---"}:
            slot = _outermost_flow(before)
            beside = slot.above if slot.beside else slot.beside
            (slot.below if slot.parent is None and slot.form in CONTAINERS else beside).append(comment)
        elif following is not None and (following.index == root.index or column <= _column(following) or _in_flow(following)):
            head = following.index == root.index and _holds(blank, offset, following.index)
            (root if head else _first_at(following, root)).above.append(comment)
        else:
            _closed_by(column, before, root).below.append(comment)


def _holds(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the spans, which are in their order, lies between the offsets."""
    k = bisect_left(spans, (start, start))
    return k < len(spans) and spans[k][1] < end


def _first_at(slot: Slot, root: Slot) -> Slot:
    """The slot itself; for the root container its first child, which starts at the same place."""
    return root.children[0] if slot is root and root.children else slot


def _in_flow(slot: Slot) -> bool:
    return slot.parent is not None and slot.parent.flow


def _outermost_flow(slot: Slot) -> Slot:
    while slot.parent is not None and slot.parent.flow:
        slot = slot.parent
    return slot


def _column(slot: Slot) -> int:
    """The column of the block that the slot is a line of."""
    return _block_column(slot.parent) if slot.parent is not None else slot.column


def _block_column(slot: Slot) -> int:
    """The column at which a container's lines begin; its own mark may be that of an anchor on the line before."""
    first = slot.children[0] if slot.children else None
    if first is not None and first.key_column >= 0:
        return first.key_column
    return slot.column if first is None or not (slot.anchor or slot.tag) else max(0, first.column - 2)


def _closed_by(column: int, before: Slot | None, root: Slot) -> Slot:
    """The innermost container that is open at this column."""
    slot = before
    while slot is not None and (slot.form not in CONTAINERS or slot.flow or _block_column(slot) > column):
        slot = slot.parent
    return root if slot is None or _root_of(slot) is not root else slot


def _root_of(slot: Slot) -> Slot:
    while slot.parent is not None:
        slot = slot.parent
    return slot
