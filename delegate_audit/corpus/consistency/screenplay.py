"""What holds in a shooting script: scenes numbered upwards, somebody says something below every cue, one spelling for every part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from delegate_audit.core.element import Element
from delegate_audit.corpus.consistency.located import in_elements
from delegate_audit.domains.creative.screenplay import DOMAIN

EXTENSIONS = {None, "V.O.", "O.S.", "CONT'D"}
_NUMBER = re.compile(r"(\d+)([A-Z]?)")


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the scripts that does not agree, with file and line."""
    return in_elements(files, DOMAIN, _problems)


def _problems(elements: list[Element]) -> Iterator[tuple[int, str]]:
    last = (0, "")
    for scene in (element for element in elements if element.kind == "scene"):
        found = _NUMBER.fullmatch(str(scene.fields.get("number")))
        number = (int(found[1]), found[2]) if found else last
        if number <= last:
            yield scene.line, f"scene {scene.fields.get('number')} comes after {last[0]}{last[1]}"
        last = number
        if not scene.children:
            yield scene.line, "a scene in which nothing happens"
    told = " ".join(str(value) for e in elements if e.kind != "cue" for value in e.fields.values()).casefold()
    for cue in (element for element in elements if element.kind == "cue"):
        name = str(cue.fields["character"])
        if not any(child.kind == "dialogue" for child in cue.children):
            yield cue.line, f"{name} says nothing"
        if cue.fields.get("extension") not in EXTENSIONS:
            yield cue.line, f"({cue.fields['extension']}) is no usual mark"
        if name.casefold() not in told and name != "LOUDSPEAKER":
            yield cue.line, f"{name} speaks and is never seen"
