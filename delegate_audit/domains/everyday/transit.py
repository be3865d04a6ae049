"""GTFS timetables: a file of a feed is one table, its records of one kind. Fragile: a time after midnight is "mended", a stop is skipped.

What a file holds is told by its name (`stop_times.txt`, `stop_times_night.txt`) and by a key column of its header; a file
called so without one is a plain table, whose rows have an order. The order of a feed's records and columns says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from delegate_audit.core.element import Value
from delegate_audit.core.kind import Exact, Kind, Text, Unordered
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.sheets import CELL, MEANINGLESS, REST, Sheets

FILES = """
agency agency agency_id agency_name; stops stop stop_id; routes route route_id; trips trip trip_id;
stop_times stop_time trip_id stop_sequence; calendar calendar service_id; calendar_dates calendar_date service_id date;
fare_attributes fare fare_id; fare_rules fare_rule fare_id route_id origin_id destination_id contains_id;
shapes shape_point shape_id shape_pt_sequence; frequencies frequency trip_id start_time;
transfers transfer from_stop_id to_stop_id from_trip_id to_trip_id from_route_id to_route_id; pathways pathway pathway_id;
levels level level_id; feed_info feed_info feed_publisher_name feed_lang;
translations translation table_name field_name language record_id record_sub_id field_value;
attributions attribution attribution_id organization_name; areas area area_id; stop_areas stop_area area_id stop_id;
networks network network_id; route_networks route_network network_id route_id;
timeframes timeframe timeframe_group_id start_time end_time service_id; fare_media fare_medium fare_media_id;
fare_products fare_product fare_product_id rider_category_id fare_media_id;
fare_leg_rules fare_leg_rule leg_group_id network_id from_area_id to_area_id fare_product_id;
fare_transfer_rules fare_transfer_rule from_leg_group_id to_leg_group_id transfer_count fare_product_id;
rider_categories rider_category rider_category_id; booking_rules booking_rule booking_rule_id;
location_groups location_group location_group_id; location_group_stops location_group_stop location_group_id stop_id
"""
"""A file, the kind of its records, and what identifies one."""

WORDS = """agency_name stop_name tts_stop_name stop_desc platform_code route_short_name route_long_name route_desc trip_headsign
trip_short_name stop_headsign feed_publisher_name signposted_as reversed_signposted_as level_name area_name network_name translation
fare_product_name fare_media_name rider_category_name location_group_name message pickup_message drop_off_message"""
TIMES = "arrival_time departure_time start_time end_time start_pickup_drop_off_window end_pickup_drop_off_window"


def _clock(value: Value) -> Value:
    """A time of day, with a zero before an hour of one digit."""
    return value.strip().zfill(8) if isinstance(value, str) and value.count(":") == 2 else value


TYPES = {**dict.fromkeys(WORDS.split(), Text()), **dict.fromkeys(TIMES.split(), Exact(_clock))}
NAMED = {name: (kind, tuple(key)) for name, kind, *key in map(str.split, FILES.split(";"))}
KINDS = (
    Kind("table", {"columns": Unordered(), "delimiter": Exact()}),
    *(Kind(kind, TYPES, key, ordered=False, other=CELL) for kind, key in NAMED.values()),
    Kind("row", other=CELL),
    *(replace(kind, ordered=False) for kind in REST),
)


def record(filename: str, columns: Sequence[str]) -> str:
    """The kind that a file of this name holds, if it has a column for the key."""
    stem = filename.rsplit("/", 1)[-1].lower().removesuffix(".txt")
    kind, key = next((NAMED[name] for name in sorted(NAMED, key=len, reverse=True) if f"{stem}_".startswith(f"{name}_")), ("row", ()))
    return kind if set(key) & set(columns) else "row"


FORMAT = Sheets(record, ended=False)
PATTERNS = tuple(f"{name}{more}.txt" for name in NAMED for more in ("", "_*"))
DOMAIN = Domain("transit", "Transit feeds (GTFS)", "everyday", PATTERNS, KINDS, FORMAT.read, FORMAT.write, MEANINGLESS, FORMAT.reconcile)
