"""What holds in a feed: identifiers resolve, calls follow each other in time, shapes are as long as they say, dates are the feed's."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby, pairwise
from math import asin, cos, radians, sin, sqrt

from delegate_audit.core.element import Element
from delegate_audit.core.workspace import Workspace
from delegate_audit.domains.everyday.transit import DOMAIN

EARTH_KM = 6371.0
TOLERANCE_KM = 0.02
REFERENCES = {
    "route": (("agency_id", "agency"),),
    "stop": (("parent_station", "stop"),),
    "trip": (("route_id", "route"), ("shape_id", "shape_point")),
    "stop_time": (("trip_id", "trip"), ("stop_id", "stop")),
    "frequency": (("trip_id", "trip"),),
    "fare": (("agency_id", "agency"),),
    "fare_rule": (("fare_id", "fare"), ("route_id", "route"), ("origin_id", "stop zone_id"), ("destination_id", "stop zone_id")),
}


def check(files: Workspace) -> list[str]:
    """One sentence for everything that does not agree."""
    read = [child for name, text in files.items() if DOMAIN.claims(name) for top in DOMAIN.read(text, name) for child in top.children]
    return [*_unresolved(read), *_calls(read), *_shapes(read), *_dates(read)]


def _unresolved(read: list[Element]) -> Iterator[str]:
    for kind, references in REFERENCES.items():
        for field, target in references:
            wanted, _, other = target.partition(" ")
            name = other or ("stop_id" if wanted == "stop" else field)
            known = {str(e.fields.get(name)) for e in read if e.kind == wanted}
            unknown = {str(e.fields[field]) for e in read if e.kind == kind and e.fields.get(field) is not None} - known
            yield from (f"{kind} {field} {value} is no {target}" for value in sorted(unknown))
    served = {str(e.fields.get("service_id")) for e in read if e.kind in {"calendar", "calendar_date"}}
    yield from (
        f"trip {e.fields['trip_id']} has no calendar" for e in read if e.kind == "trip" and str(e.fields["service_id"]) not in served
    )
    called = {str(e.fields["trip_id"]) for e in read if e.kind == "stop_time"}
    yield from (f"trip {e.fields['trip_id']} calls nowhere" for e in read if e.kind == "trip" and str(e.fields["trip_id"]) not in called)


def _calls(read: list[Element]) -> Iterator[str]:
    for trip, calls in groupby((e for e in read if e.kind == "stop_time"), lambda e: e.fields["trip_id"]):
        times = [str(call.fields[name]).zfill(8) for call in calls for name in ("arrival_time", "departure_time")]
        if times != sorted(times):
            yield f"the calls of trip {trip} are not in the order of time"


def _shapes(read: list[Element]) -> Iterator[str]:
    for shape, points in groupby((e for e in read if e.kind == "shape_point"), lambda e: e.fields["shape_id"]):
        for one, other in pairwise(points):
            said = Decimal(str(other.fields["shape_dist_traveled"])) - Decimal(str(one.fields["shape_dist_traveled"]))
            if abs(_apart_km(one, other) - float(said)) > TOLERANCE_KM:
                yield f"shape {shape}: point {other.fields['shape_pt_sequence']} is {_apart_km(one, other):.2f} km on, not {said}"


def _apart_km(one: Element, other: Element) -> float:
    lat, lon, lat2, lon2 = (radians(float(str(e.fields[name]))) for e in (one, other) for name in ("shape_pt_lat", "shape_pt_lon"))
    return 2 * EARTH_KM * asin(sqrt(sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2))


def _dates(read: list[Element]) -> Iterator[str]:
    feed = next((e.fields for e in read if e.kind == "feed_info"), {})
    start, end = int(str(feed.get("feed_start_date", 0))), int(str(feed.get("feed_end_date", 99999999)))
    for element in read:
        dates = [int(str(element.fields[name])) for name in ("start_date", "end_date", "date") if element.fields.get(name) is not None]
        if element.kind in {"calendar", "calendar_date"} and not all(start <= date <= end for date in dates):
            yield f"{element.kind} {element.fields['service_id']}: outside the time of the feed"
