"""KML: folders of placemarks with places, words and data, and styles. Fragile: axes change places, a vertex is lost, a style is gone.

The one place of a point is a field of it; of a line or an outline every vertex is an element.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from delegate_audit.core.element import Value
from delegate_audit.core.kind import Exact, FieldType, Kind, Number, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.values import NUMBER, by_value
from delegate_audit.domains.readers.xml import COMMON, EVERY, WORDS, Items, Xml
from delegate_audit.domains.readers.xml_text import INSIGNIFICANT

_WORD = re.compile(r"\S+")
_AXES = ("longitude", "latitude", "altitude")


def _vertices(text: str) -> list[tuple[int, dict[str, str]]]:
    return [(found.start(), _vertex(found[0])) for found in _WORD.finditer(text)]


def _vertex(word: str) -> dict[str, str]:
    parts = word.split(",")
    return dict(zip(_AXES, parts, strict=False)) if 1 < len(parts) <= len(_AXES) and all(parts) else {"text": word}


def _written(fields: Mapping[str, Value]) -> str:
    return ",".join(str(fields[name]) for name in (*_AXES, "text") if fields.get(name) is not None)


def _place(value: Value) -> Value:
    """A place by its numbers; on the ground where it tells no height."""
    parts = [by_value(part) for part in str(value or "").split(",")]
    return tuple(parts[:2] if len(parts) == len(_AXES) and parts[2] == 0 else parts)


HEIGHT = Number(lambda value: Decimal(0) if value is None else by_value(value))
COLOUR = Exact(lambda value: str(value).lower())
ABOUT: dict[str, FieldType] = {
    "@id": Exact(), "name": WORDS, "visibility": NUMBER, "open": NUMBER, "address": WORDS, "Snippet": Text(), "description": Text(),
    **{f"{view}/{name}": NUMBER for view in ("LookAt", "Camera") for name in (*_AXES, "heading", "tilt", "range", "roll")},
    **{f"LatLonBox/{edge}": NUMBER for edge in ("north", "south", "east", "west", "rotation")},
}  # fmt: skip
PAINT: dict[str, FieldType] = {
    "@id": Exact(), **{f"{part}Style/color": COLOUR for part in ("Icon", "Label", "Line", "Poly")},
    **{f"{name}": NUMBER for name in ("IconStyle/scale", "IconStyle/heading", "LabelStyle/scale", "LineStyle/width", "PolyStyle/fill")},
    "PolyStyle/outline": NUMBER, "IconStyle/Icon/href": Exact(), "BalloonStyle/text": Text(),
}  # fmt: skip
KINDS = (
    Kind("kml", other=WORDS),
    *(Kind(name, ABOUT, ("@id", "name"), other=WORDS) for name in ("document", "folder", "placemark", "overlay", "link")),
    Kind("style", PAINT, ("@id",), ordered=False, other=WORDS),
    Kind("pair", key=("key",), ordered=False, other=WORDS),
    Kind("data", {"@name": Exact(), "displayName": WORDS, "value": WORDS, "text": WORDS}, ("@name",), other=WORDS),
    Kind("geometry", {"coordinates": Exact(_place)}, other=WORDS),
    *(Kind(name, weight=0.1, other=WORDS) for name in ("extended", "boundary")),
    Kind("vertex", {"longitude": NUMBER, "latitude": NUMBER, "altitude": HEIGHT, "text": Exact()}, other=WORDS),
    *COMMON,
)

_SHOWN = (
    "name", "visibility", "open", "author", "link", "address", "phoneNumber", "Snippet", "snippet", "description", "AbstractView", "LookAt",
    "Camera", "TimeStamp", "TimeSpan", "styleUrl", "Style", "StyleMap", "Region", "ExtendedData", "Metadata", "color", "drawOrder", "Icon",
    "altitude", "altitudeMode", "LatLonBox", "refreshVisibility", "flyToView", "Url", "Link", EVERY,
)  # fmt: skip
FORMAT = Xml(
    KINDS,
    {
        "kml": "kml", "Document": "document", "Folder": "folder", "Placemark": "placemark", "NetworkLink": "link", "Style": "style",
        "StyleMap": "style", "Pair": "pair", "ExtendedData": "extended", "SchemaData": "extended", "Data": "data", "SimpleData": "data",
        **dict.fromkeys(("GroundOverlay", "ScreenOverlay", "PhotoOverlay"), "overlay"),
        **dict.fromkeys(("LineString", "Point", "Polygon", "MultiGeometry", "Track", "MultiTrack", "Model"), "geometry"),
        **dict.fromkeys(("outerBoundaryIs", "innerBoundaryIs", "LinearRing", "coordinates"), "boundary"),
    },
    {
        **dict.fromkeys(("document", "folder", "overlay", "link", "placemark"), _SHOWN),
        "style": ("IconStyle", "LabelStyle", "LineStyle", "PolyStyle", "BalloonStyle", "ListStyle"), "pair": ("key", "styleUrl", "Style"),
        "data": ("displayName", "value"), "geometry": ("extrude", "tessellate", "altitudeMode", "coordinates"),
        "boundary": ("extrude", "tessellate", "altitudeMode"), "element": ("color", "colorMode", "scale", "heading", "width", EVERY),
    },
    items={"coordinates": Items("vertex", _vertices, _written)},
)  # fmt: skip

DOMAIN = Domain("landmarks", "KML places", "everyday", ("*.kml",), KINDS, FORMAT.read, FORMAT.write, INSIGNIFICANT)
