"""What holds in a feature file that compiles: blocks end as they begin, all names are known before they are used, classes match."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from delegate_audit.core.element import Element
from delegate_audit.corpus.consistency.located import in_elements
from delegate_audit.domains.creative.fonteng import DOMAIN

_CLASS = re.compile(r"@[\w.-]+")
_LOOKUP = re.compile(r"\blookup (\S+)")
_NAMED = {"feature", "lookup", "table", "variation"}


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the features that does not agree, with file and line."""
    return in_elements(files, DOMAIN, _problems)


def _problems(elements: list[Element]) -> Iterator[tuple[int, str]]:
    classes: dict[str, int] = {}
    lookups: set[str] = set()
    features = {element.fields["name"] for element in elements if element.kind == "feature"}
    pairs: set[tuple[str, str]] = set()
    for element in elements:
        kind, fields, line = element.kind, {name: str(value or "") for name, value in element.fields.items()}, element.line
        if kind in _NAMED and fields.get("tail") != fields["name"]:
            yield line, f"{kind} {fields['name']} ends as {fields.get('tail') or 'nothing'}"
        if kind == "class":
            yield from _class(element, classes)
        elif kind == "mark":
            classes[fields["class"]] = 0
        elif kind == "lookup":
            lookups.add(fields["name"])
        elif kind == "use" and fields["name"] not in (lookups if fields["what"] == "lookup" else features):
            yield line, f"there is no {fields['what']} {fields['name']}"
        elif kind in {"rule", "kern", "entry"}:
            text = " ".join(value for name, value in fields.items() if name != "note")
            yield from ((line, f"{name} is no class above") for name in _CLASS.findall(text) if name not in classes)
            yield from ((line, f"{name} is no lookup above") for name in _LOOKUP.findall(text) if name not in lookups)
            sizes = [classes.get(fields.get(side, "")) for side in ("glyphs", "result")]
            if None not in sizes and sizes[0] != sizes[1]:
                yield line, f"{sizes[0]} glyphs of {fields['glyphs']} become {sizes[1]} of {fields['result']}"
        if kind == "kern":
            pair = (fields["left"], fields["right"])
            yield from [(line, f"{' '.join(pair)} is kerned twice")] if pair in pairs else []
            pairs.add(pair)


def _class(element: Element, classes: dict[str, int]) -> Iterator[tuple[int, str]]:
    name, glyphs = str(element.fields["name"]), str(element.fields["glyphs"]).strip("[]").split()
    if name in classes:
        yield element.line, f"{name} is there twice"
    yield from ((element.line, f"{glyph} is in {name} twice") for glyph in {glyph for glyph in glyphs if glyphs.count(glyph) > 1})
    classes[name] = len(glyphs)
