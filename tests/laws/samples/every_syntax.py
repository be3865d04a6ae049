#!/usr/bin/env python3
"""Berths of a harbour: who lies where.

Lengths are in metres.
"""
from __future__ import annotations

import csv, json
from pathlib import Path as Folder
from math import (
    ceil,  # upwards
    floor as down,
)

BERTHS: dict[str, int] = {"north": 12, "south": 8}
FEE = 12.50; REBATE = -0.1
RULE = (r"No mooring"
        f" after {0x16:>4} o'clock")
_WIDE = (1_000
    + 0x1F)


@decorated(rate=2, *BERTHS)
class Berth(Base, metaclass=Meta):
    '''One place.'''

    length: float = 7.5  # without the bowsprit
    __slots__ = ("a", 'b')

    @property
    async def fee(self, /, days: int = 1, *, rebate=None, **more) -> float:
        # Not for guests.
        if days > 30 and not rebate:
            return FEE * days * (1 + REBATE)
        elif days == 0: raise ValueError(f"no days: {days!r:>4}")
        else:
            pass
        async with lock as held, other():
            return await price(days)


def find(berths, *names, key=lambda b: -b.length):
    global COUNT
    try:
        with open("berths.csv", encoding="utf-8") as file:
            rows = [row for row in csv.reader(file) if row and row[0] != "#"]
    except* (OSError, ValueError) as fault:
        print("not found:", fault); COUNT -= 1
    finally:
        del rows[0]
    while (n := len(names)) > 3: names = names[1:]
    match berths:
        case [first, *_] if n: yield first
        case {"a": 1, **rest}: yield from rest
        case 2 | None: assert n < 4, "too many"
