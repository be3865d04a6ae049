"""What must be true in a model that somebody can print: corners and materials are there, flat faces are flat, sizes are as remarks say.

Names occur once. A remark like `46.00 by 9.00 by 30.00` in an object gives the edges of the box around it, in any order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from delegate_audit.core.element import Element
from delegate_audit.domains.creative.obj3d import DOMAIN

FLAT = 0.02
SIZE_TOLERANCE = 0.006
_SIZES = re.compile(r"(\d+\.\d+) by (\d+\.\d+) by (\d+\.\d+)")
_COUNTED = {"vertex": 0, "texture": 1, "normal": 2}
Point = tuple[float, ...]


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the models that does not agree, with file and line."""
    read = {name: [e for top in DOMAIN.read(text, name) for e in top.walk()] for name, text in files.items() if DOMAIN.claims(name)}
    materials = {str(element.fields["name"]) for elements in read.values() for element in elements if element.kind == "material"}
    found: list[str] = []
    for name, elements in read.items():
        problems = [*_names(elements, materials, files), *_faces(elements), *_sizes(elements)]
        found.extend(f"{name}:{element.line}: {problem}" for element, problem in problems)
    return found


def _names(elements: list[Element], materials: set[str], files: Mapping[str, str]) -> Iterator[tuple[Element, str]]:
    named = Counter((element.kind, str(element.fields.get("name"))) for element in elements if element.kind in {"object", "material"})
    for element in elements:
        name = str(element.fields.get("name"))
        if named[element.kind, name] > 1:
            yield element, f"there are {named[element.kind, name]} called {name}"
        if (element.kind == "use" and name not in materials) or (element.kind == "library" and name not in files):
            yield element, f"there is no {name}"


def _faces(elements: list[Element]) -> Iterator[tuple[Element, str]]:
    counts, points = [0, 0, 0], list[Point]()
    for element in elements:
        if element.kind in _COUNTED:
            counts[_COUNTED[element.kind]] += 1
            points += [_point(element)] if element.kind == "vertex" else []
        corners = [part.split("/") for part in str(element.fields.get("corners", "")).split()]
        if any(place and not 0 < abs(int(place)) <= counts[k] for corner in corners for k, place in enumerate(corner)):
            yield element, "a corner is not there"
        elif element.kind == "face" and not _is_flat([points[int(corner[0]) - (int(corner[0]) > 0)] for corner in corners]):
            yield element, "the face is not flat"


def _point(vertex: Element) -> Point:
    return tuple(float(str(vertex.fields[axis])) for axis in "xyz")


def _is_flat(points: list[Point]) -> bool:
    """Whether all points lie in the plane of the first three, as far as their decimals say."""
    start, *rest = points
    edges = [tuple(a - b for a, b in zip(point, start, strict=True)) for point in rest]
    (a, b, c), (d, e, f) = edges[0], edges[1]
    across = (b * f - c * e, c * d - a * f, a * e - b * d)
    length = sum(part * part for part in across) ** 0.5
    return length > 0 and all(abs(sum(p * q for p, q in zip(edge, across, strict=True))) <= FLAT * length for edge in edges[2:])


def _sizes(elements: list[Element]) -> Iterator[tuple[Element, str]]:
    for element in (element for element in elements if element.kind == "object"):
        points = [_point(below) for below in element.walk() if below.kind == "vertex"]
        edges = sorted(max(axis) - min(axis) for axis in zip(*points, strict=True))
        for said in (_SIZES.search(str(below.fields["text"])) for below in element.walk() if below.kind == "comment"):
            if said and any(abs(float(a) - b) > SIZE_TOLERANCE for a, b in zip(sorted(said.groups(), key=float), edges, strict=True)):
                yield element, f"the size is not {said[0]}"
