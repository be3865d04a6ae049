"""What holds in reports: no dew point above the temperature, gusts above the mean wind, cloud from below upwards, times in their period."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from delegate_audit.core.element import Element
from delegate_audit.core.workspace import Workspace
from delegate_audit.domains.science.weather import DOMAIN

_GUST = re.compile(r"\w{3}(\d{2,3})G(\d{2,3})[KM]\w+")
_BASE = re.compile(r"(?:FEW|SCT|BKN|OVC|VV)(\d{3})")
_PERIOD = re.compile(r"(\d{4})/(\d{4})")


def check(files: Workspace) -> list[str]:
    """One sentence for everything that cannot be, with file and line."""
    tops = [(name, top) for name, text in files.items() if DOMAIN.claims(name) for top in DOMAIN.read(text, name)]
    found = [f"{name}:{part.line}: {problem}" for name, top in tops for part in top.walk() for problem in _alone(part)]
    found += [f"{name}:{top.line}: {problem}" for name, top in tops if top.kind == "forecast" for problem in _times(top)]
    return found + [f"{name}: {problem}" for name in files for problem in _twice([top for of, top in tops if of == name])]


def _alone(part: Element) -> Iterator[str]:
    fields = part.fields
    warm, dew = (_degrees(fields.get(name)) for name in ("temperature", "dew_point"))
    if warm is not None and dew is not None and dew > warm:
        yield f"a dew point of {dew} above a temperature of {warm}"
    gust = _GUST.fullmatch(str(fields.get("wind", "")))
    if gust and int(gust[2]) <= int(gust[1]):
        yield f"gusts of {gust[2]} in a wind of {gust[1]}"
    bases = _BASE.findall(str(fields.get("sky", "")))
    if bases != sorted(bases):
        yield f"cloud at {' '.join(bases)} is not told from below upwards"
    if "other" in fields:
        yield f"{fields['other']} is no group"


def _degrees(value: object) -> int | None:
    return int(str(value).replace("M", "-")) if re.fullmatch(r"M?\d\d", str(value)) else None


def _times(forecast: Element) -> Iterator[str]:
    whole = _PERIOD.fullmatch(str(forecast.fields.get("period", "")))
    if whole is None or str(forecast.fields["time"])[:4] > whole[1] or whole[1] >= whole[2]:
        yield f"it is made at {forecast.fields['time']} for {forecast.fields.get('period')}"
        return
    for change in forecast.children:
        part = _PERIOD.fullmatch(str(change.fields.get("period", "")))
        if part and not whole[1] <= part[1] < part[2] <= whole[2]:
            yield f"{change.fields['change']} {part[0]} is not within {whole[0]}"


def _twice(tops: list[Element]) -> Iterator[str]:
    reports = sorted(
        f"{top.fields['station']} {top.fields['time']} {top.fields.get('type', '')}" for top in tops if "station" in top.fields
    )
    yield from (f"{one} is there twice" for one, other in pairwise(reports) if one == other)
