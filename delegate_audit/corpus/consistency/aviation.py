"""What holds in notices: no number twice, ends behind beginnings, replaced ones older than their own, places in the circle of item Q."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from math import acos, cos, degrees, radians, sin

from delegate_audit.core.element import Element
from delegate_audit.core.workspace import Workspace
from delegate_audit.domains.science.aviation import DOMAIN

SLACK_NM = 1.5
"""The centre of item Q is given in whole minutes."""

_CENTRE = re.compile(r"(\d\d)(\d\d)([NS])(\d{3})(\d\d)([EW])(\d{3})")
_PLACE = re.compile(r"(\d\d)(\d\d)(\d\d)([NS]) ?(\d{3})(\d\d)(\d\d)([EW])")
_NUMBER = re.compile(r"[A-Z]*(\d+)/(\d\d)")


def check(files: Workspace) -> list[str]:
    """One sentence for everything that cannot be, with file and line."""
    found = [(name, notice) for name, text in files.items() if DOMAIN.claims(name) for notice in DOMAIN.read(text, name)]
    counted = Counter((notice.fields.get("office"), notice.fields["number"]) for _, notice in found if "number" in notice.fields)
    twice = [f"{number} is there {count} times" for (_, number), count in counted.items() if count > 1]
    return twice + [f"{name}:{notice.line}: {problem}" for name, notice in found for problem in _problems(notice)]


def _problems(notice: Element) -> Iterator[str]:
    fields = {name: str(value) for name, value in notice.fields.items()}
    times = [fields[name] for name in ("from", "to") if fields.get(name, "").startswith("20")]
    if times != sorted(times):
        yield f"it ends at {times[1]}, before it begins"
    if notice.kind != "notam":
        return
    own, other = (_NUMBER.fullmatch(fields.get(name, "")) for name in ("number", "refers_to"))
    if (fields["type"] == "NOTAMN") != (other is None) or (own and other and (int(other[2]), int(other[1])) >= (int(own[2]), int(own[1]))):
        yield f"{fields['type']} {fields['number']} refers to {fields.get('refers_to')}"
    if "q" in fields or not re.fullmatch(r"Q[A-Z]{4}", fields.get("code", "")):
        yield "its item Q is not complete"
    centre = _CENTRE.fullmatch(fields.get("centre", ""))
    if centre is None:
        return
    lat, lon = _angle(centre[1], centre[2], "0", centre[3]), _angle(centre[4], centre[5], "0", centre[6])
    for place in _PLACE.finditer(fields.get("text", "")):
        apart = _apart_nm(lat, lon, place)
        if apart > int(centre[7]) + SLACK_NM:
            yield f"{place[0]} is {apart:.0f} NM from the centre, of a circle of {centre[7]}"


def _angle(whole: str, minutes: str, seconds: str, side: str) -> float:
    return (int(whole) + int(minutes) / 60 + int(seconds) / 3600) * (-1 if side in "SW" else 1)


def _apart_nm(lat: float, lon: float, place: re.Match[str]) -> float:
    lat2, lon2 = _angle(place[1], place[2], place[3], place[4]), _angle(place[5], place[6], place[7], place[8])
    cosine = sin(radians(lat)) * sin(radians(lat2)) + cos(radians(lat)) * cos(radians(lat2)) * cos(radians(lon - lon2))
    return 60 * degrees(acos(min(1.0, cosine)))
