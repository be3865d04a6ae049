"""Menus: sections of dishes with price, description, allergens, options. Fragile: a price slips a line, an allergen is lost.

In text a dish is a line that ends with a price, behind dots, blanks or a dash; what is indented below it is its own. A line
that is neither is a note. A menu in YAML is read line by line, as keys and values, each deeper or less deep than the one above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from delegate_audit.core.document import Insignificant
from delegate_audit.core.element import Element, Value
from delegate_audit.core.kind import Exact, Kind, Text, Unordered
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers import outline
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.grammar import Grammar, Rule
from delegate_audit.domains.readers.lines import Lines
from delegate_audit.domains.readers.values import MARK, NUMBER

WIDTH, MAX_TEXT_CHARS = 72, 4_000
"""The column at which prices end; the longest text that goes on in the next line."""

NAMED, VALUED = {"name": Exact(), "price": NUMBER}, {"name": Exact(), "value": Text()}
DISH, OPTION = Kind("dish", NAMED, ("name",)), Kind("option", NAMED, ("name",))
DESCRIPTION, ALLERGENS = Kind("description", {"text": Text()}), Kind("allergens", {"items": Unordered()})
BELOW = (DESCRIPTION, ALLERGENS, Kind("detail", VALUED, ("name",)), Kind("option", NAMED, ("name",)))
OWN = {"dish", *(kind.name for kind in BELOW)}
SECTION = Kind("section", {"name": Exact(), "mark": MARK}, ("name",))
ABOVE = (Kind("restaurant", {"name": Text()}), Kind("field", VALUED, ("name",)), SECTION, Kind("dish", NAMED, ("name",)))
KINDS = (*ABOVE, *BELOW, Kind("note", {"text": Text()}), outline.ENTRY)

_MONEY = r"(?:[£$€] ?)?\d{1,5}(?:[.,]\d{1,3})?(?: ?(?:[£$€]|kr|EUR|GBP|USD|CHF))?"
_PRICE = rf"{{price:{_MONEY}(?: ?/ ?{_MONEY})*|market price|as the day|free}}"
_GAP = r"{gap:\s*+(?:\.{2,}+|…++)\s*+|\s{2,}+|\t|\s++[-–—|]\s++}"
_TITLED = r"{name:[A-Z][\w &'-]{0,23}}: {value:*}"
_UNDERLINE = re.compile(r"={3,}|-{3,}")


def _dish(stated: dict[str, Value]) -> dict[str, Value]:
    return {name: " ".join(value.split()) if isinstance(value, str) else value for name, value in stated.items() if name != "gap"}


def _dotted(fields: Mapping[str, Value]) -> Mapping[str, Value]:
    width = len(f"{fields.get('name', '')}{fields.get('price', '')}")
    return {**fields, "gap": f" {'.' * max(3, WIDTH - width - 2)} "}


def _capitals(stated: dict[str, Value]) -> dict[str, Value] | None:
    name = str(stated["name"])
    return {**stated, "mark": "caps"} if name.isupper() and len(name) < WIDTH // 2 and name[-1].isalpha() else None


RULES = (
    Rule("restaurant", "# {name:*}"),
    Rule("section", "## {name:*}"),
    Rule("section", r"{mark:#{3,6}} {name:*}"),
    Rule("section", "{name:[^\\s#].*}\n{mark:(?<=\n)(?:={3,}|-{3,})}"),
    Rule(
        "allergens",
        "    Allergens: {items:*}",
        lambda stated: {"items": tuple(item.strip() for item in str(stated["items"]).split(","))},
        lambda fields: {"items": ", ".join(map(str, items)) if isinstance(items := fields.get("items"), tuple) else items},
    ),
    Rule("option", rf"    + {{name:\S.{{0,400}}?}}[ {_PRICE}]"),
    Rule("detail", f"    {_TITLED}"),
    Rule("description", "    {text:*}"),
    Rule("dish", rf"{{name:(?=.{{1,400}}\Z)\S.*?}}{_GAP}{_PRICE}", _dish, _dotted),
    Rule("field", _TITLED),
    Rule("section", "{name:*}", _capitals),
    Rule("note", "{text:*}"),
)
LEVELS = {"restaurant": 0, "section": 0, "dish": 1, "note": 1, "field": 1}
HEADINGS = {"restaurant", "section", "note"}
FORMAT = Lines(Grammar(KINDS, RULES), LEVELS, folded="", alone={"restaurant", "note", "field"}, set_off=HEADINGS)


def read(text: str, filename: str) -> tuple[Element, ...]:
    """Particulars, notes and sections with their dishes, or the lines of YAML."""
    text = text.replace("\ufeff", "")
    return tuple(outline.entries(text)) if filename.lower().endswith((".yaml", ".yml")) else FORMAT.assembled(_lines(text))


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """The lines with their underlines and with what is wrapped; what is a dish's own is indented."""
    held, kind, start, last = "", "", 0, 0
    for number, line in enumerate(lines_of(text), 1):
        plain, before, own = " ".join(line.split()), kind, kind in OWN and line[:1].isspace()
        if not plain:
            continue
        found = FORMAT.grammar.parse(f"    {plain}" if own else line.strip())
        kind = found[0].kind if found else "note"
        if kind == before == "description" and own and len(held) <= MAX_TEXT_CHARS:
            held += f" {plain}"
        elif _UNDERLINE.fullmatch(plain) and last == number - 1 and (before == "note" or (before == "section" and held.isupper())):
            held, kind = f"{held}\n{plain}", "section"
        else:
            yield held, start
            held, start = f"    {plain}" if own else line.strip() if kind == "dish" else plain, number
        last = number
    yield held, start


def write(elements: tuple[Element, ...]) -> str:
    """Prices at one column, what belongs to a dish indented below it; a blank line around headings and notes."""
    return outline.text_of(elements) if any(element.kind == "entry" for element in elements) else FORMAT.write(elements)


DOTS = Insignificant(re.compile(r"[.…]{2,}|(?<=\s)[-–—|](?=\s)"), "dots or a dash between a dish and its price")
FILES = ("*menu*.txt", "*menu*.yaml", "*menu*.yml")
DOMAIN = Domain("foodmenu", "Menus", "everyday", FILES, KINDS, read, write, (DOTS,))
