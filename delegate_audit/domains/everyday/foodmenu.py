"""Menus: sections of dishes with price, description, allergens, options. Fragile: a price slips a line, an allergen is lost.

In text a dish is a line that ends with a price, behind dots, blanks or a dash; what is indented below it is its own. A line
that is neither is a note. A menu in YAML is read line by line, as keys and values, each deeper or less deep than the one above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from delegate_audit.core.document import Insignificant
from delegate_audit.core.element import Element, Value
from delegate_audit.core.kind import Exact, Kind, Text, Unordered
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.everyday import recipe
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.grammar import NUMBER, typed
from delegate_audit.domains.readers.outline import entries

WIDTH, MAX_CHARS, MAX_TEXT_CHARS = 72, 400, 4_000
"""The column at which prices end; the longest line that can be a dish; the longest text that goes on in the next line."""

NAMED, VALUED = {"name": Exact(), "price": NUMBER}, {"name": Exact(), "value": Text()}
DISH, OPTION = Kind("dish", NAMED, ("name",)), Kind("option", NAMED, ("name",))
BELOW = (Kind("description", {"text": Text()}), Kind("allergens", {"items": Unordered()}), Kind("detail", VALUED, ("name",)), OPTION)
SECTION = Kind("section", {"name": Exact(), "mark": Exact(lambda _: None)}, ("name",))
ABOVE = (Kind("restaurant", {"name": Text()}), Kind("field", VALUED, ("name",)), SECTION, DISH)
ENTRY = Kind("entry", {"deeper": Exact(), "dash": Exact(), "key": Exact(), "value": Text()})
KINDS = (*ABOVE, *BELOW, Kind("note", {"text": Text()}), ENTRY)
INDENTED = {kind.name for kind in BELOW}
FORMS = {"restaurant": "\n# {name}\n", "field": "{name}: {value}", "option": "    + {name} {price}", "detail": "    {name}: {value}"}
FORMS |= {"allergens": "    Allergens: {items}", "description": "    {text}", "note": "\n{text}\n", "section": "\n{mark} {name}\n"}

_MONEY = r"(?:[£$€] ?)?\d{1,5}(?:[.,]\d{1,3})?(?: ?(?:[£$€]|kr|EUR|GBP|USD|CHF))?"
_PRICE = rf"(?P<price>{_MONEY}(?: ?/ ?{_MONEY})*|market price|as the day|free)"
_DISH = re.compile(rf"(?P<name>\S.*?)(?:\s*+(?:\.{{2,}}+|…++)\s*+|\s{{2,}}+|\t|\s++[-–—|]\s++){_PRICE}\s*")
_OPTION = re.compile(rf"\+ (?P<name>.*?)(?: {_PRICE})?")
_FIELD = re.compile(r"([A-Z][\w &'-]{0,23}): (\S.*)")
_HEADING, _UNDERLINE = re.compile(r"(#{1,6}) (.+)"), re.compile(r"={3,}|-{3,}")


def read(text: str, filename: str) -> tuple[Element, ...]:
    """Particulars, notes and sections with their dishes, or the lines of YAML."""
    if filename.lower().endswith((".yaml", ".yml")):
        return tuple(entries(text.replace("\ufeff", "")))
    flat: list[Element] = []
    seen: set[str] = set()
    for number, line in enumerate(lines_of(text.replace("\ufeff", "")), 1):
        plain = " ".join(line.split())
        last = flat[-1] if flat else Element("", {})
        if line[:1].isspace() and plain and last.kind in {"dish", *INDENTED}:
            below = _below(plain, number)
            goes_on = below.kind == last.kind == "description" and len(str(last.fields["text"])) <= MAX_TEXT_CHARS
            flat[-1:] = [_below(f"{last.fields['text']} {plain}", last.line)] if goes_on else [last, below]
        elif _UNDERLINE.fullmatch(plain) and last.line == number - 1 and (last.kind == "note" or last.fields.get("mark") == "caps"):
            flat[-1] = Element("section", {"name": last.fields.get("text", last.fields.get("name")), "mark": plain[0]}, line=last.line)
        elif plain:
            flat.append(_line(line.strip(), plain, number, within="section" in seen))
        seen.update(element.kind for element in flat[-1:])
    return _nested(flat)


def _line(line: str, plain: str, number: int, *, within: bool) -> Element:
    """What a line is that belongs to no dish; particulars of the house come before the first section."""
    if heading := _HEADING.fullmatch(plain):
        unusual: dict[str, Value] = {"mark": heading[1]} if len(heading[1]) > 2 else {}
        return Element("restaurant" if heading[1] == "#" else "section", {"name": heading[2], **unusual}, line=number)
    for said in (line, plain):
        if len(said) <= MAX_CHARS and (found := _DISH.fullmatch(said)):
            return _priced("dish", found, number)
    if not within and (stated := _FIELD.fullmatch(plain)):
        return Element("field", {"name": stated[1], "value": stated[2]}, line=number)
    caps = plain.isupper() and len(plain) < WIDTH // 2 and plain[-1].isalpha()
    return Element("section", {"name": plain, "mark": "caps"}, line=number) if caps else Element("note", {"text": plain}, line=number)


def _below(plain: str, number: int) -> Element:
    """What an indented line says of the dish above it."""
    if len(plain) <= MAX_CHARS and (found := _OPTION.fullmatch(plain)):
        return _priced("option", found, number)
    stated = _FIELD.fullmatch(plain)
    if stated and stated[1] == "Allergens":
        return Element("allergens", {"items": tuple(item.strip() for item in stated[2].split(","))}, line=number)
    return (
        Element("detail", {"name": stated[1], "value": stated[2]}, line=number)
        if stated
        else Element("description", {"text": plain}, line=number)
    )


def _priced(kind: str, found: re.Match[str], number: int) -> Element:
    price = {} if found["price"] is None else {"price": typed(DISH, "price", found["price"])}
    return Element(kind, {"name": " ".join(found["name"].split()), **price}, line=number)


def _nested(flat: list[Element]) -> tuple[Element, ...]:
    tops: list[Element] = []
    within: list[Element] = []
    below: list[Element] = []
    for element in reversed(flat):
        if element.kind in INDENTED:
            below.append(element)
        elif element.kind in {"section", "restaurant"}:
            holds = element.kind == "section"
            tops.extend([element.containing(within[::-1])] if holds else [*within, element])
            within.clear()
        else:
            within.append(element.containing(below[::-1]))
            below.clear()
    return (*within[::-1], *tops[::-1])


def write(elements: tuple[Element, ...]) -> str:
    """Prices at one column, what belongs to a dish indented below it; a blank line around headings and notes."""
    if any(element.kind == "entry" for element in elements):
        return recipe.write(elements)
    text = "".join(f"{line}\n" for element in elements for line in _written(element))
    return re.sub(r"\n{3,}", "\n\n", text).lstrip("\n")


def _written(element: Element) -> Iterator[str]:
    stated = {name: value for name, value in element.fields.items() if value is not None}
    shown = {name: ", ".join(map(str, value)) if isinstance(value, tuple) else str(value) for name, value in stated.items()}
    given = {"name": "", "price": "", "text": "", "value": "", "items": "", "mark": "##"} | shown
    name, price, mark = given["name"], given["price"], given["mark"]
    if element.kind == "dish":
        yield f"{name} {'.' * max(3, WIDTH - len(name) - len(price) - 2)} {price}"
    elif element.kind == "section" and mark[0] != "#":
        yield f"\n{name}\n" + (f"{mark * max(3, len(name))}\n" if mark != "caps" else "")
    else:
        yield FORMS.get(element.kind, "{text}").format(**given).rstrip(" ")
    for child in element.children:
        yield from _written(child)


DOTS = Insignificant(re.compile(r"[.…]{2,}|(?<=\s)[-–—|](?=\s)"), "dots or a dash between a dish and its price")
FILES = ("*menu*.txt", "*menu*.yaml", "*menu*.yml")
DOMAIN = Domain("foodmenu", "Menus", "everyday", FILES, KINDS, read, write, (DOTS,))
