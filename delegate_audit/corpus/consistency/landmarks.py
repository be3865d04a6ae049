"""What must be true on a map of places along a walk: styles are there, codes are given once, outlines are closed.

A place that states `walk_m` lies beside the walk (the first line of the file), so many metres from its beginning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import cos, hypot, radians

from delegate_audit.core.element import Element
from delegate_audit.corpus.consistency.located import in_elements
from delegate_audit.domains.everyday.landmarks import DOMAIN

DEGREE_METRES = 111_200
BESIDE_METRES = 20
ROUGHLY_METRES = 6

Place = tuple[float, float]
"""Metres to the east and to the north."""


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything on the maps that does not agree, with file and line."""
    return in_elements(files, DOMAIN, _problems)


def _problems(elements: list[Element]) -> Iterator[tuple[int, str]]:
    styles = {f"#{element.fields.get('@id')}" for element in elements if element.kind == "style"}
    for element in elements:
        url = element.fields.get("styleUrl")
        if url is not None and url not in styles:
            yield element.line, f"there is no style {url}"
    codes = Counter(str(e.fields["text"]) for e in elements if e.kind == "data" and e.fields.get("@name") == "code")
    yield from ((0, f"the code {code} is given {count} times") for code, count in codes.items() if count > 1)
    lines = [element for element in elements if element.children and element.children[0].kind == "vertex"]
    rings = [ring for element in elements if element.fields.get("tag") == "LinearRing" for ring in element.children]
    yield from ((ring.line, "the outline is not closed") for ring in rings if ring.children[:1] != ring.children[-1:])
    walk = [_place(str(v.fields["longitude"]), str(v.fields["latitude"])) for v in lines[0].children] if lines else []
    for mark in elements:
        stated = next((e.fields["text"] for e in mark.walk() if e.fields.get("@name") == "walk_m"), None)
        if mark.kind == "placemark" and stated is not None:
            point = next(element for element in mark.children if element.kind == "geometry")
            longitude, latitude, *_ = str(point.fields["coordinates"]).split(",")
            yield from _off(mark, float(str(stated)), _place(longitude, latitude), walk)


def _place(longitude: str, latitude: str) -> Place:
    return float(longitude) * cos(radians(float(latitude))) * DEGREE_METRES, float(latitude) * DEGREE_METRES


def _off(mark: Element, stated: float, place: Place, walk: list[Place]) -> Iterator[tuple[int, str]]:
    beside, along = nearest(place, walk)
    if beside > BESIDE_METRES:
        yield mark.line, f"{mark.fields['name']} lies {beside:.0f} m beside the walk"
    if abs(along - stated) > ROUGHLY_METRES:
        yield mark.line, f"{mark.fields['name']} lies {along:.0f} m along the walk, not {stated:.0f}"


def nearest(place: Place, walk: list[Place]) -> tuple[float, float]:
    """How far a place lies from the walk, and how far along it."""
    best, gone = (float("inf"), 0.0), 0.0
    for (x, y), (u, v) in pairwise(walk):
        length = hypot(u - x, v - y)
        share = max(0.0, min(1.0, ((place[0] - x) * (u - x) + (place[1] - y) * (v - y)) / length**2)) if length else 0.0
        beside = hypot(place[0] - x - share * (u - x), place[1] - y - share * (v - y))
        best = min(best, (beside, gone + share * length))
        gone += length
    return best
