"""What holds in a draft that can be woven: as many threads as it says, on shafts, treadles and colours that there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from delegate_audit.core.element import Element
from delegate_audit.corpus.consistency.located import in_documents
from delegate_audit.domains.creative.weaving import DOMAIN

LISTS = {
    "threading": ("warp", "weaving", "shafts"),
    "treadling": ("weft", "weaving", "treadles"),
    "tieup": ("", "weaving", "shafts"),
    "warp colors": ("warp", "color palette", "entries"),
    "weft colors": ("weft", "color palette", "entries"),
}
"""Section: the one that says how many threads it has, and where the largest value stands."""


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the drafts that does not agree."""
    return in_documents(files, DOMAIN, lambda tops: ((0, problem) for problem in _problems(tops)))


def _problems(tops: tuple[Element, ...]) -> Iterator[str]:
    sections = {
        str(top.fields["name"]).lower(): {
            str(e.fields["key"]).lower(): str(e.fields.get("value")) for e in top.children if e.kind != "comment"
        }
        for top in tops
        if top.kind == "section"
    }
    for name, there in sections.get("contents", {}).items():
        if (there == "true") != (name in sections):
            yield f"the contents say {there} of {name}"
    for name, (threads, where, most) in LISTS.items():
        entries = sections.get(name, {})
        if threads and list(entries) != [str(k + 1) for k in range(int(sections[threads]["threads"]))]:
            yield f"{name} does not list the {sections[threads]['threads']} threads one after the other"
        limit = Decimal(sections[where][most])
        yield from (f"{name} {key} is {value}, of {limit}" for key, value in entries.items() if not _within(value, limit))
    if len(sections.get("color table", {})) != int(sections["color palette"]["entries"]):
        yield "the colour table has another number of colours than the palette"
    if len(sections.get("weft thickness", {})) not in {0, int(sections["weft"]["threads"])}:
        yield "not every pick has its thickness"


def _within(value: str, limit: Decimal) -> bool:
    return all(part.strip().isdigit() and 0 < int(part) <= limit for part in value.split(","))
