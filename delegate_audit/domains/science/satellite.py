"""Two-line element sets of satellites, with names or without. Fragile: a digit of an orbit shifts, a column slips, a checksum is stale.

A satellite is one element with every field of its lines. A checksum follows from its line, so it is a field only where it is
wrong, or `?` where it is missing; so is the catalogue number of line 2 where it is another one than that of line 1.
"""

from __future__ import annotations

import re
from itertools import pairwise

from delegate_audit.core.element import REJECTED, Element, Value, unreadable
from delegate_audit.core.kind import Exact, Kind, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.grammar import Grammar, Rule
from delegate_audit.domains.readers.values import MARK, NUMBER, by_value

_NAME = re.compile(r"(?P<mark>0 )?(?P<name>(?![12] )[^#].*)")
_POWER = re.compile(r"([+-]?)(\d+)([+-]\d)")
_BODY = 68
"""Columns of a line before its checksum."""


def _power(value: Value) -> Value:
    """`-11606-4` is -0.11606e-4; without a power it is what stands behind a decimal point that is left out."""
    found = _POWER.fullmatch(str(value))
    return by_value(f"{found[1]}.{found[2]}e{found[3]}" if found else f"0.{value}") if found or str(value).isdecimal() else value


CATALOGUE = Exact(lambda value: value and str(value).lstrip("0"))
SATELLITE = Kind(
    "satellite",
    {
        "mark": MARK, "name": Exact(), "catalogue": CATALOGUE, "classification": Exact(), "designator": Exact(),
        "epoch": Exact(), "mean_motion_dot": Exact(by_value), "mean_motion_ddot": Exact(_power), "drag": Exact(_power),
        "ephemeris": Exact(), "element_set": NUMBER, "checksum_1": Exact(), "catalogue_2": CATALOGUE, "inclination": NUMBER,
        "ascending_node": NUMBER, "eccentricity": Exact(_power), "perigee": NUMBER, "mean_anomaly": NUMBER, "mean_motion": NUMBER,
        "revolutions": NUMBER, "checksum_2": Exact(), "more": Text(),
    },
    key=("catalogue",),
)  # fmt: skip
COMMENT = Kind("comment", {"text": Text()})
NAMES = tuple(SATELLITE.fields)
ONE, TWO = frozenset(NAMES[2:12]), frozenset(NAMES[12:])

FIRST = (
    "1 {catalogue:>5}{classification:1} {designator:<8} {epoch:>14} {mean_motion_dot:>10} {mean_motion_ddot:>8} {drag:>8} "
    "{ephemeris:1} {element_set:>4}{checksum_1:1}"
)
SECOND = (
    "2 {catalogue_2:>5} {inclination:>8} {ascending_node:>8} {eccentricity:>7} {perigee:>8} {mean_anomaly:>8} "
    "{mean_motion:>11}{revolutions:>5}{checksum_2:1}[ {more:.*\\S}]"
)
LINES = tuple(Rule("satellite", spec, lambda stated: stated or None, columns=True) for spec in (FIRST, SECOND))
FORMAT = Grammar((SATELLITE, COMMENT), (Rule("comment", r"#\s{text:.*}"), *LINES))


def _checksum(line: str) -> str:
    return str(sum(int(char) if char in "0123456789" else char == "-" for char in line[:_BODY]) % 10)


def _unsigned(line: str) -> str:
    """The line with a blank for a right checksum, a `?` for none."""
    given = line[_BODY : _BODY + 1].strip()
    known = line.startswith(("1 ", "2 ")) and len(line) >= _BODY
    return f"{line[:_BODY]}{' ' if given == _checksum(line) else given or '?'}{line[_BODY + 1 :]}" if known else line


def read(text: str, filename: str) -> tuple[Element, ...]:
    """One element for every two or three lines that belong together; a line by itself is a satellite with half its fields."""
    found: list[Element] = []
    lines = [(line.strip(), number) for number, line in enumerate(lines_of(text), 1) if line.strip()]
    parsed = [*(FORMAT.parse(_unsigned(line)) if line[0] == "#" or len(line) >= _BODY else None for line, _ in lines), None]
    for (line, number), (this, following) in zip(lines, pairwise(parsed), strict=True):
        before = set(found[-1].fields) if found and found[-1].kind == "satellite" else {"text"}
        named = _NAME.fullmatch(line) if following and following[0] in LINES else None
        if this and this[0] in LINES and before <= {"mark", "name", *(ONE if this[0] is LINES[1] else ())}:
            fields = {**found[-1].fields, **this[1]}
            same = fields.get("catalogue_2") == fields.get("catalogue")
            found[-1] = Element("satellite", {k: v for k, v in fields.items() if not same or k != "catalogue_2"}, line=found[-1].line)
        elif this:
            found.append(Element(this[0].kind, this[1], line=number))
        else:
            found += [Element("satellite", named.groupdict(), line=number)] if named else unreadable(line, number)
    return tuple(found)


def _written(element: Element) -> list[str]:
    """The name if there is one, and the lines with their checksums."""
    given = dict(element.fields)
    lines = [f"{given.get('mark') or ''}{given['name']}"] if given.get("name") is not None else []
    for number, rule, own in zip("12", LINES, (ONE, TWO), strict=True):
        if any(given.get(name) is not None for name in own):
            stated = {k: v for k, v in {"catalogue_2": given.get("catalogue"), **given}.items() if k in own and k != "more"}
            body = rule.text({**stated, f"checksum_{number}": None}).ljust(_BODY)
            lines.append(body + str(given.get(f"checksum_{number}") or _checksum(body)).replace("?", " "))
    return [*lines[:-1], f"{lines[-1]} {given['more']}"] if given.get("more") else lines


def write(elements: tuple[Element, ...]) -> str:
    """The lines of all; a blank line before remarks that follow a satellite."""
    text, before = "", ""
    for element in (element for element in elements if element.kind != REJECTED):
        plain = FORMAT.text("comment", element.fields) if element.kind == "comment" else str(element.fields.get("text"))
        lines = _written(element) if element.kind == "satellite" else [plain]
        text += ("\n" if element.kind == "comment" and before == "satellite" else "") + "".join(f"{line.rstrip()}\n" for line in lines)
        before = element.kind
    return text


DOMAIN = Domain("satellite", "Two-line elements", "science", ("*.tle", "*.3le", "*.tle.txt"), (SATELLITE, COMMENT), read, write)
