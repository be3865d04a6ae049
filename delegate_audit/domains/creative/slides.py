"""Decks in Markdown (Marp, remark, reveal, pandoc): slides of headings, bullets, images, code, notes, directives. Fragile: notes, levels.

A slide begins at its separator; the lines between the first two are the front matter. A deck without separators is cut at its headings.
"""

from __future__ import annotations

from delegate_audit.core.element import Element
from delegate_audit.core.kind import Exact, Kind, Ordinal, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.grammar import Grammar, Rule
from delegate_audit.domains.readers.passages import BODY, PARAGRAPH, SENTENCE, Passages, properties
from delegate_audit.domains.readers.values import MARK

KINDS = (
    Kind("front", weight=0.1),
    Kind("slide", {"separator": Exact()}, weight=0.1),
    Kind("property", {"name": Exact(), "value": Text()}, key=("name",)),
    Kind("heading", {"depth": Exact(), "text": Text()}),
    Kind("bullet", {"level": Exact(), "number": Ordinal(), "mark": MARK, "text": Text()}),
    Kind("image", {"alt": Text(), "path": Exact(), "title": Text()}, key=("path",)),
    Kind("code", {"fence": MARK, "language": Exact(), "body": BODY}),
    Kind("directive", {"name": Exact(), "value": Exact()}, key=("name",)),
    *(Kind(name, {"text": Text()}) for name in ("note", "quote", "row", "markup", "image", "directive")),
    Kind("notes", {"mark": MARK, "inline": MARK}, weight=0.1),
    PARAGRAPH,
    SENTENCE,
)
RULES = (
    Rule(
        "slide",
        "{separator:-{2,}|[*_]{3,}}",
        lambda found: {} if found["separator"] == "---" else found,
        lambda f: {"separator": "---", **f},
    ),
    Rule("front", "---"),
    Rule("notes", r"{mark:\?\?\?|[Nn]otes?:}[ {said:*}]"),
    *properties("property", r"[A-Za-z_$][\w.-]{0,30}"),
    Rule("heading", "{depth:#{1,6}} {text:*}"),
    Rule("image", r'!\[{alt:[^\[\]]*}\]({path:[^\s()]+}[ "{title:[^"]*}"])'),
    Rule("code", r"{fence:`{3,}|~{3,}}{language:[^\n`]*}{body:\n.*}"),
    Rule("directive", r"<!-- {name:[\w$.-]+}:[ {value:.*?\S}] -->"),
    Rule("note", r"<!-- {text:.*?\S} -->"),
    Rule("note", "{text:<!--.*}"),
    Rule("bullet", "{mark:[-*+]} {text:*}"),
    Rule("bullet", r"{number:\d{1,3}}{mark:[.)]} {text:*}"),
    Rule("quote", ">[ {text:*}]"),
    Rule("row", r"{text:\|.*}"),
    Rule("markup", r"{text:</?\w.*|:::.*|\$\$.*|\[\w+\]:.*|\.\w+\[.*|\]|--}"),
)
FORMAT = Passages(
    Grammar(KINDS, RULES),
    spans=((r"(`{3,}|~{3,}).*", r"^\s*{1}\s*$"), ("<!--", "-->")),
    levels={"slide": 0, "notes": 1},
    leading=("property",),
    runs=("bullet",),
    tight=("front property", "slide property", "bullet", "quote", "row", "markup", "image", "directive"),
)


MARKED = {"#", "##"}
"""Depths of headings at which a deck without separators is cut."""


def read(text: str, filename: str) -> tuple[Element, ...]:
    """Front matter and slides; what stands before the first separator is a slide too."""
    found = FORMAT.read(text, filename)
    loose = tuple(element for element in found if element.kind != "slide")
    slides = [element for element in found if element.kind == "slide"]
    if loose:
        slides.insert(0, Element("slide", {}, loose, loose[0].line))
    elif slides and slides[0].children and all(child.kind == "property" for child in slides[0].children):
        return (Element("front", {}, slides[0].children, slides[0].line), *_cut(slides[1:]))
    return _cut(slides)


def _cut(slides: list[Element]) -> tuple[Element, ...]:
    """The slides; a single one, before every heading that begins another."""
    parts: list[list[Element]] = [[]]
    for child in slides[0].children if len(slides) == 1 else ():
        if parts[-1] and child.fields.get("depth") in MARKED:
            parts.append([])
        parts[-1].append(child)
    if len(parts) == 1:
        return tuple(slides)
    return (slides[0].containing(parts[0]), *(Element("slide", {"separator": ""}, tuple(part), part[0].line) for part in parts[1:]))


def write(elements: tuple[Element, ...]) -> str:
    """The first slide without its separator, where it says something and is not needed to end the front matter."""
    if elements and elements[0].kind == "slide" and elements[0].children and not elements[0].fields.get("separator"):
        elements = (elements[0].having(separator=""), *elements[1:])
    return FORMAT.write(elements)


DOMAIN = Domain("slides", "Slides", "creative", ("*slides*.md", "*deck*.md"), KINDS, read, write)
