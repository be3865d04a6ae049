"""Points and waypoints: another one is the same walker a moment later. A waypoint goes with the points beside it."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from delegate_audit.core.element import Element
from delegate_audit.corpus.consistency.geotrack import NEAR_METRES, metres
from delegate_audit.corpus.growth.contract import Elements, Growth
from delegate_audit.corpus.growth.wording import letters

STEP_SECONDS, STEP_METRES = 1, Decimal("0.1")


def another(point: Element, number: int) -> Element:
    """The point so many seconds later, a hand higher."""
    changed: dict[str, str | Decimal] = {}
    if isinstance(time := point.fields.get("time"), str):
        later = datetime.fromisoformat(time) + timedelta(seconds=STEP_SECONDS * number)
        changed["time"] = later.isoformat().replace("+00:00", "Z")
    if isinstance(height := point.fields.get("ele"), Decimal):
        changed["ele"] = height + STEP_METRES * number
    if isinstance(name := point.fields.get("name"), str):
        changed["name"] = f"{name} {letters(number)}"
    return point.having(**changed)


def together(unit: Element, elements: Elements) -> object:
    """The waypoint that it is or lies beside; else the point itself."""
    waypoints = (element for top in elements for element in top.walk() if element.kind == "waypoint")
    return next((id(waypoint) for waypoint in waypoints if metres(unit, waypoint) <= NEAR_METRES), id(unit))


GROWTH = Growth("point", another, together=together, also=("waypoint",))
