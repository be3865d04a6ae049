"""What holds in captions that somebody made with care: numbered through, in the order of time, none over another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from delegate_audit.core.element import Element
from delegate_audit.domains.creative.subtitles import DOMAIN, clock

MAX_LINES = 2
MAX_LINE_CHARS = 64
SHORTEST_MS, LONGEST_MS = 800, 10_000


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for every cue that breaks a rule."""
    problems: list[str] = []
    for name, text in files.items():
        if DOMAIN.claims(name):
            cues = [element for element in DOMAIN.read(text, name) if element.kind == "cue"]
            problems.extend(f"{name}: {problem}" for problem in [*_alone(cues), *_in_order(cues)])
    return problems


def _alone(cues: list[Element]) -> Iterator[str]:
    for cue in cues:
        start, end, text = cue.fields["start_ms"], cue.fields["end_ms"], str(cue.fields["text"])
        assert isinstance(start, int)
        assert isinstance(end, int)
        if not SHORTEST_MS <= end - start <= LONGEST_MS:
            yield f"cue {cue.fields['index']} is shown for {end - start} ms"
        if not text.strip():
            yield f"cue {cue.fields['index']} has no text"
        if len(text.split("\n")) > MAX_LINES or max(map(len, text.split("\n"))) > MAX_LINE_CHARS:
            yield f"cue {cue.fields['index']} has more than {MAX_LINES} lines, or one over {MAX_LINE_CHARS} characters"


def _in_order(cues: list[Element]) -> Iterator[str]:
    for number, cue in enumerate(cues, 1):
        if cue.fields["index"] != number:
            yield f"the cue at place {number} is numbered {cue.fields['index']}"
    for one, other in pairwise(cues):
        if int(str(other.fields["start_ms"])) < int(str(one.fields["end_ms"])):
            yield f"cue {other.fields['index']} starts at {clock(other.fields['start_ms'])}, before cue {one.fields['index']} ends"
