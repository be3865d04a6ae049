"""Trips with their calls: another one runs a few minutes later under an identifier of its own."""

from __future__ import annotations

from delegate_audit.core.element import Element
from delegate_audit.corpus.growth.contract import Elements, Growth
from delegate_audit.corpus.growth.wording import letters

MINUTES = 11
TIMES = ("arrival_time", "departure_time", "start_time", "end_time")


def another(element: Element, number: int) -> Element:
    """The trip, or what belongs to it, so much later."""
    fields = element.fields
    changed = {name: _later(text, MINUTES * number) for name in TIMES if isinstance(text := fields.get(name), str) and text.count(":") == 2}
    return element.having(trip_id=f"{fields['trip_id']}{letters(number)}", **changed)


def _later(time: str, minutes: int) -> str:
    """The time of a service day, which may have more than 24 hours."""
    hour, minute, second = (int(part) for part in time.split(":"))
    hours, minute = divmod(hour * 60 + minute + minutes, 60)
    return f"{hours:0{len(time.split(':')[0])}}:{minute:02}:{second:02}"


def together(element: Element, elements: Elements) -> object:  # noqa: ARG001 - one of the contract's functions
    """The trip."""
    return str(element.fields.get("trip_id"))


GROWTH = Growth("trip", another, together=together, also=("stop_time", "frequency"), runs=True)
