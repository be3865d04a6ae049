"""What must be true in a plan: ids are given once, what is referred to is there, everything lies on the sheet, the legend counts right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from delegate_audit.core.element import Element
from delegate_audit.corpus.consistency.located import in_documents
from delegate_audit.domains.creative.vector import DOMAIN

_REFERENCE = re.compile(r"url\(#([^)]+)\)|#([A-Za-z_][\w-]*)")
_COUNTED = re.compile(r".* \((\d+)\)")
ACROSS, DOWN = ("@x", "@cx", "@x1", "@x2", "x", "x1", "x2"), ("@y", "@cy", "@y1", "@y2", "y", "y1", "y2")


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the drawings that does not agree, with file and line."""
    return in_documents(files, DOMAIN, _problems)


def _problems(tops: tuple[Element, ...]) -> Iterator[tuple[int, str]]:
    for drawing in tops:
        if drawing.kind == "drawing":
            yield from (*_references(drawing), *_places(drawing), *_legend(drawing))


def _references(drawing: Element) -> Iterator[tuple[int, str]]:
    ids = Counter(str(element.fields["@id"]) for element in drawing.walk() if "@id" in element.fields)
    yield from ((drawing.line, f"{count} elements are called {name}") for name, count in ids.items() if count > 1)
    for element in drawing.walk():
        for field in ("@href", "@marker-end", "@clip-path", "@fill"):
            found = _REFERENCE.fullmatch(str(element.fields.get(field)))
            if found and field != "@fill" and (name := found[1] or found[2]) not in ids:
                yield element.line, f"nothing is called {name}"


def _places(drawing: Element) -> Iterator[tuple[int, str]]:
    _, _, width, height = (float(part) for part in str(drawing.fields["@viewBox"]).split())
    for element in drawing.walk():
        for fields, end in ((ACROSS, width), (DOWN, height)):
            for field in fields:
                value = element.fields.get(field)
                if value is not None and not str(element.fields.get("op", "")).islower() and not 0 <= float(str(value)) <= end:
                    yield element.line, f"{field} {value} lies beside the sheet"


def _legend(drawing: Element) -> Iterator[tuple[int, str]]:
    """A sign in the legend, and behind its words how often it is in the rest."""
    groups = {str(group.fields.get("@id")): group.children for group in drawing.children}
    used = Counter(str(sign.fields.get("@href")) for sign in groups.get("equipment", ()))
    sign = ""
    for element in groups.get("legend", ()):
        sign = str(element.fields.get("@href") or sign)
        counted = _COUNTED.fullmatch(str(element.fields.get("text")))
        if counted and int(counted[1]) != used[sign]:
            yield element.line, f"{used[sign]} of {sign} are drawn, not {counted[1]}"
