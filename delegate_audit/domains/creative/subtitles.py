"""SubRip subtitles: a cue is an index, two times and text. Fragile: times shift by milliseconds, cues merge, numbering restarts.

Files in the wild leave out blank lines, or put them inside a cue; so a cue begins at its line of times (with the
number above it) and reaches to the next, as players read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from delegate_audit.core.document import Insignificant
from delegate_audit.core.element import UNREADABLE, Element, Value
from delegate_audit.core.kind import Exact, Kind, Number, Ordinal, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import blocks
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


FIELDS = {"index": Ordinal(), "start_ms": Number(show=clock), "end_ms": Number(show=clock), "position": Exact(), "text": CueText()}
KINDS = (Kind("cue", FIELDS), Kind("note", {"text": Text()}))


def read(text: str, _filename: str) -> tuple[Element, ...]:
    """One element per cue; headers and what stands before the first cue are notes, a cue without its times is unreadable."""
    found: list[tuple[Element, list[str]]] = []
    alone: tuple[str, int] | None = None
    for lines, at, number in _parts(text.replace("\ufeff", "")):
        if alone and at == 0:
            (found[-1][1] or found).pop()
            lines, at, number = [alone[0], *lines], 1, alone[1]
        times, index = _TIMES.match(lines[max(at, 0)]), whole(lines[0])
        alone = (lines[0], number) if index is not None and len(lines) == 1 else None
        if at >= 0 and times:
            cue: dict[str, Value] = {"index": index if at else None, "start_ms": _ms(times, 0), "end_ms": _ms(times, 5)}
            cue["position"] = lines[at][times.end() :].strip() or None
            found.append((Element("cue", cue, line=number), ["\n".join(lines[at + 1 :])]))
        elif at < 0 and found and found[-1][0].kind == "cue" and not _is_other(lines[0], found[-1][0].fields["index"]):
            found[-1][1].append("\n".join(lines))
        else:
            found.append((Element("note" if at < 0 and index is None else UNREADABLE, {"text": "\n".join(lines)}, line=number), []))
    return tuple(element.having(text="\n\n".join(texts).replace("\n", "", not texts[0])) if texts else element for element, texts in found)


def _parts(text: str) -> Iterator[tuple[list[str], int, int]]:
    """Runs of lines, cut where a cue begins, the place of its times in them (-1 if there are none), and the number of the first line."""
    for block, first in blocks(text):
        lines = [line.rstrip() for line in block]
        arrows = [k for k, line in enumerate(lines) if "-->" in line and (_TIMES.match(line) or _ARROW.search(line))]
        above = {k - 1 if k and "-->" not in lines[k - 1] and whole(lines[k - 1]) is not None else k: k for k in arrows}
        for start, end in pairwise(sorted({0, *above, len(lines)})):
            yield lines[start:end], above.get(start, start - 1) - start, first + start


def _is_other(line: str, index: Value) -> bool:
    """Whether lines below a cue are none of its text: a header, or a next cue that lost its times."""
    number = whole(line)
    return bool(_HEADER.match(line)) or (number is not None and isinstance(index, int) and 0 < number - index <= 2)


def _ms(times: re.Match[str], first: int) -> int:
    sign, hours, minutes, seconds, fraction = (part or "" for part in times.groups()[first : first + 5])
    ms = ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(fraction.ljust(3, "0"))
    return -ms if sign else ms


def write(elements: tuple[Element, ...]) -> str:
    """Blocks with one blank line between them."""
    return "\n".join(f"{_block(element)}\n" for element in elements)


def _block(element: Element) -> str:
    fields = element.fields
    if element.kind != "cue":
        return str(fields.get("text", ""))
    times = f"{clock(fields['start_ms'])} --> {clock(fields['end_ms'])} {fields.get('position') or ''}".rstrip()
    return "\n".join(str(part) for part in (fields.get("index"), times, fields.get("text")) if part not in {None, ""})


UNSAID = (
    (r"(?<![\d:.,])00?:(?=\d\d?:\d)|(?<![\d.,])0(?=\d:\d)|(?<=:)0(?=\d(?!\d))", "zeros at the beginning of a time or its parts"),
    ("|".join(rf"(?<=:{second}[.,]{digit})0+(?!\d)" for second in _DIGITS for digit in _DIGITS), "zeros at the end of a time"),
    ("|".join(rf"(?<=:{second})[.,](?:0(?!\d)|(?=\d))" for second in _DIGITS), "a dot is a comma for players; none is needed before zero"),
)
INSIGNIFICANT = tuple(Insignificant(re.compile(pattern), reason) for pattern, reason in UNSAID)
DOMAIN = Domain("subtitles", "Subtitles", "creative", ("*.srt",), KINDS, read, write, INSIGNIFICANT)
