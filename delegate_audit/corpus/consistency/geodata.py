"""What must be true in an inventory on a map: figures agree with shapes, things lie where it says.

Rings are closed and run the right way. `area_ha` is that of the outline without its holes, `length_m` that of the lines,
`compartment` the id of the outline around every position; `bbox` is as large as it must be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from math import cos, hypot, radians

from delegate_audit.core.element import Element
from delegate_audit.core.workspace import Workspace
from delegate_audit.corpus.consistency.located import in_elements
from delegate_audit.domains.records.geodata import DOMAIN

EAST_METRES, NORTH_METRES, HECTARE = 111_320, 111_200, 10_000
AREA_SLACK_HA, LENGTH_SLACK_M = 0.011, 1.0


def check(files: Workspace) -> list[str]:
    """One sentence for everything in the maps that does not agree, with file and line."""
    return in_elements(files, DOMAIN, _problems)


def _problems(elements: list[Element]) -> Iterator[tuple[int, str]]:
    features = [element for element in elements if element.kind == "feature"]
    outlines = {element.fields.get("id"): element for element in features if element.fields.get("geometry") == "Polygon"}
    yield from (
        (0, f"{count} features have the id {name}") for name, count in Counter(e.fields.get("id") for e in features).items() if count > 1
    )
    for feature in features:
        yield from ((feature.line, problem) for problem in _feature(feature, outlines.get(feature.fields.get("compartment"))))
    lon, lat = zip(*(_position(element) for element in elements if element.kind == "point"), strict=True)
    for box in (e for e in elements if e.fields.get("key") == "bbox"):
        if [float(str(item.fields["value"])) for item in box.children] != [min(lon), min(lat), max(lon), max(lat)]:
            yield box.line, "the bbox is not that of the positions"


def _feature(feature: Element, around: Element | None) -> Iterator[str]:
    name, form, fields = feature.fields.get("id"), feature.fields.get("geometry"), feature.fields
    lines = _rings(feature)
    if form == "Polygon":
        areas = [_area(ring) for ring in lines]
        if any(ring[0] != ring[-1] for ring in lines) or areas[0] < 0 or max([*areas[1:], -1.0]) > 0:
            yield f"a ring of {name} is open or runs the wrong way"
        if abs(sum(areas) / HECTARE - float(str(fields.get("area_ha")))) > AREA_SLACK_HA:
            yield f"{name} has {sum(areas) / HECTARE:.2f} ha"
    length = sum(hypot(x2 - x1, y2 - y1) for line in lines for (x1, y1), (x2, y2) in pairwise(line))
    if "length_m" in fields and abs(length - float(str(fields["length_m"]))) > LENGTH_SLACK_M:
        yield f"{name} is {length:.0f} m long"
    if "compartment" in fields and not (around and all(_inside(place, _rings(around)[0]) for place in _metres(feature))):
        yield f"{name} is not in {fields['compartment']}"


def _position(point: Element) -> tuple[float, float]:
    return float(str(point.fields["lon"])), float(str(point.fields["lat"]))


def _metres(element: Element) -> list[tuple[float, float]]:
    places = [_position(point) for point in element.walk() if point.kind == "point"]
    return [(lon * EAST_METRES * cos(radians(round(places[0][1], 2))), lat * NORTH_METRES) for lon, lat in places]


def _rings(feature: Element) -> list[list[tuple[float, float]]]:
    return [_metres(element) for element in feature.walk() if element.kind == "positions" and element.children[0].kind == "point"]


def _area(ring: list[tuple[float, float]]) -> float:
    """In square metres, positive where the ring runs against the clock."""
    east, north = ring[0]
    return sum((x1 - east) * (y2 - north) - (x2 - east) * (y1 - north) for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def _inside(place: tuple[float, float], ring: list[tuple[float, float]]) -> bool:
    x, y = place
    crossed = [(x2 - x1) * (y - y1) / (y2 - y1) + x1 > x for (x1, y1), (x2, y2) in pairwise(ring) if (y1 > y) != (y2 > y)]
    return sum(crossed) % 2 == 1
