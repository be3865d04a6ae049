"""GPS exchange format: waypoints, routes, and tracks of segments of points. Fragile: a point is lost, a clock or a decimal shifts."""

from __future__ import annotations

import re

from delegate_audit.core.element import Value
from delegate_audit.core.kind import Exact, FieldType, Kind, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.values import NUMBER
from delegate_audit.domains.readers.xml import COMMON, ELEMENT, EVERY, WORDS, Xml
from delegate_audit.domains.readers.xml_text import INSIGNIFICANT

_INSTANT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:(\.\d*?[1-9])|\.)?0*(Z|[+-]00:00)")


def _instant(value: Value) -> Value:
    """A time without what says nothing in it: zeros behind the seconds, `+00:00` for `Z`."""
    found = _INSTANT.fullmatch(value.strip()) if isinstance(value, str) else None
    return f"{found[1]}{found[2] or ''}Z" if found else value


TIME = Exact(_instant)
WORDING: dict[str, FieldType] = {"name": WORDS, "cmt": Text(), "desc": Text(), "src": WORDS}
PLACE: dict[str, FieldType] = {
    "@lat": NUMBER, "@lon": NUMBER, "ele": NUMBER, "time": TIME, "magvar": NUMBER, "geoidheight": NUMBER, **WORDING,
    "link/@href": Exact(), "link/text": Text(), "sym": WORDS, "type": WORDS, "fix": Exact(), "sat": NUMBER,
    "hdop": NUMBER, "vdop": NUMBER, "pdop": NUMBER, "ageofdgpsdata": NUMBER, "speed": NUMBER, "course": NUMBER,
    **{f"extensions/TrackPointExtension/{name}": NUMBER for name in ("atemp", "wtemp", "depth", "hr", "cad", "speed", "course")},
}  # fmt: skip
PATH: dict[str, FieldType] = {**WORDING, "number": NUMBER, "type": WORDS}
ABOUT: dict[str, FieldType] = {
    "name": WORDS, "desc": Text(), "author/name": WORDS, "copyright/@author": WORDS, "copyright/year": NUMBER,
    "link/@href": Exact(), "link/text": Text(), "time": TIME, "keywords": Text(),
    **{f"bounds/@{edge}": NUMBER for edge in ("minlat", "minlon", "maxlat", "maxlon")},
}  # fmt: skip

KINDS = (
    Kind("gpx", {"@version": Exact(), "@creator": WORDS}, other=WORDS),
    Kind("metadata", ABOUT, other=WORDS),
    Kind("waypoint", PLACE, key=("name",), other=WORDS),
    Kind("route", PATH, key=("name",), other=WORDS),
    Kind("track", PATH, key=("name",), other=WORDS),
    Kind("segment", weight=0.1, other=WORDS),
    Kind("point", PLACE, other=WORDS),
    Kind("element", {**ELEMENT.fields, "@id": WORDS, **dict.fromkeys(("@minlat", "@minlon"), NUMBER)}, ELEMENT.key, other=WORDS),
    *COMMON[1:],
)

_OF_PLACE = (
    "ele", "time", "course", "speed", "magvar", "geoidheight", "name", "cmt", "desc", "src", "link", "url", "urlname", "sym", "type",
    "fix", "sat", "hdop", "vdop", "pdop", "ageofdgpsdata", "dgpsid", EVERY, "extensions",
)  # fmt: skip
_OF_PATH = ("name", "cmt", "desc", "src", "link", "url", "urlname", "number", "type", EVERY, "extensions", "rtept", "trkseg")
FORMAT = Xml(
    KINDS,
    {
        "gpx": "gpx", "metadata": "metadata", "wpt": "waypoint", "rte": "route", "trk": "track", "trkseg": "segment",
        "trkpt": "point", "rtept": "point",
    },
    {
        "gpx": ("name", "desc", "author", "email", "url", "urlname", "time", "keywords", "bounds"),
        "metadata": ("name", "desc", "author", "copyright", "link", "time", "keywords", "bounds", EVERY, "extensions"),
        "waypoint": _OF_PLACE, "point": _OF_PLACE, "route": _OF_PATH, "track": _OF_PATH,
        "element": ("name", "email", "link", "year", "license", "text", "type", "atemp", "wtemp", "depth", "hr", "cad", EVERY),
    },
    rows=frozenset({"trkpt", "rtept"}),
)  # fmt: skip

DOMAIN = Domain("geotrack", "GPS tracks", "records", ("*.gpx",), KINDS, FORMAT.read, FORMAT.write, INSIGNIFICANT)
