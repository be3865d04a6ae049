"""Cues: another one says something like it, right behind; all are numbered through, and follow each other in time."""

from __future__ import annotations

from delegate_audit.core.element import Element
from delegate_audit.corpus.growth.contract import Elements, Growth
from delegate_audit.corpus.growth.wording import another_text

MIN_GAP_MS, MAX_GAP_MS = 80, 4_000


def another(cue: Element, number: int) -> Element:
    """The cue with other words."""
    return cue.having(text=another_text(str(cue.fields["text"]), number))


def settle(elements: Elements) -> Elements:
    """Numbers from 1, durations as they are, pauses as they were."""
    found: list[Element] = []
    index, clock_ms, last_end_ms = 0, 0, 0
    for element in elements:
        start, end = element.fields.get("start_ms"), element.fields.get("end_ms")
        if element.kind == "cue" and isinstance(start, int) and isinstance(end, int):
            index += 1
            clock_ms += min(MAX_GAP_MS, max(MIN_GAP_MS, start - last_end_ms))
            found.append(element.having(index=index, start_ms=clock_ms, end_ms=clock_ms + end - start))
            clock_ms, last_end_ms = clock_ms + end - start, end
        else:
            found.append(element)
    return tuple(found)


GROWTH = Growth("cue", another, settle)
