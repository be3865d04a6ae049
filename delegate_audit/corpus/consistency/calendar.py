"""What must be true in a calendar: ends come after starts, dates fall on their rule's weekdays, exceptions and references hit something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from delegate_audit.core.element import Element, Value
from delegate_audit.corpus.consistency.located import in_elements
from delegate_audit.domains.records.calendar import DOMAIN

WEEK_DAYS = 7
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the calendars that does not agree, with file and line."""
    return in_elements(files, DOMAIN, _problems)


def _problems(elements: list[Element]) -> Iterator[tuple[int, str]]:
    zones = {f"TZID={element.fields.get('tzid')}" for element in elements if element.kind == "timezone"}
    dated = [element for element in elements if element.kind in {"event", "todo", "journal"}]
    series = {element.fields.get("uid"): element for element in dated if "recurrence_id" not in element.fields}
    for name, count in Counter((e.fields.get("uid"), e.fields.get("recurrence_id")) for e in dated).items():
        if count > 1 or not name[0]:
            yield 0, f"{count} entries have the identifier {name}"
    for element in dated:
        fields, line = element.fields, element.line
        yield from (
            (line, f"{value} is no zone of the file") for value in fields.values() if str(value).startswith("TZID=") and value not in zones
        )
        yield from ((line, f"{value} is no date") for name in ("start", "end", "due") if (value := fields.get(name)) and not _day(value))
        if str(fields.get("end", "9")) <= str(fields.get("start", "")):
            yield line, f"{fields.get('uid')} ends before it starts"
        whole, named = series.get(fields.get("uid")), fields.get("recurrence_id")
        if named is not None and (whole is None or not _falls(whole.fields, named)):
            yield line, f"{fields.get('uid')} has nothing on {named}"
        skipped = fields.get("exdate")
        for value in (fields.get("start"), *(skipped if isinstance(skipped, tuple) else ())):
            if "rrule" in fields and not _falls(fields, value):
                yield line, f"{value} is no day of the rule {fields['rrule']}"


def _falls(fields: Mapping[str, Value], value: Value) -> bool:
    """Whether a series takes place at that time, as far as weeks, months, weekdays and the end of its rule tell."""
    rule = dict(part.split("=", 1) for part in str(fields.get("rrule", "")).split(";") if "=" in part)
    day, start, until = _day(value), _day(fields.get("start")), _day(rule.get("UNTIL", "99991231"))
    if not day or not start or not until or not start <= day <= until or str(value)[8:] != str(fields.get("start"))[8:]:
        return False
    weekday, nth = WEEKDAYS[day.weekday()], f"{(day.day - 1) // WEEK_DAYS + 1}"
    last = "-1" if (day + timedelta(WEEK_DAYS)).month != day.month else ""
    fitting = {weekday, nth + weekday, last + weekday}
    monday = timedelta(start.weekday())
    weeks = ((day - timedelta(day.weekday())) - (start - monday)).days // WEEK_DAYS
    on_week = rule.get("FREQ") != "WEEKLY" or weeks % int(rule.get("INTERVAL", "1")) == 0
    return on_week and ("BYDAY" not in rule or bool(fitting & set(rule["BYDAY"].split(","))))


def _day(value: Value) -> date | None:
    digits = str(value)[:8]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
