"""What holds in sheet music: bars are full, parts equally long, every note to be sung has its syllable, all that is played is defined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from delegate_audit.core.element import Element
from delegate_audit.corpus.consistency.located import in_documents
from delegate_audit.domains.creative.musicsheet import DOMAIN

_VOICE = re.compile(r'(Voice =|\\lyricsto) "(\w+)"')
_TUPLET = re.compile(r"\\tuplet (\d+)/(\d+)")
_NONE = Fraction(0)


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the scores that does not agree, with file and line."""
    return in_documents(files, DOMAIN, _problems)


def _problems(tops: tuple[Element, ...]) -> Iterator[tuple[int, str]]:
    parts = {str(top.fields["name"]): top for top in tops if top.kind == "variable"}
    lengths: dict[Fraction, Fraction] = {}
    for name, part in parts.items():
        size, bars = _size(part, parts), list(_bars(part, [Fraction(1, 4)], Fraction(1)))
        yield from ((line, f"the bar lasts {length}, not {size}") for line, length in bars[1:-1] if length % size)
        whole = sum((length for _, length in bars), _NONE)
        if len(bars) > 1 and lengths.setdefault(size, whole) != whole:
            yield part.line, f"{name} lasts {whole}, another part {lengths[size]}"
    notes: dict[str, int] = {}
    for block in (block for top in tops for block in top.walk() if top.fields.get("head") == "\\score"):
        used = [str(child.fields["name"])[1:] for child in block.children if child.kind == "command" and "arguments" not in child.fields]
        head = str(block.fields.get("head", ""))
        voice = _VOICE.search(head)
        played = [name for name in used if name.isalpha() and not name.startswith("voice")] if "\\new" in head else []
        yield from ((block.line, f"{name} is not defined") for name in played if name not in parts)
        if voice:
            count = sum(_sung(parts[name]) for name in used if name in parts)
            if notes.setdefault(voice[2], count) != count:
                yield block.line, f"{count} syllables for {notes[voice[2]]} notes"


def _size(part: Element, parts: Mapping[str, Element]) -> Fraction:
    """How long a bar is, as the part says or what all of them begin with."""
    inside = [*part.children, *(parts["global"].children if "global" in parts else ())]
    return next((Fraction(str(e.fields["arguments"])) for e in inside if e.fields.get("name") == "\\time"), Fraction(1))


def _bars(part: Element, latest: list[Fraction], factor: Fraction) -> Iterator[tuple[int, Fraction]]:
    """The line and the length of each bar."""
    total, line = _NONE, part.line
    for element in part.children:
        if element.kind == "block":
            tuplet = _TUPLET.match(str(element.fields.get("head")))
            within = Fraction(int(tuplet[2]), int(tuplet[1])) if tuplet else _NONE
            total += sum((length for _, length in _bars(element, latest, within)), _NONE)
        elif element.kind in {"note", "rest", "chord"}:
            if length := element.fields.get("length"):
                dots = len(str(element.fields.get("dots", "")))
                latest[0] = (2 - Fraction(1, 2**dots)) / Fraction(str(length)) * Fraction(str(element.fields.get("times", "*1"))[1:])
            total += latest[0] * factor
        if element.fields.get("bar") or element.fields.get("name") == "|":
            yield line, total
            total, line = _NONE, element.line
    yield line, total


def _sung(part: Element) -> int:
    """How many syllables there are, or how many the notes can take: those that begin outside of slurs and ties."""
    count, slur, tie = sum(element.kind == "lyric" for element in part.walk()), False, False
    for marks in (str(note.fields.get("marks", "")) for note in part.walk() if note.kind == "note"):
        count += not (slur or tie)
        slur, tie = ("(" in marks or slur) and ")" not in marks, "~" in marks
    return count
