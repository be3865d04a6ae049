"""What must be true in a station's log: lengths fit, contacts in the order of time, frequencies in their bands, distances by locator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

from delegate_audit.core.element import Element
from delegate_audit.core.workspace import Workspace
from delegate_audit.domains.records.hamradio import DOMAIN

BANDS_MHZ = {
    "80m": (3.5, 3.8),
    "40m": (7.0, 7.2),
    "20m": (14.0, 14.35),
    "17m": (18.068, 18.168),
    "15m": (21.0, 21.45),
    "2m": (144.0, 146.0),
}
REPORTS = {"SSB": r"[1-5][1-9](\+\d0)?", "CW": r"[1-5][1-9]{2}", "FT8": r"[+-]\d\d"}
EARTH_RADIUS_KM = 6371
_HOME = re.compile(r"locator ([A-R]{2}\d\d[a-x]{2})")


def check(files: Workspace) -> list[str]:
    """One sentence for everything in the logs that does not agree, with file and line."""
    return [
        f"{name}:{line}: {problem}"
        for name, text in files.items()
        if DOMAIN.claims(name)
        for line, problem in _problems(DOMAIN.read(text, name), _HOME.search(text))
    ]


def _problems(elements: tuple[Element, ...], home: re.Match[str] | None) -> Iterator[tuple[int, str]]:
    contacts = [element for element in elements if element.kind == "qso"]
    for contact in contacts:
        yield from ((contact.line, problem) for problem in _alone(contact, home[1] if home else ""))
    for element in elements:
        yield from ((element.line, f"{name} does not fit") for name in element.fields if name.endswith((":length", ":behind", "length")))
    for one, other in pairwise(contacts):
        if _start(other) < _start(one):
            yield other.line, f"{other.fields.get('call')} was worked before the contact above"


def _start(contact: Element) -> str:
    return f"{contact.fields.get('qso_date')} {contact.fields.get('time_on')}"


def _alone(contact: Element, home: str) -> Iterator[str]:
    fields = {name: str(value) for name, value in contact.fields.items()}
    low, high = BANDS_MHZ.get(fields["band"], (0, 0))
    if not low <= float(fields["freq"]) <= high:
        yield f"{fields['freq']} MHz is not in {fields['band']}"
    if fields["time_off"] < fields["time_on"]:
        yield f"{fields['call']} ends before it begins"
    for name in ("rst_sent", "rst_rcvd"):
        if not re.fullmatch(REPORTS[fields["mode"]], fields[name]):
            yield f"{fields[name]} is no report in {fields['mode']}"
    if home and Decimal(fields["distance"]) != (km := kilometres(home, fields["gridsquare"])):
        yield f"{fields['gridsquare']} lies {km} km from {home}, not {fields['distance']}"


def kilometres(one: str, other: str) -> int:
    """The distance between the middles of two locators on the sphere, rounded."""
    (south, west), (north, east) = (map(radians, _place(locator.upper())) for locator in (one, other))
    chord = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return round(2 * EARTH_RADIUS_KM * asin(sqrt(chord)))


def _place(locator: str) -> tuple[float, float]:
    """Latitude and longitude, in degrees."""
    east, north, east_digit, north_digit, east_part, north_part = (ord(char) - ord("0" if char.isdigit() else "A") for char in locator)
    return north * 10 - 90 + north_digit + (north_part + 0.5) / 24, east * 20 - 180 + east_digit * 2 + (east_part + 0.5) / 12
