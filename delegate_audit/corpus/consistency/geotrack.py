"""What must be true in a survey by GPS: points in the order of time and at a walker's pace, waypoints where the walk was at that time.

Bounds that the metadata give hold everything; tracks are numbered through from 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from math import cos, hypot, radians

from delegate_audit.core.element import Element
from delegate_audit.core.workspace import Workspace
from delegate_audit.corpus.consistency.located import in_elements
from delegate_audit.domains.records.geotrack import DOMAIN

DEGREE_METRES = 111_200
FASTEST_METRES_PER_SECOND = 2.5
NEAR_METRES = 25


def check(files: Workspace) -> list[str]:
    """One sentence for everything in the tracks that does not agree, with file and line."""
    return in_elements(files, DOMAIN, _problems)


def _problems(elements: list[Element]) -> list[tuple[int, str]]:
    return [*_walks(elements), *_stops(elements), *_numbers(elements), *_outside(elements)]


def _time(element: Element) -> datetime | None:
    time = element.fields.get("time")
    return datetime.fromisoformat(str(time)) if time else None


def _number(element: Element, name: str) -> float:
    return float(str(element.fields[name]))


def metres(one: Element, other: Element) -> float:
    """How far two places lie apart."""
    north = _number(other, "@lat") - _number(one, "@lat")
    east = (_number(other, "@lon") - _number(one, "@lon")) * cos(radians(_number(one, "@lat")))
    return hypot(north, east) * DEGREE_METRES


def _walks(elements: list[Element]) -> Iterator[tuple[int, str]]:
    for segment in (element for element in elements if element.kind == "segment"):
        for one, other in pairwise(segment.children):
            before, after, way = _time(one), _time(other), metres(one, other)
            if before and after and way > FASTEST_METRES_PER_SECOND * (after - before).total_seconds():
                yield other.line, f"{way:.0f} m from {before:%H:%M:%S} to {after:%H:%M:%S} are no walk"


def _stops(elements: list[Element]) -> Iterator[tuple[int, str]]:
    """Waypoints that lie where neither the point before nor the one after them in time is."""
    timed = sorted(((time, e) for e in elements if e.kind == "point" and (time := _time(e))), key=lambda pair: pair[0])
    for waypoint in (element for element in elements if element.kind == "waypoint"):
        time = _time(waypoint)
        after = next((k for k, (then, _) in enumerate(timed) if time and then > time), len(timed))
        near = [metres(waypoint, point) for _, point in timed[max(0, after - 1) : after + 1]]
        if time and near and min(near) > NEAR_METRES:
            yield waypoint.line, f"{waypoint.fields.get('name')} lies {min(near):.0f} m from the walk of that time"


def _numbers(elements: list[Element]) -> Iterator[tuple[int, str]]:
    tracks = [element for element in elements if element.kind == "track"]
    if (numbers := [str(track.fields.get("number")) for track in tracks]) != [str(k + 1) for k in range(len(tracks))]:
        yield tracks[0].line, f"the tracks are numbered {', '.join(numbers)}"


def _outside(elements: list[Element]) -> Iterator[tuple[int, str]]:
    for about in (element for element in elements if "bounds/@minlat" in element.fields):
        for place in (element for element in elements if element.kind in {"waypoint", "point"}):
            for axis in ("lat", "lon"):
                if not _number(about, f"bounds/@min{axis}") <= _number(place, f"@{axis}") <= _number(about, f"bounds/@max{axis}"):
                    yield place.line, f"{axis} {place.fields[f'@{axis}']} is out of bounds"
