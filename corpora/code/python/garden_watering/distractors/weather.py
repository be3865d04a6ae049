"""Reads the weather of the school's station, which stands two streets from the allotments.

The station writes one row an hour; the planner wants days. A day here runs from six in the morning to six in the
morning, because that is when somebody looks at the gauge.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from math import exp
from pathlib import Path

DAY_BEGINS_H = 6
FROST_C = 1.5  # at two metres; on the ground it freezes earlier
SUN_SHARE = 0.77  # what a green bed does not throw back
MIN_HOURS = 20  # with fewer readings than this a day is not worth having


@dataclass(frozen=True)
class Reading:
    """One hour of the station."""

    at: datetime
    temperature_c: float
    humidity: float
    wind_m_per_s: float
    sun_w_per_m2: float
    rain_mm: float


@dataclass(frozen=True)
class DayRecord:
    """One day as the planner wants it."""

    day: date
    evaporation_mm: float
    rain_mm: float
    frost: bool


def read_readings(path: Path) -> Iterator[Reading]:
    """Yield the readings of the station's table, leaving out hours in which it slept."""
    with path.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter=";"):
            if row["temp"] == "--":
                continue
            yield Reading(
                at=datetime.fromisoformat(row["time"]),
                temperature_c=float(row["temp"]),
                humidity=float(row["hum"]) / 100,
                wind_m_per_s=float(row["wind"]) / 3.6,
                sun_w_per_m2=float(row["sun"]),
                rain_mm=float(row["rain"]),
            )


def day_of(reading: Reading) -> date:
    """The day a reading belongs to: what falls before six counts for the day before."""
    return (reading.at - timedelta(hours=DAY_BEGINS_H)).date()


def saturation_kpa(temperature_c: float) -> float:
    """The vapour pressure that air of this temperature can hold."""
    return 0.6108 * exp(17.27 * temperature_c / (temperature_c + 237.3))


def evaporation_mm(readings: list[Reading]) -> float:
    """A day's reference evaporation after Turc, good enough for a garden that is watered by hand on Sundays."""
    mean = sum(r.temperature_c for r in readings) / len(readings)
    if mean <= 0:
        return 0.0
    humidity = sum(r.humidity for r in readings) / len(readings)
    sun_mj = sum(r.sun_w_per_m2 for r in readings) * 3600 / 1_000_000 * SUN_SHARE
    dry = 1 + (0.5 - humidity) / 0.7 if humidity < 0.5 else 1.0
    return round(0.013 * mean / (mean + 15) * (sun_mj * 23.9 + 50) * dry, 2)


def read_days(path: Path, until: date) -> Iterator[DayRecord]:
    """Yield whole days up to the one before `until`, oldest first; days with too few readings are left out."""
    for day, group in groupby(read_readings(path), key=day_of):
        readings = list(group)
        if day >= until or len(readings) < MIN_HOURS:
            continue
        yield DayRecord(
            day=day,
            evaporation_mm=evaporation_mm(readings),
            rain_mm=round(sum(r.rain_mm for r in readings), 1),
            frost=min(r.temperature_c for r in readings) < FROST_C,
        )


def driest(records: Iterable[DayRecord], length: int = 7) -> tuple[date, float] | None:
    """The beginning of the driest stretch of so many days, with what it lost; None if there are fewer days."""
    days = list(records)
    sums = [
        (sum(d.evaporation_mm - d.rain_mm for d in days[k : k + length]), days[k].day)
        for k in range(len(days) - length + 1)
    ]
    if not sums:
        return None
    lost, first = max(sums)
    return first, round(lost, 1)
