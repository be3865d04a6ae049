"""SubRip subtitles: a cue is an index, two times and text. Fragile: times shift by milliseconds, cues merge, numbering restarts.

Files in the wild leave out blank lines, or put them inside a cue; so a cue begins at its line of times (with the
number above it) and reaches to the next, as players read it.
"""

from __future__ import annotations

import re

from delegate_audit.core.document import Insignificant
from delegate_audit.core.element import UNREADABLE, Element, Value
from delegate_audit.core.kind import Exact, Kind, Number, Ordinal, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.values import whole

_TIME = r"(-?)(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[,.:](\d{1,3}))?(?![\d:.,])"
_TIMES = re.compile(rf"\s*{_TIME}[ \t]*-->[ \t]*{_TIME}")
_ARROW = re.compile(r"\d[^\w>]*-->|-->[^\w>]*\d")
_DIGITS = (r"\d", r"\d\d")
_GAP = re.compile(r"(?:^|\n)[ \t]*\n\s*")
_HEADER = re.compile(r"WEBVTT|NOTE|STYLE|REGION|X-TIMESTAMP-MAP")


def clock(ms: Value) -> str:
    """Milliseconds as `00:06:12,480`; anything else as it is."""
    if not isinstance(ms, int) or isinstance(ms, bool):
        return str(ms)
    seconds, rest = divmod(abs(ms), 1000)
    return f"{'-' if ms < 0 else ''}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},{rest:03}"


class CueText(Text):
    """Wording in which a blank line counts: many players end the cue there."""

    def meaning(self, value: Value) -> Value:
        """The words, one space between them, a mark where a blank line is."""
        return super().meaning(_GAP.sub(" ¶ ", value) if isinstance(value, str) else value)


CUE = Kind(
    "cue",
    {
        "index": Ordinal(),
        "start_ms": Number(show=clock),
        "end_ms": Number(show=clock),
        "position": Exact(),
        "text": CueText(),
    },
)
NOTE = Kind("note", {"text": Text()})


def read(text: str, filename: str) -> tuple[Element, ...]:
    """One element per cue; headers and what stands before the first cue are notes, a cue without its times is unreadable."""
    lines = [line.rstrip() for line in lines_of(text.replace("\ufeff", ""))]
    starts = _starts(lines)
    found = _between(lines, 0, starts[0] if starts else len(lines))
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
        found.extend(_cue(lines, start, end))
    return tuple(found)


def _starts(lines: list[str]) -> list[int]:
    """Where cues begin, whole or broken: at the number above a line with an arrow, or at that line itself."""
    starts: list[int] = []
    taken = -1
    for k, line in enumerate(lines):
        if "-->" in line and (_TIMES.match(line) or _ARROW.search(line)):
            starts.append(_number_above(lines, k, taken))
            taken = k
    return starts


def _number_above(lines: list[str], k: int, taken: int) -> int:
    """The line of the cue's number: right above its times, or a block by itself above them; else that of its times."""
    j = k - 1
    while j > taken and not lines[j]:
        j -= 1
    alone = j == k - 1 or j == taken + 1 or not lines[j - 1]
    return j if j > taken and alone and whole(lines[j]) is not None else k


def _cue(lines: list[str], start: int, end: int) -> list[Element]:
    index = None if "-->" in lines[start] else whole(lines[start])
    at = start if index is None else next(k for k in range(start + 1, end) if lines[k])
    times = _TIMES.match(lines[at])
    if times is None:
        stop = next((k for k in range(at, end) if not lines[k]), end)
        return [_plain(UNREADABLE, lines, start, stop), *_between(lines, stop, end)]
    stop = next((k for k, _ in _blocks(lines, at + 1, end) if _is_other(lines[k], index)), end)
    fields: dict[str, Value] = {
        "index": index,
        "start_ms": _ms(times.groups()[:5]),
        "end_ms": _ms(times.groups()[5:]),
        "position": lines[at][times.end() :].strip() or None,
        "text": _text(lines, at + 1, stop),
    }
    return [Element("cue", fields, line=start + 1), *_between(lines, stop, end)]


def _text(lines: list[str], start: int, end: int) -> str:
    """The blocks with one blank line between them, and one before them where they do not follow at once."""
    blocks = _blocks(lines, start, end)
    first = "\n" if blocks and blocks[0][0] > start else ""
    return first + "\n\n".join("\n".join(lines[a:b]) for a, b in blocks)


def _is_other(line: str, index: int | None) -> bool:
    """Whether a block within a cue is none of its text: a header, or a next cue that lost its times."""
    number = whole(line)
    return bool(_HEADER.match(line)) or (number is not None and index is not None and 0 < number - index <= 2)


def _between(lines: list[str], start: int, end: int) -> list[Element]:
    """What belongs to no cue: notes, and blocks that begin with a number but have no times."""
    return [_plain("note" if whole(lines[a]) is None else UNREADABLE, lines, a, b) for a, b in _blocks(lines, start, end)]


def _plain(kind: str, lines: list[str], start: int, end: int) -> Element:
    return Element(kind, {"text": "\n".join(lines[start:end])}, line=start + 1)


def _blocks(lines: list[str], start: int, end: int) -> list[tuple[int, int]]:
    """Runs of lines that are not blank, as start and end."""
    edges = [k for k in range(start, end + 1) if (k < end and lines[k] != "") != (k > start and lines[k - 1] != "")]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _ms(parts: tuple[str | None, ...]) -> int:
    sign, hours, minutes, seconds, fraction = (part or "" for part in parts)
    whole_ms = ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000
    return (-1 if sign else 1) * (whole_ms + int(fraction.ljust(3, "0")))


def write(elements: tuple[Element, ...]) -> str:
    """Blocks with one blank line between them."""
    return "\n".join(f"{_block(element)}\n" for element in elements)


def _block(element: Element) -> str:
    fields = element.fields
    if element.kind != "cue":
        return str(fields.get("text", ""))
    position = f" {fields['position']}" if fields.get("position") else ""
    times = f"{clock(fields['start_ms'])} --> {clock(fields['end_ms'])}{position}"
    return "\n".join(str(part) for part in (fields.get("index"), times, fields.get("text")) if part not in {None, ""})


DOMAIN = Domain(
    "subtitles",
    "Subtitles",
    "creative",
    ("*.srt",),
    (CUE, NOTE),
    read,
    write,
    (
        Insignificant(
            re.compile(r"(?<![\d:.,])00?:(?=\d\d?:\d)|(?<![\d.,])0(?=\d:\d)|(?<=:)0(?=\d(?!\d))"),
            "zeros at the beginning of a time or its parts",
        ),
        Insignificant(
            re.compile("|".join(rf"(?<=:{second}[.,]{digit})0+(?!\d)" for second in _DIGITS for digit in _DIGITS)),
            "zeros at the end of a time",
        ),
        Insignificant(
            re.compile("|".join(rf"(?<=:{second})[.,](?:0(?!\d)|(?=\d))" for second in _DIGITS)),
            "players take a dot for the comma before the milliseconds, and none where these are zero",
        ),
    ),
)
