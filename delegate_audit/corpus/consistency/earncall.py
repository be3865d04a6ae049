"""What holds in a transcript that somebody corrected: speakers are participants with their roles, nobody is silent, sums add up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from delegate_audit.core.element import Element
from delegate_audit.corpus.consistency.located import in_elements
from delegate_audit.domains.everyday.earncall import DOMAIN

SUM = re.compile(r"Of the revenue, EUR ([\d.]+) million .*? and EUR ([\d.]+) million")
TOTAL = re.compile(r"Revenue rose .*? to EUR ([\d.]+) million")
MARGIN = re.compile(r"EBITDA was EUR ([\d.]+) million, or ([\d.]+) percent of revenue")
ROUNDING = Decimal("0.05")


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the transcripts that does not agree, with file and line."""
    return in_elements(files, DOMAIN, _problems)


def _problems(elements: list[Element]) -> Iterator[tuple[int, str]]:
    roles = {str(e.fields["name"]): str(e.fields["role"]) for e in elements if e.kind == "participant"}
    turns = [element for element in elements if element.kind == "turn"]
    for turn in turns:
        speaker, role = str(turn.fields["speaker"]), turn.fields.get("role")
        if speaker not in roles or (role is not None and role != roles[speaker]):
            yield turn.line, f"{speaker} ({role}) is no participant"
        if not any(child.kind == "paragraph" for child in turn.children):
            yield turn.line, f"{speaker} says nothing"
    for silent in roles.keys() - {str(turn.fields["speaker"]) for turn in turns}:
        yield 0, f"{silent} never speaks"
    yield from _sums(" ".join(str(e.fields["text"]) for e in elements if e.kind == "sentence"))


def _sums(said: str) -> Iterator[tuple[int, str]]:
    """Whether the parts of the revenue are the revenue, and the margin is what the amounts give."""
    total, parts, margin = TOTAL.search(said), SUM.search(said), MARGIN.search(said)
    revenue = Decimal(total[1]) if total else None
    if revenue and parts and Decimal(parts[1]) + Decimal(parts[2]) != revenue:
        yield 0, f"{parts[1]} and {parts[2]} are not {revenue}"
    if revenue and margin and abs(Decimal(margin[1]) * 100 / revenue - Decimal(margin[2])) > ROUNDING:
        yield 0, f"{margin[1]} is not {margin[2]} percent of {revenue}"
