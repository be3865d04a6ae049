"""GeoJSON: features and the points of their geometry. Fragile: a point or a decimal is lost, longitude and latitude are swapped.

Read as JSON. Plain properties are fields of their feature (`()` is null), its positions are points below it; anything else
(`bbox`, `crs`, nested properties) stays as JSON has it, and so does a feature that would not come back as it was read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain, pairwise
from operator import is_

from delegate_audit.core.element import Element, Value
from delegate_audit.core.kind import Exact, Kind, Number, Text
from delegate_audit.domains.code.json import DOMAIN as JSON
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.leaves import ORDER, ORDER_TYPE

AXES, GROUPS, PLACES = ("lon", "lat", "alt", "m"), {"properties", "geometry"}, {"point", "positions"}
TYPES = {str: "text", bool: "boolean", int: "number", Decimal: "number", tuple: "null"}
PATHS = {"type": "type", "id": "id", "geometry": "geometry/type"}
NAMES = {path: name for name, path in PATHS.items()}
USUAL = ("type", "id", "properties", "geometry", "geometry/type", "geometry/coordinates")
WORDING = dict.fromkeys(("description", "desc", "note", "notes", "comment", "remark", "remarks"), Text())
FEATURE = Kind("feature", {**dict.fromkeys(PATHS, Exact()), **WORDING, ORDER: ORDER_TYPE}, key=("id", "name"), other=Number())
POINT = Kind("point", dict.fromkeys(AXES, Number()))


def _plain(value: Value, **key: str) -> Element:
    """A value as JSON has it: a member with a key, an item without."""
    return Element("member" if key else "item", {**key, "type": TYPES.get(type(value)), "value": None if value == () else value})


FEATURE_TYPE, COLLECTION_TYPE = _plain("Feature", key="type"), _plain("FeatureCollection", key="type")


def _members(record: Element) -> Iterator[tuple[str, Element]]:
    """The members of a feature by their paths, those of its properties and geometry one by one."""
    for element in record.children if record.kind in {"record", "document"} else ():
        key = str(element.fields.get("key"))
        inner = element.children if element.kind == "object" and key in GROUPS else ()
        yield from ((f"{key}/{below.fields.get('key')}", below) for below in inner) if inner else [(key, element)]


def _folded(element: Element, pairs: Counter[tuple[str, str]]) -> Element:
    """The element with features and points in it; rows of points are positions: a line, a ring, an outline with its holes."""
    if not element.children:
        return element
    if feature := _feature(element, pairs):
        return feature if element.kind == "record" else element.having(type="feature").containing((feature,))
    if element.kind == "document" and COLLECTION_TYPE in element.children[:1]:
        element = element.having(type="collection").containing(element.children[1:])
    inner = tuple(_folded(child, pairs) for child in element.children)
    values = [child.fields.get("value") for child in inner if child == _plain(child.fields.get("value"))]
    if element.kind == "row" and 1 < len(inner) == len(values) <= len(AXES) and {*map(type, values)} <= {int, Decimal}:
        return Element("point", dict(zip(AXES, values, strict=False)), line=element.line)
    if element.kind == "row" and {child.kind for child in inner} <= PLACES:
        return Element("positions", {}, inner, element.line)
    return element if all(map(is_, inner, element.children)) else element.containing(inner)


def _feature(record: Element, pairs: Counter[tuple[str, str]]) -> Element | None:
    """The record as a feature; None where it is none, or would not come back as it was read."""
    members, fields, rest, shape = list(_members(record)), dict[str, Value](), list[Element](), list[Element]()
    if not members or (FEATURE_TYPE not in record.children and not {path.partition("/")[0] for path, _ in members} >= GROUPS):
        return None
    for path, member in members:
        group, _, key = path.partition("/")
        name = (path if key in {*PATHS, ORDER} else key) if group == "properties" else NAMES.get(path, "")
        value = () if member.fields.get("type") == "null" else member.fields.get("value")
        if path == "geometry/coordinates" and member.kind == "array":
            shape.append(_folded(Element("row", {}, member.children, member.line), pairs))
        elif name and name not in fields and member.kind == "member" and member.fields.get("type") == TYPES.get(type(value)):
            fields[name] = value
        else:
            rest.append(_folded(member, pairs).having(key=path))
    order = tuple(path for path, _ in members)
    usual = all(pairs[pair] > max(1, pairs[pair[::-1]]) for pair in pairwise(order))
    found = (Element("feature", each, (*rest, *shape), record.line) for each in (fields, {**fields, ORDER: order})[not usual :])
    return next((feature for feature in found if _raw(feature).children == record.children), None)


def _raw(element: Element) -> Element:
    """The element as JSON has it."""
    fields, children = element.fields, tuple(map(_raw, element.children))
    if element.kind == "feature":
        return Element("record", {}, tuple(_given(element, children)))
    if element.kind == "document" and fields.get("type") in {"feature", "collection"}:
        members = children[0].children if fields["type"] == "feature" and children else (COLLECTION_TYPE, *children)
        return element.having(type="object").containing(members)
    if element.kind == "point":
        children = tuple(_plain(fields[axis]) for axis in AXES if fields.get(axis) is not None)
    return Element("row", {}, children) if element.kind in PLACES else element.containing(children)


def _given(feature: Element, children: tuple[Element, ...]) -> Iterator[Element]:
    """The members of a feature in their order, those of its properties and geometry together again."""
    stated = {PATHS.get(name) or f"properties/{name.removeprefix('properties/')}": value for name, value in feature.fields.items()}
    given = [_plain(value, key=path) for path, value in stated.items() if value is not None and path != f"properties/{ORDER}"]
    given += [child if "key" in child.fields else Element("array", {"key": "geometry/coordinates"}, child.children) for child in children]
    order = kept if isinstance(kept := feature.fields.get(ORDER), tuple) else USUAL
    ranks: dict[Value, int] = {path: rank for rank, path in enumerate(order)}
    groups: dict[str, list[Element]] = {}
    for member in sorted(given, key=lambda m: ranks.get(m.fields["key"], ranks.get(str(m.fields["key"]).partition("/")[0], len(ranks)))):
        group, within, key = str(member.fields["key"]).partition("/")
        groups.setdefault(group + within, []).append(member.having(key=key) if within else member)
    for group, members in groups.items():
        yield from [Element("object", {"key": group[:-1]}, tuple(members), members[0].line)] if group.endswith("/") else members


def read(text: str, filename: str) -> tuple[Element, ...]:
    """One document element per document, its features below it, their positions below them."""
    elements = JSON.read(text, filename)
    paths = ((path for path, _ in _members(element)) for top in elements for element in top.walk())
    pairs = Counter(chain.from_iterable(map(pairwise, paths)))
    return tuple(_folded(element, pairs) for element in elements)


def write(elements: tuple[Element, ...]) -> str:
    """JSON as it is usually indented, a position a line."""
    return JSON.write(tuple(map(_raw, elements)))


KINDS = (*JSON.kinds, FEATURE, Kind("positions", weight=0.1), POINT)
DOMAIN = Domain("geodata", "GeoJSON", "records", ("*.geojson", "*.geojsonl"), KINDS, read, write, JSON.insignificant[1:])
