"""What holds in a deck that somebody will stand beside: every slide has a heading, bullets step down one level at a time, sums add up."""

from __future__ import annotations

import re
from collections.abc import Mapping

from delegate_audit.core.element import Element
from delegate_audit.corpus.consistency.located import Problems, in_documents
from delegate_audit.domains.creative.slides import DOMAIN

MAX_PARTS = 14
_POUNDS = re.compile(r"£(\d+)")
_TOTAL = re.compile(r"Together £(\d+)")


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the decks that does not agree, with file and line."""
    return in_documents(files, DOMAIN, _problems)


def _problems(slides: tuple[Element, ...]) -> Problems:
    for slide in (element for element in slides if element.kind == "slide"):
        kinds = [child.kind for child in slide.children]
        if "heading" not in kinds:
            yield slide.line, "a slide without a heading"
        if len(kinds) > MAX_PARTS:
            yield slide.line, f"{len(kinds)} parts are more than anybody reads"
        bullets = [child for child in slide.children if child.kind == "bullet"]
        levels = [int(str(bullet.fields["level"])) for bullet in bullets]
        if any(after > before + 1 for before, after in zip([-1, *levels], levels, strict=False)):
            yield slide.line, "a bullet lies two levels below the one above it"
        numbers = [bullet.fields["number"] for bullet in bullets if bullet.fields.get("number")]
        if numbers != list(range(1, len(numbers) + 1)):
            yield slide.line, f"the points are numbered {numbers}"
        total = _TOTAL.search(" ".join(str(element.fields.get("text", "")) for element in slide.walk()))
        amounts = [int(found) for bullet in bullets for found in _POUNDS.findall(str(bullet.fields["text"]))]
        if total and sum(amounts) != int(total[1]):
            yield slide.line, f"{sum(amounts)} pounds are not {total[1]}"
