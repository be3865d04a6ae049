"""What must be true in a piece for Csound: notes have instruments, and the p-fields these use.

None sounds longer than the room. Pitches are octave and semitone where an instrument reads them so, places lie between
0 and 1, tables that opcodes name are made.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from delegate_audit.core.element import Element
from delegate_audit.corpus.consistency.located import in_elements
from delegate_audit.domains.creative.audiosyn import DOMAIN

SEMITONES, LOUDEST = 12, 0.3
_USED = re.compile(r"\bp(\d+)\b")
_TABLE = re.compile(r"oscili [^,]+,[^,]+, (\d+)")
_PITCH = re.compile(r"cpspch\(p(\d)\)")


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the pieces that does not agree, with file and line."""
    return in_elements(files, DOMAIN, _problems)


def _problems(elements: list[Element]) -> Iterator[tuple[int, str]]:
    heads = [element for element in elements if element.kind == "instrument"]
    orchestra = {str(head.fields["name"]): "\n".join(str(line.fields.get("text")) for line in head.children) for head in heads}
    tables = {str(element.fields["number"]) for element in elements if element.kind == "table"}
    for name, count in Counter(str(head.fields["name"]) for head in heads).items():
        if count > 1:
            yield 0, f"instrument {name} stands {count} times"
    for head in heads:
        named = set(_TABLE.findall(orchestra[str(head.fields["name"])]))
        yield from ((head.line, f"table {number} is not made") for number in sorted(named - tables))
    notes = [element for element in elements if element.kind == "note"]
    end = max((_end(note) for note in notes if str(note.fields["instrument"]) == "99"), default=0.0)
    for note in notes:
        instrument = str(note.fields["instrument"])
        if instrument not in orchestra:
            yield note.line, f"there is no instrument {instrument}"
        else:
            yield from ((note.line, problem) for problem in _note(note, orchestra[instrument]))
        if _end(note) > end:
            yield note.line, f"a note ends at {_end(note)}, after the room"


def _end(note: Element) -> float:
    return float(str(note.fields["start"])) + float(str(note.fields["duration"]))


def _note(note: Element, code: str) -> Iterator[str]:
    used = {int(number) for number in _USED.findall(code)} - {1, 2, 3}
    given = {int(name[1:]) for name in note.fields if name[0] == "p"}
    if used != given:
        yield f"instrument {note.fields['instrument']} uses {sorted(used)} and is given {sorted(given)}"
    for number in set(_PITCH.findall(code)):
        if round(float(str(note.fields.get(f"p{number}", 0))) * 100) % 100 >= SEMITONES:
            yield f"{note.fields.get(f'p{number}')} is no octave and semitone"
    if not 0 <= float(str(note.fields.get("p6", 0))) <= 1 or float(str(note.fields.get("p4", 0))) > LOUDEST:
        yield f"{note.fields.get('p6')} is no place, or {note.fields.get('p4')} too loud"
