"""What holds in a story that somebody cared for: chapters counted, quotation marks in pairs, footnotes asked for, breaks between scenes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from delegate_audit.core.element import Element
from delegate_audit.corpus.consistency.located import in_elements
from delegate_audit.domains.creative.fiction import DOMAIN

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_NOTE = re.compile(r"\[\^([^\]]+)\]")


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the stories that does not agree, with file and line."""
    return in_elements(files, DOMAIN, _problems)


def _problems(elements: list[Element]) -> Iterator[tuple[int, str]]:
    chapters = [element for element in elements if element.kind == "chapter"]
    for number, chapter in zip(ROMAN, chapters, strict=False):
        if str(chapter.fields["title"]).split(".")[0] != number:
            yield chapter.line, f"the chapter at this place should be {number}"
        kinds = [child.kind for child in chapter.children if child.kind != "comment"]
        if any(a == b == "break" for a, b in zip(["break", *kinds], [*kinds, "break"], strict=True)):
            yield chapter.line, "a scene break with no scene on one side"
    for paragraph in (element for element in elements if element.kind == "paragraph"):
        text = " ".join(str(sentence.fields["text"]) for sentence in paragraph.children)
        if re.sub("[^“”]", "", text).replace("“”", ""):
            yield paragraph.line, f"quotation marks without their partners: {text[:60]}"
    yield from _footnotes(elements)


def _footnotes(elements: list[Element]) -> Iterator[tuple[int, str]]:
    asked = {label: e.line for e in elements if e.kind == "sentence" for label in _NOTE.findall(str(e.fields["text"]))}
    given = {str(e.fields["label"]): e.line for e in elements if e.kind == "footnote"}
    for label in asked.keys() ^ given.keys():
        yield asked.get(label, given.get(label, 0)), f"the footnote {label} has no counterpart"
