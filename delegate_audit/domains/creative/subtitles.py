"""SubRip subtitles: a cue is an index, two times and text. Fragile: times shift by milliseconds, cues merge, numbering restarts."""

from __future__ import annotations

import re

from delegate_audit.core.element import Element, Value, unreadable
from delegate_audit.core.kind import Exact, Kind, Number, Ordinal, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import blocks
from delegate_audit.domains.readers.values import whole

_TIME = r"(\d{1,3}):(\d{1,2}):(\d{1,2})[,.](\d{1,3})"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}[ \t]*(.*?)\s*")
_CLOCK = re.compile(_TIME)


def clock(ms: Value) -> str:
    """Milliseconds as `00:06:12,480`; anything else as it is."""
    if not isinstance(ms, int) or isinstance(ms, bool):
        return str(ms)
    seconds, rest = divmod(abs(ms), 1000)
    return f"{'-' if ms < 0 else ''}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},{rest:03}"


CUE = Kind(
    "cue",
    {
        "index": Ordinal(),
        "start_ms": Number(show=clock),
        "end_ms": Number(show=clock),
        "position": Exact(),
        "text": Text(),
    },
)
NOTE = Kind("note", {"text": Text()})


def read(text: str, filename: str) -> tuple[Element, ...]:
    """One cue per block; a block that is none is kept as a note, one that nearly is as unreadable lines."""
    return tuple(element for block, line in blocks(text) for element in _cue(block, line))


def _cue(block: list[str], line: int) -> tuple[Element, ...]:
    index = whole(block[0])
    times = _TIMES.fullmatch(block[0 if index is None or len(block) == 1 else 1])
    if times is None:
        if any("-->" in part for part in block) or index is not None:
            return unreadable("\n".join(block), line)
        return (Element("note", {"text": "\n".join(block)}, line=line),)
    fields: dict[str, Value] = {
        "index": index,
        "start_ms": _ms(times.groups()[:4]),
        "end_ms": _ms(times.groups()[4:8]),
        "position": times.group(9) or None,
        "text": "\n".join(part.rstrip() for part in block[1 if index is None else 2 :]),
    }
    return (Element("cue", fields, line=line),)


def _ms(parts: tuple[str, ...]) -> int:
    hours, minutes, seconds, fraction = parts
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(fraction.ljust(3, "0"))


def write(elements: tuple[Element, ...]) -> str:
    """Blocks with one blank line between them."""
    return "\n".join(_block(element) for element in elements)


def _block(element: Element) -> str:
    fields = element.fields
    if element.kind != "cue":
        return f"{fields.get('text', '')}\n"
    head = "" if fields.get("index") is None else f"{fields['index']}\n"
    position = f" {fields['position']}" if fields.get("position") else ""
    text = f"{fields['text']}\n" if fields.get("text") else ""
    return f"{head}{clock(fields['start_ms'])} --> {clock(fields['end_ms'])}{position}\n{text}"


DOMAIN = Domain("subtitles", "Subtitles", "creative", ("*.srt",), (CUE, NOTE), read, write)
