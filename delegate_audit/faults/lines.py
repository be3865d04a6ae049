"""Faults that strike single lines of raw text and know nothing of any format: the sweep that no reader can flatter.

Each takes the lines of a text and the place of one of them, and gives the lines as they are afterwards; None where it
would change nothing there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

WORD = re.compile(r"[^\W\d_]{2,}")
STRANGERS = ("zebra", "harvest", "Quentin", "velvet", "lantern")
"""Words that replace others; a text may hold some of them, never all by chance at one place."""

_DIGITS = "0123456789"

LineFault = Callable[[Sequence[str], int, Random], list[str] | None]


def deleted(lines: Sequence[str], k: int, _rng: Random) -> list[str] | None:
    """The line is gone."""
    return [*lines[:k], *lines[k + 1 :]]


def doubled(lines: Sequence[str], k: int, _rng: Random) -> list[str] | None:
    """The line stands there twice."""
    return [*lines[: k + 1], *lines[k:]]


def swapped(lines: Sequence[str], k: int, _rng: Random) -> list[str] | None:
    """The line and the next change places."""
    if k + 1 >= len(lines) or lines[k] == lines[k + 1]:
        return None
    return [*lines[:k], lines[k + 1], lines[k], *lines[k + 2 :]]


def digit(lines: Sequence[str], k: int, rng: Random) -> list[str] | None:
    """One digit in the line is another."""
    places = [place for place, char in enumerate(lines[k]) if char in _DIGITS]
    if not places:
        return None
    place = rng.choice(places)
    other = (int(lines[k][place]) + rng.randint(1, 9)) % 10
    return [*lines[:k], f"{lines[k][:place]}{other}{lines[k][place + 1 :]}", *lines[k + 1 :]]


def word(lines: Sequence[str], k: int, rng: Random) -> list[str] | None:
    """One word in the line is another."""
    words = list(WORD.finditer(lines[k]))
    if not words:
        return None
    old = rng.choice(words)
    new = rng.choice([stranger for stranger in STRANGERS if stranger.casefold() != old.group().casefold()])
    return [*lines[:k], f"{lines[k][: old.start()]}{new}{lines[k][old.end() :]}", *lines[k + 1 :]]


LINE_FAULTS: dict[str, LineFault] = {fault.__name__: fault for fault in (deleted, doubled, swapped, digit, word)}


def eligible(fault: str, lines: Sequence[str]) -> list[int]:
    """The lines that are not blank and in which the fault would change something."""
    return [k for k, line in enumerate(lines) if line.strip() and LINE_FAULTS[fault](lines[k : k + 2], 0, Random(0)) is not None]


def spread(places: Sequence[int], count: int, rng: Random) -> list[int]:
    """At most `count` of the places, at random, no two of them side by side, in order."""
    chosen: set[int] = set()
    for k in rng.sample(places, len(places)):
        if len(chosen) == count:
            break
        if not {k - 1, k, k + 1} & chosen:
            chosen.add(k)
    return sorted(chosen)


def several(fault: str, lines: Sequence[str], places: Sequence[int], rng: Random) -> list[str]:
    """The lines after the fault struck each of `places`, which are in order and not side by side; the last one first."""
    changed = list(lines)
    for k in reversed(places):
        struck = LINE_FAULTS[fault](changed[k : k + 2], 0, rng)
        if struck is not None:
            changed[k : k + 2] = struck
    return changed
