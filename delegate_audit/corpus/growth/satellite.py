"""Satellites: another one of the same launch, a little farther on the same orbit. Remarks that count the sets are kept true."""

from __future__ import annotations

import re
from decimal import Decimal

from delegate_audit.core.element import Element
from delegate_audit.corpus.growth.contract import Elements, Growth
from delegate_audit.corpus.growth.wording import letters

FIRST_NUMBER, APART, STEP_DEGREES, TURN_DEGREES = 40_000, 1_000, Decimal("7.25"), 360
_COUNT = re.compile(r"\b\d+(?= sets\b)")


def another(satellite: Element, number: int) -> Element:
    """The satellite with a catalogue number, a designator and a place in its orbit of its own."""
    fields = satellite.fields
    own = FIRST_NUMBER + (int(str(fields["catalogue"])) * 7 + number * 13) % (100_000 - FIRST_NUMBER)
    anomaly = (Decimal(str(fields["mean_anomaly"])) + STEP_DEGREES * number) % TURN_DEGREES
    named = {"name": f"{name} {letters(number).upper()}"} if (name := fields.get("name")) else {}
    designator = f"{str(fields['designator'])[:5]}{letters(number + 1).upper()}"
    return satellite.having(**named, catalogue=str(own), designator=designator, mean_anomaly=f"{anomaly:.4f}")


def settle(elements: Elements) -> Elements:
    """The list with its remarks counting what is there."""
    count = sum(element.kind == "satellite" for element in elements)
    return tuple(
        element.having(text=_COUNT.sub(str(count), str(element.fields["text"]))) if element.kind == "comment" else element
        for element in elements
    )


def stays(satellite: Element, elements: Elements) -> bool:
    """Whether a remark speaks of it by its number."""
    number = str(satellite.fields["catalogue"])
    return any(element.kind == "comment" and number in str(element.fields["text"]) for element in elements)


GROWTH = Growth("satellite", another, settle, stays)
