"""iCalendar (RFC 5545): events, tasks, alarms, time zones. Fragile: a time changes its zone, an exception date is lost, a rule ends early.

A component's properties are its fields, their parameters `<field>_params`; what it may have several times is a tuple. What it
has more often than it may, or below its alarms, stays a property by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from delegate_audit.core.element import Value
from delegate_audit.core.kind import Exact, FieldType, Kind, Text, Unordered
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.grammar import Grammar, Rule
from delegate_audit.domains.readers.leaves import ORDER, ORDER_TYPE, Leaves
from delegate_audit.domains.readers.lines import Lines

FIELDS = """prodid version calscale method name x_wr_calname x_wr_caldesc x_wr_timezone tzid uid recurrence_id dtstamp start end due
duration completed tzoffsetfrom tzoffsetto tzname rrule rdate exdate action trigger repeat summary location geo description categories
resources url status percent_complete priority class transp organizer attendee contact comment attach related_to created last_modified
sequence""".split()  # noqa: SIM905
"""Properties as fields, in the order in which they are written; others are called likewise and come last."""

NAMES = {"start": "DTSTART", "end": "DTEND"}
PARTS = ("calendar", "event", "todo", "journal", "freebusy", "alarm", "timezone", "standard", "daylight")
WORDS = set("name x_wr_calname x_wr_caldesc tzname summary location description categories resources contact comment".split())  # noqa: SIM905
LISTS, ITEMS = {"categories", "resources", "rdate", "exdate"}, {"attendee", "contact", "comment", "attach", "related_to"}
"""Fields of escaped text; of items between commas; of a line for each item, its parameters before its value."""

_SHORT, _ORDER = {name: field for field, name in NAMES.items()}, {field: place for place, field in enumerate(FIELDS)}
_ESCAPE, _SPECIAL, _MAIL = re.compile(r"\\([\\;,nN])"), re.compile(r"[\\;,]"), re.compile(r"\Amailto:", re.IGNORECASE)
_ENTRY = re.compile(r"(?:\A|,)((?:[^\\,]|\\.|\\\Z)*+)", re.DOTALL)
_PARAMS = r'(?:"[^"]*"|[^":])*+'
_ITEM = re.compile(rf"(?P<params>(?=[\w-]+=){_PARAMS})?:(?P<value>.*)", re.DOTALL)


def _tuple(value: Value) -> tuple[Value, ...]:
    return () if value is None else value if isinstance(value, tuple) else (value,)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], text).strip()


def _stated(field: str, value: Value) -> str:
    return (_SPECIAL.sub(r"\\\g<0>", str(value)) if field in WORDS else str(value)).replace("\n", "\\n")


def _parted(item: str) -> dict[str, Value]:
    found = _ITEM.fullmatch(item)
    return {"params": found["params"], "value": found["value"]} if found else {"params": None, "value": item}


def _sorted_parts(value: Value) -> Value:
    """Rules and parameters: parts in any order, lists in them too, names in any case, with quotes or without."""
    parts = (part.partition("=") for part in str(value or "").replace('"', "").split(";"))
    return value and ";".join(sorted(f"{name.upper()}={','.join(sorted(held.split(',')))}" for name, _, held in parts))


def _sorted_items(value: Value) -> Value:
    items = (_parted(str(item)) for item in _tuple(value))
    return tuple(sorted(f"{_sorted_parts(item['params'])}:{_MAIL.sub('mailto:', str(item['value']))}" for item in items))


def _type(field: str) -> FieldType:
    if field in LISTS or field in ITEMS:
        return Unordered() if field in LISTS else Exact(_sorted_items)
    return Text() if field in WORDS else Exact(_sorted_parts if field == "rrule" else None)


def join(_holder: str, fields: Mapping[str, Value], line: Mapping[str, Value]) -> Mapping[str, Value] | None:
    """The fields that a component gets from a property; None where it has that one already."""
    name, params, value = str(line["name"]), line.get("params"), str(line["value"])
    field = _SHORT.get(name, name.lower().replace("-", "_"))
    if field in ITEMS:
        value = _unescaped(value) if field in WORDS else value
        item = value if params is None and not _ITEM.fullmatch(value) else f"{params or ''}:{value}"
        return {field: (*_tuple(fields.get(field)), item)} if _parted(item) == {"params": params, "value": value} else None
    if field in {*NAMES, "component"} and name not in _SHORT:
        return None
    other = {} if params is None else {f"{field}_params": params}
    if field in LISTS and (field not in fields or fields.get(f"{field}_params") == params):
        items = [_unescaped(entry) for entry in _ENTRY.findall(value)] if field in WORDS else value.split(",")
        return {field: (*_tuple(fields.get(field)), *items), **other}
    return None if field in fields else {field: _unescaped(value) if field in WORDS else value, **other}


def split(fields: Mapping[str, Value]) -> Iterator[Mapping[str, Value]]:
    """The properties that state the fields of a component, in their usual order; lists in lines of one item if they were so."""
    order = _tuple(fields.get(ORDER))
    for field in sorted(fields, key=lambda name: _ORDER.get(name, len(_ORDER))):
        name, items = NAMES.get(field, field.upper().replace("_", "-")), _tuple(fields[field])
        if field in ITEMS:
            parted = map(_parted, map(str, items))
            yield from ({"name": name, "params": item["params"], "value": _stated(field, item["value"])} for item in parted)
        elif items and not field.endswith("_params") and field not in {"component", ORDER}:
            texts = [_stated(field, item) for item in items]
            values = texts if order.count(name) == len(items) else [",".join(texts)]
            yield from ({"name": name, "params": fields.get(f"{field}_params"), "value": value} for value in values)


TYPES = {name: held for field in FIELDS for name, held in ((field, _type(field)), (f"{field}_params", Exact(_sorted_parts)))}
TYPES |= {ORDER: ORDER_TYPE, "component": Exact()}
KINDS = (
    *(Kind(part, TYPES, ("component", "uid", "recurrence_id", "tzid"), ordered=False) for part in (*PARTS, "component")),
    Kind("property", {"name": Exact(), "params": Exact(_sorted_parts), "value": Exact()}, ("name",), ordered=False, weight=0.1),
)
BEGINS = {part: part.upper() if part in {"standard", "daylight"} else f"V{part.upper()}" for part in PARTS}
PROPERTY = rf"{{name:(?!(?:BEGIN|END)\b)[A-Za-z0-9-]+}}[;{{params:{_PARAMS}}}]:{{value:.*}}"
RULES = (
    Rule("property", PROPERTY, lambda stated: {**stated, "name": str(stated["name"]).upper()}, flags=re.IGNORECASE | re.DOTALL),
    *(Rule(part, f"BEGIN:{name}", flags=re.IGNORECASE) for part, name in BEGINS.items()),
    Rule("component", r"BEGIN:{component:[\w.-]+}", flags=re.IGNORECASE),
)
ENDS = {part: f"END:{name}" for part, name in (*BEGINS.items(), ("component", "{component}"))}
LEVELS = {part: 0 if part == "calendar" else 2 if part in {"alarm", "standard", "daylight"} else 1 for part in PARTS}
FORMAT = Lines(Grammar(KINDS, RULES), LEVELS, ENDS, fold=re.compile(r"[ \t]"), width=75, leaves=Leaves("property", "name", join, split))
DOMAIN = Domain("calendar", "iCalendar", "records", ("*.ics", "*.ical", "*.ifb"), KINDS, FORMAT.read, FORMAT.write)
